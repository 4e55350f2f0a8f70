"""Checklist, first group: whether the arrays are what they are taken for."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # input-files
    "check.input-files.name": ("Input files", "입력 파일"),
    "check.input-files.criterion": (
        "all files read; stored importance reproduced",
        "모든 파일을 읽고, 저장된 중요도를 재현함",
    ),
    "check.input-files.ok.measured": (
        "{read:int} of {read:int} [file|files] read",
        "파일 {read:int}개를 모두 읽음",
    ),
    "check.input-files.ok.meaning": ("Nothing was left out.", "빠진 파일이 없다."),
    "check.input-files.ok.action": ("", ""),
    "check.input-files.skipped.measured": (
        "{skipped:int} skipped, {read:int} read",
        "{skipped:int}개 생략, {read:int}개 읽음",
    ),
    "check.input-files.skipped.meaning": (
        "The report rests on the files that could be read. Left out: {example:code}, {reason:reason}.",
        "읽을 수 있는 파일만 반영했다. 생략한 예: {example:code}, {reason:reason}.",
    ),
    "check.input-files.skipped.action": (
        "See the list of files, and write the skipped ones again.",
        "파일 목록을 보고, 생략된 파일을 다시 저장한다.",
    ),
    "check.input-files.importance-differs.measured": (
        "off by {largest:sci} in {files:int} [file|files]",
        "파일 {files:int}개에서 최대 {largest:sci} 차이",
    ),
    "check.input-files.importance-differs.meaning": (
        "The stored `temporal_importance` is not the column sum of the stored weights "
        "(tolerance {tolerance:sci}): one of the two comes from elsewhere.",
        "저장된 `temporal_importance`가 가중치의 열 합과 다르다(허용 오차 {tolerance:sci}). "
        "둘 중 하나는 다른 곳에서 온 값이다.",
    ),
    "check.input-files.importance-differs.action": (
        "Check which layer, heads and file the script saved; this report uses the weights.",
        "어느 층, 헤드, 파일에서 저장했는지 확인한다. 이 보고서는 가중치를 쓴다.",
    ),
    # finite-values
    "check.finite-values.name": ("Finite values", "유한한 값"),
    "check.finite-values.criterion": ("no NaN, no infinity", "NaN과 무한대가 없음"),
    "check.finite-values.ok.measured": ("all finite", "모두 유한"),
    "check.finite-values.ok.meaning": (
        "Every weight is a number.",
        "모든 가중치가 정상적인 수다.",
    ),
    "check.finite-values.ok.action": ("", ""),
    "check.finite-values.not-finite.measured": (
        "{cells:int} [cell|cells] ({share:pct}) in {rows:int} [row|rows]",
        "행 {rows:int}개에서 {cells:int}칸({share:pct})",
    ),
    "check.finite-values.not-finite.meaning": (
        "Rows with NaN or infinity are left out; the rest may be damaged by the same cause.",
        "NaN이나 무한대가 있는 행은 제외했다. 나머지 행도 같은 원인으로 손상되었을 수 있다.",
    ),
    "check.finite-values.not-finite.action": (
        "Look for fully masked rows, float16 overflow or a diverged training.",
        "전부 가려진 행, float16 오버플로, 학습 발산을 의심해 본다.",
    ),
    # weight-range
    "check.weight-range.name": ("Range of the weights", "가중치의 범위"),
    "check.weight-range.criterion": ("0 to 1", "0~1"),
    "check.weight-range.ok.measured": ("{min:g2} to {max:g2}", "{min:g2}~{max:g2}"),
    "check.weight-range.ok.meaning": (
        "The values can be probabilities.",
        "확률로 볼 수 있는 값이다.",
    ),
    "check.weight-range.ok.action": ("", ""),
    "check.weight-range.logits.measured": ("{min:g2} to {max:g2}", "{min:g2}~{max:g2}"),
    "check.weight-range.logits.meaning": (
        "These look like scores before the softmax (logits), not weights.",
        "가중치가 아니라 softmax를 거치기 전의 점수(logit)로 보인다.",
    ),
    "check.weight-range.logits.action": (
        "Save the output of the softmax.",
        "softmax의 출력을 저장한다.",
    ),
    "check.weight-range.percentages.measured": ("maximum {max:g3}", "최댓값 {max:g3}"),
    "check.weight-range.percentages.meaning": (
        "These look like percentages, not fractions of one.",
        "비율이 아니라 퍼센트로 저장한 값으로 보인다.",
    ),
    "check.weight-range.percentages.action": (
        "Divide by 100 before saving.",
        "100으로 나누어 저장한다.",
    ),
    "check.weight-range.negative.measured": (
        "minimum {min:g2}, {cells:int} [cell|cells] below 0",
        "최솟값 {min:g2}, 음수 {cells:int}칸",
    ),
    "check.weight-range.negative.meaning": (
        "A softmax gives no negative weight: the array is something else.",
        "softmax는 음수를 내지 않는다. 다른 배열이 저장되었다.",
    ),
    "check.weight-range.negative.action": (
        "Check which tensor the script saved.",
        "어떤 텐서를 저장했는지 확인한다.",
    ),
    "check.weight-range.above-one.measured": (
        "maximum {max:g3}, {cells:int} [cell|cells] above 1",
        "최댓값 {max:g3}, 1을 넘는 값 {cells:int}칸",
    ),
    "check.weight-range.above-one.meaning": (
        "No softmax weight exceeds 1; scaling by dropout is a common cause.",
        "softmax 가중치는 1을 넘지 않는다. 드롭아웃(dropout)의 배율이 흔한 원인이다.",
    ),
    "check.weight-range.above-one.action": (
        "Save the weights in evaluation mode.",
        "평가 모드(`model.eval()`)에서 저장한다.",
    ),
    # row-sums
    "check.row-sums.name": ("Rows sum to one", "행의 합이 1"),
    "check.row-sums.criterion": (
        "1 ± 10⁻⁵ (float16: 10⁻³, bfloat16: 5·10⁻³)",
        "1 ± 10⁻⁵ (float16: 10⁻³, bfloat16: 5·10⁻³)",
    ),
    "check.row-sums.ok.measured": ("1 ± {deviation:sci}", "1 ± {deviation:sci}"),
    "check.row-sums.ok.meaning": (
        "The arrays are softmax weights, within what {precision:term} values allow.",
        "{precision:term} 정밀도 안에서 softmax 가중치가 맞다.",
    ),
    "check.row-sums.ok.action": ("", ""),
    "check.row-sums.off.measured": (
        "{low:g4} to {high:g4}, {rows:int} [row|rows] off",
        "{low:g4}~{high:g4}, 벗어난 행 {rows:int}개",
    ),
    "check.row-sums.off.meaning": (
        "These rows are not probabilities ({precision:term} values allow {tolerance:sci}): "
        "shares and entropies cannot be trusted.",
        "이 행들은 확률이 아니다({precision:term}의 허용 오차 {tolerance:sci}). "
        "어텐션의 몫과 엔트로피를 믿을 수 없다.",
    ),
    "check.row-sums.off.action": (
        "Check the array, and whether padding or extra key columns were cut off.",
        "저장한 배열이 맞는지, 패딩이나 덧붙은 키 열이 잘려 나갔는지 확인한다.",
    ),
    "check.row-sums.logits.measured": (
        "{low:g3} to {high:g3}",
        "{low:g3}~{high:g3}",
    ),
    "check.row-sums.logits.meaning": (
        "The rows were not normalised: scores before the softmax (logits).",
        "행이 정규화되지 않았다. softmax를 거치기 전의 점수(logit)다.",
    ),
    "check.row-sums.logits.action": (
        "Save the output of the softmax.",
        "softmax의 출력을 저장한다.",
    ),
    "check.row-sums.percentages.measured": ("{low:g4} to {high:g4}", "{low:g4}~{high:g4}"),
    "check.row-sums.percentages.meaning": (
        "The rows sum to about 100: percentages were saved.",
        "행의 합이 100에 가깝다. 퍼센트로 저장한 값이다.",
    ),
    "check.row-sums.percentages.action": (
        "Divide by 100 before saving.",
        "100으로 나누어 저장한다.",
    ),
    "check.row-sums.dropout.measured": ("{low:n2} to {high:n2}", "{low:n2}~{high:n2}"),
    "check.row-sums.dropout.meaning": (
        "Sums that scatter around 1 point to dropout: the weights were saved in training mode.",
        "합이 1 주위로 흩어져 있다. 학습 모드에서 드롭아웃(dropout)을 거친 가중치로 보인다.",
    ),
    "check.row-sums.dropout.action": (
        "Call `model.eval()` before saving.",
        "`model.eval()`을 부른 뒤에 저장한다.",
    ),
    # dead-rows
    "check.dead-rows.name": ("Empty rows", "빈 행"),
    "check.dead-rows.criterion": ("no row without weight", "합이 0인 행이 없음"),
    "check.dead-rows.ok.measured": ("none", "없음"),
    "check.dead-rows.ok.meaning": (
        "Every query distributes its attention.",
        "모든 질의가 어텐션을 나누어 준다.",
    ),
    "check.dead-rows.ok.action": ("", ""),
    "check.dead-rows.dead.measured": (
        "{rows:int} [row|rows] ({share:pct})",
        "행 {rows:int}개({share:pct})",
    ),
    "check.dead-rows.dead.meaning": (
        "These queries attend to nothing, as padded or fully masked ones do; they are left out.",
        "패딩되었거나 전부 가려진 질의처럼 어텐션이 없다. 평균에서 제외했다.",
    ),
    "check.dead-rows.dead.action": (
        "If it is padding, save the mask with the weights.",
        "패딩이라면 마스크를 가중치와 함께 저장한다.",
    ),
    # mask-leak
    "check.mask-leak.name": ("Weight behind the mask", "마스크를 벗어난 가중치"),
    "check.mask-leak.criterion": ("no weight on masked keys", "가려진 키의 가중치가 0"),
    "check.mask-leak.ok.measured": ("none behind the {kind:term}", "{kind:term} 밖에는 없음"),
    "check.mask-leak.ok.meaning": (
        "Queries attend only to the keys they may see.",
        "질의가 볼 수 있는 키만 본다.",
    ),
    "check.mask-leak.ok.action": ("", ""),
    "check.mask-leak.leak.measured": (
        "{mass:pct} of the weight, {cells:int} [cell|cells]",
        "{cells:int}칸에 가중치의 {mass:pct}",
    ),
    "check.mask-leak.leak.meaning": (
        "Attention reaches keys that the {kind:term} forbids; behind a causal mask that is the future.",
        "{kind:term}(으)로 막은 키까지 어텐션이 간다. 인과 마스크라면 미래를 본 것이다.",
    ),
    "check.mask-leak.leak.action": (
        "Check the mask in the model, or declare the right one with `--mask`.",
        "모델의 마스크를 확인하거나 `--mask`로 올바른 마스크를 지정한다.",
    ),
    "check.mask-leak.no-mask.measured": ("—", "—"),
    "check.mask-leak.no-mask.meaning": (
        "No mask is declared or detected, so nothing is forbidden.",
        "지정되었거나 확인된 마스크가 없어 가려진 키도 없다.",
    ),
    "check.mask-leak.no-mask.action": (
        "If the model has one, declare it with `--mask`.",
        "모델에 마스크가 있다면 `--mask`로 지정한다.",
    ),
}
