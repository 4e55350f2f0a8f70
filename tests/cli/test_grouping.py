"""A command that takes records offers their fields as options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from reportgen.commands.grouping import grouped


@dataclass(frozen=True, slots=True)
class Size:
    width: Annotated[int, typer.Option(min=1, help="How wide.")] = 2
    name: Annotated[str | None, typer.Option("-n", "--name")] = None


@pytest.fixture
def app() -> typer.Typer:
    @grouped
    def draw(*, target: Annotated[str, typer.Argument()], size: Size, loud: bool = False) -> None:
        typer.echo(f"{target} {size} {loud}")

    app = typer.Typer()
    app.command()(draw)
    return app


def test_the_fields_become_options_and_come_back_as_a_record(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["there", "--width", "3", "-n", "x", "--loud"])
    assert result.output == "there Size(width=3, name='x') True\n"


def test_what_is_not_given_keeps_the_default_of_the_record(app: typer.Typer) -> None:
    assert CliRunner().invoke(app, ["there"]).output == f"there {Size()} False\n"


def test_the_rules_of_a_field_hold(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["there", "--width", "0"])
    assert result.exit_code == 2
    assert "--width" in result.output


def test_options_stand_in_the_help_in_their_order(app: typer.Typer) -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    assert shown.index("--width") < shown.index("--name") < shown.index("--loud")
