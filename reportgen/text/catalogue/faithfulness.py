"""Value norms and gradients against the weights."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "tested.norms.interval": (
        "Weights scaled by the size of the values (norm-weighted attention): they rank the inputs "
        "as the weights do with a correlation of {agreement:n2} ({interval:range2}), and are "
        "strongest {where:at}",
        "값(value)의 크기를 반영한 어텐션(norm-weighted attention): 가중치와의 순위 상관 "
        "{agreement:n2}({interval:range2}), 최댓값은 {where:where}",
    ),
    "tested.norms.within": (
        "Weights scaled by the size of the values (norm-weighted attention): within {samples:int} "
        "[sample|samples] they rank the inputs as the weights do with a correlation of "
        "{agreement:n2}, and are strongest {where:at}",
        "값(value)의 크기를 반영한 어텐션(norm-weighted attention): 표본 {samples:int}개에서 "
        "가중치와의 순위 상관 {agreement:n2}, 최댓값은 {where:where}",
    ),
    "tested.gradients.interval": (
        "Weights times their gradients: they rank the inputs as the weights do with a correlation "
        "of {agreement:n2} ({interval:range2}), and are strongest {where:at}",
        "가중치에 기울기를 곱한 값: 가중치와의 순위 상관 {agreement:n2}({interval:range2}), "
        "최댓값은 {where:where}",
    ),
    "tested.gradients.within": (
        "Weights times their gradients: within {samples:int} [sample|samples] they rank the inputs "
        "as the weights do with a correlation of {agreement:n2}, and are strongest {where:at}",
        "가중치에 기울기를 곱한 값: 표본 {samples:int}개에서 가중치와의 순위 상관 "
        "{agreement:n2}, 최댓값은 {where:where}",
    ),
    "finding.doubt.norms": (
        "Scaled by the size of the values, attention is strongest {where:at}, not here.",
        "값(value)의 크기를 반영하면 어텐션은 이곳이 아니라 {where:at} 가장 강하다.",
    ),
    "finding.doubt.gradients": (
        "Weighted by its effect on the output, attention is strongest {where:at}, not here.",
        "출력에 미치는 영향(기울기)을 반영하면 어텐션은 이곳이 아니라 {where:at} 가장 강하다.",
    ),
}
