"""Words of the attention explorer and of the downloads beside the figures; (English, Korean)."""

from __future__ import annotations

from typing import Final

_NAMES: Final[dict[str, tuple[str, str]]] = {
    "explorer.head": ("layer {layer:nth}, head {head:nth}", "층 {layer:nth}, 헤드 {head:nth}"),
    "explorer.mean": ("layer {layer:nth}, mean of its heads", "층 {layer:nth}, 헤드 평균"),
    "explorer.column.layer": ("layer ↓", "층 ↓"),
    "explorer.column.mean": ("mean", "평균"),
    "explorer.columns": ("head →", "헤드 →"),
}

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "explorer.lead": (
        "Choose a head to see it large. Queries run down, keys across, the past on top and on the "
        "left; colour is weight over an even share.",
        "헤드를 고르면 크게 보인다. 세로가 질의(query), 가로가 키(key)이며 과거가 위와 왼쪽이다. "
        "색은 가중치를 균등값으로 나눈 값이다.",
    ),
    "explorer.block": (
        "A cell is the mean of {block:int} × {block:int} weights: {queries:int} × {keys:int} "
        "would not fit.",
        "칸 하나는 가중치 {block:int} × {block:int}개의 평균이다. {queries:int} × {keys:int}칸을 다 "
        "담을 수는 없다.",
    ),
    "explorer.masked": (
        "Cells behind the mask are left empty.",
        "마스크에 가려진 칸은 비워 두었다.",
    ),
    "explorer.many": (
        "With this many heads, the large view needs JavaScript; the grid, the table and the "
        "figures do not.",
        "헤드가 많아 큰 그림은 자바스크립트가 있어야 보인다. 격자와 표, 그림은 없어도 보인다.",
    ),
    "explorer.line": (
        "Strongest key {where:where}, {lift:times} an even share. Entropy {entropy:pct0} of the "
        "most possible, {effective:n1} effective of {keys:int} keys. Pattern: {pattern:term}.",
        "가장 강한 키는 {where:where}, 균등값의 {lift:times}. 엔트로피는 최대치의 {entropy:pct0}, "
        "유효 키 {effective:n1}개(전체 {keys:int}개). 패턴: {pattern:term}.",
    ),
    "explorer.alt": (
        "strongest key {where:where}, {lift:times} an even share",
        "가장 강한 키 {where:where}, 균등값의 {lift:times}",
    ),
    "explorer.legend": ("× even share", "균등값의 배수"),
    "explorer.legend.other": ("× the other", "비교 대상의 배수"),
}

_READOUT: Final[dict[str, tuple[str, str]]] = {
    "explorer.compare": ("Compare with", "비교 대상"),
    "explorer.even": ("an even share", "균등값"),
    "explorer.hint": (
        "Point at a cell, or move through the picture with the arrow keys (Shift: ten cells).",
        "칸을 가리키거나 그림 안에서 화살표 키로 움직인다(Shift를 누르면 열 칸씩).",
    ),
    "explorer.grid": (
        "Cells of the chosen head; arrow keys move",
        "고른 헤드의 칸들, 화살표 키로 이동",
    ),
    "explorer.query": ("Query", "질의"),
    "explorer.key": ("Key", "키"),
    "explorer.weight": ("Weight", "가중치"),
    "explorer.lift": ("Lift", "리프트"),
    "explorer.difference": ("Difference", "차이"),
    "explorer.where": ("{where:where}", "{where:where}"),
    "explorer.hours": ("{iv:hrange} before issue", "예보 발표 {iv:hrange} 전"),
    "explorer.input-hours": ("{iv:hrange} before the last input", "마지막 입력 {iv:hrange} 전"),
    "explorer.steps": ("step {first:int}", "스텝 {first:int}"),
    "explorer.step-range": ("steps {first:int}–{last:int}", "스텝 {first:int}~{last:int}"),
    "explorer.times": ("{x} ×", "{x}배"),
    "explorer.points": ("{x} points", "{x}%p"),
    "explorer.forbidden": ("behind the mask", "마스크에 가려짐"),
}

_DOWNLOADS: Final[dict[str, tuple[str, str]]] = {
    "download.csv": ("Numbers (CSV)", "수치(CSV)"),
    "download.png": ("Picture (PNG)", "그림(PNG)"),
}

MESSAGES: Final[dict[str, tuple[str, str]]] = {**_NAMES, **_TEXTS, **_READOUT, **_DOWNLOADS}
