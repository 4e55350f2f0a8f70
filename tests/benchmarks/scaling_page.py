"""The page of the scaling benchmark, in the style of every page that reportgen writes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from reportgen.render.environment import source_of
from reportgen.render.policy import page_style, security_policy
from reportgen.schema import Language
from tests.benchmarks.scaling_words import LANGUAGES, Numbers, name_of, said


def spans(word: Callable[[Language], str], tag: str = "span") -> str:
    """The text in every language, of which the page shows one."""
    return "".join(
        f'<{tag} class="{each.value}" lang="{each.value}">{escape(word(each))}</{tag}>'
        for each in LANGUAGES
    )


def value_at(numbers: Numbers, method: str, length: int) -> Mapping[str, float]:
    found = (
        each
        for each in numbers["measurements"]
        if (each["method"], each["length"]) == (method, length)
    )
    return next(found)


def lengths_of(numbers: Numbers) -> list[int]:
    return sorted({each["length"] for each in numbers["measurements"]})


def methods_of(numbers: Numbers) -> list[str]:
    return [each["method"] for each in numbers["growth"]]


def headline(numbers: Numbers, language: Language) -> str:
    longest = lengths_of(numbers)[-1]
    whole, chunked = (value_at(numbers, method, longest) for method in ("whole", "chunked"))
    return said(
        "headline",
        language,
        n=longest,
        chunk=numbers["chunk"],
        memory=percent(chunked["bytes"] / whole["bytes"]),
        time=percent(chunked["seconds"] / whole["seconds"]),
    )


def deck(numbers: Numbers, language: Language) -> str:
    power = {each["method"]: each["memory"] for each in numbers["growth"]}
    apart = exponent(numbers["properties"]["chunked_from_whole"])
    same = said("same", language, apart=apart)
    if None in (power["whole"], power["chunked"]):
        return same
    return said("deck", language, whole=power["whole"], chunked=power["chunked"]) + same


def percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.1 else f"{share:.1%}"


def exponent(value: float) -> str:
    """Two digits and a power of ten."""
    if value == 0:
        return "0"
    power = math.floor(math.log10(abs(value)))
    raised = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{value / 10**power:.1f}·10{raised}"


def cells(numbers: Numbers, method: str, language: Language) -> list[str]:
    """A row of the table: the name, time and memory at each length, the two exponents."""
    row = [name_of(method, numbers, language)]
    measured = [value_at(numbers, method, length) for length in lengths_of(numbers)]
    row += [f"{each['seconds'] * 1e3:.3g}" for each in measured]
    row += [mebibytes(each["bytes"]) for each in measured]
    growth = next(each for each in numbers["growth"] if each["method"] == method)
    memory = "–" if growth["memory"] is None else f"{growth['memory']:.2f}"
    return [*row, f"{growth['time']:.2f}", memory]


def mebibytes(size: float) -> str:
    return f"{size / 2**20:.3g}" if size / 2**20 > _LEAST else f"< {_LEAST:g}"


def properties(numbers: Numbers, language: Language) -> list[tuple[str, str]]:
    found = numbers["properties"]
    scaling = said("scaling", language, expected=found["expected_scaling"])
    return [
        (said("row-sums", language), exponent(found["row_sums"])),
        (said("weighted-sum", language), exponent(found["weighted_sum"])),
        (scaling, f"{found['scaling_effect']:.4g}"),
        (said("chunks", language), exponent(found["chunked_from_whole"])),
    ]


def markdown(numbers: Numbers, language: Language) -> str:
    """The same as Markdown."""
    lengths = lengths_of(numbers)
    head = [
        said("method", language),
        *(f"{said('time', language)}, n = {length}" for length in lengths),
        *(f"{said('memory', language)}, n = {length}" for length in lengths),
        *(
            f"{said('growth', language)}: {said(key, language)}"
            for key in ("power-time", "power-memory")
        ),
    ]
    rows = [head, ["---", *["---:"] * (len(head) - 1)]]
    rows += [cells(numbers, method, language) for method in methods_of(numbers)]
    lines = [f"# {headline(numbers, language)}", "", deck(numbers, language), ""]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    lines += ["", *(f"* {text}: {value}" for text, value in properties(numbers, language)), ""]
    how = said("how-text", language, heads=numbers["heads"], features=numbers["features"])
    return "\n".join([*lines, how, ""])


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis in pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)


_LEAST = 0.1
_STROKES = {"whole": "", "chunked": "", "torch": "6 4", "torch-fused": "2 3"}
_WIDE, _HIGH, _LEFT, _RIGHT, _TOP, _BOTTOM = 570.0, 320.0, 56.0, 172.0, 14.0, 44.0


def figure(numbers: Numbers, key: str, unit: float) -> str:
    """Lines of every method on two logarithmic axes."""
    lengths = lengths_of(numbers)
    values = [each[key] * unit for each in numbers["measurements"]]
    across = Axis(lengths[0], lengths[-1], _LEFT, _WIDE - _RIGHT)
    up = Axis(min(values) / 1.4, max(values) * 1.4, _HIGH - _BOTTOM, _TOP)
    ends = {
        method: up.at(value_at(numbers, method, lengths[-1])[key] * unit)
        for method in methods_of(numbers)
    }
    parts = [_frame(lengths, across, up)]
    for method, place in spread(ends).items():
        points = " ".join(
            f"{across.at(n):.1f},{up.at(value_at(numbers, method, n)[key] * unit):.1f}"
            for n in lengths
            if key != "bytes" or value_at(numbers, method, n)[key] * unit > _LEAST
        )
        parts.append(
            f'<g class="line {method}"><polyline points="{points}" '
            f'stroke-dasharray="{_STROKES[method]}"/>'
            + spans(lambda each, method=method: name_of(method, numbers, each), "text").replace(
                "<text ", f'<text x="{_WIDE - _RIGHT + 10:g}" y="{place + 4:.1f}" '
            )
            + "</g>"
        )
    size = f'viewBox="0 0 {_WIDE:g} {_HIGH:g}"'
    return f'<svg class="figure" {size} aria-hidden="true">{"".join(parts)}</svg>'


def spread(ends: Mapping[str, float], apart: float = 17.0) -> dict[str, float]:
    """Heights of the names, moved down where two would touch."""
    placed: dict[str, float] = {}
    last = -math.inf
    for method, height in sorted(ends.items(), key=lambda item: item[1]):
        last = max(height, last + apart)
        placed[method] = last
    return placed


def _frame(lengths: Sequence[int], across: Axis, up: Axis) -> str:
    bottom = _HIGH - _BOTTOM
    parts = [f'<path class="axis" d="M{_LEFT:g} {_TOP:g}V{bottom:g}H{_WIDE - _RIGHT:g}"/>']
    for length in lengths:
        x = across.at(length)
        parts.append(f'<path class="tick" d="M{x:.1f} {bottom:g}v5"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 19:g}" text-anchor="middle">{length}</text>')
    for power in range(math.ceil(math.log10(up.low)), math.floor(math.log10(up.high)) + 1):
        y = up.at(10.0**power)
        parts.append(f'<path class="tick" d="M{_LEFT:g} {y:.1f}h-5"/>')
        parts.append(
            f'<text x="{_LEFT - 9:g}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    middle = (_LEFT + _WIDE - _RIGHT) / 2
    words = spans(lambda each: said("tokens", each), "text")
    place = f'<text x="{middle:g}" y="{_HIGH - 6:g}" text-anchor="middle" '
    return "".join(parts) + words.replace("<text ", place)


_STYLE = """
main>section:first-child{margin-top:24px}
.pair{display:grid;gap:32px 40px;margin-top:24px}
.pair{grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr))}
.pair h2{font-size:1.0625rem;margin:0 0 6px}
.line polyline{fill:none;stroke:var(--bar);stroke-width:1.8}
.line.chunked polyline{stroke:var(--attn);stroke-width:2.4}
.line.whole polyline{stroke:var(--ink);stroke-width:2.4}
.line text{font-size:12px}
.figure .line.chunked text{fill:var(--attn);font-weight:700}
.figure .line.whole text{fill:var(--ink);font-weight:700}
td,thead tr+tr th,thead .right{white-space:nowrap}
.figures.properties{min-width:0}
.figures.properties tbody th{white-space:normal}
"""


def page(numbers: Numbers) -> str:
    """One HTML file, offline and without script, both languages behind a switch."""
    sheets = [source_of("report.css"), source_of("nightly/index.css"), _STYLE]
    style = page_style(sheets, LANGUAGES)
    switch = "".join(
        f'<input class="unseen" type="radio" name="language" id="language-{each.value}"'
        f"{' checked' if index == 0 else ''}>"
        f'<label for="language-{each.value}" lang="{each.value}">{shown}</label>'
        for index, (each, shown) in enumerate(zip(LANGUAGES, ("English", "한국어"), strict=True))
    )
    how = spans(
        lambda each: said("how-text", each, heads=numbers["heads"], features=numbers["features"])
    )
    figures = "".join(
        f"<figure><h2>{spans(lambda each, key=key: said(key, each))}</h2>"
        f"{figure(numbers, field, unit)}</figure>"
        for key, field, unit in (("time", "seconds", 1e3), ("memory", "bytes", 2**-20))
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{security_policy(style, "")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(said("title", Language.EN))} · reportgen</title>
<style>{style}</style>
</head>
<body>
<div class="page">
<header class="mast">
<p class="run">{spans(lambda each: said("title", each))}</p>
<fieldset class="switch">
<legend class="unseen">{spans(lambda each: said("language", each))}</legend>
{switch}
</fieldset>
</header>
<main>
<section>
<h1>{spans(lambda each: headline(numbers, each))}</h1>
<p class="deck">{spans(lambda each: deck(numbers, each))}</p>
<div class="pair">{figures}</div>
</section>
<section>
<h2>{spans(lambda each: said("table", each))}</h2>
{_table(numbers)}
</section>
<section>
<h2>{spans(lambda each: said("properties", each))}</h2>
{_properties_table(numbers)}
</section>
<section>
<h2>{spans(lambda each: said("how", each))}</h2>
<p>{how}</p>
</section>
</main>
</div>
</body>
</html>
"""


def _table(numbers: Numbers) -> str:
    lengths = lengths_of(numbers)

    def group(key: str, columns: int) -> str:
        words = spans(lambda each: said(key, each))
        return f'<th scope="colgroup" colspan="{columns}" class="right">{words}</th>'

    tops = group("time", len(lengths)) + group("memory", len(lengths)) + group("growth", 2)
    below = "".join(f'<th scope="col" class="right">{length}</th>' for length in lengths * 2)
    below += "".join(
        f'<th scope="col" class="right">{spans(lambda each, key=key: said(key, each))}</th>'
        for key in ("power-time", "power-memory")
    )
    rows = []
    for method in methods_of(numbers):
        name = spans(lambda each, method=method: name_of(method, numbers, each))
        values = cells(numbers, method, Language.EN)[1:]
        drawn = "".join(f'<td class="right">{value}</td>' for value in values)
        rows.append(f'<tr><th scope="row">{name}</th>{drawn}</tr>')
    method = spans(lambda each: said("method", each))
    return (
        '<div class="scroll" tabindex="0"><table class="figures"><thead>'
        f'<tr><th scope="col" rowspan="2">{method}</th>{tops}</tr><tr>{below}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _properties_table(numbers: Numbers) -> str:
    by_language = [properties(numbers, language) for language in LANGUAGES]
    rows = []
    for index, (_, value) in enumerate(by_language[0]):
        words = spans(lambda each, index=index: properties(numbers, each)[index][0])
        rows.append(f'<tr><th scope="row">{words}</th><td class="right">{value}</td></tr>')
    return f'<table class="figures properties"><tbody>{"".join(rows)}</tbody></table>'
