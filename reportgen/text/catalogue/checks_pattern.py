"""Checklist, second group: what the pattern looks like against even attention under the mask."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # self-attention
    "check.self-attention.name": ("Self-attention", "자기 자신에 대한 어텐션"),
    "check.self-attention.criterion": ("strong above 1.2 × even", "1.2배를 넘으면 강함"),
    "check.self-attention.ordinary.measured": (
        "diagonal {ratio:times} even",
        "대각선이 균등값의 {ratio:times}",
    ),
    "check.self-attention.ordinary.meaning": (
        "The diagonal does not stand out ({mean:n3}, even share {even:n3}).",
        "대각선이 두드러지지 않는다({mean:n3}, 균등값 {even:n3}).",
    ),
    "check.self-attention.ordinary.action": ("", ""),
    "check.self-attention.strong.measured": (
        "diagonal {ratio:times} even",
        "대각선이 균등값의 {ratio:times}",
    ),
    "check.self-attention.strong.meaning": (
        "Tokens attend to themselves more than to the average key ({mean:n3}, even share {even:n3}).",
        "토큰이 보통의 키보다 자기 자신을 더 본다({mean:n3}, 균등값 {even:n3}).",
    ),
    "check.self-attention.strong.action": (
        "See in the lag spectrum whether the neighbours are as strong.",
        "시차 스펙트럼에서 이웃한 시차도 강한지 확인한다.",
    ),
    "check.self-attention.not-square.measured": ("—", "—"),
    "check.self-attention.not-square.meaning": (
        "Queries and keys are different tokens: there is no diagonal.",
        "질의와 키가 서로 다른 토큰이라 대각선이 없다.",
    ),
    "check.self-attention.not-square.action": ("", ""),
    # critical-timestep
    "check.critical-timestep.name": ("Critical timestep", "임계 시점(critical timestep)"),
    "check.critical-timestep.criterion": ("lift > 1.5, both p < 0.05", "리프트 > 1.5, 두 p < 0.05"),
    "check.critical-timestep.critical.measured": (
        "lift {lift:n2}, {p:pval}",
        "리프트 {lift:n2}, {p:pval}",
    ),
    "check.critical-timestep.critical.meaning": (
        "Chance does not explain how much attention goes to {where:input}.",
        "{where:input}에 쏠린 어텐션은 우연으로 설명되지 않는다.",
    ),
    "check.critical-timestep.critical.action": ("", ""),
    "check.critical-timestep.few-samples.measured": (
        "lift {lift:n2}, {p:pval}, {samples:int} [sample|samples]",
        "리프트 {lift:n2}, {p:pval}, 표본 {samples:int}개",
    ),
    "check.critical-timestep.few-samples.meaning": (
        "{where:Input} stands out within these samples only; "
        "fewer than 6 independent ones cannot show more.",
        "{where:input}은(는) 이 표본 안에서만 두드러진다. "
        "독립 표본이 6개보다 적으면 그 이상은 말할 수 없다.",
    ),
    "check.critical-timestep.few-samples.action": (
        "Save more samples.",
        "표본을 더 저장한다.",
    ),
    "check.critical-timestep.none.measured": (
        "lift {lift:n2}, {p:pval}",
        "리프트 {lift:n2}, {p:pval}",
    ),
    "check.critical-timestep.none.meaning": (
        "No time step is both strong and beyond chance.",
        "우연을 넘어설 만큼 두드러지는 시점이 없다.",
    ),
    "check.critical-timestep.none.action": ("", ""),
    # uniform-attention
    "check.uniform-attention.name": ("Even attention", "균등한 어텐션"),
    "check.uniform-attention.criterion": ("unevenness CV ≥ 0.08", "불균등도 CV ≥ 0.08"),
    "check.uniform-attention.structured.measured": ("CV {cv:n2}", "CV {cv:n2}"),
    "check.uniform-attention.structured.meaning": (
        "Attention is not spread evenly (normalised entropy {normalized_entropy:n2}).",
        "어텐션이 고르게 퍼져 있지 않다(정규화 엔트로피 {normalized_entropy:n2}).",
    ),
    "check.uniform-attention.structured.action": ("", ""),
    "check.uniform-attention.uniform.measured": ("CV {cv:n2}", "CV {cv:n2}"),
    "check.uniform-attention.uniform.meaning": (
        "Attention is nearly even (normalised entropy {normalized_entropy:n2}): "
        "either it was not learnt, or the forecast rests on the whole window.",
        "어텐션이 거의 균등하다(정규화 엔트로피 {normalized_entropy:n2}). "
        "학습되지 않았을 수도 있고, 창 전체를 고루 쓰는 것일 수도 있다.",
    ),
    "check.uniform-attention.uniform.action": (
        "Decide between the two by the skill and by an untrained model.",
        "예보 성능과 학습 전 모델을 견주어 판단한다.",
    ),
    # ignores-past
    "check.ignores-past.name": ("Own step only", "자기 시점만 보는지"),
    "check.ignores-past.criterion": ("diagonal excess ≤ 0.77", "대각선 초과분 0.77 이하"),
    "check.ignores-past.ok.measured": ("excess {excess:n2}", "초과분 {excess:n2}"),
    "check.ignores-past.ok.meaning": (
        "Tokens attend to other steps besides their own.",
        "자기 시점 말고 다른 시점도 본다.",
    ),
    "check.ignores-past.ok.action": ("", ""),
    "check.ignores-past.diagonal-only.measured": ("excess {excess:n2}", "초과분 {excess:n2}"),
    "check.ignores-past.diagonal-only.meaning": (
        "Nearly all weight lies on the diagonal: this layer hardly mixes the steps.",
        "가중치가 거의 다 대각선에 있다. 이 층은 시점을 거의 섞지 않는다.",
    ),
    "check.ignores-past.diagonal-only.action": (
        "Compare with a model that has a shorter window.",
        "창이 더 짧은 모델과 비교한다.",
    ),
    "check.ignores-past.not-square.measured": ("—", "—"),
    "check.ignores-past.not-square.meaning": (
        "Queries and keys are different tokens: there is no diagonal.",
        "질의와 키가 서로 다른 토큰이라 대각선이 없다.",
    ),
    "check.ignores-past.not-square.action": ("", ""),
    # over-reliance
    "check.over-reliance.name": ("Reliance on one step", "한 시점 의존"),
    "check.over-reliance.criterion": ("≤ 37.5%, and ≤ 3 × even", "37.5% 이하, 균등값의 3배 이하"),
    "check.over-reliance.ok.measured": (
        "{lift:times} even, {share:pct}",
        "균등값의 {lift:times}, {share:pct}",
    ),
    "check.over-reliance.ok.meaning": (
        "No single step takes most of the attention.",
        "한 시점이 어텐션을 독차지하지 않는다.",
    ),
    "check.over-reliance.ok.action": ("", ""),
    "check.over-reliance.over.measured": (
        "{lift:times} even, {share:pct}, {p:pval}",
        "균등값의 {lift:times}, {share:pct}, {p:pval}",
    ),
    "check.over-reliance.over.meaning": (
        "Much attention rests on {where:input}: a gap there could upset the forecast.",
        "{where:input}에 어텐션이 몰려, 그 자리가 비면 예보가 흔들릴 수 있다.",
    ),
    "check.over-reliance.over.action": (
        "Test the forecast with this input masked.",
        "이 입력을 가리고 예보를 시험한다.",
    ),
    # weak-attention
    "check.weak-attention.name": ("Weak attention", "약한 어텐션"),
    "check.weak-attention.criterion": ("strongest cell ≥ 1.2 × even", "가장 강한 칸이 1.2배 이상"),
    "check.weak-attention.ok.measured": (
        "strongest cell {max_lift:times} even",
        "가장 강한 칸이 균등값의 {max_lift:times}",
    ),
    "check.weak-attention.ok.meaning": (
        "Some connections are clearly stronger than even.",
        "균등값보다 뚜렷이 강한 연결이 있다.",
    ),
    "check.weak-attention.ok.action": ("", ""),
    "check.weak-attention.weak.measured": (
        "strongest cell {max_lift:times} even",
        "가장 강한 칸이 균등값의 {max_lift:times}",
    ),
    "check.weak-attention.weak.meaning": (
        "Even the strongest connection is close to an even share.",
        "가장 강한 연결도 균등값에 가깝다.",
    ),
    "check.weak-attention.weak.action": (
        "Compare with an untrained model.",
        "학습 전 모델과 비교한다.",
    ),
    # attention-sink
    "check.attention-sink.name": ("First-key sink", "첫 키 쏠림(sink)"),
    "check.attention-sink.criterion": ("< 2 × even", "균등값의 2배 미만"),
    "check.attention-sink.none.measured": (
        "key {key:int}: {strength:pct} (even {even:pct})",
        "키 {key:int}에 {strength:pct}(균등값 {even:pct})",
    ),
    "check.attention-sink.none.meaning": (
        "Attention does not pile up on the first key.",
        "첫 키에 어텐션이 고이지 않는다.",
    ),
    "check.attention-sink.none.action": ("", ""),
    "check.attention-sink.sink.measured": (
        "key {key:int}{token:quoted}: {strength:pct} (even {even:pct})",
        "키 {key:int}{token:quoted}에 {strength:pct}(균등값 {even:pct})",
    ),
    "check.attention-sink.sink.meaning": (
        "{heads:int} of {of:int} [head|heads] rest on this key; such a sink often carries no information.",
        "헤드 {of:int}개 중 {heads:int}개가 이 키에 쏠린다. 정보를 뜻하지 않을 때가 많다.",
    ),
    "check.attention-sink.sink.action": (
        "Read the peak without this key, too.",
        "이 키를 뺀 최댓값도 함께 본다.",
    ),
    # entropy-collapse
    "check.entropy-collapse.name": ("Entropy collapse", "엔트로피 붕괴(entropy collapse)"),
    "check.entropy-collapse.criterion": (
        "normalised entropy ≥ 0.1 in every head",
        "모든 헤드에서 정규화 엔트로피 0.1 이상",
    ),
    "check.entropy-collapse.ok.measured": (
        "lowest {lowest:n2}, layer {layer:nth}, head {head:nth}",
        "최소 {lowest:n2}(층 {layer:nth}, 헤드 {head:nth})",
    ),
    "check.entropy-collapse.ok.meaning": (
        "No head is locked onto single keys.",
        "키 하나에만 고정된 헤드가 없다.",
    ),
    "check.entropy-collapse.ok.action": ("", ""),
    "check.entropy-collapse.collapsed.measured": (
        "{heads:int} of {of:int} [head|heads], lowest {lowest:n2}",
        "헤드 {of:int}개 중 {heads:int}개, 최소 {lowest:n2}",
    ),
    "check.entropy-collapse.collapsed.meaning": (
        "These heads give nearly all weight to one key (lowest: layer {layer:nth}, "
        "head {head:nth}), which often goes with unstable training.",
        "키 하나에 거의 모든 가중치를 준다(최소: 층 {layer:nth}, 헤드 {head:nth}). "
        "학습이 불안정할 때 자주 나타난다.",
    ),
    "check.entropy-collapse.collapsed.action": (
        "Check the training loss, the learning rate and the size of the scores.",
        "학습 손실, 학습률, softmax 이전 점수의 크기를 확인한다.",
    ),
}
