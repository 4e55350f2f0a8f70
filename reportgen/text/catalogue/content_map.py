"""The map of issue time against hours before issue and against UT, and why it may be missing."""

from __future__ import annotations

from typing import Final

_FIGURE: Final[dict[str, tuple[str, str]]] = {
    "figure.issue-map.title-hour": (
        "Window by window: stripes keep their hour of the world",
        "창을 하나씩 보면: 줄무늬가 실제 시각에 머문다",
    ),
    "figure.issue-map.title-lag": (
        "Window by window: stripes keep their hours before issue",
        "창을 하나씩 보면: 줄무늬가 발표 전 시간에 머문다",
    ),
    "figure.issue-map.title-neither": (
        "Window by window: event or issue, cannot tell",
        "창을 하나씩 보면: 사건과 발표 가운데 어느 쪽인지 알 수 없다",
    ),
    "figure.issue-map.title-few": (
        "Window by window: event or issue, too few to tell",
        "창을 하나씩 보면: 너무 적어 판단할 수 없다",
    ),
    "figure.issue-map.title-issue": ("Before issue", "발표 전 시간"),
    "figure.issue-map.title-world": ("Hour of the world", "실제 시각(UT)"),
    "figure.issue-map.axis-issue": ("UT − first issue, h", "UT − 첫 발표, 시간"),
    "figure.issue-map.axis-input": ("UT − first window’s end, h", "UT − 첫 창의 끝, 시간"),
    "figure.issue-map.legend": ("lift less its mean there", "리프트 − 그 자리 평균"),
    "figure.issue-map.caption-hour": (
        "**Attention is locked to the event** (stripes upright on the right). Issued {hours:h} "
        "apart, windows correlate better by {difference:s2} ({interval:range2}) at the same hour of the "
        "world than at the same hours before issue.",
        "**어텐션은 사건에 묶여 있다**(오른쪽에서 곧게 서는 줄무늬). 발표가 {hours:h} 떨어진 창끼리, 같은 "
        "실제 시각의 상관이 발표 전 같은 시간의 상관보다 {difference:s2}({interval:range2}) 크다.",
    ),
    "figure.issue-map.caption-lag": (
        "**Attention is locked to issue** (stripes upright on the left). Issued {hours:h} apart, "
        "the correlation of windows at the same hour of the world, less that at the same hours before "
        "issue, is {difference:s2} ({interval:range2}).",
        "**어텐션은 발표에 묶여 있다**(왼쪽에서 곧게 서는 줄무늬). 발표가 {hours:h} 떨어진 창끼리, 같은 실제 "
        "시각의 상관에서 발표 전 같은 시간의 상관을 빼면 {difference:s2}({interval:range2})다.",
    ),
    "figure.issue-map.caption-neither": (
        "**Cannot tell.** Stripes upright on the right would be attention locked to the event, "
        "upright on the left locked to issue; over all pairs issued {hours:h} apart the difference "
        "of the two correlations is {difference:s2} ({interval:range2}), which spans 0.",
        "**어느 쪽인지 알 수 없다.** 줄무늬가 오른쪽에서 곧게 서면 사건에, 왼쪽에서 곧게 서면 발표에 "
        "묶인 것이다. 발표가 {hours:h} 떨어진 모든 쌍에서 두 상관의 차이는 {difference:s2}"
        "({interval:range2})로, 0을 포함한다.",
    ),
    "figure.issue-map.caption-few": (
        "**Cannot tell.** Stripes upright on the right would be attention locked to the event, "
        "upright on the left locked to issue; too few independent blocks hold windows that overlap.",
        "**어느 쪽인지 알 수 없다.** 줄무늬가 오른쪽에서 곧게 서면 사건에, 왼쪽에서 곧게 서면 발표에 "
        "묶인 것이다. 겹치는 창이 있는 독립 블록이 너무 적어 검정할 수 없다.",
    ),
    "figure.issue-map.caption-read": (
        "A row is a window, a cell {cell:h}; black: its end. Neighbouring rows correlate with "
        "{same_hour:n2} on the right, {same_lag:n2} on the left. Shown: {rows:int} rows in "
        "{shown:int} of {of:int} stretches of overlapping windows, evenly spread over the run.",
        "가로 한 줄이 창 하나, 한 칸이 {cell:h}이고, 검은 선은 창의 끝이다. 이웃한 줄끼리의 상관은 "
        "오른쪽 {same_hour:n2}, 왼쪽 {same_lag:n2}이다. 창이 겹치는 구간 {of:int}개 가운데 실행 "
        "전체에서 고르게 고른 {shown:int}개, {rows:int}줄을 그렸다.",
    ),
    "figure.issue-map.alt-hour": (
        "Two heat maps of the same {rows:int} [window|windows]. Attention is locked to the event: neighbouring "
        "rows correlate with {same_hour:n2} at the same hour of the world, {same_lag:n2} at the "
        "same hours before issue; over all pairs issued {hours:h} apart the difference is "
        "{difference:s2} ({interval:range2}).",
        "같은 창 {rows:int}개를 그린 열지도 두 장. 어텐션은 사건에 묶여 있다. 이웃한 줄의 상관은 같은 "
        "실제 시각에서 {same_hour:n2}, 발표 전 같은 시간에서 {same_lag:n2}이고, 발표가 {hours:h} "
        "떨어진 모든 쌍에서 그 차이는 {difference:s2}({interval:range2})다.",
    ),
    "figure.issue-map.alt-lag": (
        "Two heat maps of the same {rows:int} [window|windows]. Attention is locked to issue: neighbouring "
        "rows correlate with {same_lag:n2} at the same hours before issue, {same_hour:n2} at the "
        "same hour of the world; over all pairs issued {hours:h} apart the difference is "
        "{difference:s2} ({interval:range2}).",
        "같은 창 {rows:int}개를 그린 열지도 두 장. 어텐션은 발표에 묶여 있다. 이웃한 줄의 상관은 발표 "
        "전 같은 시간에서 {same_lag:n2}, 같은 실제 시각에서 {same_hour:n2}이고, 발표가 {hours:h} "
        "떨어진 모든 쌍에서 그 차이는 {difference:s2}({interval:range2})다.",
    ),
    "figure.issue-map.alt-neither": (
        "Two heat maps of the same {rows:int} [window|windows]. Whether attention is locked to the event or "
        "to issue cannot be told: neighbouring rows correlate with {same_hour:n2} at the same hour "
        "of the world, {same_lag:n2} at the same hours before issue; over all pairs issued "
        "{hours:h} apart the difference, {difference:s2} ({interval:range2}), spans 0.",
        "같은 창 {rows:int}개를 그린 열지도 두 장. 어텐션이 사건과 발표 가운데 어느 쪽에 묶여 있는지 "
        "알 수 없다. 이웃한 줄의 상관은 같은 실제 시각에서 {same_hour:n2}, 발표 전 같은 시간에서 "
        "{same_lag:n2}이고, 발표가 {hours:h} 떨어진 모든 쌍에서 그 차이 {difference:s2}"
        "({interval:range2})는 0을 포함한다.",
    ),
    "figure.issue-map.alt-few": (
        "Two heat maps of the same {rows:int} [window|windows]. Too few blocks to tell whether attention "
        "is locked to the event or to issue: neighbouring rows correlate with {same_hour:n2} at the "
        "same hour of the world, {same_lag:n2} at the same hours before issue.",
        "같은 창 {rows:int}개를 그린 열지도 두 장. 독립 블록이 너무 적어 어텐션이 사건과 발표 가운데 "
        "어느 쪽에 묶여 있는지 알 수 없다. 이웃한 줄의 상관은 같은 실제 시각에서 {same_hour:n2}, 발표 "
        "전 같은 시간에서 {same_lag:n2}이다.",
    ),
}

_MISSING: Final[dict[str, tuple[str, str]]] = {
    "content.map.no-time": (
        "No map of issue time against UT: no cadence is declared.",
        "발표 시각 대 UT 지도는 없다. 자료 간격을 모른다.",
    ),
    "content.map.one-token": (
        "No map of issue time against UT: one token covers the whole window.",
        "발표 시각 대 UT 지도는 없다. 토큰 하나가 창 전체를 덮는다.",
    ),
    "content.map.uneven-times": (
        "No map of issue time against UT: the inputs are not evenly spaced in time.",
        "발표 시각 대 UT 지도는 없다. 입력 시각의 간격이 고르지 않다.",
    ),
    "content.map.no-reference-times": (
        "No map of issue time against UT: not every sample has a reference time. Name the files by "
        "it (20240510170000.npz) or store it with the weights.",
        "발표 시각 대 UT 지도는 없다. 기준 시각(reference time)이 없는 표본이 있다. 파일 이름을 기준 "
        "시각으로 짓거나(20240510170000.npz) 가중치와 함께 저장하면 된다.",
    ),
    "content.map.not-finite": (
        "No map of issue time against UT: the weights are not all finite.",
        "발표 시각 대 UT 지도는 없다. 유한하지 않은 가중치가 있다.",
    ),
    "content.map.alike": (
        "No map of issue time against UT: no sample differs from another.",
        "발표 시각 대 UT 지도는 없다. 표본끼리 다르지 않다.",
    ),
    "content.map.no-overlap": (
        "No map of issue time against UT: no two windows share half of their hours.",
        "발표 시각 대 UT 지도는 없다. 절반 이상 겹치는 창이 없다.",
    ),
    "tested.locks.hour": (
        "Locked to the event or to issue, on windows that overlap: to the event; issued {hours:h} "
        "apart the correlations differ by {difference:s2} ({interval:range2})",
        "겹치는 창에서 사건과 발표 가운데 어느 쪽에 묶여 있는지: 사건. 발표가 {hours:h} 떨어진 창에서 "
        "두 상관의 차이 {difference:s2}({interval:range2})",
    ),
    "tested.locks.lag": (
        "Locked to the event or to issue, on windows that overlap: to issue; issued {hours:h} "
        "apart the correlations differ by {difference:s2} ({interval:range2})",
        "겹치는 창에서 사건과 발표 가운데 어느 쪽에 묶여 있는지: 발표. 발표가 {hours:h} 떨어진 창에서 "
        "두 상관의 차이 {difference:s2}({interval:range2})",
    ),
    "tested.locks.neither": (
        "Locked to the event or to issue, on windows that overlap: cannot tell; issued {hours:h} "
        "apart the difference of the correlations, {difference:s2} ({interval:range2}), spans 0",
        "겹치는 창에서 사건과 발표 가운데 어느 쪽에 묶여 있는지: 알 수 없음. 발표가 {hours:h} 떨어진 "
        "창에서 두 상관의 차이 {difference:s2}({interval:range2})가 0을 포함",
    ),
    "untested.locks.overlap": (
        "Locked to the event or to issue: too few independent blocks hold windows that overlap",
        "사건과 발표 가운데 어느 쪽에 묶여 있는지: 겹치는 창이 있는 독립 블록이 너무 적다",
    ),
    "untested.locks.times": (
        "Locked to the event or to issue: not every sample has a reference time",
        "사건과 발표 가운데 어느 쪽에 묶여 있는지: 기준 시각이 없는 표본이 있다",
    ),
}

MESSAGES: Final[dict[str, tuple[str, str]]] = {**_FIGURE, **_MISSING}
