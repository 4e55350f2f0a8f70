"""PyTorch and transformers for the tests of the capture, small models, and where they write."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

import pytest


@pytest.fixture(autouse=True)
def seeded(request: pytest.FixtureRequest) -> None:
    """Same weights in every run, on one thread."""
    if "torch" in request.fixturenames or "transformers" in request.fixturenames:
        request.getfixturevalue("torch").manual_seed(20240510)


@pytest.fixture(scope="session")
def transformers(torch: ModuleType) -> ModuleType:
    """Return Hugging Face's library; its models are built from a config, nothing is fetched."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        module = importlib.import_module("transformers")
    except ImportError:
        if os.environ.get("REPORTGEN_REQUIRE_CAPTURE") == "1":
            pytest.fail(
                "transformers is not installed, and REPORTGEN_REQUIRE_CAPTURE=1 requires it"
            )
        pytest.skip("transformers is not installed")
    module.logging.set_verbosity_error()
    return module
