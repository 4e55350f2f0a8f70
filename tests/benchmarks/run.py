"""Everything that performance is promised for, measured in one go, as a Markdown table.

make bench                     prints the table, in ten minutes or so
make bench ARGS=--write        puts it into docs/performance.md, too
make bench ARGS=--tiny         sizes that show nothing but that it runs
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.sizes import TINY, Sizes  # noqa: E402
from tests.benchmarks.table import Row, not_measured, table  # noqa: E402

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table: make bench ARGS=--write -->\n", "<!-- end of table -->\n"
SUBJECTS = ("startup", "speed", "growth", "peers")


def measured(subjects: list[str], sizes: Sizes) -> list[Row]:
    """Rows of every subject; one that is not there says so."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for subject in subjects:
            print(f"measuring {subject} …", file=sys.stderr, flush=True)
            room = Path(folder) / subject
            room.mkdir()
            try:
                module = importlib.import_module(f"tests.benchmarks.{subject}")
            except ModuleNotFoundError as error:
                found.append(not_measured(subject, "", f"{error.name} is not installed"))
                continue
            found += module.rows(room, sizes)
    return found


def with_table(page: str, fragment: str) -> str:
    """The page with another table."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not rest:
        raise SystemExit(f"{PAGE.name} has no line {BEGIN.strip()}")
    return before + BEGIN + "\n" + fragment + "\n" + END + after


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=", ".join(SUBJECTS))
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    unknown = set(given.subjects) - set(SUBJECTS)
    if unknown:
        parser.error(f"{', '.join(sorted(unknown))}: not among {', '.join(SUBJECTS)}")
    fragment = table(measured(given.subjects or list(SUBJECTS), TINY if given.tiny else Sizes()))
    print(fragment, end="")
    if given.write:
        PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), fragment), encoding="utf-8")


if __name__ == "__main__":
    main()
