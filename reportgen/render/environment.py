"""Where templates lie and how they are read."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from reportgen.exceptions import UsageError


def templates_dir() -> Path:
    """The folder of the templates: inside the installed package, else the checkout's own."""
    packaged = Path(str(files("reportgen"))) / "templates"
    return packaged if packaged.is_dir() else packaged.parents[1] / "templates"


@lru_cache(maxsize=4)
def environment(user_folder: Path | None = None) -> Environment:
    """Jinja environment that looks in the user's folder first, then in ours.

    Parameters
    ----------
    user_folder
        Folder whose files replace ours of the same name; None for ours alone.

    Raises
    ------
    UsageError
        If the user's folder is not a directory.
    """
    if user_folder is not None and not user_folder.is_dir():
        raise UsageError(
            f"template folder {user_folder} is not a directory",
            allowed="a folder with files named as in reportgen's own templates/",
            fix="create it, or leave --templates out",
        )
    folders = [templates_dir()] if user_folder is None else [user_folder, templates_dir()]
    return Environment(
        loader=FileSystemLoader(folders),
        # The default would leave *.html.j2 unescaped.
        autoescape=select_autoescape(enabled_extensions=("html", "html.j2")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def source_of(name: str, user_folder: Path | None = None) -> str:
    """Text of a file of the template folders that is no template, such as the style sheet."""
    jinja = environment(user_folder)
    assert jinja.loader is not None
    return jinja.loader.get_source(jinja, name)[0]
