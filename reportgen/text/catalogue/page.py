"""Words of the page itself: section titles, table heads, provenance; (English, Korean)."""

from __future__ import annotations

_FRAME = {
    "page.title": ("attention report", "어텐션 보고서"),
    "page.language": ("Language", "언어"),
    "page.contents": ("Contents", "차례"),
    "page.skip-to-content": ("Skip to the finding", "결론으로 건너뛰기"),
    "page.made-by": (
        "Made by reportgen {version} from the weights alone. Attention is not explanation.",
        "reportgen {version}이(가) 가중치만으로 만들었다. 어텐션은 설명이 아니다.",
    ),
    "page.section.checklist": ("Checklist", "점검표"),
    "page.section.when": ("When, and on what", "언제, 무엇을 보는가"),
    "page.section.plots": ("The three plots", "세 그림"),
    "page.section.samples": ("Samples", "표본"),
    "page.section.heads": ("Heads", "헤드"),
    "page.section.layers": ("Layers", "층"),
    "page.section.tested": ("Tested, and not tested", "검정한 것과 하지 않은 것"),
    "page.section.methods": ("Methods", "방법"),
    "page.section.files": ("Files and provenance", "파일과 출처"),
    "page.section.guide": ("How to read this report", "읽는 법"),
}

_CONTENTS = {
    "page.nav.now": ("Finding", "결론"),
    "page.nav.ladder": ("How far it holds", "유효 범위"),
    "page.nav.checklist": ("Checklist", "점검표"),
    "page.nav.when": ("When and on what", "언제, 무엇을"),
    "page.nav.plots": ("Three plots", "세 그림"),
    "page.nav.samples": ("Samples", "표본"),
    "page.nav.heads": ("Heads", "헤드"),
    "page.nav.layers": ("Layers", "층"),
    "page.nav.tested": ("Tested or not", "검정 여부"),
    "page.nav.methods": ("Methods", "방법"),
    "page.nav.files": ("Files", "파일"),
    "page.nav.guide": ("How to read", "읽는 법"),
}

_MASTHEAD = {
    "page.facts.samples": ("{n:int} [sample|samples]", "표본 {n:int}개"),
    "page.facts.model": (
        "{layers:int}-layer, {heads:int}-head model",
        "{layers:int}층 × {heads:int}헤드",
    ),
    "page.facts.tokens": (
        "{queries:int} queries × {keys:int} keys",
        "질의 {queries:int} × 키 {keys:int}",
    ),
    "page.facts.cadence": (
        "{keys:int} [input|inputs] {cadence:h} apart",
        "{cadence:h} 간격 입력 {keys:int}개",
    ),
    "page.facts.irregular": (
        "{keys:int} [input|inputs] over {window:h}, unevenly spaced",
        "{window:h}에 걸친 고르지 않은 입력 {keys:int}개",
    ),
    "page.facts.forecast": (
        "forecast {period:hrange} after issue",
        "예보 구간은 발표 후 {period:hrange}",
    ),
    "page.facts.no-time": (
        "no cadence declared, positions in steps",
        "시간 간격이 지정되지 않아 위치를 스텝으로 적음",
    ),
}

_FINDING = {
    "page.last-hours": ("last {hours:h}", "마지막 {hours:h}"),
    "page.last-hours.share": ("{share:pct}", "{share:pct}"),
    "page.last-hours.even": ("even: {even:pct}", "균등값 {even:pct}"),
    "page.ladder.shown": ("Shown", "확인됨"),
    "page.doubts": ("Doubtful: {n:int}", "의심스러운 점: {n:int}가지"),
    "page.safe": ("What may be written", "이렇게 쓸 수 있다"),
}

_CHECKLIST = {
    "page.count.fail": ("{n:int} [failure|failures]", "실패 {n:int}"),
    "page.count.warn": ("{n:int} [warning|warnings]", "경고 {n:int}"),
    "page.count.info": ("{n:int} [note|notes]", "참고 {n:int}"),
    "page.count.pass": ("{n:int} passed", "통과 {n:int}"),
    "page.count.skip": ("{n:int} not decidable", "판단 불가 {n:int}"),
    "page.worst-first": ("Worst first.", "나쁜 것부터 적었다."),
    "page.profile.default": (
        "Criteria: reportgen’s own, relative to even attention under the same mask.",
        "기준: 같은 마스크 아래의 균등한 어텐션에 견준 reportgen의 기준.",
    ),
    "page.profile.guide": (
        "Criteria: those of the users’ guide, as written there; where they cannot apply, "
        "the row says so.",
        "기준: 사용자 안내서에 적힌 그대로. 적용할 수 없는 곳은 그 줄에 적었다.",
    ),
    "page.check.status": ("Status", "상태"),
    "page.check.what": ("What", "항목"),
    "page.check.measured": ("Measured, criterion", "측정값과 기준"),
    "page.check.meaning": ("So what", "뜻"),
    "page.check.action": ("What to do", "할 일"),
    "page.check.criterion-is": ("criterion:", "기준:"),
}

_TABLES = {
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

_NUMBERS = {
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

_RUN_METHODS = {
    "page.method.run": ("This run", "이 실행"),
    "page.method.definitions": ("Definitions", "정의"),
    "page.method.references": ("References", "참고 문헌"),
    "page.head.term": ("Term", "용어"),
    "page.head.definition": ("Definition", "정의"),
    "page.head.value": ("Here", "이 실행의 값"),
    "page.head.fact": ("Fact", "사실"),
    "page.method.focus": ("Focus", "초점"),
    "page.method.focus.text": (
        "Mean over the heads of layer {layer:nth}, the plane that the finding speaks of. Figures are "
        "averaged over the rows of a sample first, then over samples: each sample counts once.",
        "층 {layer:nth}의 헤드 평균이며 결론이 가리키는 평면이다. 값은 표본 안의 행에서 먼저, 그다음 표본에서 "
        "평균하므로 표본마다 한 번씩 센다.",
    ),
    "page.method.readout": ("Readout", "읽기 방식"),
    "page.method.readout.mean": (
        "Mean over all queries, which suits a mean-pooled model.",
        "모든 질의의 평균. 평균 풀링 모델에 맞다.",
    ),
    "page.method.readout.last": (
        "The last query only, which suits a last-token readout.",
        "마지막 질의만. 마지막 토큰을 읽는 모델에 맞다.",
    ),
    "page.method.readout.cls": (
        "The first query only, which suits a CLS token.",
        "첫 질의만. CLS 토큰을 읽는 모델에 맞다.",
    ),
    "page.method.mask": ("Mask", "마스크"),
    "page.method.mask.text": ("{kind:term}, {source:term}.", "{kind:term}({source:term})."),
    "page.method.mask.window": (
        "{kind:term} of {width:int} keys, {source:term}.",
        "키 {width:int}개의 {kind:term}({source:term}).",
    ),
    "page.method.precision": ("Precision", "정밀도"),
    "page.method.precision.text": (
        "Stored as {dtype}; the values themselves are {precision}.",
        "{dtype}(으)로 저장되었고 값 자체의 정밀도는 {precision}이다.",
    ),
    "page.method.null": ("Is the peak real?", "최댓값은 진짜인가"),
    "page.method.null.both": (
        "Two nulls, and a claim must beat both. Rows: within each row the weights could sit on any "
        "key in sight ({rows:pval}). Samples: the lift of each sample or block could point either "
        "way ({samples:pval}). The larger counts: {p:pval}, corrected for the choice among keys.",
        "두 귀무가설을 모두 물리쳐야 한다. 행: 각 행의 가중치가 볼 수 있는 어느 키에나 놓일 수 있다"
        "({rows:pval}). 표본: 표본 또는 블록의 리프트가 어느 쪽으로나 향할 수 있다({samples:pval}). "
        "둘 중 큰 값({p:pval})을 쓰며, 키 가운데 최댓값을 골랐다는 점을 반영했다.",
    ),
    "page.method.null.rows": (
        "Only the null of rows could be tested ({rows:pval}): within each row the weights could sit "
        "on any key in sight. Below six samples or blocks the null of samples has no power, so "
        "the statement holds within these samples only.",
        "행의 귀무가설만 검정할 수 있었다({rows:pval}): 각 행의 가중치가 볼 수 있는 어느 키에나 놓일 수 "
        "있다. 표본이나 블록이 여섯보다 적으면 표본의 귀무가설은 검정력이 없으므로 이 표본들 안에서만 "
        "성립한다.",
    ),
    "page.method.interval": ("Intervals", "구간"),
    "page.method.interval.blocks": (
        "95%, bootstrap over {blocks:int} blocks of {hours:h}, because windows overlap.",
        "95% 구간. 입력 창이 겹치므로 {hours:h} 길이의 블록 {blocks:int}개를 재표집했다.",
    ),
    "page.method.interval.independent": (
        "95%, bootstrap over {blocks:int} samples. Without reference times they are assumed to be "
        "independent.",
        "95% 구간. 표본 {blocks:int}개를 재표집했다. 기준 시각이 없어 서로 독립이라고 가정했다.",
    ),
    "page.method.interval.none": (
        "None: one sample has no spread.",
        "없음: 표본 하나로는 퍼짐을 알 수 없다.",
    ),
    "page.method.block-average": ("Drawn matrices", "그린 행렬"),
    "page.method.block-average.text": (
        "Matrices are drawn as means of {block:int} × {block:int} cells; every figure was "
        "computed from all cells first.",
        "행렬은 {block:int} × {block:int}칸의 평균으로 그렸다. 값은 모두 전체 칸에서 먼저 계산했다.",
    ),
    "page.method.clock": ("Time", "시간"),
    "page.method.clock.declared": (
        "{window:h} from the first to the last input ({source:term}).",
        "첫 입력에서 마지막 입력까지 {window:h}({source:term}).",
    ),
    "page.method.clock.detail": (
        "{window:h} from the first to the last input ({source:term}, {detail}).",
        "첫 입력에서 마지막 입력까지 {window:h}({source:term}, {detail}).",
    ),
    "page.method.clock.undeclared": (
        "Not declared, and never assumed: axes are in steps. Declare it with `--cadence`, "
        "for example `--cadence 12min`, or in `reportgen.yaml`.",
        "지정되지 않았고 추측하지 않으므로 축은 스텝이다. `--cadence 12min` 같은 옵션이나 "
        "`reportgen.yaml`에서 지정한다.",
    ),
    "page.method.stamp": ("Time stamps", "시각의 뜻"),
    "page.method.stamp.start": (
        "A stamp marks the start of its interval; a token covers {cell:h}.",
        "시각은 구간의 시작이며 토큰 하나는 {cell:h}을(를) 나타낸다.",
    ),
    "page.method.stamp.middle": (
        "A stamp marks the middle of its interval; a token covers {cell:h}.",
        "시각은 구간의 가운데이며 토큰 하나는 {cell:h}을(를) 나타낸다.",
    ),
    "page.method.stamp.end": (
        "A stamp marks the end of its interval; a token covers {cell:h}.",
        "시각은 구간의 끝이며 토큰 하나는 {cell:h}을(를) 나타낸다.",
    ),
    "page.method.issue": ("Issue of the forecast", "예보 발표"),
    "page.method.issue.known": (
        "{offset:h} after the last input.",
        "마지막 입력에서 {offset:h} 뒤.",
    ),
    "page.method.issue.unknown": (
        "Not declared: hours before the last input are given instead.",
        "지정되지 않아 마지막 입력 전의 시간으로 적는다.",
    ),
    "page.method.tokens": ("Tokens", "토큰"),
    "page.method.tokens.patches": (
        "Patches of {length:int} steps, {stride:int} apart: a place is known no finer than a patch.",
        "{stride:int}스텝마다 놓인 {length:int}스텝 길이의 패치. 위치는 패치보다 자세히 알 수 없다.",
    ),
    "page.method.tokens.padded": (
        "{share:pct0} of the last patch lies beyond the window.",
        "마지막 패치의 {share:pct0}는 입력 창 밖이다.",
    ),
    "page.method.tokens.prefix": (
        "{n:int} prefix [token has|tokens have] no time.",
        "앞에 붙은 토큰 {n:int}개에는 시간이 없다.",
    ),
    "page.method.gaps": ("Gaps", "빈 구간"),
    "page.method.gaps.text": (
        "{n:int} [gap|gaps]; the longest is {longest:h}, after step {step:int}.",
        "빈 구간 {n:int}개. 가장 긴 것은 스텝 {step:int} 뒤의 {longest:h}이다.",
    ),
}

_DEFINITIONS = {
    "page.define.incoming": ("Incoming attention", "받은 어텐션"),
    "page.define.incoming.text": (
        "Sum of the weights that all queries put on a key.",
        "모든 질의가 한 키에 준 가중치의 합.",
    ),
    "page.define.importance": ("Share", "몫"),
    "page.define.importance.text": (
        "Incoming attention divided by the number of queries; over all keys it sums to 1.",
        "받은 어텐션을 질의 수로 나눈 값. 모든 키에서 더하면 1이다.",
    ),
    "page.define.lift": ("Lift", "리프트(lift)"),
    "page.define.lift.text": (
        "Incoming attention divided by what even attention under the same mask would give; 1 is an "
        "even share.",
        "받은 어텐션을 같은 마스크 아래에서 균등하게 나눈 어텐션으로 나눈 값. 1이면 균등값이다.",
    ),
    "page.define.critical": ("Critical timestep", "임계 시점(critical timestep)"),
    "page.define.critical.text": (
        "Lift above 1.5 and both p below 0.05.",
        "리프트가 1.5보다 크고 두 p가 모두 0.05보다 작다.",
    ),
    "page.define.entropy": ("Entropy", "엔트로피"),
    "page.define.entropy.text": (
        "Minus the sum over keys of weight times its natural logarithm, mean over rows, in nats.",
        "가중치와 그 자연로그의 곱을 키에서 더해 부호를 바꾼 값. 행의 평균이며 단위는 nat이다.",
    ),
    "page.define.normalized": ("Normalised entropy", "정규화 엔트로피"),
    "page.define.normalized.text": (
        "Entropy of a row divided by the logarithm of the number of keys it may see; 1 is even.",
        "행의 엔트로피를 그 행이 볼 수 있는 키 수의 로그로 나눈 값. 1이면 균등하다.",
    ),
    "page.define.effective": ("Effective keys", "유효 키 수"),
    "page.define.effective.text": (
        "Exponential of the entropy: over how many keys a row is spread.",
        "엔트로피의 지수. 한 행이 몇 개의 키에 퍼져 있는지를 뜻한다.",
    ),
    "page.define.gini": ("Gini", "지니 계수"),
    "page.define.gini.text": (
        "Gini coefficient of the weights of a row over the keys in sight; 0 is even.",
        "볼 수 있는 키에 대한 한 행의 가중치의 지니 계수. 0이면 균등하다.",
    ),
    "page.define.unevenness": ("Unevenness", "불균등도"),
    "page.define.unevenness.text": (
        "Standard deviation over the allowed cells of weight times the keys in sight; 0 is even.",
        "허용된 칸에서 가중치와 볼 수 있는 키 수를 곱한 값의 표준편차. 0이면 균등하다.",
    ),
    "page.define.diagonal": ("Diagonal mean", "대각 평균"),
    "page.define.diagonal.text": (
        "Mean weight of a query on its own position; even attention gives {null:n3}.",
        "질의가 자기 위치에 준 가중치의 평균. 균등하면 {null:n3}이다.",
    ),
    "page.define.lag": ("Mean lag", "평균 시차"),
    "page.define.lag.text": (
        "Query time less key time, weighted by attention; positive when the key lies in the past.",
        "질의 시각에서 키 시각을 뺀 값의 어텐션 가중 평균. 키가 과거이면 양수다.",
    ),
    "page.define.sink": ("Sink strength", "싱크 세기"),
    "page.define.sink.text": (
        "Mean weight on the key that draws most, over the queries that see it; even attention "
        "gives {null:n3}.",
        "가장 많이 끌어모으는 키가 그 키를 보는 질의에게서 받는 평균 가중치. 균등하면 {null:n3}이다.",
    ),
    "page.define.rollout": ("Rollout", "롤아웃"),
    "page.define.rollout.text": (
        "Product over the layers of the head-mean matrix averaged with the identity, of the "
        "sample-mean matrices, divided by the same product of even attention.",
        "표본 평균 행렬에서 헤드 평균과 항등 행렬의 평균을 층마다 곱한 뒤, 균등한 어텐션의 같은 곱으로 "
        "나눈 값.",
    ),
    "page.define.pattern": ("Pattern", "패턴"),
    "page.define.pattern.text": (
        "Shape of the mean matrix, decided on lifts; mixed when none wins.",
        "리프트로 정한 평균 행렬의 모양. 어느 것도 뚜렷하지 않으면 혼합이다.",
    ),
    "page.lag.hours": ("{x:h}", "{x:h}"),
    "page.lag.steps": ("{x:n2} steps", "{x:n2}스텝"),
}

_FILES = {
    "page.files.read.text": (
        "{read:int} read, {skipped:int} skipped.",
        "{read:int}개를 읽었고 {skipped:int}개를 건너뛰었다.",
    ),
    "page.files.skipped": ("Skipped files", "건너뛴 파일"),
    "page.head.file": ("File", "파일"),
    "page.head.reason": ("Reason", "이유"),
    "page.head.detail": ("Detail", "자세히"),
    "page.files.unread": ("Arrays left unread", "읽지 않은 배열"),
    "page.files.notes": ("How the run was understood", "실행을 이해한 방식"),
    "page.provenance": ("Provenance", "출처"),
    "page.provenance.version": ("reportgen", "reportgen"),
    "page.provenance.command": ("Command", "명령"),
    "page.provenance.digest": ("Digest of the inputs", "입력의 다이제스트"),
    "page.provenance.libraries": ("Libraries", "라이브러리"),
    "page.provenance.config": ("Configuration", "설정"),
    "page.files.outputs": (
        "Sizes and hashes of the files of this report are in report.json.",
        "이 보고서 파일의 크기와 해시는 report.json에 있다.",
    ),
}

MESSAGES: dict[str, tuple[str, str]] = {
    **_FRAME,
    **_CONTENTS,
    **_MASTHEAD,
    **_FINDING,
    **_CHECKLIST,
    **_TABLES,
    **_NUMBERS,
    **_RUN_METHODS,
    **_DEFINITIONS,
    **_FILES,
}
