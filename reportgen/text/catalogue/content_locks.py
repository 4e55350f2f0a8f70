"""The figure that tells attention locked to the hour of the world from attention locked to issue."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "figure.locks.title-hour": (
        "Attention follows the hour of the world",
        "어텐션은 실제 시각을 따른다",
    ),
    "figure.locks.title-lag": (
        "Attention follows the hours before issue",
        "어텐션은 예보 발표 전 시간을 따른다",
    ),
    "figure.locks.title-neither": (
        "Hour of the world or hours before issue: cannot tell",
        "실제 시각과 발표 전 시간 가운데 어느 쪽인지 알 수 없다",
    ),
    "figure.locks.same-hour": ("same hour of the world", "같은 실제 시각"),
    "figure.locks.same-lag": ("same hour before issue", "발표 전 같은 시간"),
    "figure.locks.axis": ("correlation of residual attention", "나머지 어텐션의 상관계수"),
    "figure.locks.caption-hour": (
        "**Issued {hours:h} apart, windows agree on the hour of the world: {hour:n2} "
        "({hour_interval:range2})**, against {lag:n2} ({lag_interval:range2}) at the same hours "
        "before issue: a difference of {difference:s2} ({difference_interval:range2}; {pairs:int} "
        "pairs). The pattern moves through the window with the hours of the world. The mean over "
        "each place is taken off first.",
        "**발표가 {hours:h} 떨어진 창끼리, 같은 실제 시각의 어텐션은 상관이 {hour:n2}"
        "({hour_interval:range2})이고**, 발표 전 같은 시간에서는 {lag:n2}({lag_interval:range2})다. "
        "차이는 {difference:s2}({difference_interval:range2}, {pairs:int}쌍)다. 어텐션의 무늬가 실제 "
        "시각을 따라 창 안에서 옮겨 간다. 자리마다의 평균은 먼저 뺐다.",
    ),
    "figure.locks.caption-lag": (
        "**Issued {hours:h} apart, windows agree on the hours before issue: {lag:n2} "
        "({lag_interval:range2})**, against {hour:n2} ({hour_interval:range2}) at the same hour of "
        "the world: a difference of {difference:s2} ({difference_interval:range2}; {pairs:int} "
        "pairs). The mean over each place is taken off first.",
        "**발표가 {hours:h} 떨어진 창끼리, 발표 전 같은 시간의 어텐션은 상관이 {lag:n2}"
        "({lag_interval:range2})이고**, 같은 실제 시각에서는 {hour:n2}({hour_interval:range2})다. "
        "차이는 {difference:s2}({difference_interval:range2}, {pairs:int}쌍)다. 자리마다의 평균은 "
        "먼저 뺐다.",
    ),
    "figure.locks.caption-neither": (
        "Issued {hours:h} apart: {hour:n2} ({hour_interval:range2}) at the same hour of the world, "
        "{lag:n2} ({lag_interval:range2}) at the same hours before issue ({pairs:int} pairs). "
        "**The difference, {difference:s2} ({difference_interval:range2}), spans 0: cannot tell.**",
        "발표가 {hours:h} 떨어진 창끼리, 같은 실제 시각에서는 {hour:n2}({hour_interval:range2}), "
        "발표 전 같은 시간에서는 {lag:n2}({lag_interval:range2})다({pairs:int}쌍). **차이 "
        "{difference:s2}({difference_interval:range2})가 0을 포함하므로 어느 쪽인지 알 수 없다.**",
    ),
    "figure.locks.caption-few": (
        "Issued {hours:h} apart: {hour:n2} at the same hour of the world, {lag:n2} at the same "
        "hours before issue ({pairs:int} pairs). **Too few blocks of samples for an interval: "
        "cannot tell.**",
        "발표가 {hours:h} 떨어진 창끼리, 같은 실제 시각에서는 {hour:n2}, 발표 전 같은 시간에서는 "
        "{lag:n2}다({pairs:int}쌍). **표본 블록이 너무 적어 구간을 구할 수 없으므로 어느 쪽인지 알 수 "
        "없다.**",
    ),
    "figure.locks.alt-interval": (
        "Two correlations with intervals for each of {steps:int} steps between issues; at "
        "{hours:h} {hour:n2} for the same hour of the world, {lag:n2} for the same hour before "
        "issue, a difference of {difference:s2} ({difference_interval:range2}).",
        "발표 간격 {steps:int}가지마다 두 상관계수와 구간을 그렸다. {hours:h} 간격에서 같은 실제 "
        "시각은 {hour:n2}, 발표 전 같은 시간은 {lag:n2}이고, 차이는 {difference:s2}"
        "({difference_interval:range2})다.",
    ),
    "figure.locks.alt-few": (
        "Two correlations for each of {steps:int} steps between issues; at {hours:h} {hour:n2} for "
        "the same hour of the world, {lag:n2} for the same hour before issue.",
        "발표 간격 {steps:int}가지마다 두 상관계수를 그렸다. {hours:h} 간격에서 같은 실제 시각은 "
        "{hour:n2}, 발표 전 같은 시간은 {lag:n2}이다.",
    ),
}
