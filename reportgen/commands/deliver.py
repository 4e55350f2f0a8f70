"""The commands that carry a finished report further: email and paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from reportgen.commands.grouping import grouped
from reportgen.commands.options import ConfigFile, Force, Jobs, Talk


@grouped
def email_command(
    *,
    report_dir: Annotated[
        Path, typer.Argument(metavar="REPORT_DIR", help="Where build or render wrote a report.")
    ],
    to: Annotated[list[str], typer.Option("--to", metavar="ADDRESS", help="Whom it goes to.")],
    cc: Annotated[
        list[str] | None, typer.Option("--cc", metavar="ADDRESS", help="Who gets a copy.")
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", help="Instead of run, verdict and headline.")
    ] = None,
    lang: Annotated[
        Literal["en", "ko"] | None,
        typer.Option("--lang", help="Language of the mail; the report's, else English."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", metavar="FILE", help="REPORT_DIR/report.eml by default.")
    ] = None,
    sender: Annotated[
        str | None, typer.Option("--from", metavar="ADDRESS", help="Who it is from.")
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Hand it to the mail server, not only draft it.")
    ] = False,
    talk: Talk,
) -> None:
    """Write a mail with the report as a draft that any mail program opens; --send sends it."""
    from reportgen.deliver.email.addresses import mailboxes, one_line
    from reportgen.deliver.email.draft import draft_mail
    from reportgen.deliver.email.outbox import Outbox
    from reportgen.schema import Language

    console = talk.console()
    people = {"to": mailboxes("--to", to), "cc": mailboxes("--cc", cc or ())}
    draft = draft_mail(
        report_dir,
        to=people["to"],
        cc=people["cc"],
        subject_text=None if subject is None else one_line("--subject", subject),
        language=None if lang is None else Language(lang),
        sender=None if sender is None else mailboxes("--from", [sender])[0],
    )
    outbox = Outbox(output or report_dir / "report.eml")
    outbox.keep(draft.mail, draft=True)
    for note in draft.left_out:
        console.note(note)
    if send:
        result = outbox.send(draft.mail)
        console.note(f"sent to {', '.join(result.accepted)}")
    typer.echo(str(outbox.path))


@grouped
def paper_command(
    *,
    source: Annotated[
        Path, typer.Argument(metavar="RUN_DIR|SUMMARY", help="A run, a report, or a summary.nc.")
    ],
    output_dir: Annotated[Path, typer.Option("-o", metavar="DIR", help="Folder to write.")],
    style: Annotated[
        Literal["agu", "aas", "elsevier", "ieee"],
        typer.Option("--style", help="Whose columns the figures fit."),
    ] = "agu",
    lang: Annotated[
        Literal["en", "ko"], typer.Option("--lang", help="Language of figures and text.")
    ] = "en",
    config: ConfigFile = None,
    jobs: Jobs = None,
    force: Force = False,
    talk: Talk,
) -> None:
    """Write figures, captions, tables, methods and references for a manuscript."""
    from reportgen.build.directory import check_target
    from reportgen.deliver.paper import JOURNALS, write_paper
    from reportgen.deliver.source import report_from
    from reportgen.schema import Language

    console = talk.console()
    check_target(output_dir, force=force)
    report = report_from(source, config_file=config, jobs=jobs, progress=console.progress)
    console.done()
    result = write_paper(
        report, output_dir, journal=JOURNALS[style], language=Language(lang), force=force
    )
    if result.left_out:
        console.note(f"left out: the supplementary PDF. {result.left_out}")
    typer.echo(str(result.directory))
