"""On what the model looks: conditions, outcomes, skill, and the samples themselves."""

from __future__ import annotations

from typing import Final

_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "ladder.position.follows": (
        "{share:pct0} is the same in every sample; some of the rest follows the input: attended "
        "hours have {name} {difference:s2}{unit} ({interval:range2}).",
        "{share:pct0}는 모든 표본에 공통이고, 나머지의 일부는 입력을 따라간다. 어텐션이 모인 시간의 "
        "{name} 차이는 {difference:s2}{unit}다({interval:range2}).",
    ),
    "finding.doubt.one-hour": (
        "**All issued at {hour:int} UT.** Hours before issue and hours of the day cannot be told "
        "apart.",
        "**발표 시각이 모두 {hour:int} UT다.** 발표 전 시간과 하루 중 시각을 구별할 수 없다.",
    ),
    "finding.doubt.filled": (
        "**Constant input.** {cells:pct} of the cells repeat their neighbours, likely filled gaps; "
        "they get {attention:pct} of attention.",
        "**변하지 않는 입력.** 칸의 {cells:pct}가 앞뒤 값과 똑같아 빈 곳을 채운 것으로 보이며, "
        "어텐션의 {attention:pct}를 받는다.",
    ),
    "tested.layers": (
        "First layer, focus layer and rollout against one another",
        "첫 층, 대상 층, 롤아웃(rollout)의 비교",
    ),
    "tested.conditions": (
        "{variables:int} [input|inputs] where attention goes, against random pairing of windows",
        "어텐션이 모인 시간의 입력 {variables:int}개: 다른 표본의 창과 짝지은 경우와 비교",
    ),
    "tested.skill": ("Skill against persistence", "지속성 예보 대비 성능"),
    "tested.outcomes": (
        "Contrast between forecasts of event and no event",
        "사건 예보와 비사건 예보의 차이",
    ),
}

_TABLES: Final[dict[str, tuple[str, str]]] = {
    "content.title": ("On what it looks", "무엇을 보는가"),
    "content.conditions.title": (
        "What the inputs are like where attention goes",
        "어텐션이 모인 시간의 입력",
    ),
    "content.conditions.variable": ("Variable", "변수"),
    "content.conditions.difference": ("Attended less expected", "기댓값과의 차이"),
    "content.conditions.null": ("By chance", "우연"),
    "content.conditions.p": ("p", "p값"),
    "content.conditions.effect": ("In standard deviations", "표준편차 단위"),
    "content.conditions.note": (
        "Sum over keys of (share less its mean at that place in the other samples) times the value; "
        "95% interval over blocks. By chance: attention paired with the windows of other samples. "
        "{share:pct0} ({interval:pctrange}) of the variation is the same in every sample.",
        "키마다 (몫에서 다른 표본의 같은 자리 평균을 뺀 값) × 입력값을 더한 것이며, 구간은 블록을 "
        "재표집한 95% 구간이다. ‘우연’은 어텐션을 다른 표본의 창과 짝지은 경우다. 변동의 "
        "{share:pct0}({interval:pctrange})는 모든 표본에 공통이다.",
    ),
    "content.locks.title": (
        "Does attention follow the hour of the world, or the place in the window?",
        "어텐션은 실제 시각을 따르는가, 창 안의 자리를 따르는가",
    ),
    "content.locks.hours": ("Windows issued apart", "발표 간격"),
    "content.locks.pairs": ("Pairs", "쌍"),
    "content.locks.same-hour": ("Same hour of the world", "같은 실제 시각"),
    "content.locks.difference": ("Difference", "차이"),
    "content.locks.same-lag": ("Same hour before issue", "발표 전 같은 시간"),
    "content.locks.note": (
        "Correlation of what is left of attention after its mean at each place is taken off; "
        "95% interval over blocks. Difference: hour of the world less hour before issue, with "
        "intervals that hold for all steps together; where they span 0 neither can be told.",
        "자리마다 평균을 뺀 나머지 어텐션의 상관이며, 구간은 블록을 재표집한 95% 구간이다. 차이는 실제 "
        "시각의 상관에서 발표 전 시간의 상관을 뺀 것이고, 그 구간은 모든 간격에 대해 한꺼번에 "
        "성립한다. 0을 포함하면 어느 쪽인지 알 수 없다.",
    ),
    "content.skill.title": ("Is the model worth reading?", "해석할 만한 모델인가"),
    "content.skill.score": ("Score", "점수"),
    "content.skill.model": ("Model", "모델"),
    "content.skill.persistence": ("Persistence", "지속성 예보"),
    "content.skill.rmse": ("RMSE of {target}, {units}", "{target}의 RMSE, {units}"),
    "content.skill.tss": ("TSS of {event}", "{event}의 TSS"),
    "content.skill.note": (
        "Skill 1 − MSE / MSE of persistence is {skill:n2} ({interval:range2}) on these samples; "
        "persistence holds the last input.",
        "이 표본에서 기술 점수(1 − MSE / 지속성 예보의 MSE)는 {skill:n2}({interval:range2})다. "
        "지속성 예보는 마지막 입력값을 그대로 쓴다.",
    ),
    "content.outcomes.title": ("By outcome: {event}", "예보 결과에 따라: {event}"),
    "content.outcomes.classes": ("Classes", "구분"),
    "content.outcomes.count": ("Event / no event", "사건 / 비사건"),
    "content.outcomes.share": (
        "Last {last:span}, event less no event",
        "마지막 {last:span}의 차이",
    ),
    "content.outcomes.early": ("Early third, δ (p)", "앞 3분의 1, δ (p)"),
    "content.outcomes.entropy": ("Normalised entropy, δ (p)", "정규화 엔트로피, δ (p)"),
    "content.outcomes.even": ("As good as even?", "균등하다고 할 수 있는가"),
    "content.outcomes.note": (
        "δ: Cliff’s delta of the focus layer, event less no event; p after Holm over all layers, "
        "heads and both figures. Even: the whole 90% interval of the normalised entropy above "
        "{bound:n2}. According to the guide, unverified (Zhang et al. 2025): even attention before "
        "positive forecasts, early attention before negative ones.",
        "δ는 대상 층의 클리프 델타(Cliff’s delta)로 사건에서 비사건을 뺀 것이다. p는 모든 층과 "
        "헤드, 두 지표에 대해 Holm 보정을 했다. 균등 여부는 정규화 엔트로피의 90% 구간 전체가 "
        "{bound:n2}보다 큰지로 판단한다. 가이드에 따르면(Zhang et al. 2025, 확인되지 않음) 양성 "
        "예보에서는 균등하고 음성 예보에서는 앞쪽에 몰린다.",
    ),
    "content.predicted": ("predicted", "예보"),
    "content.true": ("observed", "관측"),
    "content.even.yes": ("{wanted} yes", "{wanted} 예"),
    "content.value-interval": ("{value:s2} ({interval:range2})", "{value:s2} ({interval:range2})"),
    "content.value-units": (
        "{value:s2}{unit} ({interval:range2})",
        "{value:s2}{unit} ({interval:range2})",
    ),
    "content.range": ("{interval:range2}", "{interval:range2}"),
    "content.p": ("{p:p}", "{p:p}"),
    "content.effect": ("{value:s2}", "{value:s2}"),
    "content.hours": ("{hours:h}", "{hours:h}"),
    "content.count": ("{n:int}", "{n:int}"),
    "content.counts": ("{event:int} / {quiet:int}", "{event:int} / {quiet:int}"),
    "content.points": (
        "{value:points} ({interval:pointsrange})",
        "{value:points}({interval:pointsrange})",
    ),
    "content.delta": ("{value:s2} ({p:p})", "{value:s2} ({p:p})"),
    "content.number": ("{value:g3}", "{value:g3}"),
    "content.even.both": (
        "event {event:term}, no event {quiet:term}",
        "사건 {event:term}, 비사건 {quiet:term}",
    ),
    "term.even-yes": ("yes", "예"),
    "term.even-no": ("not shown", "확인되지 않음"),
    "content.groups.title": ("The last {last:span} by group", "집단별 마지막 {last:span}의 몫"),
    "content.groups.group": ("Quarter of the samples by", "표본을 4등분한 기준"),
    "content.groups.bounds": ("From, to", "범위"),
    "content.groups.samples": ("Samples", "표본"),
    "content.groups.share": ("Share of attention", "어텐션의 몫"),
    "content.groups.error": ("forecast error (RMSE)", "예보 오차(RMSE)"),
    "content.groups.intensity": ("strongest observed value", "가장 강한 관측값"),
    "content.groups.speed": ("mean speed", "평균 속도"),
    "content.groups.units": ("{bounds:range3}{unit}", "{bounds:range3}{unit}"),
    "content.share": ("{value:pct} ({interval:pctrange})", "{value:pct}({interval:pctrange})"),
    "content.odd.title": ("The samples least like the mean", "평균과 가장 다른 표본"),
    "content.odd.sample": ("Sample", "표본"),
    "content.odd.issued": ("Issued (UT)", "예보 발표(UT)"),
    "content.odd.forecast": ("Forecast", "예보"),
    "content.odd.observed": ("Observed", "관측"),
    "content.odd.peak": ("Peak", "최댓값"),
    "content.odd.share": ("Share", "몫"),
    "content.odd.input": ("{name} there", "그때의 {name}"),
    "content.odd.distance": ("Distance", "거리"),
    "content.odd.note": (
        "Distance: Jensen–Shannon, 0 the same, 1 nothing in common.",
        "거리는 옌센–섀넌(Jensen–Shannon) 거리로, 0이면 같고 1이면 공통점이 없다.",
    ),
    "content.event": ("event", "사건"),
    "content.quiet": ("no event", "비사건"),
    "content.where": ("{where:where}", "{where:where}"),
    "content.pct": ("{value:pct0}", "{value:pct0}"),
    "content.composition": (
        "Issue times cover {hours:int} of 24 UT hours and {months:int} of 12 months.",
        "발표 시각은 UT 24시간 중 {hours:int}개, 12개월 중 {months:int}개에 걸쳐 있다.",
    ),
}

_FIGURES: Final[dict[str, tuple[str, str]]] = {
    "figure.inputs.title": ("The inputs under the attention", "어텐션과 나란히 본 입력"),
    "figure.inputs.attention": ("Attention (1 = even share)", "어텐션(1 = 균등값)"),
    "figure.inputs.caption": (
        "**{where:At} {name} is {there:g3}{unit}** on average, {mean:g3}{unit} over the window. "
        "Lines: means of the samples; bands: their middle half. {shown:int} of {of:int} [input|inputs].",
        "**{where:At} {name} 평균은 {there:g3}{unit}이고**, 창 전체 평균은 {mean:g3}{unit}다. 선은 "
        "표본 평균, 띠는 표본의 가운데 절반이다. 입력 {of:int}개 중 {shown:int}개를 그렸다.",
    ),
    "figure.inputs.alt": (
        "Attention above {shown:int} [input|inputs] on one axis; {where:at} {name} is {there:g3}{unit}.",
        "어텐션 아래 입력 {shown:int}개를 같은 축에 그렸다. {where:at} {name} 평균은 "
        "{there:g3}{unit}다.",
    ),
    "figure.conditions.title": (
        "Attended hours differ in {name}",
        "어텐션이 모인 시간은 {name}이(가) 다르다",
    ),
    "figure.conditions.title-none": (
        "Attended hours differ in no input",
        "어텐션이 모인 시간의 입력은 다르지 않다",
    ),
    "figure.conditions.axis": (
        "attended less expected, standard deviations",
        "기댓값과의 차이(표준편차 단위)",
    ),
    "figure.conditions.caption": (
        "**{name} {difference:s2}{unit} ({interval:range2})** where attention goes, "
        "beyond its fixed places; {shown:int} of {of:int} [input|inputs] stand out. Grey: 95% of pairings "
        "with other samples’ windows.",
        "**{name} {difference:s2}{unit}({interval:range2})**. 고정된 자리를 빼고도 "
        "어텐션이 모인 시간에서 보이는 차이다. 입력 {of:int}개 중 {shown:int}개가 우연을 넘는다. "
        "회색은 다른 표본의 창과 짝지은 경우의 95%다.",
    ),
    "figure.conditions.caption-none": (
        "**None of {of:int} [input|inputs] differs** where attention goes by more than pairing with other "
        "samples’ windows gives (grey, 95%); the largest difference is {name} "
        "{difference:s2}{unit}.",
        "**입력 {of:int}개 모두** 다른 표본의 창과 짝지은 경우(회색, 95%)와 다르지 않다. 차이가 "
        "가장 큰 것은 {name} {difference:s2}{unit}다.",
    ),
    "figure.conditions.alt": (
        "Dots with intervals for {of:int} [input|inputs]; {shown:int} lie outside their grey chance bands. "
        "The largest difference is {name} {difference:s2}{unit}.",
        "입력 {of:int}개의 차이를 점과 구간으로 그렸다. {shown:int}개가 회색 우연 범위를 벗어난다. "
        "차이가 가장 큰 것은 {name} {difference:s2}{unit}다.",
    ),
    "figure.conditions.row": ("{name}", "{name}"),
    "figure.conditions.value": ("{difference:s2}{unit}", "{difference:s2}{unit}"),
    "figure.outcomes.title-differs": (
        "Event and no event: the last {last:span} differ",
        "사건과 비사건: 마지막 {last:span}이(가) 다르다",
    ),
    "figure.outcomes.title-none": (
        "Event and no event: no difference shown",
        "사건과 비사건: 차이가 드러나지 않는다",
    ),
    "figure.outcomes.axis": ("lift (1 = even share)", "리프트(1 = 균등값)"),
    "figure.outcomes.event": ("{samples:int} event", "사건 {samples:int}개"),
    "figure.outcomes.quiet": ("{samples:int} no event (dashed)", "비사건 {samples:int}개(점선)"),
}

MESSAGES: Final[dict[str, tuple[str, str]]] = {**_FINDINGS, **_TABLES, **_FIGURES}
