"""How it was done: methods, definitions, files, provenance; (English, Korean)."""

from __future__ import annotations

from typing import Final

_RUN_METHODS: Final = {
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

_DEFINITIONS: Final = {
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

_FILES: Final = {
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

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    **_RUN_METHODS,
    **_DEFINITIONS,
    **_FILES,
}
