"""Heads and cells of the page's tables; (English, Korean)."""

from __future__ import annotations

from typing import Final

_TABLES: Final = {
    "page.inputs": ("What the model saw", "모델이 본 입력"),
    "page.inputs.note": (
        "Mean over all samples; in parentheses the middle half of the samples. "
        "A difference here is not yet a reason: every input enters every token.",
        "모든 표본의 평균이고, 괄호 안은 표본의 가운데 절반이다. "
        "토큰 하나에 모든 입력이 들어 있으므로 여기서 보이는 차이가 곧 이유는 아니다.",
    ),
    "page.head.variable": ("Variable", "변수"),
    "page.head.units": ("Unit", "단위"),
    "page.head.window-mean": ("Over the window", "입력 창 전체"),
    "page.head.at-peak": ("At the peak", "최댓값에서"),
    "page.spread": ("{mean:g3} ({iv:range3})", "{mean:g3} ({iv:range3})"),
    "page.units.unknown": ("not declared", "지정되지 않음"),
    "page.scales": ("Physical time scales", "물리적 시간 규모"),
    "page.scales.note": (
        "Each scale is mapped through the forecast period: a driver that acts s hours before a "
        "target lies between s less the end and s less the start of the forecast before issue; "
        "negative hours fall after issue, where the model sees nothing.",
        "각 시간 규모는 예보 구간을 거쳐 옮겼다. 대상보다 s시간 앞선 원인은 발표 전으로는 s에서 예보 구간의 "
        "끝과 시작을 뺀 사이에 놓인다. 음수는 발표 뒤라서 모델이 볼 수 없다.",
    ),
    "page.head.scale": ("Scale", "규모"),
    "page.head.scale-hours": ("Driver to target", "원인에서 대상까지"),
    "page.head.scale-before": ("Before issue", "발표 전"),
    "page.head.scale-seen": ("Inside the window", "창 안에서 보이는 부분"),
    "page.head.scale-meets": ("Meets the peak", "최댓값과 겹침"),
    "page.head.source": ("Source", "출처"),
    "page.declared": ("declared", "지정"),
    "page.reason": ("{reason:reason}", "{reason:reason}"),
    "page.term": ("{x:term}", "{x:term}"),
    "page.scale": ("{x:scale}", "{x:scale}"),
    "page.yes": ("yes", "예"),
    "page.no": ("no", "아니요"),
    "page.not-testable": ("not testable", "검정할 수 없음"),
    "page.none": ("none", "없음"),
    "page.dash": ("—", "—"),
    "page.half-widths": ("How wide is the interval?", "구간은 얼마나 넓은가"),
    "page.half-widths.note": (
        "Half-width of the 95% interval of the peak’s share when samples that lie this close in "
        "time are resampled together. Windows that overlap are not independent.",
        "이만큼 가까운 표본을 함께 재표집했을 때 최댓값의 몫이 갖는 95% 구간의 반폭이다. "
        "겹치는 입력 창은 서로 독립이 아니다.",
    ),
    "page.head.block": ("Samples resampled in blocks of", "재표집 블록의 길이"),
    "page.head.blocks": ("Blocks", "블록 수"),
    "page.head.half-width": ("Half-width of the share", "몫의 반폭"),
    "page.block.single": ("one sample each", "표본 하나씩"),
    "page.block.hours": ("{hours:h}", "{hours:h}"),
    "page.plus-minus": ("±{x:pct}", "±{x:pct}"),
    "page.peaks": ("Where the samples peak", "표본별 최댓값의 위치"),
    "page.peaks.note": (
        "Key of the largest lift of each sample, the five most frequent. "
        "All of them are in report.json.",
        "표본마다 리프트(lift)가 가장 큰 키 가운데 가장 잦은 다섯 가지다. 전부는 report.json에 있다.",
    ),
    "page.head.place": ("Place", "위치"),
    "page.head.samples": ("Samples", "표본 수"),
    "page.head.share": ("Share", "몫"),
    "page.stability": (
        "**{share:pct0}** of the samples peak at the peak of the mean or one key beside it.",
        "표본의 **{share:pct0}가** 평균과 같은 키, 또는 바로 옆 키에서 최대다.",
    ),
    "page.samples.one": (
        "One sample: nothing to compare it with.",
        "표본이 하나뿐이라 견줄 것이 없다.",
    ),
    "page.connections": ("Strongest cells", "가장 강한 칸"),
    "page.head.query": ("Query", "질의"),
    "page.head.key": ("Key", "키"),
    "page.head.weight": ("Weight", "가중치"),
    "page.heads.table": ("Every head", "모든 헤드"),
    "page.layers.table": ("Every layer, mean of its heads", "층별 값(헤드 평균)"),
    "page.layers.note": (
        "Deep tokens mix hours: a time is stated only where the first layer, this report’s layer "
        "({focus:nth}) and rollout agree.",
        "깊은 층의 토큰에는 여러 시각이 섞인다. 첫 층, 이 보고서의 층({focus:nth}), 롤아웃이 일치할 때만 "
        "시각을 말한다.",
    ),
    "page.figures.note": (
        "Normalised entropy is 1 and effective keys equal the keys in sight for even attention; "
        "sink strength is the mean weight on the strongest sink, its even value in parentheses. "
        "Layers and heads are counted from 1 here and from 0 in report.json.",
        "균등한 어텐션이면 정규화 엔트로피는 1이고 유효 키 수는 볼 수 있는 키의 수와 같다. "
        "싱크 세기는 가장 강한 싱크가 받는 평균 가중치이고 괄호 안은 균등값이다. "
        "층과 헤드는 여기서는 1부터, report.json에서는 0부터 센다.",
    ),
    "page.head.layer": ("Layer", "층"),
    "page.head.head": ("Head", "헤드"),
    "page.head.entropy": ("Normalised entropy", "정규화 엔트로피"),
    "page.head.effective": ("Effective keys", "유효 키 수"),
    "page.head.gini": ("Gini", "지니 계수"),
    "page.head.diagonal": ("Diagonal mean", "대각 평균"),
    "page.head.lag-hours": ("Mean lag, h", "평균 시차(시간)"),
    "page.head.lag-steps": ("Mean lag, steps", "평균 시차(스텝)"),
    "page.head.peak": ("Strongest key", "가장 강한 키"),
    "page.head.lift": ("Lift", "리프트"),
    "page.head.sink": ("Sink strength", "싱크 세기"),
    "page.head.pattern": ("Pattern", "패턴"),
    "page.with-even": ("{x:n2} ({even:n2})", "{x:n2} ({even:n2})"),
    "page.focus-mark": ("{layer:nth} (focus)", "{layer:nth}(초점)"),
    "page.tested": ("Tested", "검정한 것"),
    "page.untested": ("Not tested", "검정하지 않은 것"),
}

_NUMBERS: Final = {
    "page.nth": ("{x:nth}", "{x:nth}"),
    "page.int": ("{x:int}", "{x:int}"),
    "page.n1": ("{x:n1}", "{x:n1}"),
    "page.n2": ("{x:n2}", "{x:n2}"),
    "page.n3": ("{x:n3}", "{x:n3}"),
    "page.g3": ("{x:g3}", "{x:g3}"),
    "page.pct": ("{x:pct}", "{x:pct}"),
    "page.pct0": ("{x:pct0}", "{x:pct0}"),
    "page.hrange": ("{iv:hrange}", "{iv:hrange}"),
    "page.where": ("{where:where}", "{where:where}"),
}

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    **_TABLES,
    **_NUMBERS,
}
