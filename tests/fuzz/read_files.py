"""Fuzz every reader for as long as one likes, guided by what the code does; run by hand.

    pip install atheris
    python -m tests.fuzz.read_files CORPUS_FOLDER -max_total_time=3600
    python -m tests.fuzz.read_files CORPUS_FOLDER --only=npz -max_total_time=600

An empty folder is filled with sound files, of one kind with ``--only``: npz, deflated-npz, npy,
safetensors, classic-netcdf, zip, tar, compressed-tar or hdf5. What made a reader raise anything but
its own errors, or wait for more than ten seconds, is written as ``crash-…`` or ``timeout-…`` into
the working folder (``-artifact_prefix=FOLDER/`` names another); it then becomes a test in
tests/hostile/test_fuzz.py.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

_ONLY = "--only="


def main() -> None:
    import atheris

    with atheris.instrument_imports(include=["reportgen.sources"]):
        from reportgen.sources import trial
        from tests.hostile.test_fuzz import WHOLE, hdf5_with_text, read_everything

    seeds = {name.replace(" ", "-"): content for name, content in WHOLE.items()}
    seeds = {
        "deflated-npz": seeds.pop("npz-deflated"),
        "classic-netcdf": seeds.pop("NetCDF-classic"),
        "compressed-tar": seeds.pop("tar.gz"),
        "hdf5": hdf5_with_text(),
        **seeds,
    }
    only = [argument.removeprefix(_ONLY) for argument in sys.argv if argument.startswith(_ONLY)]
    given = [argument for argument in sys.argv if not argument.startswith(_ONLY)]
    corpus = Path(next(argument for argument in given[1:] if not argument.startswith("-")))
    corpus.mkdir(parents=True, exist_ok=True)
    if not any(corpus.iterdir()):
        for name in only or seeds:
            (corpus / name).write_bytes(seeds[name])
    folder = Path(tempfile.mkdtemp())
    # The other process gives up before libFuzzer does.
    trial.PATIENCE = 5.0  # type: ignore[misc]

    def one_input(content: bytes) -> None:
        (folder / "fuzzed").write_bytes(content)
        read_everything(folder / "fuzzed")

    atheris.Setup([*given, "-timeout=10"], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
