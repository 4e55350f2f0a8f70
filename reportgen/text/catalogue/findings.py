"""The finding: headline, its limits, the doubts beside it, the safe sentence.

How far it holds, and what was tested, stands in ``ladder``.
"""

from __future__ import annotations

from typing import Final

_HEADLINES: Final[dict[str, tuple[str, str]]] = {
    "finding.headline.peak": (
        "Attention peaks {where:at}: {share:pct} of it, {lift:ratio} times an even share",
        "어텐션은 {where:at} 가장 높다. 전체의 {share:pct}, 균등값의 {lift:times}다",
    ),
    "finding.headline.edge": (
        "Attention climbs to the last input ({where:where}): {share:pct} of it, "
        "{lift:ratio} times an even share",
        "어텐션은 마지막 입력({where:where})으로 갈수록 몰린다. "
        "전체의 {share:pct}, 균등값의 {lift:times}다",
    ),
    "finding.headline.first": (
        "Attention falls back to the window’s first key: {share:pct} of it, "
        "{lift:ratio} times an even share, perhaps a sink",
        "어텐션이 창의 첫 키로 몰린다. 전체의 {share:pct}, 균등값의 {lift:times}로, "
        "쏠림(sink)일 수 있다",
    ),
    "finding.headline.sink": (
        "Key {key:int}{token:quoted} draws {share:pct} of attention, "
        "{lift:ratio} times an even share: probably a sink",
        "키 {key:int}{token:quoted}에 어텐션의 {share:pct}가 모인다. 균등값의 {lift:times}로, "
        "쏠림(sink)으로 보인다",
    ),
    "finding.headline.none": (
        "No time step stands out from chance",
        "우연을 넘어 두드러지는 시점이 없다",
    ),
    "finding.headline.within": (
        "In {samples:int} [sample|samples] only, attention peaks {where:at}: "
        "{share:pct} of it, {lift:ratio} times an even share",
        "표본 {samples:int}개 안에서만, 어텐션은 {where:at} 가장 높다. "
        "전체의 {share:pct}, 균등값의 {lift:times}다",
    ),
    "finding.headline.broken": (
        "The arrays are not sound: nothing can be read from them yet",
        "배열에 문제가 있어, 아직 아무것도 읽어 낼 수 없다",
    ),
}

_DECK: Final[dict[str, tuple[str, str]]] = {
    "finding.deck.interval": (
        "95% interval {share_interval:pctrange}.",
        "95% 구간은 {share_interval:pctrange}다.",
    ),
    "finding.deck.no-interval": (
        "No interval: {samples:int} [sample|samples] cannot give one.",
        "표본이 {samples:int}개뿐이라 구간을 구할 수 없다.",
    ),
    "finding.deck.hours": (
        "This step lies {before_last_input:h} before the last input and {before_issue:h} before issue.",
        "이 시점은 마지막 입력보다 {before_last_input:h}, 예보 발표보다 {before_issue:h} 앞선다.",
    ),
    "finding.deck.hours-input": (
        "This step lies {before_last_input:h} before the last input; when the forecast is issued is not known.",
        "이 시점은 마지막 입력보다 {before_last_input:h} 앞선다. 예보 발표 시각은 알 수 없다.",
    ),
    "finding.deck.no-time": (
        "No cadence is declared, so nothing is stated in hours; declare it with `--cadence`.",
        "자료 간격이 지정되지 않아 시간으로 말할 수 없다. `--cadence`로 지정한다.",
    ),
    "finding.deck.edge": (
        "**This is not a located peak:** at the edge of the window it cannot be told "
        "from plain recency.",
        "**다만 위치가 정해진 최댓값은 아니다.** 입력 창의 가장자리라서, "
        "최신 값을 선호할 뿐인지 구별할 수 없다.",
    ),
    "finding.deck.first": (
        "**This is not a located peak:** a sink, or a preference for the start of the window, "
        "looks the same.",
        "**다만 위치가 정해진 최댓값은 아니다.** 첫 키 쏠림(sink)이거나 "
        "창의 시작을 선호할 뿐이어도 똑같이 보인다.",
    ),
    "finding.deck.half": (
        "Half of all attention lies in the last {hours:h}.",
        "어텐션의 절반이 마지막 {hours:h}에 들어 있다.",
    ),
}

_DOUBTS: Final[dict[str, tuple[str, str]]] = {
    "finding.doubt.edge": (
        "**Peak at the edge.** Say “rises to the last input”, not “peaks” at an hour.",
        "**창 가장자리의 최댓값.** 특정 시각에 “최대”가 아니라 “마지막 입력까지 증가”라고 써야 한다.",
    ),
    "finding.doubt.edge-first": (
        "**Peak at the first key.** A sink looks the same: do not read it as an early hour.",
        "**첫 키의 최댓값.** 쏠림(sink)도 똑같이 보이므로, 이른 시각을 중시한다고 읽으면 안 된다.",
    ),
    "finding.doubt.sink": (
        "**Sink at key {key:int}.** It takes {strength:pct} of a row and often carries no information.",
        "**키 {key:int}의 쏠림(sink).** 행마다 평균 {strength:pct}를 가져가지만 "
        "정보를 뜻하지 않을 때가 많다.",
    ),
    "finding.doubt.over-reliance": (
        "**One step carries {lift:ratio} even shares.** A gap {where:at} could upset the forecast.",
        "**한 시점에 균등값의 {lift:times}가 쏠린다.** {where:input}이(가) 비면 "
        "예보가 흔들릴 수 있다.",
    ),
    "finding.doubt.few-samples": (
        "**{samples:int} [sample|samples].** The finding holds within the samples given; "
        "it cannot be generalised.",
        "**표본 {samples:int}개.** 주어진 표본 안에서만 유효하며 일반화할 수 없다.",
    ),
    "finding.doubt.independence": (
        "**Independence is assumed.** There are no reference times; if windows overlap, "
        "the intervals are too narrow.",
        "**표본이 독립이라고 가정했다.** 기준 시각이 없어, 창이 서로 겹친다면 실제 구간은 더 넓다.",
    ),
    "finding.doubt.overlap": (
        "**Windows overlap.** {samples:int} [sample|samples] amount to "
        "{blocks:int} independent [block|blocks].",
        "**창이 서로 겹친다.** 표본은 {samples:int}개지만 독립 블록은 {blocks:int}개다.",
    ),
    "finding.doubt.unstable": (
        "**The peak moves.** {share:pct0} of the samples peak where the mean does.",
        "**최댓값의 위치가 표본마다 다르다.** 평균과 같은 곳에서 최대인 표본은 {share:pct0}다.",
    ),
    "finding.doubt.skill-unclear": (
        "**Skill not shown** ({score:g3}, persistence {reference:g3}): "
        "these samples do not show that the model knows more than the last value.",
        "**성능이 확인되지 않음**({score:g3}, 지속성 예보 {reference:g3}). "
        "이 표본만으로는 마지막 값보다 나은 모델인지 알 수 없다.",
    ),
    "finding.doubt.skill": (
        "**Less skill than persistence** ({score:g3} against {reference:g3}): "
        "such a model’s attention explains little.",
        "**지속성 예보(persistence)보다 낮은 성능**({score:g3} 대 {reference:g3}). "
        "이런 모델의 어텐션은 설명하는 바가 적다.",
    ),
    "finding.doubt.no-time": (
        "**No cadence declared.** Steps are not hours; no physical scale can be compared.",
        "**자료 간격을 모른다.** 스텝은 시간이 아니며, 물리적 시간 규모와 비교할 수 없다.",
    ),
    "finding.doubt.collapse": (
        "**Collapsed entropy in {heads:int} [head|heads].** Nearly all weight goes to single keys.",
        "**헤드 {heads:int}개의 엔트로피 붕괴.** 키 하나에 거의 모든 가중치를 준다.",
    ),
    "finding.doubt.redundant": (
        "**Heads repeat one another** ({pairs:int} [pair|pairs]). "
        "They are not independent evidence.",
        "**서로 겹치는 헤드**({pairs:int}쌍). 독립된 근거로 셀 수 없다.",
    ),
    "finding.doubt.rows": (
        "**Rows do not sum to one.** These are not softmax weights as saved.",
        "**행의 합이 1이 아니다.** 저장된 값은 softmax 가중치가 아니다.",
    ),
    "finding.doubt.not-finite": (
        "**NaN or infinite weights.** The rows that hold them are left out.",
        "**NaN이나 무한대인 가중치.** 그런 행은 제외했다.",
    ),
    "finding.doubt.range": (
        "**Weights outside 0 to 1.** What was saved is not a probability.",
        "**0~1을 벗어난 가중치.** 저장된 값이 확률이 아니다.",
    ),
    "finding.doubt.leak": (
        "**Attention behind the mask.** Queries see keys that they should not.",
        "**마스크를 벗어난 어텐션.** 질의가 보지 말아야 할 키를 본다.",
    ),
    "finding.doubt.skipped": (
        "**{skipped:int} [file|files] skipped,** {read:int} read. The rest may not represent the run.",
        "**파일 {skipped:int}개를 생략하고** {read:int}개만 읽었다. "
        "남은 표본이 실행 전체를 대표하지 않을 수 있다.",
    ),
    "finding.doubt.implausible": (
        "**No physical scale fits.** The peak meets none of the testable ones.",
        "**맞는 물리적 시간 규모가 없다.** 최댓값이 검정 가능한 어느 규모와도 만나지 않는다.",
    ),
    "finding.doubt.late-keys": (
        "**Late keys are noisy.** Under a causal mask few queries see them.",
        "**뒤쪽 키의 리프트는 불안정하다.** 인과 마스크에서는 이 키를 보는 질의가 적다.",
    ),
    "finding.doubt.causal": (
        "**Causal mask.** Early keys are seen by more queries; only lift corrects for this.",
        "**인과(causal) 마스크.** 앞쪽 키는 더 많은 질의가 본다. 이를 보정한 값은 리프트뿐이다.",
    ),
    "finding.doubt.disagree": (
        "**The layers disagree.** The peak of this layer may not be read as time.",
        "**층마다 최댓값의 위치가 다르다.** 이 층의 최댓값을 시간으로 읽을 수 없다.",
    ),
    "finding.doubt.uniform": (
        "**Attention is nearly even.** Not learnt, or spread over the whole window on purpose: "
        "weights cannot tell.",
        "**어텐션이 거의 균등하다.** 학습이 안 된 것인지 창 전체를 고루 보는 것인지 "
        "가중치로는 알 수 없다.",
    ),
}

_SAFE: Final[dict[str, tuple[str, str]]] = {
    "finding.safe": (
        "In this trained network, on these {samples:int} [window|windows] "
        "({blocks:int} independent [block|blocks]), {share:pct} ({interval:pctrange}) of attention "
        "goes to the input tokens covering {where:where}. Tokens carry all inputs, any past values of "
        "the index included; no ablation was done.",
        "학습된 이 신경망에서 창 {samples:int}개(독립 블록 {blocks:int}개)를 평균하면, "
        "어텐션의 {share:pct}({interval:pctrange})가 {where:where}의 입력 토큰으로 간다. "
        "토큰에는 과거 지수를 포함한 모든 입력이 들어 있으며, 입력 제거 실험은 하지 않았다.",
    ),
    "finding.safe-disagree": (
        "In layer {layer:nth} of this trained network, on these {samples:int} [window|windows] "
        "({blocks:int} independent [block|blocks]), {share:pct} ({interval:pctrange}) of attention "
        "goes to the tokens that stand {where:at}. The layers disagree about the place, and tokens "
        "of deep layers mix hours: this says nothing about the hours of the input. No ablation was "
        "done.",
        "학습된 이 신경망의 층 {layer:nth}에서 창 {samples:int}개(독립 블록 {blocks:int}개)를 평균하면, "
        "어텐션의 {share:pct}({interval:pctrange})가 {where:where} 자리의 토큰으로 간다. 층마다 최댓값의 "
        "위치가 다르고 깊은 층의 토큰에는 여러 시각이 섞여 있으므로, 어느 시각의 입력인지는 말할 수 없다. "
        "입력 제거 실험은 하지 않았다.",
    ),
    "finding.safe-disagree-no-interval": (
        "In layer {layer:nth} of this trained network, on {samples:int} [window|windows], {share:pct} "
        "of attention goes to the tokens that stand {where:at}; there is no interval. The layers "
        "disagree about the place, and tokens of deep layers mix hours: this says nothing about the "
        "hours of the input. No ablation was done.",
        "학습된 이 신경망의 층 {layer:nth}, 창 {samples:int}개에서는 어텐션의 {share:pct}가 "
        "{where:where} 자리의 토큰으로 간다. 구간은 구할 수 없다. 층마다 최댓값의 위치가 다르고 깊은 층의 "
        "토큰에는 여러 시각이 섞여 있으므로, 어느 시각의 입력인지는 말할 수 없다. 입력 제거 실험은 하지 "
        "않았다.",
    ),
    "finding.safe-no-interval": (
        "In this trained network, on {samples:int} [window|windows], {share:pct} of attention goes to "
        "{where:input}; there is no interval. Tokens carry all inputs, any past values of the index "
        "included; no ablation was done.",
        "학습된 이 신경망의 창 {samples:int}개에서는 어텐션의 {share:pct}가 {where:input}에 "
        "간다. 구간은 구할 수 없다. 토큰에는 과거 지수를 포함한 모든 입력이 들어 있으며, "
        "입력 제거 실험은 하지 않았다.",
    ),
    "finding.safe-no-time": (
        "In this trained network, on these {samples:int} [window|windows] "
        "({blocks:int} independent [block|blocks]), {share:pct} ({interval:pctrange}) of attention "
        "goes to {where:input}; its time is not declared. Tokens carry all inputs; "
        "no ablation was done.",
        "학습된 이 신경망에서 창 {samples:int}개(독립 블록 {blocks:int}개)를 평균하면, "
        "어텐션의 {share:pct}({interval:pctrange})가 {where:input}에 간다. 입력의 "
        "시각은 지정되지 않았다. 토큰에는 모든 입력이 들어 있으며, 입력 제거 실험은 하지 않았다.",
    ),
}

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    **_HEADLINES,
    **_DECK,
    **_DOUBTS,
    **_SAFE,
}
