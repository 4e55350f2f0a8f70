"""How far a finding holds: the ladder of six steps, what was tested and what was not."""

from __future__ import annotations

from typing import Final

_LADDER: Final[dict[str, tuple[str, str]]] = {
    "ladder.arrays.title": ("The arrays are sound", "배열이 온전하다"),
    "ladder.arrays.question": ("Are the arrays sound?", "배열이 온전한가"),
    "ladder.arrays.yes": (
        "{read:int} [file|files] read; rows sum to 1 ± {deviation:sci}.",
        "파일 {read:int}개를 읽었고, 행의 합은 1 ± {deviation:sci}이다.",
    ),
    "ladder.arrays.no": (
        "A check of the arrays failed; see the checklist.",
        "배열 점검에서 실패한 항목이 있다. 점검표를 본다.",
    ),
    "ladder.arrays.untested": (
        "Needs at least one readable file.",
        "읽을 수 있는 파일이 필요하다.",
    ),
    "ladder.uneven.title": ("Attention is not even", "어텐션이 균등하지 않다"),
    "ladder.uneven.question": ("Is attention uneven?", "어텐션이 균등하지 않은가"),
    "ladder.uneven.yes": (
        "Lift {lift:n2} ({interval:range3}), {p:pval}.",
        "리프트(lift) {lift:n2}({interval:range3}), {p:pval}.",
    ),
    "ladder.uneven.yes-no-interval": (
        "Lift {lift:n2}, {p:pval}.",
        "리프트(lift) {lift:n2}, {p:pval}.",
    ),
    "ladder.uneven.no": (
        "Lift {lift:n2}, {p:pval}: no more than chance gives.",
        "리프트(lift) {lift:n2}, {p:pval}. 우연으로도 나오는 값이다.",
    ),
    "ladder.uneven.untested": (
        "Fewer than 6 independent samples: save more.",
        "독립 표본이 6개보다 적다. 표본을 더 저장한다.",
    ),
    "ladder.position.title": ("It is not position alone", "위치 때문만은 아니다"),
    "ladder.position.question": ("Is it more than position?", "위치 때문만은 아닌가"),
    "ladder.position.yes": (
        "{share:pct0} is the same in every sample; the rest follows the input.",
        "{share:pct0}는 모든 표본에 공통이고, 나머지는 입력을 따라간다.",
    ),
    "ladder.position.no": (
        "{share:pct0} is the same in every sample; the rest does not follow the input.",
        "{share:pct0}가 모든 표본에 공통이고, 나머지도 입력을 따라가지 않는다.",
    ),
    "ladder.position.untested": (
        "Needs the attention of other samples paired with this input.",
        "다른 표본의 어텐션을 이 입력과 짝지어 비교해야 한다.",
    ),
    "ladder.layers.title": ("The layers agree", "모든 층에서 같다"),
    "ladder.layers.question": ("Do the layers agree?", "모든 층에서 같은가"),
    "ladder.layers.yes": (
        "First layer, this layer and rollout all peak {where:at}.",
        "첫 층, 이 층, 롤아웃(rollout) 모두 {where:at} 가장 높다.",
    ),
    "ladder.layers.no": (
        "The peaks differ: {where:where}.",
        "최댓값의 위치가 다르다: {where:where}.",
    ),
    "ladder.layers.untested": (
        "Needs the first layer, this layer and the rollout compared.",
        "첫 층, 이 층, 롤아웃(rollout)을 비교해야 한다.",
    ),
    "ladder.repeats.title": ("Other trainings agree", "다시 학습해도 같다"),
    "ladder.repeats.question": ("Do other trainings agree?", "다시 학습해도 같은가"),
    "ladder.repeats.yes": (
        "{runs:int} trainings peak in the same place.",
        "{runs:int}번 학습해도 최댓값의 위치가 같다.",
    ),
    "ladder.repeats.no": (
        "{runs:int} trainings peak in different places.",
        "{runs:int}번 학습한 모델의 최댓값 위치가 서로 다르다.",
    ),
    "ladder.repeats.untested": (
        "One run was given. Add other seeds or folds with `reportgen compare`.",
        "실행이 하나뿐이다. 다른 시드나 폴드는 `reportgen compare`로 더한다.",
    ),
    "ladder.depends.title": ("The forecast depends on it", "예보가 이 시간에 좌우된다"),
    "ladder.depends.question": ("Does the forecast depend on it?", "예보가 이 시간에 좌우되는가"),
    "ladder.depends.yes": (
        "Removing this input changes the forecast.",
        "이 입력을 없애면 예보가 달라진다.",
    ),
    "ladder.depends.no": (
        "Removing this input leaves the forecast as it was.",
        "이 입력을 없애도 예보가 그대로다.",
    ),
    "ladder.depends.untested": (
        "Needs gradients or masked inputs; weights cannot show it.",
        "기울기나 입력 가리기가 필요하다. 가중치만으로는 알 수 없다.",
    ),
    "ladder.not-tested": ("Not tested", "검정하지 않음"),
    "ladder.not-shown": ("Not shown", "확인되지 않음"),
    "ladder.count": (
        "How far does this hold? {held:int} of {steps:int} steps",
        "이 결론은 어디까지 유효한가: {steps:int}단계 중 {held:int}단계",
    ),
}

_TESTED: Final[dict[str, tuple[str, str]]] = {
    "tested.rows": ("Rows are probabilities", "행이 확률인지"),
    "tested.mask": ("No weight behind the {kind:term}", "{kind:term} 밖의 가중치"),
    "tested.importance": (
        "The stored importance against our own column sums",
        "저장된 중요도와 직접 구한 열 합의 일치",
    ),
    "tested.uniform": (
        "Against even attention under the same mask",
        "같은 마스크에서 균등한 어텐션과의 비교",
    ),
    "tested.row-null": (
        "Against rows whose weights fall on keys at random, maximum over keys",
        "행마다 가중치를 무작위로 배치한 경우와의 비교(키에 대한 최댓값)",
    ),
    "tested.sample-null": (
        "Against samples that prefer no position ({blocks:int} [block|blocks], random signs)",
        "위치를 선호하지 않는 표본과의 비교(블록 {blocks:int}개, 무작위 부호)",
    ),
    "tested.bootstrap": (
        "Intervals by resampling {blocks:int} [block|blocks]",
        "블록 {blocks:int}개를 재표집한 구간",
    ),
    "tested.stability": (
        "The peak of each of {samples:int} [sample|samples]",
        "표본 {samples:int}개 각각의 최댓값",
    ),
    "tested.scales": ("Physical scales: {scales:scales}", "물리적 시간 규모: {scales:scales}"),
    "tested.sink": ("The peak with and without sinks", "쏠림(sink)을 뺀 최댓값과의 비교"),
    "untested.gradients": (
        "Gradients, or leaving inputs out one by one",
        "기울기, 또는 입력을 하나씩 뺀 시험",
    ),
    "untested.norms": (
        "Weights scaled by the size of the values (norm-weighted attention)",
        "값(value)의 크기를 반영한 어텐션(norm-weighted attention)",
    ),
    "untested.ablation": (
        "Whether the forecast changes when the input is removed",
        "입력을 없앴을 때 예보가 달라지는지",
    ),
    "untested.repeats": ("Other seeds and folds", "다른 시드와 폴드"),
    "untested.windows": ("Other window lengths", "다른 창 길이"),
    "untested.untrained": ("An untrained model", "학습 전 모델"),
    "untested.variables": (
        "Which variable is attended: a token carries all of them",
        "어느 변수를 보는가: 토큰 하나에 모든 변수가 들어 있다",
    ),
    "untested.horizon": (
        "Which forecast hour it serves: one matrix for all",
        "어느 예보 시각을 위한 것인가: 행렬은 하나뿐이다",
    ),
    "untested.sample-null": (
        "Whether samples prefer a position: fewer than 6 independent ones",
        "표본이 특정 위치를 선호하는지: 독립 표본이 6개보다 적다",
    ),
    "untested.intervals": ("Intervals: there is one sample", "구간: 표본이 하나뿐이다"),
    "untested.position": (
        "Position against content",
        "위치와 내용의 구별",
    ),
    "untested.layers": (
        "Agreement of the layers and of the rollout",
        "층과 롤아웃(rollout)의 일치",
    ),
    "untested.skill": ("Skill against persistence", "지속성 예보 대비 성능"),
    "untested.outcomes": ("Contrast between forecasts", "예보 결과에 따른 차이"),
    "untested.time": ("Anything in hours: no cadence is declared", "시간 해석: 자료 간격을 모른다"),
    "untested.scales": (
        "Physical scales longer than the window or shorter than the cadence",
        "창보다 길거나 자료 간격보다 짧은 물리적 시간 규모",
    ),
}

MESSAGES: Final[dict[str, tuple[str, str]]] = {**_LADDER, **_TESTED}
