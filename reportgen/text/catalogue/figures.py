"""Titles, captions, axes, labels and descriptions of the figures; (English, Korean)."""

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

_RIBBON: Final = {
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

_LAYERS: Final = {
    "figure.layers.layer": ("layer {layer:nth}", "층 {layer:nth}"),
    "figure.layers.rollout": ("rollout", "롤아웃(rollout)"),
    "figure.layers.rollout-short": ("rollout", "롤아웃"),
    "figure.layers.axis": ("layer", "층"),
    "figure.layers.title-one": ("One layer", "층 하나"),
    "figure.layers.title-agree": (
        "Every layer peaks {where:at}",
        "모든 층의 최댓값이 {where:at} 나온다",
    ),
    "figure.layers.title-differ": (
        "The layers do not peak at one place",
        "층마다 최댓값의 위치가 다르다",
    ),
    "figure.layers.caption-one": (
        "Lift by input; the highest is {last_lift:n2}, {last:where}.",
        "입력별 리프트(lift). 가장 높은 값은 {last:where}의 {last_lift:n2}이다.",
    ),
    "figure.layers.caption-agree": (
        "Lift by input: the layers' highest values are {lifts:range3}, the largest in layer "
        "{strongest:nth}.",
        "입력별 리프트(lift). 층별 최댓값은 {lifts:range3}이며 층 {strongest:nth}에서 가장 크다.",
    ),
    "figure.layers.caption-differ": (
        "The first layer is highest {first:at} ({first_lift:n2}), the last {last:at} "
        "({last_lift:n2}): **no time may be read from one layer alone.**",
        "첫 층은 {first:at}({first_lift:n2}), 마지막 층은 {last:at}({last_lift:n2}) 가장 높다. "
        "**한 층만 보고 시각을 말할 수 없다.**",
    ),
    "figure.layers.caption-rollout": (
        "Rollout, over that of even attention, is highest {rollout_where:at} ({rollout:n2}).",
        "균등할 때로 나눈 롤아웃은 {rollout_where:at} 가장 높다({rollout:n2}).",
    ),
    "figure.layers.caption-mix": (
        "Deep tokens mix hours.",
        "깊은 층의 토큰에는 여러 시각이 섞여 있다.",
    ),
    "figure.layers.alt-one": (
        "Lift over the inputs in the only layer, highest {last:at}: {last_lift:n2}.",
        "층 하나의 입력별 리프트. {last:at} {last_lift:n2}(으)로 가장 높다.",
    ),
    "figure.layers.alt-agree": (
        "Lift over the inputs in each of {layers:int} [layer|layers]; all are highest {where:at}, "
        "at {lifts:range3}.",
        "층 {layers:int}개의 입력별 리프트. 모두 {where:at} 가장 높고 그 값은 {lifts:range3}이다.",
    ),
    "figure.layers.alt-differ": (
        "Lift over the inputs in each of {layers:int} [layer|layers]; the first is highest {first:at}, "
        "the last {last:at}.",
        "층 {layers:int}개의 입력별 리프트. 첫 층은 {first:at}, 마지막 층은 {last:at} 가장 높다.",
    ),
}

_HEADS: Final = {
    "figure.heads.corner": ("head", "헤드"),
    "figure.heads.title-one": ("One head", "헤드 하나"),
    "figure.heads.title-carrier": (
        "One of {all:int} [head|heads] carries the peak",
        "헤드 {all:int}개 중 하나가 최댓값을 만든다",
    ),
    "figure.heads.title-alike": (
        "No single head carries the peak",
        "최댓값을 혼자 만드는 헤드는 없다",
    ),
    "figure.heads.caption-one": (
        "The only head is strongest {where:at}: {lift:n2} of an even share.",
        "하나뿐인 헤드는 {where:at} 가장 강하다(균등값의 {lift:n2}배).",
    ),
    "figure.heads.caption-carrier": (
        "**Layer {layer:nth}, head {head:nth} reaches {lift:times} an even share {where:at};** the "
        "strongest keys of the others {others:range2}.",
        "**층 {layer:nth}, 헤드 {head:nth}이(가) {where:at} 균등값의 {lift:times}에 이른다.** 다른 헤드의 "
        "가장 강한 키는 {others:range2}이다.",
    ),
    "figure.heads.caption-alike": (
        "**The strongest, layer {layer:nth}, head {head:nth}, reaches {lift:times} an even share "
        "{where:at};** the others {others:range2}.",
        "**가장 강한 층 {layer:nth}, 헤드 {head:nth}이(가) {where:at} 균등값의 {lift:times}에 이른다.** "
        "다른 헤드는 {others:range2}이다.",
    ),
    "figure.heads.caption-read": (
        "Queries run down, keys across, the past on top and on the left.",
        "세로가 질의, 가로가 키이며 과거가 위와 왼쪽이다.",
    ),
    "figure.heads.alt": (
        "Small heat maps of {all:int} [head|heads] in {layers:int} [layer|layers]. The strongest key is "
        "that of layer {layer:nth}, head {head:nth}: {lift:times} an even share, {where:where}.",
        "층 {layers:int}개, 헤드 {all:int}개의 작은 열지도. 층 {layer:nth}, 헤드 {head:nth}의 키가 가장 "
        "강하며 {where:where}, 균등값의 {lift:times}이다.",
    ),
}

_SAMPLES: Final = {
    "figure.samples.spread": ("Lift: mean, and 95% of the samples", "리프트: 평균, 표본의 95%"),
    "figure.samples.peaks": ("Samples by the place of their peak", "최댓값 위치별 표본 수"),
    "figure.samples.count": ("{count:int} of {samples:int}", "{samples:int}개 중 {count:int}개"),
    "figure.samples.title": (
        "{count:int} of {samples:int} [sample|samples] peak {where:at}",
        "표본 {samples:int}개 중 {count:int}개의 최댓값이 {where:at} 나온다",
    ),
    "figure.samples.caption-all": (
        "**All {samples:int} [sample|samples] peak {where:at}.**",
        "**표본 {samples:int}개 모두 최댓값이 {where:at} 나온다.**",
    ),
    "figure.samples.caption-two": (
        "**The samples have no common peak:** {count:int} of {samples:int} peak {where:at}, "
        "{second_count:int} {second:at}.",
        "**최댓값의 위치가 한곳에 모이지 않는다.** 표본 {samples:int}개 중 {count:int}개는 {where:at}, "
        "{second_count:int}개는 {second:at} 나온다.",
    ),
    "figure.samples.caption-single": (
        "One peaks elsewhere: {second:where}.",
        "하나만 최댓값이 다른 곳에 있다({second:where}).",
    ),
    "figure.samples.caption-second": (
        "Of the other {others:int}, {second_count:int} peak {second:at}: **a second preferred "
        "place.**",
        "나머지 {others:int}개 중 {second_count:int}개는 최댓값이 {second:at} 나온다. **둘째로 "
        "선호하는 자리가 있다.**",
    ),
    "figure.samples.caption-spread": (
        "The other {others:int} are spread over the window: **no second preferred place.**",
        "나머지 {others:int}개는 창 전체에 흩어져 있다. **둘째로 선호하는 자리는 없다.**",
    ),
    "figure.samples.caption-band": (
        "There, 95% of the samples lie at {interval:range2} times an even share: the spread of the "
        "samples, not an interval of their mean.",
        "그곳에서 표본의 95%는 균등값의 {interval:range2}배에 있다. 평균의 신뢰 구간이 아니라 표본의 "
        "퍼짐이다.",
    ),
    "figure.samples.alt": (
        "Above, the mean lift over the inputs with the spread of {samples:int} [sample|samples]; below, how "
        "many have their peak where: {count:int} {where:at}.",
        "위는 표본 {samples:int}개의 평균 리프트와 퍼짐, 아래는 최댓값 위치별 표본 수. {count:int}개의 "
        "최댓값이 {where:at} 나온다.",
    ),
}

_LAGS: Final = {
    "figure.lags.lift": (
        "1 = even share; grey: from the key's place alone",
        "1 = 균등값, 회색은 키의 자리만으로 예상한 값",
    ),
    "figure.lags.axis-hours": ("hours from key to query", "키에서 질의까지 시간"),
    "figure.lags.axis-steps": ("steps from key to query", "키에서 질의까지 스텝"),
    "figure.lags.title-flat": (
        "No distance from query to key stands out",
        "두드러진 질의와 키의 시차가 없다",
    ),
    "figure.lags.title-self": ("Queries prefer their own place", "질의가 자기 자리를 선호한다"),
    "figure.lags.title-past": (
        "Queries prefer a distance in the past",
        "질의가 과거의 특정 시차를 선호한다",
    ),
    "figure.lags.title-future": (
        "Queries prefer keys that come later",
        "질의가 뒤에 오는 키를 선호한다",
    ),
    "figure.lags.caption-flat": (
        "**No distance from query to key is preferred:** given which keys are strong, no distance "
        "gets more than {ratio:n2} times what the key's place alone gives.",
        "**어느 키가 강한지를 빼고 나면 선호하는 시차가 없다.** 어떤 시차도 키의 자리만으로 예상한 값의 "
        "{ratio:n2}배를 넘지 않는다.",
    ),
    "figure.lags.caption-self": (
        "**A query's own place gets {lift:n2} times an even share,** {ratio:n2} times what the key's "
        "place alone gives.",
        "**질의 자신의 자리가 균등값의 {lift:n2}배를 받는다.** 키의 자리만으로 예상한 값의 "
        "{ratio:n2}배이다.",
    ),
    "figure.lags.caption-past-hours": (
        "**Keys {lag:h} before the query get {lift:n2} times an even share,** {ratio:n2} times what "
        "the key's place alone gives.",
        "**질의보다 {lag:h} 앞선 키가 균등값의 {lift:n2}배를 받는다.** 키의 자리만으로 예상한 값의 "
        "{ratio:n2}배이다.",
    ),
    "figure.lags.caption-past-steps": (
        "**Keys {lag:int} [step|steps] before the query get {lift:n2} times an even share,** "
        "{ratio:n2} times what the key's place alone gives.",
        "**질의보다 {lag:int}스텝 앞선 키가 균등값의 {lift:n2}배를 받는다.** 키의 자리만으로 예상한 값의 "
        "{ratio:n2}배이다.",
    ),
    "figure.lags.caption-future-hours": (
        "**Keys {lag:h} after the query get {lift:n2} times an even share,** {ratio:n2} times what "
        "the key's place alone gives.",
        "**질의보다 {lag:h} 뒤의 키가 균등값의 {lift:n2}배를 받는다.** 키의 자리만으로 예상한 값의 "
        "{ratio:n2}배이다.",
    ),
    "figure.lags.caption-future-steps": (
        "**Keys {lag:int} [step|steps] after the query get {lift:n2} times an even share,** "
        "{ratio:n2} times what the key's place alone gives.",
        "**질의보다 {lag:int}스텝 뒤의 키가 균등값의 {lift:n2}배를 받는다.** 키의 자리만으로 예상한 값의 "
        "{ratio:n2}배이다.",
    ),
    "figure.lags.caption-mass-hours": (
        "Half of the weight lies within {half:h}, nine tenths within {ninety:h}.",
        "가중치의 절반은 {half:h} 안에, 90%는 {ninety:h} 안에 있다.",
    ),
    "figure.lags.caption-mass-steps": (
        "Half of the weight lies within {half:n1} steps, nine tenths within {ninety:n1}.",
        "가중치의 절반은 {half:n1}스텝 안에, 90%는 {ninety:n1}스텝 안에 있다.",
    ),
    "figure.lags.caption-read": (
        "Left of 0 the key lies in the query's past. Few pairs are far apart: the ends are noisy.",
        "0의 왼쪽은 질의보다 과거에 있는 키다. 멀리 떨어진 쌍은 적어 양 끝은 잡음이 크다.",
    ),
    "figure.lags.alt": (
        "Mean weight by the distance from query to key, and what the key's place alone gives; they "
        "differ most by a factor of {ratio:n2}, where the weight is {lift:n2} times an even share.",
        "질의와 키의 시차별 평균 가중치, 그리고 키의 자리만으로 예상한 값. 둘의 차이는 가중치가 균등값의 "
        "{lift:n2}배인 곳에서 {ratio:n2}배로 가장 크다.",
    ),
}

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    **_AXES,
    **_RIBBON,
    **_PLOTS,
    **_LAYERS,
    **_HEADS,
    **_SAMPLES,
    **_LAGS,
}
