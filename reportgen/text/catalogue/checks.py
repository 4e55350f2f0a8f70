"""Checklist, last two groups: the peak in time, and what else the model can tell.

The other checks stand in ``checks_arrays``, ``checks_pattern`` and ``checks_guide``. For each
outcome: what was measured, what it means, what to do ("" where nothing is to be done).
"""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # physical-plausibility
    "check.physical-plausibility.name": ("Physical plausibility", "물리적 타당성"),
    "check.physical-plausibility.criterion": (
        "a located peak meets a testable scale",
        "위치가 정해진 최댓값이 검정 가능한 시간 규모와 만남",
    ),
    "check.physical-plausibility.plausible.measured": (
        "peak at {hours:hrange}",
        "최댓값 위치 {hours:hrange}",
    ),
    "check.physical-plausibility.plausible.meaning": (
        "The peak meets {scales:scales}: compatible with it, no proof of it.",
        "최댓값의 위치가 다음 시간 규모와 만난다: {scales:scales}. 모순되지 않을 뿐 증명은 아니다.",
    ),
    "check.physical-plausibility.plausible.action": ("", ""),
    "check.physical-plausibility.implausible.measured": (
        "peak at {hours:hrange}",
        "최댓값 위치 {hours:hrange}",
    ),
    "check.physical-plausibility.implausible.meaning": (
        "The peak meets none of the testable scales ({scales:scales}).",
        "검정 가능한 시간 규모({scales:scales})와 만나지 않는다.",
    ),
    "check.physical-plausibility.implausible.action": (
        "Check cadence and issue offset before looking for a cause.",
        "원인을 찾기 전에 자료 간격과 발표 시각부터 확인한다.",
    ),
    "check.physical-plausibility.covers-most.measured": (
        "scales cover {share:pct0} of the window",
        "시간 규모가 창의 {share:pct0} 차지",
    ),
    "check.physical-plausibility.covers-most.meaning": (
        "Almost any peak would meet one of the scales ({scales:scales}): this cannot discriminate.",
        "최댓값이 어디에 있어도 시간 규모({scales:scales}) 중 하나와 만나므로 가려낼 수 없다.",
    ),
    "check.physical-plausibility.covers-most.action": ("", ""),
    "check.physical-plausibility.not-testable.measured": ("—", "—"),
    "check.physical-plausibility.not-testable.meaning": (
        "No physical scale fits between the cadence and the window.",
        "자료 간격과 창 길이 사이에 들어오는 물리적 시간 규모가 없다.",
    ),
    "check.physical-plausibility.not-testable.action": (
        "Use a longer window, or declare a scale of your own.",
        "창을 늘리거나 시간 규모를 직접 지정한다.",
    ),
    "check.physical-plausibility.no-time.measured": ("—", "—"),
    "check.physical-plausibility.no-time.meaning": (
        "No cadence is declared: nothing can be said in hours.",
        "자료 간격이 지정되지 않아 시간으로는 말할 수 없다.",
    ),
    "check.physical-plausibility.no-time.action": (
        "Declare it with `--cadence`.",
        "`--cadence`로 지정한다.",
    ),
    "check.physical-plausibility.no-peak.measured": ("—", "—"),
    "check.physical-plausibility.no-peak.meaning": (
        "No time step stands out, so there is nothing to compare.",
        "두드러지는 시점이 없어 비교할 것이 없다.",
    ),
    "check.physical-plausibility.no-peak.action": ("", ""),
    "check.physical-plausibility.edge.measured": ("—", "—"),
    "check.physical-plausibility.edge.meaning": (
        "Not decidable for a peak at the edge.",
        "가장자리 최댓값으로는 판단할 수 없다.",
    ),
    "check.physical-plausibility.edge.action": (
        "See “Peak at the edge”.",
        "“창 가장자리의 최댓값” 참고.",
    ),
    # peak-stability
    "check.peak-stability.name": ("Stability of the peak", "최댓값의 안정성"),
    "check.peak-stability.criterion": (
        "most samples peak there (± 1 step)",
        "대다수 표본이 같은 곳에서 최대(±1스텝)",
    ),
    "check.peak-stability.stable.measured": (
        "{share:pct0} of {samples:int} [sample|samples]",
        "표본 {samples:int}개 중 {share:pct0}",
    ),
    "check.peak-stability.stable.meaning": (
        "The peak of the mean is the peak of most samples.",
        "평균의 최댓값이 대다수 표본의 최댓값이기도 하다.",
    ),
    "check.peak-stability.stable.action": ("", ""),
    "check.peak-stability.unstable.measured": (
        "{share:pct0} of {samples:int} [sample|samples]",
        "표본 {samples:int}개 중 {share:pct0}",
    ),
    "check.peak-stability.unstable.meaning": (
        "The samples peak in different places: the mean describes few of them.",
        "표본마다 최댓값의 위치가 달라, 평균이 대표하는 표본이 적다.",
    ),
    "check.peak-stability.unstable.action": (
        "Look at the samples by outcome before quoting an hour.",
        "시각을 말하기 전에 예보 결과별로 표본을 살펴본다.",
    ),
    "check.peak-stability.one-sample.measured": ("—", "—"),
    "check.peak-stability.one-sample.meaning": (
        "One sample cannot show how stable its peak is.",
        "표본 하나로는 최댓값이 안정한지 알 수 없다.",
    ),
    "check.peak-stability.one-sample.action": ("Save more samples.", "표본을 더 저장한다."),
    "check.peak-stability.no-peak.measured": ("—", "—"),
    "check.peak-stability.no-peak.meaning": (
        "No time step stands out.",
        "두드러지는 시점이 없다.",
    ),
    "check.peak-stability.no-peak.action": ("", ""),
    # edge-peak
    "check.edge-peak.name": ("Peak at the edge", "창 가장자리의 최댓값"),
    "check.edge-peak.criterion": ("a maximum inside the window", "창 안쪽의 최댓값"),
    "check.edge-peak.inside.measured": ("peak {where:at}", "최댓값: {where:where}"),
    "check.edge-peak.inside.meaning": (
        "The rise and the fall both lie inside the window.",
        "오르고 내리는 모습이 모두 창 안에 있다.",
    ),
    "check.edge-peak.inside.action": ("", ""),
    "check.edge-peak.edge-last.measured": ("peak in the last cell", "마지막 칸이 최댓값"),
    "check.edge-peak.edge-last.meaning": (
        "The rise may continue past the window: a location cannot be claimed.",
        "창 밖으로 더 오를 수 있어 위치를 주장할 수 없다.",
    ),
    "check.edge-peak.edge-last.action": (
        "Report “rises to the last input”; repeat with another window length.",
        "“마지막 입력까지 증가”로 쓰고, 창 길이를 바꿔 다시 확인한다.",
    ),
    "check.edge-peak.edge-first.measured": ("peak in the first cell", "첫 칸이 최댓값"),
    "check.edge-peak.edge-first.meaning": (
        "A sink or a rise that began before the window: a location cannot be claimed.",
        "첫 키 쏠림(sink)이거나 창 이전부터 이어진 값일 수 있어 위치를 주장할 수 없다.",
    ),
    "check.edge-peak.edge-first.action": (
        "Read the peak without the first key; repeat with a longer window.",
        "첫 키를 뺀 최댓값을 보고, 창을 늘려 다시 확인한다.",
    ),
    "check.edge-peak.no-peak.measured": ("—", "—"),
    "check.edge-peak.no-peak.meaning": ("No time step stands out.", "두드러지는 시점이 없다."),
    "check.edge-peak.no-peak.action": ("", ""),
    # outcome-contrast
    "check.outcome-contrast.name": ("Contrast between forecasts", "예보 결과에 따른 차이"),
    "check.outcome-contrast.criterion": ("interval excludes 0", "구간이 0을 포함하지 않음"),
    "check.outcome-contrast.no-outcomes.measured": ("—", "—"),
    "check.outcome-contrast.no-outcomes.meaning": (
        "No forecasts are stored with the weights.",
        "가중치와 함께 저장된 예보가 없다.",
    ),
    "check.outcome-contrast.no-outcomes.action": (
        "Save `predictions` and `targets` with the weights.",
        "`predictions`와 `targets`를 함께 저장한다.",
    ),
    # layer-agreement
    "check.layer-agreement.name": ("Agreement of the layers", "층 사이의 일치"),
    "check.layer-agreement.criterion": (
        "first layer, focus layer, rollout peak together",
        "첫 층, 대상 층, 롤아웃의 최댓값이 일치",
    ),
    "check.layer-agreement.no-peak.measured": ("—", "—"),
    "check.layer-agreement.no-peak.meaning": (
        "No time step stands out.",
        "두드러지는 시점이 없다.",
    ),
    "check.layer-agreement.no-peak.action": ("", ""),
    "check.layer-agreement.one-layer.measured": ("—", "—"),
    "check.layer-agreement.one-layer.meaning": (
        "There is one layer: nothing to compare.",
        "층이 하나라 비교할 것이 없다.",
    ),
    "check.layer-agreement.one-layer.action": ("", ""),
    "check.layer-agreement.agree.measured": ("all peak {where:at}", "모두 {where:at} 최대"),
    "check.layer-agreement.agree.meaning": (
        "Deep tokens mix hours, yet all three point to the same place.",
        "깊은 층의 토큰에는 여러 시각이 섞이지만, 셋 모두 같은 곳을 가리킨다.",
    ),
    "check.layer-agreement.agree.action": ("", ""),
    "check.layer-agreement.disagree.measured": ("{where:Where}", "{where:where}"),
    "check.layer-agreement.disagree.meaning": (
        "Deep tokens mix hours, so the peak of this layer may not be read as time.",
        "깊은 층의 토큰에는 여러 시각이 섞이므로, 이 층의 최댓값을 시간으로 읽을 수 없다.",
    ),
    "check.layer-agreement.disagree.action": (
        "State no hour; describe the layers one by one.",
        "시각을 말하지 말고 층별로 서술한다.",
    ),
    # skill
    "check.skill.name": ("Skill against persistence", "지속성 예보 대비 성능"),
    "check.skill.criterion": ("better than persistence", "지속성 예보보다 나음"),
    "check.skill.no-history.measured": ("—", "—"),
    "check.skill.no-history.meaning": (
        "The past of the target is not stored, so persistence cannot be computed.",
        "예보 대상의 과거 값이 없어 지속성 예보를 계산할 수 없다.",
    ),
    "check.skill.no-history.action": (
        "Save the last observed target with each sample.",
        "표본마다 예보 대상의 마지막 관측값을 저장한다.",
    ),
}
