"""The command that goes over all runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from reportgen.commands.grouping import grouped
from reportgen.commands.options import Talk
from reportgen.exceptions import ReportgenError, UsageError
from reportgen.terminal import Console


@grouped
def nightly_command(
    *,
    root: Annotated[Path, typer.Argument(metavar="ROOT", help="Folder of runs, at any depth.")],
    output_dir: Annotated[Path, typer.Option("-o", metavar="SITE", help="Where it all goes.")],
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Builds at a time; all processors.")
    ] = None,
    lang: Annotated[
        Literal["en", "ko", "both"], typer.Option("--lang", help="Language of all pages.")
    ] = "both",
    baseline: Annotated[
        str, typer.Option("--baseline", metavar="NAME", help="Run that all are compared with.")
    ] = "",
    output: Annotated[
        str, typer.Option("--output", metavar="LIST", help="Of html, md, json, nc, for each run.")
    ] = "html,json,nc",
    config: Annotated[
        Path | None,
        typer.Option("-c", "--config", metavar="FILE", help="Instead of each reportgen.yaml."),
    ] = None,
    email: Annotated[
        list[str] | None,
        typer.Option("--email", metavar="ADDRESS", help="Write SITE/digest.eml to them."),
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Send it, if anything changed; needs --email.")
    ] = False,
    site_url: Annotated[
        str,
        typer.Option("--site-url", metavar="URL", help="Where SITE is served, for links to it."),
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Use a folder reportgen did not make.")
    ] = False,
    talk: Talk,
) -> None:
    """Build what is new under ROOT, then an index of all runs with what changed."""
    from reportgen.build.request import languages_of
    from reportgen.deliver.email.addresses import mailboxes
    from reportgen.nightly import nightly
    from reportgen.nightly.address import site_address

    console = talk.console()
    people = mailboxes("--email", email or ())
    if send and not people:
        raise UsageError("--send without --email", fix="name an address with --email")
    if config is not None and not config.is_file():
        raise UsageError(f"{config} is no file", fix="check --config")
    languages = languages_of(lang)
    result = nightly(
        root,
        output_dir,
        jobs=jobs,
        languages=languages,
        baseline=baseline,
        formats=tuple(part.strip() for part in output.split(",") if part.strip()),
        config_file=config,
        site_url=site_url,
        force=force,
        told=console.note,
    )
    if people:
        _mail(result, people, languages[0], site_address(site_url), send, console)
    typer.echo(str(output_dir / "index.html"))


def _mail(
    result: Any, people: Any, language: Any, address: str, send: bool, console: Console
) -> None:
    """Draft the digest, and send it; the index stands whatever becomes of the mail."""
    from reportgen.deliver.email.outbox import Outbox
    from reportgen.nightly.digest import FILE, digest_mail

    if send and not result.changed:
        console.note("nothing changed: no mail")
        return
    outbox = Outbox(result.site / FILE)
    mail = digest_mail(
        result.index, to=people, language=language, site=result.site, address=address
    )
    try:
        outbox.keep(mail, draft=True)
        if send:
            console.note(f"sent to {', '.join(outbox.send(mail).accepted)}")
    except ReportgenError as error:
        typer.echo(f"reportgen: {error}", err=True)
