from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from reportgen.config import RunConfig, config_json_schema, effective

FULL: dict[str, object] = {
    "name": "a run",
    "cadence": "12min",
    "issue_offset": "-6min",
    "horizon": ["1h", "6h"],
    "stamp": "middle",
    "clock": "L1",
    "patch": "4:2",
    "prefix_tokens": 1,
    "mask": "window:8",
    "inputs": ["n", {"name": "Bz", "units": "nT", "mean": 0.5, "std": 2, "role": "bz"}],
    "targets": [{"name": "Dst", "units": "nT"}],
    "event": "Dst <= -50 nT",
    "scales": [{"name": "mine", "hours": [0.5, "90min"]}],
    "dims": "layer,head,query,key",
    "jobs": 3,
}


def test_effective_reads_back_as_the_same_configuration() -> None:
    config = RunConfig.model_validate(FULL)
    plain = json.loads(json.dumps(effective(config), allow_nan=False))
    assert RunConfig.model_validate(plain) == config.model_copy(update={"jobs": None})
    assert plain["cadence"] == "12min"
    assert plain["event"] == "Dst <= -50 nT"


def test_effective_does_not_depend_on_the_number_of_jobs() -> None:
    one, other = (RunConfig.model_validate(FULL | {"jobs": jobs}) for jobs in (1, 8))
    assert effective(one) == effective(other)


@given(st.floats(1e-6, 1e5), st.floats(-1e4, 1e4).filter(lambda hours: abs(hours) > 1e-6))
def test_effective_loses_no_hour(cadence: float, offset: float) -> None:
    config = RunConfig.model_validate({"cadence": f"{cadence!r}h", "issue_offset": f"{offset!r}h"})
    assert (config.cadence, config.issue_offset) == (cadence, offset)
    assert RunConfig.model_validate(effective(config)) == config


def test_configuration_is_frozen_and_knows_no_other_key() -> None:
    config = RunConfig()
    with pytest.raises(ValidationError):
        config.layer = 2
    with pytest.raises(ValidationError, match="Extra inputs"):
        RunConfig.model_validate({"colour": "red"})


def test_schema_names_every_key_and_takes_the_texts_people_write() -> None:
    schema = config_json_schema()
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert set(properties) == set(RunConfig.model_fields)
    assert schema["additionalProperties"] is False
    assert "string" in json.dumps(properties["cadence"])
    assert "string" in json.dumps(properties["event"])


def test_the_default_configuration_and_a_full_one_fit_the_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = config_json_schema()
    jsonschema.validate(effective(RunConfig()), schema)
    jsonschema.validate(effective(RunConfig.model_validate(FULL)), schema)
