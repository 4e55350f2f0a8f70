"""The methods paragraph, tables and captions of the paper bundle."""

from __future__ import annotations

from typing import Final

_METHODS: Final[dict[str, tuple[str, str]]] = {
    "paper.methods.data": (
        "We analysed the attention weights that a transformer of {layers:int} [layer|layers] with "
        "{heads:int} [head|heads] each stored for {samples:int} [sample|samples]",
        "층 {layers:int}개, 층마다 헤드 {heads:int}개인 트랜스포머가 표본 {samples:int}개에 대해 저장한 "
        "어텐션 가중치를 분석했다",
    ),
    "paper.methods.skipped": (
        "{skipped:int} of {files:int} [file|files] could not be read and [is|are] left out",
        "읽을 수 없는 파일 {skipped:int}개는 뺐다(전체 {files:int}개)",
    ),
    "paper.methods.tokens": (
        "A window holds {keys:int} tokens that start {cadence:h} apart and spans {window:h} from its "
        "first to its last input",
        "입력 창에는 {cadence:h} 간격의 토큰 {keys:int}개가 있고 첫 입력에서 마지막 입력까지 {window:h}이다",
    ),
    "paper.methods.tokens-irregular": (
        "A window holds {keys:int} unevenly spaced tokens and spans {window:h} from its first to its "
        "last input",
        "입력 창에는 간격이 고르지 않은 토큰 {keys:int}개가 있고 첫 입력에서 마지막 입력까지 {window:h}이다",
    ),
    "paper.methods.tokens-steps": (
        "A window holds {keys:int} tokens; their cadence is not declared, so places are given in steps",
        "입력 창에는 토큰 {keys:int}개가 있다. 자료 간격이 지정되지 않아 위치는 스텝으로 적는다",
    ),
    "paper.methods.issue": (
        "Forecasts are issued {offset:h} after the last input",
        "예보는 마지막 입력에서 {offset:h} 뒤에 발표된다",
    ),
    "paper.methods.forecast": (
        "They cover {period:hrange} after issue",
        "예보 구간은 발표 후 {period:hrange}이다",
    ),
    "paper.methods.baseline": (
        "The baseline is uniform attention under the same mask ({kind:term}, {source:term}): the "
        "lift of a token is the attention it receives divided by what uniform attention would give "
        "it, and its share is that attention divided by the number of queries",
        "같은 마스크({kind:term}, {source:term}) 아래의 균등한 어텐션을 기준으로 삼았다. 리프트는 "
        "토큰이 받은 어텐션을 균등한 어텐션이 주었을 값으로 나눈 것이고, 몫은 받은 어텐션을 질의 수로 나눈 것이다",
    ),
    "paper.methods.focus": (
        "Statements refer to the mean over the heads of layer {layer:nth} of {layers:int}; figures are "
        "averaged over the rows of a sample first, then over samples",
        "결과는 전체 {layers:int}개 층 가운데 {layer:nth}층의 헤드 평균에 관한 것이며, 값은 표본 안의 행에서 "
        "먼저 평균하고 그다음 표본에서 평균했다",
    ),
    "paper.methods.readout": (
        "Of the queries only the {readout:term} is read, as by the model’s head",
        "모델의 출력층처럼 질의 가운데 {readout:term}만 읽었다",
    ),
    "paper.methods.null-both": (
        "The peak was tested, corrected for the choice among tokens, against weights that are "
        "exchangeable within each row ({rows:pval}) and against random signs of the excess lift of "
        "{blocks:int} blocks of samples ({samples:pval})",
        "토큰 가운데 최댓값을 고른 것을 보정하여 두 귀무가설과 비교했다. 행 안의 가중치가 서로 바뀔 수 "
        "있다는 가설({rows:pval})과 표본 블록 {blocks:int}개의 초과 리프트의 부호가 임의라는 가설({samples:pval})이다",
    ),
    "paper.methods.null-rows": (
        "The peak was tested, corrected for the choice among tokens, against weights that are "
        "exchangeable within each row ({rows:pval}); the samples are too few for a test between "
        "them, and the statement holds within these samples only",
        "토큰 가운데 최댓값을 고른 것을 보정하여, 행 안의 가중치가 서로 바뀔 수 있다는 귀무가설과 "
        "비교했다({rows:pval}). 표본 사이의 검정을 하기에는 표본이 적어 이 표본 안에서만 성립한다",
    ),
    "paper.methods.interval-blocks": (
        "Intervals are 95% and come from a bootstrap over {blocks:int} blocks of {hours:h}, because "
        "windows overlap",
        "구간은 95%이며, 입력 창이 서로 겹치므로 {hours:h} 길이의 블록 {blocks:int}개를 재표집해 구했다",
    ),
    "paper.methods.interval-independent": (
        "Intervals are 95% and come from a bootstrap over {blocks:int} [sample|samples], which were assumed "
        "to be independent",
        "구간은 95%이며, 서로 독립이라고 가정한 표본 {blocks:int}개를 재표집해 구했다",
    ),
    "paper.methods.interval-none": (
        "One sample gives no interval",
        "표본이 하나뿐이라 구간은 없다",
    ),
    "paper.methods.entropy": (
        "The entropy of the rows, divided by the logarithm of the number of keys in sight, is "
        "{entropy:n2} (1: uniform)",
        "행의 엔트로피를 볼 수 있는 키 수의 로그로 나눈 값은 {entropy:n2}이다(1: 균등)",
    ),
    "paper.methods.rollout": (
        "Attention was followed through the layers by rollout of the sample means, divided by the "
        "rollout of uniform attention",
        "표본 평균의 rollout을 균등한 어텐션의 rollout으로 나누어 어텐션을 층을 따라 추적했다",
    ),
    "paper.methods.heads": (
        "Heads were compared by the Jensen–Shannon distance of their sample means",
        "헤드는 표본 평균의 Jensen–Shannon 거리로 비교했다",
    ),
    "paper.methods.sink": (
        "A first token that draws weight without carrying information (an attention sink) was looked for",
        "정보 없이 가중치를 끌어가는 첫 토큰(attention sink)이 있는지 살펴보았다",
    ),
    "paper.methods.collapse": (
        "Heads whose entropy has collapsed were looked for",
        "엔트로피가 붕괴한 헤드가 있는지 살펴보았다",
    ),
    "paper.methods.caution": (
        "Attention weights alone do not explain a forecast; gradients, value norms and "
        "ablations were not examined",
        "어텐션 가중치만으로 예보를 설명할 수는 없으며, 기울기와 값 벡터의 크기, 입력 제거는 살펴보지 않았다",
    ),
    "paper.methods.broken": (
        "The arrays fail the checks on their values, so no statement on a peak is made",
        "배열이 값 점검을 통과하지 못했으므로 최댓값에 관해서는 말하지 않는다",
    ),
    "paper.methods.software": (
        "Figures and numbers were made with reportgen {version}",
        "그림과 값은 reportgen {version}(으)로 만들었다",
    ),
}

_TABLES: Final[dict[str, tuple[str, str]]] = {
    "paper.table.run": ("The run and how it was read", "실행과 읽은 방식"),
    "paper.table.peak": (
        "The peak of layer {layer:nth}, mean over its heads, {where:where}",
        "{layer:nth}층 헤드 평균의 최댓값({where:where})",
    ),
    "paper.table.layers": ("Every layer, mean over its heads", "층별 값(헤드 평균)"),
    "paper.table.heads": ("Every head", "모든 헤드"),
    "paper.table.scales": (
        "Physical time scales, mapped through the forecast period",
        "예보 구간을 반영한 물리적 시간 규모",
    ),
    "paper.table.checks": ("The checklist", "점검표"),
    "paper.head.fact": ("Quantity", "항목"),
    "paper.head.value": ("Value", "값"),
    "paper.head.interval": ("95% interval", "95% 구간"),
    "paper.head.even": ("Uniform", "균등"),
    "paper.head.check": ("Check", "점검"),
    "paper.head.verdict": ("Verdict", "판정"),
    "paper.head.measured": ("Measured", "측정값"),
    "paper.head.criterion": ("Criterion", "기준"),
    "paper.row.samples": ("Samples", "표본 수"),
    "paper.row.blocks": ("Independent blocks", "독립 블록 수"),
    "paper.row.files": ("Files read (left out)", "읽은 파일 수(뺀 수)"),
    "paper.row.model": ("Layers, heads", "층 수, 헤드 수"),
    "paper.row.tokens": ("Queries, keys", "질의 수, 키 수"),
    "paper.row.stored": ("Stored as", "저장 형식"),
    "paper.row.mask": ("Mask", "마스크"),
    "paper.row.readout": ("Readout", "읽기 방식"),
    "paper.row.cadence": ("Spacing of the tokens", "토큰 간격"),
    "paper.row.window": ("First to last input", "첫 입력에서 마지막 입력까지"),
    "paper.row.issue": ("Last input to issue", "마지막 입력에서 발표까지"),
    "paper.row.forecast": ("Forecast, after issue", "예보 구간(발표 후)"),
    "paper.row.share": ("Share of attention", "어텐션의 몫"),
    "paper.row.lift": ("Lift", "리프트"),
    "paper.row.p-rows": ("p, weights within rows", "p(행 안의 가중치)"),
    "paper.row.p-samples": ("p, samples", "p(표본)"),
    "paper.row.entropy": ("Normalised entropy", "정규화 엔트로피"),
    "paper.row.effective": ("Effective keys", "유효 키 수"),
    "paper.value.pair": ("{one:int}, {two:int}", "{one:int}, {two:int}"),
    "paper.value.with": ("{one:int} ({two:int})", "{one:int}({two:int})"),
    "paper.value.pval": ("{p:p}", "{p:p}"),
    "paper.value.hours": ("{hours:h}", "{hours:h}"),
    "paper.value.hrange": ("{iv:hrange}", "{iv:hrange}"),
    "paper.value.pctrange": ("{iv:pctrange}", "{iv:pctrange}"),
    "paper.value.range2": ("{iv:range2}", "{iv:range2}"),
    "paper.value.mask": ("{kind:term}, {source:term}", "{kind:term}({source:term})"),
    "paper.value.stored": ("{dtype} (precision {precision})", "{dtype}(정밀도 {precision})"),
    "paper.value.term": ("{x:term}", "{x:term}"),
}

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "paper.title": ("Attention of {name}: material for a manuscript", "{name}의 어텐션: 논문 자료"),
    "paper.section.methods": ("Methods", "방법"),
    "paper.section.result": ("Result", "결과"),
    "paper.section.limits": ("Limits", "한계"),
    "paper.section.figures": ("Figures", "그림"),
    "paper.section.tables": ("Tables", "표"),
    "paper.untested": ("Not tested: {items}", "검정하지 않은 것: {items}"),
    "paper.figure": ("Figure {n:int}", "그림 {n:int}"),
    "paper.cite": ("({works})", "({works})"),
}

MESSAGES: Final[dict[str, tuple[str, str]]] = {**_METHODS, **_TABLES, **_WORDS}
