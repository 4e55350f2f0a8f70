"""Attention flow of chosen queries: its figure, and why it may be missing."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "figure.flow.title": ("What can flow to the chosen queries", "고른 질의까지 흐를 수 있는 양"),
    "figure.flow.axis": ("flow (1 = even attention)", "흐름(1 = 균등한 어텐션)"),
    "figure.flow.query": ("query {where:where}", "질의: {where:where}"),
    "figure.flow.caption": (
        "**Against even attention most can flow to the query {query:where} from the input "
        "{where:where}: {lift:times} as much** (largest flow {flow:n2} of 1).",
        "**균등한 어텐션과 견주면 질의({query:where})까지는 {where:where} 입력에서 가장 많이 흐를 수 "
        "있다({lift:times}).** 최대 흐름은 {flow:n2}, 상한은 1이다.",
    ),
    "figure.flow.caption-read": (
        "Largest flow through the layers, half of each the residual connection, of the mean "
        "matrices: an upper bound, not a measured share (Abnar & Zuidema 2020).",
        "층마다 잔차 연결을 절반으로 둔 평균 행렬의 최대 흐름이다. 실제로 잰 몫이 아니라 상한이다"
        "(Abnar & Zuidema 2020).",
    ),
    "figure.flow.alt": (
        "Attention flow from every input to {queries:int} chosen [query|queries]; to the query "
        "{query:where} it is largest from {where:where}, {lift:times} that of even attention.",
        "모든 입력에서 고른 질의 {queries:int}개까지의 어텐션 흐름. 질의({query:where})까지는 "
        "{where:where}에서 가장 크며 균등한 어텐션의 {lift:times}이다.",
    ),
    "page.flow.missing.not-square": (
        "No attention flow: it needs the same tokens in every layer, and here queries and keys differ.",
        "어텐션 흐름은 없다. 층마다 같은 토큰이 필요하지만 질의와 키가 서로 다르다.",
    ),
    "page.flow.missing.blocks": (
        "No attention flow: the matrices are stored as block means.",
        "어텐션 흐름은 없다. 행렬이 블록 평균으로 저장되어 있다.",
    ),
    "page.flow.missing.too-large": (
        "No attention flow: layers × tokens³ exceed 50 million.",
        "어텐션 흐름은 없다. 층 수 × 토큰 수의 세제곱이 5천만을 넘는다.",
    ),
    "page.flow.missing.scipy": (
        "No attention flow: it needs SciPy. Install `reportgen[flow]`.",
        "어텐션 흐름은 없다. SciPy가 필요하므로 `reportgen[flow]`를 설치한다.",
    ),
}
