"""The map of the heads, and the figures of the heads on the page."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "figure.head-map.title-pairs": (
        "{pairs:int} [pair|pairs] of heads nearly alike",
        "거의 같은 헤드가 {pairs:int}쌍 있다",
    ),
    "figure.head-map.title-groups": (
        "The heads form {groups:int} groups",
        "헤드가 {groups:int}개 무리로 나뉜다",
    ),
    "figure.head-map.title-none": ("The heads form no groups", "헤드가 무리를 이루지 않는다"),
    "figure.head-map.caption-groups": (
        "**{all:int} heads form {groups:int} groups** (shaded; mean silhouette "
        "{silhouette:n2}, where 0.25 is the least that counts and 1 is perfect).",
        "**헤드 {all:int}개가 {groups:int}개 무리로 나뉜다**(음영, 평균 실루엣 {silhouette:n2}. "
        "0.25부터 무리로 보며 1이면 완전히 갈라진 것이다).",
    ),
    "figure.head-map.caption-none": (
        "**{all:int} heads, and no division into groups stands out.**",
        "**헤드 {all:int}개 사이에 뚜렷한 무리가 없다.**",
    ),
    "figure.head-map.caption-pairs": (
        "**{pairs:int} of {of:int} pairs are nearly alike** (joined): at most {threshold:n1} apart in "
        "both halves of the samples. The closest, {first} and {second}, lie {distance:n2} apart.",
        "**{of:int}쌍 중 {pairs:int}쌍이 거의 같다**(선으로 이음). 표본의 두 절반 모두에서 거리가 "
        "{threshold:n1} 이하다. 가장 가까운 {first}과(와) {second}의 거리는 {distance:n2}(이)다.",
    ),
    "figure.head-map.caption-many-pairs": (
        "**{pairs:int} of {of:int} pairs are nearly alike** (the closest {joined:int} joined): at most "
        "{threshold:n1} apart in both halves of the samples. The closest, {first} and {second}, lie "
        "{distance:n2} apart.",
        "**{of:int}쌍 중 {pairs:int}쌍이 거의 같다**(가장 가까운 {joined:int}쌍만 선으로 이음). 표본의 두 "
        "절반 모두에서 거리가 {threshold:n1} 이하다. 가장 가까운 {first}과(와) {second}의 거리는 "
        "{distance:n2}(이)다.",
    ),
    "figure.head-map.caption-apart": (
        "The closest two, {first} and {second}, lie {distance:n2} apart.",
        "가장 가까운 {first}과(와) {second}의 거리는 {distance:n2}(이)다.",
    ),
    "figure.head-map.caption-undecided": (
        "For {undecided:int} of {of:int} pairs the samples are too few to tell whether they differ.",
        "{of:int}쌍 중 {undecided:int}쌍은 표본이 적어 서로 다른지 판정할 수 없다.",
    ),
    "figure.head-map.caption-one-half": (
        "With so few samples, no distance can be told from chance.",
        "표본이 너무 적어 거리를 우연과 구별할 수 없다.",
    ),
    "figure.head-map.caption-read": (
        "Distances compare mean matrices: 0 means the same, 1 no key in common. Filled marks are "
        "heads of layer {layer:nth}, the focus.",
        "거리는 평균 행렬을 비교한 값으로, 0이면 같고 1이면 공유하는 키가 없다. 채운 표식은 초점 층인 "
        "층 {layer:nth}의 헤드다.",
    ),
    "figure.head-map.caption-map": (
        "Flattened to two dimensions, the map keeps {shown:pct0} of the squared distances.",
        "2차원으로 펼친 이 지도는 거리 제곱합의 {shown:pct0}을(를) 보존한다.",
    ),
    "figure.head-map.caption-block": (
        "Taken from means of blocks of {block:int} × {block:int} cells, which can only make heads "
        "look more alike.",
        "{block:int} × {block:int}칸 평균으로 계산했으므로 헤드가 실제보다 더 비슷해 보일 수 있다.",
    ),
    "figure.head-map.alt": (
        "Map of {all:int} heads; distances between them run over {range:range2}. The closest two "
        "are {first} and {second}.",
        "헤드 {all:int}개의 지도. 헤드 사이의 거리는 {range:range2}(이)다. 가장 가까운 둘은 {first}과(와) "
        "{second}(이)다.",
    ),
    "figure.head-map.alt-members": (
        "Map of {all:int} heads; distances between them run over {range:range2}. The closest two "
        "are {first} and {second}. The groups: {members}.",
        "헤드 {all:int}개의 지도. 헤드 사이의 거리는 {range:range2}(이)다. 가장 가까운 둘은 {first}과(와) "
        "{second}(이)다. 무리: {members}.",
    ),
    "figure.head-map.scale": ("distance {distance}", "거리 {distance}"),
    "tested.heads": (
        "Whether heads repeat one another, in both halves of the samples",
        "헤드가 서로 겹치는지(표본의 두 절반에서 각각)",
    ),
    "page.head.abs-lag-hours": ("Mean |lag|, h", "평균 |시차|(시간)"),
    "page.head.abs-lag-steps": ("Mean |lag|, steps", "평균 |시차|(스텝)"),
    "page.head.variability": ("Variability", "변동성"),
    "page.pattern-score": ("{x:term} ({score:n2})", "{x:term}({score:n2})"),
    "page.heads.note": (
        "Mean |lag| counts lags into the past and the future alike. Variability is 0 where every sample has the same "
        "matrix and 1 where each picks single keys anew. The score of a pattern is the part of the "
        "unevenly placed weight that it explains; “mixed” shows the best that was not enough.",
        "평균 |시차|는 앞뒤를 가리지 않은 시차의 평균이다. 변동성은 모든 표본의 행렬이 같으면 0, 표본마다 새로 키 하나만 "
        "고르면 1이다. 패턴의 점수는 고르지 않게 놓인 가중치 중 그 패턴으로 설명되는 몫이며, 혼합이면 "
        "기준에 못 미친 최고점이다.",
    ),
}
