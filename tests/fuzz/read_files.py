"""Fuzz every reader for as long as one likes, guided by what the code does; run by hand.

    pip install atheris
    python -m tests.fuzz.read_files CORPUS_FOLDER -max_total_time=3600

A folder of sound files makes a good start; tests/hostile/test_fuzz.py holds some (``WHOLE``), and
they are written into the folder where it is empty. The folder ``crashes`` beside it takes what
made a reader raise anything but its own errors.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main() -> None:
    import atheris

    with atheris.instrument_imports(include=["reportgen.sources"]):
        from tests.hostile.test_fuzz import WHOLE, read_everything

    corpus = Path(next(argument for argument in sys.argv[1:] if not argument.startswith("-")))
    corpus.mkdir(parents=True, exist_ok=True)
    if not any(corpus.iterdir()):
        for name, content in WHOLE.items():
            (corpus / name.replace(" ", "-")).write_bytes(content)
    folder = Path(tempfile.mkdtemp())

    def one_input(content: bytes) -> None:
        (folder / "fuzzed").write_bytes(content)
        read_everything(folder / "fuzzed")

    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
