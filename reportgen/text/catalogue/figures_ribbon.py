"""Words of the ribbon; (English, Korean)."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "figure.ribbon.title": ("Where attention goes", "어텐션이 향하는 곳"),
    "figure.ribbon.attention": ("Attention (1 = even share)", "어텐션(1 = 균등값)"),
    "figure.ribbon.issue": ("issue", "예보 발표"),
    "figure.ribbon.first-issue": ("{hours:h} before issue", "예보 발표 {hours:h} 전"),
    "figure.ribbon.first-input": ("{hours:h} before the last input", "마지막 입력 {hours:h} 전"),
    "figure.ribbon.ahead": ("+{hours:h}", "+{hours:h}"),
    "figure.ribbon.ahead-cut": ("→ +{hours:h}", "→ +{hours:h}"),
    "figure.ribbon.forecast": ("forecast window", "예보 구간"),
    "figure.ribbon.forecast-short": ("forecast", "예보"),
    "figure.ribbon.forecast-hours": ("{hours:hrange} ahead", "발표 후 {hours:hrange}"),
    "figure.ribbon.forecast-hours-short": ("{hours:hrange}", "{hours:hrange}"),
    "figure.ribbon.callout": (
        "{where:Where}: {share:pct} of attention",
        "{where:Where}: 어텐션의 {share:pct}",
    ),
    "figure.ribbon.callout-step": ("Step {step:int}: {share:pct}", "스텝 {step:int}: {share:pct}"),
    "figure.ribbon.callout-short": ("{where:Where}: {share:pct}", "{where:Where}: {share:pct}"),
    "figure.ribbon.callout-lift": ("{lift:times} an even share", "균등값의 {lift:times}"),
    "figure.ribbon.callout-interval": (
        "{lift:times} an even share (95%: {interval:range2})",
        "균등값의 {lift:times}(95% 구간 {interval:range2})",
    ),
    "figure.ribbon.callout-none": ("No input stands out", "두드러진 입력이 없다"),
    "figure.ribbon.callout-none-lift": (
        "largest {lift:times} an even share, {p:pval}",
        "최대 균등값의 {lift:times}, {p:pval}",
    ),
    "figure.ribbon.callout-nothing": ("Nothing to draw", "그릴 값이 없다"),
    "figure.ribbon.callout-not-finite": ("weights are not finite", "가중치가 유한하지 않다"),
    "figure.ribbon.caption.nothing": (
        "The weights are not finite numbers; see the checklist.",
        "가중치가 유한한 수가 아니다. 점검표를 보라.",
    ),
    "figure.ribbon.half-short": ("half: last {hours:h}", "절반: 마지막 {hours:h}"),
    "figure.ribbon.half": (
        "half of all attention: last {hours:h}",
        "어텐션의 절반: 마지막 {hours:h}",
    ),
    "figure.ribbon.input-mean-units": (
        "{name}, {units}: mean and middle half of the samples",
        "{name}, {units}: 표본 평균과 가운데 절반",
    ),
    "figure.ribbon.input-mean-standard": (
        "{name}, standard units: mean and middle half of the samples",
        "{name}, 표준화 단위: 표본 평균과 가운데 절반",
    ),
    "figure.ribbon.input-mean-bare": (
        "{name}: mean and middle half of the samples",
        "{name}: 표본 평균과 가운데 절반",
    ),
    "figure.ribbon.input-one-units": ("{name}, {units}", "{name}, {units}"),
    "figure.ribbon.input-one-standard": ("{name}, standard units", "{name}, 표준화 단위"),
    "figure.ribbon.input-one-bare": ("{name}", "{name}"),
    "figure.ribbon.scales": (
        "Where physics puts the driver",
        "물리적으로 원인이 있을 자리",
    ),
    "figure.ribbon.scales-target": (
        "Where physics puts the driver, for a target {hours:hrange} ahead",
        "물리적으로 원인이 있을 자리(예보 대상: 발표 후 {hours:hrange})",
    ),
    "figure.ribbon.scale-name": ("{scale:scale}, {hours:hrange}", "{scale:scale}, {hours:hrange}"),
    "figure.ribbon.scale-item": ("{scale:scale} {hours:hrange}", "{scale:scale} {hours:hrange}"),
    "figure.ribbon.untestable-longer-than-window": (
        "longer than the window, not testable",
        "입력 창보다 길어 검정할 수 없음",
    ),
    "figure.ribbon.untestable-finer-than-cell": (
        "finer than one input, not testable",
        "입력 한 칸보다 짧아 검정할 수 없음",
    ),
    "figure.ribbon.untestable-not-seen": (
        "outside the window, not testable",
        "입력 창 밖이라 검정할 수 없음",
    ),
    "figure.ribbon.untestable-no-issue": (
        "Not testable: the time of issue is not declared.",
        "검정할 수 없음: 예보 발표 시각이 선언되지 않았다.",
    ),
    "figure.ribbon.untestable-no-forecast-period": (
        "Not testable: the forecast period is not declared.",
        "검정할 수 없음: 예보 구간이 선언되지 않았다.",
    ),
    "figure.ribbon.unseen": ("dashed: not seen by the model", "점선: 모델이 보지 못함"),
    "figure.ribbon.unseen-short": ("dashed: not seen", "점선: 보지 못함"),
    "figure.ribbon.caption.hour": (
        "**Attention by input hour: layer {layer:nth} of {layers:int}, mean of {heads:int} "
        "[head|heads] and {samples:int} [sample|samples],** in units of an even share.",
        "**입력 시각별 어텐션: 전체 {layers:int}층 중 층 {layer:nth}, 헤드 {heads:int}개와 표본 "
        "{samples:int}개의 평균.** 1은 고르게 나눌 때의 몫, 곧 균등값이다.",
    ),
    "figure.ribbon.caption.step": (
        "**Attention by input step: layer {layer:nth} of {layers:int}, mean of {heads:int} "
        "[head|heads] and {samples:int} [sample|samples],** in units of an even share.",
        "**입력 스텝별 어텐션: 전체 {layers:int}층 중 층 {layer:nth}, 헤드 {heads:int}개와 표본 "
        "{samples:int}개의 평균.** 1은 고르게 나눌 때의 몫, 곧 균등값이다.",
    ),
    "figure.ribbon.caption.token": (
        "**Attention by token: layer {layer:nth} of {layers:int}, mean of {heads:int} "
        "[head|heads] and {samples:int} [sample|samples],** in units of an even share.",
        "**토큰별 어텐션: 전체 {layers:int}층 중 층 {layer:nth}, 헤드 {heads:int}개와 표본 "
        "{samples:int}개의 평균.** 1은 고르게 나눌 때의 몫, 곧 균등값이다.",
    ),
    "figure.ribbon.caption.peak": (
        "{where:At} it is {lift:n2}; elsewhere {rest:range3}.",
        "{where:At} {lift:n2}, 나머지는 {rest:range3}이다.",
    ),
    "figure.ribbon.caption.no-peak": (
        "The largest value, {lift:n2}, is within what chance gives ({p:pval}).",
        "가장 큰 값 {lift:n2}도 우연의 범위 안에 있다({p:pval}).",
    ),
    "figure.ribbon.caption.whiskers-blocks": (
        "Whiskers are 95% intervals over {blocks:int} blocks of {hours:h}.",
        "세로선은 {hours:h} 단위 블록 {blocks:int}개로 구한 95% 구간이다.",
    ),
    "figure.ribbon.caption.whiskers-samples": (
        "Whiskers are 95% intervals over {samples:int} [sample|samples], taken as independent.",
        "세로선은 표본 {samples:int}개가 서로 독립이라고 보고 구한 95% 구간이다.",
    ),
    "figure.ribbon.caption.no-whiskers": (
        "So few samples give no interval.",
        "표본이 적어 구간은 없다.",
    ),
    "figure.ribbon.caption.band": (
        "The grey band is the middle half of the samples.",
        "회색 띠는 표본의 가운데 절반이다.",
    ),
    "figure.ribbon.caption.tokens": (
        "Each token carries all input variables.",
        "토큰 하나에 모든 입력 변수가 들어 있다.",
    ),
    "figure.ribbon.alt.peak": (
        "Bars of attention over {keys:int} [input|inputs] in units of an even share. The tallest is "
        "{where:where}: {lift:n2}, {share:pct} of all attention. The others lie at {rest:range3}.",
        "입력 {keys:int}개의 어텐션을 균등값의 배수로 그린 막대그래프. 가장 높은 막대는 {where:where}이며 "
        "{lift:n2}, 전체의 {share:pct}이다. 나머지는 {rest:range3}이다.",
    ),
    "figure.ribbon.alt.no-peak": (
        "Bars of attention over {keys:int} [input|inputs] in units of an even share. None stands out; the "
        "tallest is {where:where} at {lift:n2}.",
        "입력 {keys:int}개의 어텐션을 균등값의 배수로 그린 막대그래프. 두드러진 막대는 없고, 가장 높은 것은 "
        "{where:where}의 {lift:n2}이다.",
    ),
}
