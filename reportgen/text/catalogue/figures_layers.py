"""Figures of layers, heads, samples and lags; (English, Korean)."""

from __future__ import annotations

from typing import Final

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
    **_LAYERS,
    **_HEADS,
    **_SAMPLES,
    **_LAGS,
}
