"""Runs side by side: what differs, what does not, and what repeats share."""

from __future__ import annotations

from typing import Final

_PAGE: Final[dict[str, tuple[str, str]]] = {
    "compare.title": ("comparison of runs", "실행 비교"),
    "compare.run": ("{label}: {name}", "{label}: {name}"),
    "compare.nav.now": ("Result", "결과"),
    "compare.nav.repeats": ("Repeats", "반복 학습"),
    "compare.nav.differences": ("Differences", "차이"),
    "compare.nav.heads": ("Heads", "헤드"),
    "compare.nav.runs": ("Runs", "실행"),
    "compare.section.repeats": ("Repeats of one experiment", "같은 실험의 반복 학습"),
    "compare.section.differences": (
        "What differs between {first} and {other}",
        "{first}과(와) {other}의 차이",
    ),
    "compare.section.heads": ("Heads matched by distance", "거리로 짝지은 헤드"),
    "compare.section.runs": ("Runs and methods", "실행과 방법"),
    "compare.headline.differ": (
        "{differ:int} of {of:int} comparable figures differ between {first} and {other}",
        "비교할 수 있는 지표 {of:int}개 가운데 {differ:int}개가 {first}과(와) {other} 사이에서 다르다",
    ),
    "compare.headline.same": (
        "None of {of:int} comparable figures differs between {first} and {other}",
        "비교할 수 있는 지표 {of:int}개 모두 {first}과(와) {other} 사이에 차이가 없다",
    ),
    "compare.headline.untested": (
        "{first} beside {other}: too few independent samples for intervals",
        "{first}과(와) {other}: 독립 표본이 적어 구간을 구할 수 없다",
    ),
    "compare.headline.group": (
        "{sharing:int} of {runs:int} trainings peak {where:at}",
        "{runs:int}번의 학습 가운데 {sharing:int}번에서 어텐션이 {where:at} 가장 높다",
    ),
    "compare.headline.group-none": (
        "In none of {runs:int} trainings does a peak stand out",
        "{runs:int}번의 학습 모두 뚜렷한 최댓값이 없다",
    ),
    "compare.deck.earlier": (
        "The peak of {other} lies {hours:h} further back: {there:where}, against {here:where} in {first}.",
        "{other}의 최댓값은 {hours:h} 더 과거에 있다. {first}은(는) {here:where}, {other}은(는) {there:where}이다.",
    ),
    "compare.deck.later": (
        "The peak of {other} lies {hours:h} closer: {there:where}, against {here:where} in {first}.",
        "{other}의 최댓값은 {hours:h} 더 가까이 있다. {first}은(는) {here:where}, {other}은(는) {there:where}이다.",
    ),
    "compare.deck.same-place": (
        "The peaks of {first} ({here:where}) and {other} ({there:where}) cannot be told apart.",
        "{first}({here:where})과(와) {other}({there:where})의 최댓값 위치는 구별되지 않는다.",
    ),
    "compare.deck.no-peak": (
        "A peak does not stand out in both runs, so places are not compared in words.",
        "두 실행 모두에서 뚜렷한 최댓값이 있는 것은 아니므로 위치는 말로 비교하지 않는다.",
    ),
    "compare.deck.verdicts": (
        "From {first} to {other} the verdict of {changes:int} [check|checks] changed, {worse:int} for the worse.",
        "{first}에서 {other}(으)로 가면서 점검 {changes:int}개의 판정이 바뀌었고, 그중 {worse:int}개는 나빠졌다.",
    ),
    "compare.deck.no-verdicts": (
        "{first} and {other} have the same verdicts in the checklist.",
        "점검표의 판정은 {first}과(와) {other} 사이에 차이가 없다.",
    ),
    "compare.deck.standing": (
        "A peak stands out in {standing:int} of {runs:int} trainings.",
        "{runs:int}번의 학습 가운데 {standing:int}번에서 뚜렷한 최댓값이 있다.",
    ),
    "compare.doubt.one-training": (
        "Each run is one training: what differs may differ between two seeds, too. Compare repeats with `--group`.",
        "실행마다 학습은 한 번뿐이다. 시드만 바꾸어도 이만큼 다를 수 있다. 반복 학습은 `--group`으로 비교한다.",
    ),
    "compare.doubt.chance": (
        "With {of:int} intervals of 95 %, about {chance:n1} leave out zero by chance alone.",
        "95% 구간 {of:int}개 가운데 {chance:n1}개쯤은 우연만으로도 0을 벗어난다.",
    ),
    "compare.doubt.few-runs": (
        "{runs:int} runs are {runs:int} observations: the interval of their mean is wide.",
        "실행 {runs:int}개는 관측 {runs:int}개다. 평균의 구간이 넓다.",
    ),
    "compare.doubt.same-samples": (
        "The runs share reference times; resampled independently, their intervals are wider than those of paired samples.",
        "두 실행의 기준 시각이 겹친다. 따로 재표집하므로 짝을 지은 표본보다 구간이 넓다.",
    ),
}

_FIGURES: Final[dict[str, tuple[str, str]]] = {
    "compare.figure.last_1h": ("Share of the last 1 h", "마지막 1시간의 비율"),
    "compare.figure.last_3h": ("Share of the last 3 h", "마지막 3시간의 비율"),
    "compare.figure.last_6h": ("Share of the last 6 h", "마지막 6시간의 비율"),
    "compare.figure.hours_half": ("Hours that hold half", "절반이 모인 시간"),
    "compare.figure.peak_hours": ("Peak, hours back", "최댓값의 위치(몇 시간 전)"),
    "compare.figure.normalized_entropy": ("Normalised entropy", "정규화 엔트로피"),
    "compare.figure.gini": ("Gini coefficient", "지니 계수"),
    "compare.figure.effective_keys": ("Effective keys", "유효 키 수"),
    "compare.figure.early_third": (
        "Share of the earliest third",
        "가장 이른 3분의 1의 비율",
    ),
    "compare.figure.diagonal_excess": (
        "Diagonal above an even share",
        "균등값을 넘는 대각선 비율",
    ),
    "compare.figure.peak_lift": ("Lift of the peak", "최댓값의 리프트(lift)"),
    "compare.value.share": ("{x:pct}", "{x:pct}"),
    "compare.value.hours": ("{x:h}", "{x:h}"),
    "compare.value.number": ("{x:g3}", "{x:g3}"),
    "compare.estimate.share": ("{x:pct} ({interval:pctrange})", "{x:pct}({interval:pctrange})"),
    "compare.estimate.hours": ("{x:h} ({interval:hrange})", "{x:h}({interval:hrange})"),
    "compare.estimate.number": ("{x:g3} ({interval:range3})", "{x:g3}({interval:range3})"),
    "compare.interval.share": ("{interval:pctrange}", "{interval:pctrange}"),
    "compare.interval.hours": ("{interval:hrange}", "{interval:hrange}"),
    "compare.interval.number": ("{interval:range3}", "{interval:range3}"),
    "compare.change.share": ("{x:s1}\u00a0points", "{x:s1}%포인트"),
    "compare.change.hours": ("{x:s2}\u00a0h", "{x:s2}시간"),
    "compare.change.number": ("{x:s3}", "{x:s3}"),
    "compare.changes.share": (
        "{low:s1} to {high:s1}\u00a0points",
        "{low:s1}\u2060~\u2060{high:s1}%포인트",
    ),
    "compare.changes.hours": ("{low:s2} to {high:s2}\u00a0h", "{low:s2}\u2060~\u2060{high:s2}시간"),
    "compare.changes.number": ("{low:s3} to {high:s3}", "{low:s3}\u2060~\u2060{high:s3}"),
    "compare.spread.share": ("{x:n1}\u00a0points", "{x:n1}%포인트"),
    "compare.spread.hours": ("{x:n2}\u00a0h", "{x:n2}시간"),
    "compare.spread.number": ("{x:n3}", "{x:n3}"),
    "compare.nothing": ("—", "—"),
    "compare.differs": ("differs", "다름"),
    "compare.alike": ("not shown", "확인되지 않음"),
    "compare.unknown": ("no interval", "구간 없음"),
    "compare.why.no-hours": ("needs hours in both runs", "두 실행 모두 시간 정보가 있어야 함"),
    "compare.why.clock": (
        "one run counts from issue, the other from its last input",
        "한쪽은 예보 발표, 다른 쪽은 마지막 입력을 기준으로 함",
    ),
    "compare.why.mask": ("the masks differ", "마스크가 다름"),
    "compare.why.tokens": (
        "window or cadence differ",
        "창 길이나 자료 간격이 다름",
    ),
    "compare.why.absent": ("a run does not have it", "한 실행에 이 값이 없음"),
}

_TABLES: Final[dict[str, tuple[str, str]]] = {
    "compare.table.differences": ("Figures", "지표"),
    "compare.table.not-compared": ("Left out", "비교하지 않은 지표"),
    "compare.table.verdicts": ("Verdicts that changed", "바뀐 판정"),
    "compare.table.heads": (
        "Partners of the heads of {first} in {other}",
        "{first} 헤드의 {other} 쪽 짝",
    ),
    "compare.table.spreads": ("Spread between the runs", "실행 사이의 퍼짐"),
    "compare.table.runs": ("Runs", "실행"),
    "compare.head.figure": ("Figure", "지표"),
    "compare.head.run": ("{label} (95 % interval)", "{label} (95% 구간)"),
    "compare.head.difference": ("{other} − {first}", "{other} − {first}"),
    "compare.head.interval": ("95 % interval", "95% 구간"),
    "compare.head.verdict": ("Difference", "차이"),
    "compare.head.why": ("Why", "이유"),
    "compare.head.check": ("Check", "점검"),
    "compare.head.label": ("{label}", "{label}"),
    "compare.head.direction": ("Change", "변화"),
    "compare.head.head": ("Head of {label}", "{label}의 헤드"),
    "compare.head.distance": ("Distance", "거리"),
    "compare.head.same-place": ("To the same number", "같은 번호와의 거리"),
    "compare.head.floor": ("Noise floor", "잡음 수준"),
    "compare.head.reading": ("Reading", "판단"),
    "compare.head.mean": ("Mean", "평균"),
    "compare.head.mean-interval": ("95 % interval of the mean", "평균의 95% 구간"),
    "compare.head.between": ("Between runs (SD)", "실행 사이(표준편차)"),
    "compare.head.within": ("Within a run (± 95 %)", "실행 안(±95%)"),
    "compare.head.values": ("Runs, lowest to highest", "실행별 최솟값~최댓값"),
    "compare.head.name": ("Run", "실행"),
    "compare.head.samples": ("Samples", "표본"),
    "compare.head.blocks": ("Blocks", "블록"),
    "compare.head.model": ("Layers × heads", "층 × 헤드"),
    "compare.head.cadence": ("Cadence", "자료 간격"),
    "compare.head.window": ("Window", "창"),
    "compare.head.mask": ("Mask", "마스크"),
    "compare.head.status": ("Verdict", "판정"),
    "compare.head.peak": ("Peak", "최댓값"),
    "compare.status": ("{glyph} {status:term}", "{glyph} {status:term}"),
    "compare.mask": ("{kind:term}", "{kind:term}"),
    "compare.where": ("{where:where}", "{where:where}"),
    "compare.count": ("{x:int}", "{x:int}"),
    "compare.model": ("{layers:int} × {heads:int}", "{layers:int} × {heads:int}"),
    "compare.place": ("layer {layer:nth}, head {head:nth}", "층 {layer:nth}, 헤드 {head:nth}"),
    "compare.head-only": ("head {head:nth}", "헤드 {head:nth}"),
    "compare.worse": ("worse", "나빠짐"),
    "compare.better": ("better", "나아짐"),
    "compare.untested": ("judged in one run only", "한 실행에서만 판정"),
    "compare.heads.noise": ("within noise", "잡음 이내"),
    "compare.heads.other": ("beyond noise", "잡음보다 큼"),
    "compare.heads.unknown": ("no noise floor", "잡음 수준 없음"),
    "compare.heads.permuted": (
        "Heads of {first} and {other} are in another order: {moved:int} of {of:int} have a partner of another number. "
        "Mean distance {distance:n3} to the partner, {same:n3} to the same number.",
        "{first}과(와) {other}의 헤드 순서가 다르다. 헤드 {of:int}개 가운데 {moved:int}개의 짝이 다른 번호다. "
        "짝과의 평균 거리는 {distance:n3}, 같은 번호와의 평균 거리는 {same:n3}이다.",
    ),
    "compare.heads.unclear": (
        "Which head of {other} is which of {first} cannot be told everywhere: {moved:int} of {of:int} have a partner of another "
        "number, but that of their own is no farther away than noise. Mean distance to the partner {distance:n3}.",
        "{first}의 헤드가 {other}의 어느 헤드인지 모두 가릴 수는 없다. 헤드 {of:int}개 가운데 {moved:int}개는 짝의 번호가 다르지만 "
        "같은 번호의 헤드도 잡음 수준 안에 있다. 짝과의 평균 거리는 {distance:n3}이다.",
    ),
    "compare.heads.ordered": (
        "Every head of {first} is closest to the head of the same number of {other}; mean distance {distance:n3}.",
        "{first}의 모든 헤드가 {other}의 같은 번호 헤드와 짝이 된다. 평균 거리는 {distance:n3}이다.",
    ),
    "compare.heads.left-out-model": (
        "Heads are not matched: the models have other layers or heads.",
        "모델의 층이나 헤드 수가 달라 헤드를 짝짓지 않았다.",
    ),
    "compare.heads.left-out-tokens": (
        "Heads are not matched: the runs have other numbers of tokens.",
        "토큰 수가 달라 헤드를 짝짓지 않았다.",
    ),
    "compare.heads.left-out-weights": (
        "Heads are not matched: the weights of a run are no probabilities.",
        "한 실행의 가중치가 확률이 아니어서 헤드를 짝짓지 않았다.",
    ),
    "compare.remark.differences": (
        "A difference is shown where its 95 % interval leaves out zero. Both runs are resampled in independent blocks of time, "
        "each by itself. Lift and effective keys are compared only where window, cadence and mask are the same; "
        "the place of a peak is known to within a cell, and where the cadences differ the interval is wider by half a cell of both.",
        "차이의 95% 구간이 0을 벗어나면 차이가 있다고 본다. 두 실행은 독립된 시간 블록으로 따로 재표집했다. "
        "리프트(lift)와 유효 키 수는 창, 자료 간격, 마스크가 같을 때만 비교한다. "
        "최댓값의 위치는 한 칸 안에서는 알 수 없으므로, 자료 간격이 다르면 두 칸의 절반만큼 구간을 넓혔다.",
    ),
    "compare.remark.heads": (
        "Heads of a layer have no order: each layer's partners are chosen so that the sum of their distances is least (Hungarian method). "
        "The noise floor is the larger of the two heads' distances to themselves between halves of the samples.",
        "한 층의 헤드에는 순서가 없다. 층마다 거리의 합이 가장 작아지도록 짝을 정했다(헝가리안 방법). "
        "잡음 수준은 표본을 반씩 나누었을 때 두 헤드 각각이 자기 자신과 떨어진 거리 가운데 큰 값이다.",
    ),
    "compare.remark.spreads": (
        "A run is one observation: the interval of the mean is that of Student's t over {runs:int} runs. "
        "Within a run: the mean half-width of the runs' own intervals over their samples.",
        "실행 하나가 관측 하나다. 평균의 구간은 실행 {runs:int}개로 구한 스튜던트 t 구간이다. "
        "실행 안의 값은 표본으로 구한 각 실행 구간의 반너비를 평균한 것이다.",
    ),
    "compare.remark.place": (
        "A training shares the place where its peak stands out and lies within one cell of it.",
        "뚜렷한 최댓값이 그 위치에서 한 칸 이내에 있으면 위치가 같다고 본다.",
    ),
    "compare.since.title": ("Since the last report here:", "이전 보고서와 비교:"),
    "compare.since.same": (
        "Nothing changed since the last report here.",
        "이전 보고서와 달라진 것이 없다.",
    ),
    "compare.since.check": (
        "{check}: {before:term} → {after:term}",
        "{check}: {before:term} → {after:term}",
    ),
    "compare.since.figure": (
        "{figure}: {before:g3} → {after:g3}",
        "{figure}: {before:g3} → {after:g3}",
    ),
    "compare.since.count": (
        "{figure}: {before:int} → {after:int}",
        "{figure}: {before:int} → {after:int}",
    ),
    "compare.since.beyond": (
        "{figure}: {before:g3} → {after:g3}, outside its last 95 % interval ({interval:range3})",
        "{figure}: {before:g3} → {after:g3}, 이전 95% 구간({interval:range3}) 밖",
    ),
    "compare.since.samples": ("samples", "표본"),
    "compare.since.peak-hours": ("peak, hours before issue", "최댓값 위치(예보 발표 전 시간)"),
    "compare.since.peak-key": ("peak, key", "최댓값의 키"),
    "compare.since.share": ("share of the peak", "최댓값의 비율"),
    "compare.since.lift": ("lift of the peak", "최댓값의 리프트(lift)"),
    "compare.since.entropy": ("normalised entropy", "정규화 엔트로피"),
    "ladder.repeats.no-peak": (
        "In none of {runs:int} trainings does a peak stand out.",
        "{runs:int}번의 학습 모두 뚜렷한 최댓값이 없다.",
    ),
}

_DRAWN: Final[dict[str, tuple[str, str]]] = {
    "compare.profile.title": ("Attention per hour, run by run", "실행별 시간당 어텐션"),
    "compare.profile.lane": ("{label}: {name}", "{label}: {name}"),
    "compare.profile.difference": (
        "{other} − {first}, with 95 % interval",
        "{other} − {first}, 95% 구간",
    ),
    "compare.profile.caption": (
        "Share of attention on one scale; a peak that stands out is coloured. "
        "Below, the difference on the coarser run's cells within both windows; the band is its 95 % interval, bin by bin.",
        "어텐션 비율을 같은 눈금으로 그렸다. 뚜렷한 최댓값은 색으로 표시했다. "
        "아래는 두 창에 모두 들어 있는 시간에서 더 성긴 쪽의 칸으로 구한 차이다. 띠는 칸마다의 95% 구간이다.",
    ),
    "compare.profile.caption-bins": (
        "Between {first} and {other} the difference of {outside:int} of {bins:int} bins leaves out zero.",
        "{first}과(와) {other}의 차이는 {bins:int}칸 가운데 {outside:int}칸에서 0을 벗어난다.",
    ),
    "compare.profile.alt": (
        "Bars of attention by hour for {runs:int} runs, and the differences from the first.",
        "실행 {runs:int}개의 시간별 어텐션 막대와 첫 실행과의 차이.",
    ),
}

MESSAGES: Final[dict[str, tuple[str, str]]] = {**_PAGE, **_FIGURES, **_TABLES, **_DRAWN}
