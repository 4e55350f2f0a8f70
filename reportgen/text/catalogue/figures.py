"""Axes, and the three plots: titles, captions, labels, descriptions; (English, Korean)."""

from __future__ import annotations

from typing import Final

_AXES: Final = {
    "figure.axis.issue": ("hours before issue", "예보 발표 전 시간"),
    "figure.axis.input": ("hours before the last input", "마지막 입력 전 시간"),
    "figure.axis.step": ("step, counted from 0", "스텝(0부터 셈)"),
    "figure.axis.token": ("token", "토큰"),
    "figure.axis.key-issue": ("key: hours before issue", "키: 예보 발표 전 시간"),
    "figure.axis.key-input": ("key: hours before the last input", "키: 마지막 입력 전 시간"),
    "figure.axis.key-step": ("key: step, counted from 0", "키: 스텝(0부터 셈)"),
    "figure.axis.key-token": ("key: token", "키: 토큰"),
    "figure.axis.query-issue": ("query: hours before issue", "질의: 예보 발표 전 시간"),
    "figure.axis.query-input": ("query: hours before the last input", "질의: 마지막 입력 전 시간"),
    "figure.axis.query-step": ("query: step, counted from 0", "질의: 스텝(0부터 셈)"),
    "figure.axis.query-token": ("query: token", "질의: 토큰"),
    "figure.axis.prefix": ("prefix", "접두"),
    "figure.heat.legend": ("× even share", "균등값의 배수"),
}

_PLOTS: Final = {
    "figure.matrix.title": ("Matrix", "행렬"),
    "figure.matrix.caption-column": (
        "**One column stands out:** {above:pct0} of the queries give more than an even share to "
        "{where:input}.",
        "**세로줄 하나가 두드러진다.** 질의의 {above:pct0}가 {where:input}에 균등값보다 큰 가중치를 준다.",
    ),
    "figure.matrix.caption-part": (
        "**A column stands out for some queries only:** {above:pct0} of them give more than an even "
        "share to {where:input}.",
        "**일부 질의에서만 세로줄이 두드러진다.** 질의의 {above:pct0}만 {where:input}에 균등값보다 큰 "
        "가중치를 준다.",
    ),
    "figure.matrix.caption-none": (
        "**No column stands out.** The strongest cell is {max:times} an even share.",
        "**두드러진 세로줄이 없다.** 가장 강한 칸이 균등값의 {max:times}이다.",
    ),
    "figure.matrix.caption-diagonal": (
        "The diagonal stands out: {diagonal:n3}, even share {even:n3}.",
        "대각선이 두드러진다({diagonal:n3}, 균등값 {even:n3}).",
    ),
    "figure.matrix.caption-no-diagonal": (
        "The diagonal does not stand out: {diagonal:n3}, even share {even:n3}.",
        "대각선은 두드러지지 않는다({diagonal:n3}, 균등값 {even:n3}).",
    ),
    "figure.matrix.caption-masked": (
        "Empty: what the mask forbids.",
        "빈 칸은 마스크가 막은 자리다.",
    ),
    "figure.matrix.caption-block": (
        "Each cell is the mean of {block:int} × {block:int}.",
        "한 칸은 {block:int} × {block:int}칸의 평균이다.",
    ),
    "figure.matrix.alt-column": (
        "Heat map, {queries:int} queries down and {keys:int} keys across. One column, "
        "{where:where}, is strong for {above:pct0} of the queries.",
        "세로 질의 {queries:int}개, 가로 키 {keys:int}개의 열지도. {where:where}의 세로줄이 질의 "
        "{above:pct0}에서 강하다.",
    ),
    "figure.matrix.alt-part": (
        "Heat map, {queries:int} queries down and {keys:int} keys across. The column {where:where} "
        "is strong for {above:pct0} of the queries only.",
        "세로 질의 {queries:int}개, 가로 키 {keys:int}개의 열지도. {where:where}의 세로줄이 질의 "
        "{above:pct0}에서만 강하다.",
    ),
    "figure.matrix.alt-none": (
        "Heat map, {queries:int} queries down and {keys:int} keys across, without a column that "
        "stands out.",
        "세로 질의 {queries:int}개, 가로 키 {keys:int}개의 열지도. 두드러진 세로줄이 없다.",
    ),
    "figure.incoming.title": ("Incoming attention", "받은 어텐션의 합"),
    "figure.incoming.axis": ("column sum; dashed: even", "열의 합, 점선은 균등값"),
    "figure.incoming.caption-peak": (
        "**{where:Input} receives {incoming:n2};** the others {rest:range3}.",
        "**{where:Input}이(가) {incoming:n2}을(를) 받는다.** 나머지는 {rest:range3}이다.",
    ),
    "figure.incoming.caption-none": (
        "**No key stands out:** all receive {range:range3} ({p:pval}).",
        "**두드러진 키가 없다.** 모두 {range:range3}을(를) 받는다({p:pval}).",
    ),
    "figure.incoming.caption-even": (
        "Even attention would give {even:g3} to each.",
        "균등하다면 키마다 {even:g3}이다.",
    ),
    "figure.incoming.caption-masked": (
        "The dashed line is what even attention gives under the mask: keys that more queries may "
        "see receive more.",
        "점선은 같은 마스크에서 균등할 때의 값이다. 더 많은 질의가 볼 수 있는 키가 더 받는다.",
    ),
    "figure.incoming.alt-peak": (
        "Column sums over {keys:int} keys. The largest is {where:where}: {incoming:n2}, "
        "{lift:times} what even attention gives; the others {rest:range3}.",
        "키 {keys:int}개의 열 합. 가장 큰 값은 {where:where}의 {incoming:n2}이며 균등값의 {lift:times}이다. "
        "나머지는 {rest:range3}이다.",
    ),
    "figure.incoming.alt-none": (
        "Column sums over {keys:int} keys, all {range:range3}; none stands out.",
        "키 {keys:int}개의 열 합. 모두 {range:range3}이며 두드러진 키가 없다.",
    ),
    "figure.distribution.title": ("Distribution", "분포"),
    "figure.distribution.axis": (
        "% of each row; orange: mean; dashed: even",
        "행마다 %, 주황은 평균, 점선은 균등값",
    ),
    "figure.distribution.caption-alike": (
        "**The rows hardly differ:** moving {moved:pct} of a row's attention makes it the mean "
        "row, so the pattern does not depend on the query.",
        "**행마다 거의 같다.** 한 행의 {moved:pct}만 옮기면 평균 행이 된다. 패턴이 질의에 따라 달라지지 "
        "않는다.",
    ),
    "figure.distribution.caption-somewhat": (
        "**The rows differ somewhat:** {moved:pct} of a row's attention lies elsewhere than the "
        "mean row's.",
        "**행마다 조금 다르다.** 한 행의 {moved:pct}가 평균 행과 다른 곳에 있다.",
    ),
    "figure.distribution.caption-differ": (
        "**The rows differ:** {moved:pct} of a row's attention lies elsewhere than the mean row's, "
        "so the mean hides what single queries do.",
        "**행마다 다르다.** 한 행의 {moved:pct}가 평균 행과 다른 곳에 있어, 평균만 보면 질의별 차이를 "
        "놓친다.",
    ),
    "figure.distribution.caption-few": (
        "Rows that may see less than a quarter of the keys are left out.",
        "키의 4분의 1도 볼 수 없는 행은 그리지 않았다.",
    ),
    "figure.distribution.caption-every": (
        "One row in {every:int} is drawn.",
        "{every:int}행에 하나씩 그렸다.",
    ),
    "figure.distribution.alt-alike": (
        "{queries:int} rows as thin lines, nearly the same, and their mean; {share:pct} goes to "
        "{where:where}.",
        "행 {queries:int}개의 가는 선이 거의 겹치고 그 평균이 굵게 그려져 있다. {where:where}에 "
        "{share:pct}가 간다.",
    ),
    "figure.distribution.alt-somewhat": (
        "{queries:int} rows as thin lines, somewhat apart, and their mean; {share:pct} goes to "
        "{where:where}.",
        "행 {queries:int}개의 가는 선이 조금 벌어져 있고 그 평균이 굵게 그려져 있다. {where:where}에 "
        "{share:pct}가 간다.",
    ),
    "figure.distribution.alt-differ": (
        "{queries:int} rows as thin lines, far apart, and their mean; {share:pct} goes to "
        "{where:where} on average.",
        "행 {queries:int}개의 가는 선이 크게 벌어져 있고 그 평균이 굵게 그려져 있다. 평균으로는 "
        "{where:where}에 {share:pct}가 간다.",
    ),
}

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    **_AXES,
    **_PLOTS,
}
