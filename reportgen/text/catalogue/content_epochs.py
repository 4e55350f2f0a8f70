"""The figure of superposed epochs: attention and the main input before issue, by outcome."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "figure.outcomes.caption-interval": (
        "**Last {last:span}: {difference:points} ({interval:pointsrange}) of attention**, windows "
        "of {classes:term} events ({event}) less the others.",
        "**마지막 {last:span}의 어텐션: {difference:points}({interval:pointsrange})**. "
        "{classes:term} 사건({event})의 창에서 나머지를 뺀 값이다.",
    ),
    "figure.outcomes.caption-few": (
        "**Last {last:span}: {difference:points} of attention**, windows of {classes:term} events "
        "({event}) less the others; too few blocks of samples for an interval.",
        "**마지막 {last:span}의 어텐션: {difference:points}**. {classes:term} 사건({event})의 창에서 "
        "나머지를 뺀 값이다. 표본 블록이 너무 적어 구간은 구할 수 없다.",
    ),
    "figure.outcomes.caption-input-interval": (
        "Over the same hours {name} differs by {difference:s2}{unit} ({interval:range2}).",
        "같은 시간의 {name} 차이는 {difference:s2}{unit}다({interval:range2}).",
    ),
    "figure.outcomes.caption-input-few": (
        "Over the same hours {name} differs by {difference:s2}{unit}.",
        "같은 시간의 {name} 차이는 {difference:s2}{unit}다.",
    ),
    "figure.outcomes.caption-bands": (
        "Lines: means; bands: their 95% intervals over blocks of samples.",
        "선은 평균, 띠는 표본 블록을 재표집한 95% 구간이다.",
    ),
    "figure.outcomes.alt-interval": (
        "Superposed epochs of {samples:int} [sample|samples] with and {others:int} without the event: mean "
        "attention by place in the window. In the last {last:span} it differs by "
        "{difference:points} ({interval:pointsrange}).",
        "사건 표본 {samples:int}개와 비사건 표본 {others:int}개를 발표 시점에 맞춰 겹친 "
        "평균(superposed epoch) 어텐션. 마지막 {last:span}의 차이는 {difference:points}"
        "({interval:pointsrange})다.",
    ),
    "figure.outcomes.alt-few": (
        "Superposed epochs of {samples:int} [sample|samples] with and {others:int} without the event: mean "
        "attention by place in the window. In the last {last:span} it differs by "
        "{difference:points}.",
        "사건 표본 {samples:int}개와 비사건 표본 {others:int}개를 발표 시점에 맞춰 겹친 "
        "평균(superposed epoch) 어텐션. 마지막 {last:span}의 차이는 {difference:points}다.",
    ),
    "figure.outcomes.alt-interval-input": (
        "Superposed epochs of {samples:int} [sample|samples] with and {others:int} without the event: mean "
        "attention and mean {name} by place in the window. In the last {last:span} attention "
        "differs by {difference:points} ({interval:pointsrange}).",
        "사건 표본 {samples:int}개와 비사건 표본 {others:int}개를 발표 시점에 맞춰 겹친 "
        "평균(superposed epoch) 어텐션과 {name}. 마지막 {last:span}의 어텐션 차이는 "
        "{difference:points}({interval:pointsrange})다.",
    ),
    "figure.outcomes.alt-few-input": (
        "Superposed epochs of {samples:int} [sample|samples] with and {others:int} without the event: mean "
        "attention and mean {name} by place in the window. In the last {last:span} attention "
        "differs by {difference:points}.",
        "사건 표본 {samples:int}개와 비사건 표본 {others:int}개를 발표 시점에 맞춰 겹친 "
        "평균(superposed epoch) 어텐션과 {name}. 마지막 {last:span}의 어텐션 차이는 "
        "{difference:points}다.",
    ),
}
