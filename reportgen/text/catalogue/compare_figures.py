"""The figures of a comparison: matrices, heads and layers side by side, and in steps."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # Figures of runs without hours
    "compare.figure.last_1_steps": ("Share of the last key", "마지막 키의 비율"),
    "compare.figure.last_3_steps": ("Share of the last 3 keys", "마지막 키 3개의 비율"),
    "compare.figure.last_6_steps": ("Share of the last 6 keys", "마지막 키 6개의 비율"),
    "compare.figure.steps_half": (
        "Last keys that hold half",
        "절반이 모인 마지막 키의 수",
    ),
    # Axes
    "compare.axis.issue": ("hours before issue", "예보 발표 전 시간"),
    "compare.axis.input": ("hours before the last input", "마지막 입력 전 시간"),
    "compare.axis.step": ("keys back from the last", "마지막 키에서 거슬러 센 키"),
    "compare.axis.key-issue": ("key: hours before issue", "키: 예보 발표 전 시간"),
    "compare.axis.key-input": ("key: hours before the last input", "키: 마지막 입력 전 시간"),
    "compare.axis.key-step": ("key: back from the last", "키: 마지막에서 거슬러"),
    "compare.axis.query-issue": ("query: hours before issue", "질의: 예보 발표 전 시간"),
    "compare.axis.query-input": (
        "query: hours before the last input",
        "질의: 마지막 입력 전 시간",
    ),
    "compare.axis.query-step": ("query: back from the last", "질의: 마지막에서 거슬러"),
    "compare.unit.issue": ("% of attention per hour", "시간당 어텐션(%)"),
    "compare.unit.input": ("% of attention per hour", "시간당 어텐션(%)"),
    "compare.unit.step": ("% of attention per key", "키당 어텐션(%)"),
    # Sections
    "compare.nav.layers": ("Layers", "층"),
    "compare.section.layers": ("Layers", "층"),
    "compare.drawn-some": (
        "Matrices and heads are drawn for the first {drawn:int} of {of:int} pairs; the numbers of all are in the tables.",
        "행렬과 헤드 그림은 {of:int}쌍 가운데 처음 {drawn:int}쌍만 그렸다. 수치는 모두 표에 있다.",
    ),
    # Matrices
    "compare.plane.own": ("{label}: {name}", "{label}: {name}"),
    "compare.plane.difference": ("{other} against {first}", "{first}에 견준 {other}"),
    "compare.plane.title-beyond": (
        "{other} puts {share:pct} of the attention on other keys than {first}",
        "{other}의 어텐션 가운데 {share:pct}\u2060가 {first}과(와) 다른 키에 있다",
    ),
    "compare.plane.title-noise": (
        "The matrices of {first} and {other} differ no more than halves of one run",
        "{first}과(와) {other}의 행렬은 한 실행의 절반끼리만큼만 다르다",
    ),
    "compare.plane.caption-beyond": (
        "**{share:pct} of the attention** of {other} lies on other keys than in {first}; between halves of the samples of one run "
        "it is {floor:pct} at most.",
        "**어텐션의 {share:pct}가** {first}과(와) {other}에서 서로 다른 키에 있다. "
        "한 실행의 표본을 반으로 나누면 이 값은 많아야 {floor:pct}다.",
    ),
    "compare.plane.caption-noise": (
        "**{share:pct} of the attention** of {other} lies on other keys than in {first}, no more than the {floor:pct} between halves "
        "of the samples of one run.",
        "**어텐션의 {share:pct}가** {first}과(와) {other}에서 서로 다른 키에 있다. "
        "한 실행의 표본을 반으로 나누었을 때의 {floor:pct}보다 크지 않다.",
    ),
    "compare.plane.caption-unknown": (
        "**{share:pct} of the attention** of {other} lies on other keys than in {first}; too few samples tell how much is noise.",
        "**어텐션의 {share:pct}가** {first}과(와) {other}에서 서로 다른 키에 있다. 표본이 적어 잡음이 얼마인지는 알 수 없다.",
    ),
    "compare.plane.caption-lift": (
        "Mean over the heads of the focus layer, in units of an even share; all three on one scale of colours. "
        "Right: the ratio of the two, red where {other} looks more.",
        "초점 층의 헤드 평균을 균등값의 배수로 그렸다. 세 그림의 색 눈금은 같다. "
        "오른쪽은 두 값의 비로, {other}이(가) 더 보는 곳이 붉다.",
    ),
    "compare.plane.caption-hour": (
        "Mean over the heads of the focus layers, as the share of each row per hour, on the coarser run's cells within both windows: "
        "lift means something else in the two runs. All three on one scale of colours. Right: the difference, red where {other} looks more.",
        "초점 층의 헤드 평균을 시간당 비율로, 두 창에 모두 들어 있는 시간에서 더 성긴 쪽의 칸에 그렸다. 두 실행의 리프트(lift)는 뜻이 "
        "다르기 때문이다. 세 그림의 색 눈금은 같다. 오른쪽은 차이로, {other}이(가) 더 보는 곳이 붉다.",
    ),
    "compare.plane.caption-step": (
        "Mean over the heads of the focus layers, as the share of each row per key, counted back from the last key: "
        "lift means something else in the two runs. All three on one scale of colours. Right: the difference, red where {other} looks more.",
        "초점 층의 헤드 평균을 키당 비율로, 마지막 키에서 거슬러 세어 그렸다. 두 실행의 리프트(lift)는 뜻이 다르기 때문이다. "
        "세 그림의 색 눈금은 같다. 오른쪽은 차이로, {other}이(가) 더 보는 곳이 붉다.",
    ),
    "compare.plane.legend-hour": ("% of the row per hour", "시간당 행의 비율(%)"),
    "compare.plane.legend-step": ("% of the row per key", "키당 행의 비율(%)"),
    "compare.plane.caption-block": (
        "A drawn cell is the mean of {block:int} × {block:int} cells.",
        "그림의 한 칸은 {block:int} × {block:int}칸의 평균이다.",
    ),
    "compare.plane.alt": (
        "Three heat maps: the matrix of {first}, that of {other}, and their difference; {share:pct} of the attention lies elsewhere.",
        "열지도 셋: {first}의 행렬, {other}의 행렬, 둘의 차이. 어텐션의 {share:pct}가 다른 곳에 있다.",
    ),
    # Heads
    "compare.maps.title-beyond": (
        "{beyond:int} of {of:int} [head|heads] differ between {first} and {other} beyond noise",
        "헤드 {of:int}개 가운데 {beyond:int}개가 {first}과(와) {other} 사이에서 잡음보다 크게 다르다",
    ),
    "compare.maps.title-noise": (
        "No head of {other} differs from its partner in {first} beyond noise",
        "{first}의 짝과 잡음보다 크게 다른 {other}의 헤드는 없다",
    ),
    "compare.maps.column": (
        "layer {layer:nth}: {one:nth} → {two:nth}",
        "층 {layer:nth}: {one:nth} → {two:nth}",
    ),
    "compare.maps.distance": ("{x:n2}", "{x:n2}"),
    "compare.maps.distance-floor": ("{x:n2} (noise {floor:n2})", "{x:n2}(잡음 {floor:n2})"),
    "compare.maps.caption": (
        "Each column is a head of {first}, its partner in {other}, and the ratio of the two on the same scale of colours, "
        "with their distance and the noise floor below. Queries run downwards, the past on top; keys to the right, the past on the left.",
        "열마다 {first}의 헤드, {other}의 짝, 둘의 비를 같은 색 눈금으로 그렸다. 아래는 거리와 잡음 수준이다. "
        "질의는 아래로, 키는 오른쪽으로 갈수록 최근이다.",
    ),
    "compare.maps.caption-some": (
        "Drawn are the {drawn:int} of {of:int} [head|heads] that lie farthest beyond noise.",
        "헤드 {of:int}개 가운데 잡음을 가장 크게 넘는 {drawn:int}개를 그렸다.",
    ),
    "compare.maps.alt": (
        "Heat maps of {drawn:int} [head|heads] of {first}, of their partners in {other}, and of the differences.",
        "{first}의 헤드 {drawn:int}개, {other}의 짝, 그 차이의 열지도.",
    ),
    # Layers
    "compare.entropy.title-differ": (
        "Normalised entropy differs in {differ:int} of {of:int} [layer|layers]",
        "층 {of:int}개 가운데 {differ:int}개에서 정규화 엔트로피가 다르다",
    ),
    "compare.entropy.title-same": (
        "Normalised entropy differs in no layer",
        "정규화 엔트로피가 다른 층은 없다",
    ),
    "compare.entropy.title-plain": ("Normalised entropy by layer", "층별 정규화 엔트로피"),
    "compare.entropy.axis": ("layer", "층"),
    "compare.entropy.unit": ("normalised entropy; 1 is even", "정규화 엔트로피(1이면 균등)"),
    "compare.entropy.caption": (
        "Mean over heads and samples of each layer; whiskers are 95 % intervals over blocks of samples.",
        "층마다 헤드와 표본의 평균이다. 세로 막대는 표본 블록으로 구한 95% 구간이다.",
    ),
    "compare.entropy.caption-largest": (
        "**Largest between {first} and {other}:** layer {layer:nth}, {here:n2} and {there:n2} ({low:s3} to {high:s3}).",
        "**{first}과(와) {other}에서 가장 큰 차이:** 층 {layer:nth}, {here:n2}과(와) {there:n2}({low:s3}에서 {high:s3}까지).",
    ),
    "compare.entropy.alt": (
        "Normalised entropy of each layer for {runs:int} runs, with intervals.",
        "실행 {runs:int}개의 층별 정규화 엔트로피와 구간.",
    ),
    # Profile
    "compare.profile.lane-first": (
        "{label}: {name} (dashed: {first})",
        "{label}: {name}(점선: {first})",
    ),
    "compare.profile.title-step": ("Attention per key, run by run", "실행별 키당 어텐션"),
    "compare.profile.caption-step": (
        "A run declares no cadence: keys are counted back from the last, and a key is not the same time in two runs. "
        "Declare it with `cadence` in reportgen.yaml.",
        "시간 간격이 지정되지 않은 실행이 있어 키를 마지막에서 거슬러 세었다. 실행마다 키 하나의 시간이 다를 수 있다. "
        "reportgen.yaml의 `cadence`로 지정한다.",
    ),
}
