"""Write docs/reportgen.schema.json again: ``python -m tests.docs.write_schema``."""

from __future__ import annotations

import json
from pathlib import Path

from reportgen.config import config_json_schema

if __name__ == "__main__":
    page = Path(__file__).parents[2] / "docs" / "reportgen.schema.json"
    text = json.dumps(config_json_schema(), indent=2, ensure_ascii=False) + "\n"
    page.write_text(text, encoding="utf-8")
