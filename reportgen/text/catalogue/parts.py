"""What is said of a run with several epochs or several targets; (English, Korean)."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # How the run was understood
    "note.part.epoch-chosen": (
        "The run holds the epochs {parts:list}; this report speaks of epoch {part}, the last that "
        "can be read. Another is chosen with `part` in reportgen.yaml.",
        "이 실행에는 에폭(epoch) {parts:list}이(가) 있으며, 이 보고서는 읽을 수 있는 마지막 에폭 {part}을(를) "
        "다룬다. 다른 에폭은 reportgen.yaml의 `part`로 고른다.",
    ),
    "note.part.epoch-declared": (
        "The run holds the epochs {parts:list}; this report speaks of epoch {part}, as declared.",
        "이 실행에는 에폭(epoch) {parts:list}이(가) 있으며, 이 보고서는 지정한 대로 에폭 {part}을(를) 다룬다.",
    ),
    "note.part.target-chosen": (
        "The run holds the targets {parts:list}; this report speaks of {part}, the first that can "
        "be read. Another is chosen with `part` in reportgen.yaml.",
        "이 실행에는 예측 대상 {parts:list}이(가) 있으며, 이 보고서는 읽을 수 있는 첫 대상 {part}을(를) 다룬다. "
        "다른 대상은 reportgen.yaml의 `part`로 고른다.",
    ),
    "note.part.target-declared": (
        "The run holds the targets {parts:list}; this report speaks of {part}, as declared.",
        "이 실행에는 예측 대상 {parts:list}이(가) 있으며, 이 보고서는 지정한 대로 {part}을(를) 다룬다.",
    ),
    "note.part.last-epochs": (
        "The targets hold several epochs each; only the last of each was read (epoch {epochs:list}).",
        "대상마다 에폭이 여럿 있어, 각각 마지막 에폭(에폭 {epochs:list})만 읽었다.",
    ),
    "page.parts.fact-epoch": ("epoch {part} of {parts:list}", "에폭 {part}(전체 {parts:list})"),
    "page.parts.fact-epochs": (
        "epoch {part}, one of {n:int} from {first} to {last}",
        "에폭 {part}({first}부터 {last}까지 {n:int}개 중)",
    ),
    "page.parts.fact-target": (
        "target {part} of {parts:list}",
        "예측 대상 {part}(전체 {parts:list})",
    ),
    "page.parts.fact-targets": (
        "target {part}, one of {n:int}",
        "예측 대상 {part}(전체 {n:int}개 중)",
    ),
    # Why a file or a part was left out
    "skip.no-epoch": (
        "names no epoch, as most others do",
        "다른 파일과 달리 에폭이 적혀 있지 않음",
    ),
    "skip.part-no-epoch": ("names no epoch", "에폭이 적혀 있지 않음"),
    "skip.part-same": ("a second folder of the same part", "같은 에폭(대상)의 두 번째 폴더"),
    "skip.part-shape": (
        "layers, heads or tokens differ from this report’s",
        "층, 헤드 또는 토큰의 수가 이 보고서와 다름",
    ),
    "skip.part-clock": ("its keys stand for other hours", "키가 나타내는 시각이 다름"),
    "skip.part-reading": (
        "read at another layer or with another readout",
        "초점 층이나 판독(readout) 방식이 다름",
    ),
    "skip.part-unreadable": ("no file of it can be used", "쓸 수 있는 파일이 없음"),
    # The section
    "page.parts.epoch": ("Epoch by epoch", "에폭별 값"),
    "page.parts.target": ("Target by target", "예측 대상별 값"),
    "page.parts.skipped-epoch": ("Epochs left out", "읽지 않은 에폭"),
    "page.parts.skipped-target": ("Targets left out", "읽지 않은 예측 대상"),
    "page.head.part-epoch": ("Epoch", "에폭"),
    "page.head.part-target": ("Target", "예측 대상"),
    "page.head.part-entropy": ("Normalised entropy, mean of heads", "정규화 엔트로피(헤드 평균)"),
    "page.head.part-lowest": ("Lowest head", "최소 헤드"),
    "page.head.part-lift": ("Lift (95% interval)", "리프트(95% 구간)"),
    "page.head.part-p": ("p value", "p 값"),
    "page.parts.main": ("{part} (this report)", "{part}(이 보고서)"),
    "page.parts.with-epoch": ("{part}, epoch {epoch}", "{part}, 에폭 {epoch}"),
    "page.parts.main-with-epoch": (
        "{part}, epoch {epoch} (this report)",
        "{part}, 에폭 {epoch}(이 보고서)",
    ),
    "page.parts.p": ("{x:p}", "{x:p}"),
    "page.parts.lift": ("{x:n2} ({interval:range2})", "{x:n2}({interval:range2})"),
    "page.parts.note-epoch": (
        "Peak and pattern are those of layer {layer:nth}, mean of its heads. p is that of each "
        "epoch alone: it is not corrected for looking at {n:int} of them, and epochs of one "
        "training are no independent trainings.",
        "최댓값과 패턴은 {layer:nth}층의 헤드 평균에 대한 것이다. p는 에폭마다 따로 구한 값으로, 에폭 "
        "{n:int}개를 함께 본 데 대한 보정은 하지 않았다. 한 학습의 에폭들은 서로 독립된 학습이 아니다.",
    ),
    "page.parts.note-target": (
        "Peak and pattern are those of layer {layer:nth}, mean of its heads. p is that of each "
        "target alone: it is not corrected for looking at {n:int} of them.",
        "최댓값과 패턴은 {layer:nth}층의 헤드 평균에 대한 것이다. p는 대상마다 따로 구한 값으로, 대상 "
        "{n:int}개를 함께 본 데 대한 보정은 하지 않았다.",
    ),
    # The figure: labels
    "figure.parts.heat": (
        "Lift, layer {layer:nth}, mean of heads",
        "리프트(lift), {layer:nth}층 헤드 평균",
    ),
    "figure.parts.entropy": ("Normalised entropy", "정규화 엔트로피"),
    "figure.parts.entropy-axis": ("one key ← → even", "키 하나 ← → 균등"),
    "figure.parts.focus": ("layer {layer:nth}", "{layer:nth}층"),
    "figure.parts.others": ("other layers", "다른 층"),
    "figure.parts.lowest": ("lowest head", "최소 헤드"),
    "figure.parts.rows-epoch": ("epoch", "에폭"),
    "figure.parts.rows-target": ("target", "대상"),
    # The figure: titles
    "figure.parts.title-collapse": (
        "Entropy collapses: {heads:int} of {of:int} [head|heads], first in epoch {epoch}",
        "엔트로피 붕괴: 헤드 {of:int}개 중 {heads:int}개, 에폭 {epoch}부터",
    ),
    "figure.parts.title-fall": (
        "Entropy falls by {share:pct0} between epochs {before} and {after}",
        "에폭 {before}에서 {after} 사이에 엔트로피가 {share:pct0} 줄었다",
    ),
    "figure.parts.title-epoch-same": (
        "Over {n:int} epochs the peak stays {where:at}",
        "에폭 {n:int}개 내내 {where:at} 가장 높다",
    ),
    "figure.parts.title-epoch-moves": (
        "Over {n:int} epochs the peak moves: first {first:where}, last {last:where}",
        "에폭 {n:int}개 동안 최댓값이 옮겨 간다. 처음은 {first:where}, 끝은 {last:where}이다",
    ),
    "figure.parts.title-epoch-late": (
        "The place {where:where} stands out in {count:int} of {n:int} epochs",
        "에폭 {n:int}개 중 {count:int}개에서 {where:where}이(가) 두드러진다",
    ),
    "figure.parts.title-epoch-none": (
        "No place stands out in any of {n:int} epochs",
        "에폭 {n:int}개 중 어디에서도 두드러진 곳이 없다",
    ),
    "figure.parts.title-epoch-one": ("One epoch to read", "읽을 수 있는 에폭이 하나다"),
    "figure.parts.title-target-same": (
        "All {n:int} targets peak {where:at}",
        "예측 대상 {n:int}개 모두 {where:at} 가장 높다",
    ),
    "figure.parts.title-target-moves": (
        "The targets peak at different places",
        "예측 대상마다 가장 높은 곳이 다르다",
    ),
    "figure.parts.title-target-late": (
        "A place stands out for {count:int} of {n:int} targets: {where:where}",
        "예측 대상 {n:int}개 중 {count:int}개에서 {where:where}이(가) 두드러진다",
    ),
    "figure.parts.title-target-none": (
        "No place stands out for any of {n:int} targets",
        "예측 대상 {n:int}개 중 어디에서도 두드러진 곳이 없다",
    ),
    "figure.parts.title-target-one": ("One target to read", "읽을 수 있는 예측 대상이 하나다"),
    # The figure: captions
    "figure.parts.caption-epoch-significant": (
        "**The peak stands out in {count:int} of {n:int} epochs;** in epoch {part} it lies {where:at} "
        "({lift:n2} even shares).",
        "**에폭 {n:int}개 중 {count:int}개에서 최댓값이 두드러진다.** 에폭 {part}에서는 {where:where}이다"
        "(균등값의 {lift:times}).",
    ),
    "figure.parts.caption-target-significant": (
        "**The peak stands out for {count:int} of {n:int} targets.**",
        "**예측 대상 {n:int}개 중 {count:int}개에서 최댓값이 두드러진다.**",
    ),
    "figure.parts.caption-epoch-none": (
        "**In none of the {n:int} epochs does a peak exceed what chance gives.**",
        "**에폭 {n:int}개 어디에서도 최댓값이 우연의 범위를 넘지 않는다.**",
    ),
    "figure.parts.caption-target-none": (
        "**For none of the {n:int} targets does a peak exceed what chance gives.**",
        "**예측 대상 {n:int}개 어디에서도 최댓값이 우연의 범위를 넘지 않는다.**",
    ),
    "figure.parts.caption-item": (
        "{part}: {where:where}, {lift:n2} even shares.",
        "{part}: {where:where}, 균등값의 {lift:times}.",
    ),
    "figure.parts.caption-entropy": (
        "Mean normalised entropy: {first_value:n2} in epoch {first}, {last_value:n2} in epoch {last}.",
        "정규화 엔트로피의 평균은 에폭 {first}에서 {first_value:n2}, 에폭 {last}에서 {last_value:n2}이다.",
    ),
    "figure.parts.caption-entropy-target": (
        "Mean normalised entropy lies between {low:n2} ({low_part}) and {high:n2} ({high_part}).",
        "정규화 엔트로피의 평균은 {low:n2}({low_part})에서 {high:n2}({high_part}) 사이다.",
    ),
    "figure.parts.caption-head-lasts": (
        "Layer {layer:nth}, head {head:nth} lies below {threshold:g1} from epoch {epoch} on "
        "(lowest {lowest:n2}).",
        "{layer:nth}층 헤드 {head:nth}의 엔트로피는 에폭 {epoch}부터 {threshold:g1}보다 낮다"
        "(최소 {lowest:n2}).",
    ),
    "figure.parts.caption-head-recovers": (
        "Layer {layer:nth}, head {head:nth} falls below {threshold:g1} in epoch {epoch} "
        "(lowest {lowest:n2}) and is above it in the last.",
        "{layer:nth}층 헤드 {head:nth}의 엔트로피는 에폭 {epoch}에 {threshold:g1} 아래로 내려갔다가"
        "(최소 {lowest:n2}) 마지막 에폭에는 그보다 높다.",
    ),
    "figure.parts.caption-more-heads": (
        "{n:int} more [head|heads] likewise; all are in report.json.",
        "그 밖의 헤드 {n:int}개도 같으며, 전부는 report.json에 있다.",
    ),
    "figure.parts.caption-fall": (
        "The mean falls by {share:pct0} ({before:n2} in epoch {highest} to {after:n2} in epoch "
        "{lowest}); such a fall often goes with unstable training (Zhai et al. 2023).",
        "평균이 에폭 {highest}의 {before:n2}에서 에폭 {lowest}의 {after:n2}까지 {share:pct0} 줄었다. "
        "이런 감소는 불안정한 학습과 함께 나타날 때가 많다(Zhai 등 2023).",
    ),
    "figure.parts.caption-reading-epoch": (
        "One row an epoch; a dot marks a peak that stands out (p\u00a0<\u00a00.05, each epoch "
        "alone). Thick line: layer {layer:nth}; dotted: the lowest head; dashed: the collapse "
        "threshold {threshold:g1}.",
        "한 줄이 한 에폭이다. 점은 두드러진 최댓값(에폭마다 따로 p\u00a0<\u00a00.05)이다. 굵은 선은 "
        "{layer:nth}층, 점선은 최소 헤드, 파선은 붕괴 기준 {threshold:g1}이다.",
    ),
    "figure.parts.caption-reading-target": (
        "One row a target; a dot marks a peak that stands out (p\u00a0<\u00a00.05, each target "
        "alone). Of the entropies the small dots are the lowest head.",
        "한 줄이 한 대상이다. 점은 두드러진 최댓값(대상마다 따로 p\u00a0<\u00a00.05)이다. 엔트로피의 "
        "작은 점은 최소 헤드다.",
    ),
    "figure.parts.alt-epoch": (
        "Heat map of lift by key for {n:int} epochs, beside it the normalised entropy of each "
        "layer. Numbers are in the table below.",
        "에폭 {n:int}개의 키별 리프트 열지도와, 그 옆에 층별 정규화 엔트로피. 수치는 아래 표에 있다.",
    ),
    "figure.parts.alt-target": (
        "Heat map of lift by key for {n:int} targets, beside it the normalised entropy of each "
        "layer. Numbers are in the table below.",
        "예측 대상 {n:int}개의 키별 리프트 열지도와, 그 옆에 층별 정규화 엔트로피. 수치는 아래 표에 있다.",
    ),
    # The check and the findings
    "check.entropy-collapse.collapsed-epochs.measured": (
        "{heads:int} of {of:int} [head|heads], lowest {lowest:n2}, first in epoch {epoch}",
        "헤드 {of:int}개 중 {heads:int}개, 최소 {lowest:n2}, 에폭 {epoch}부터",
    ),
    "check.entropy-collapse.collapsed-epochs.meaning": (
        "During training these heads came to give nearly all weight to one key (lowest: layer "
        "{layer:nth}, head {head:nth}).",
        "학습하는 동안 이 헤드들은 키 하나에 거의 모든 가중치를 주게 되었다(최소: 층 {layer:nth}, 헤드 "
        "{head:nth}).",
    ),
    "check.entropy-collapse.collapsed-epochs.action": (
        "Look at the training loss and the learning rate around epoch {epoch}.",
        "에폭 {epoch} 무렵의 학습 손실과 학습률을 확인한다.",
    ),
    "check.entropy-collapse.collapsed-elsewhere.measured": (
        "lowest {lowest:n2}; {heads:int} of {of:int} [head|heads] below in epoch {epoch}",
        "여기서는 최소 {lowest:n2}, 헤드 {of:int}개 중 {heads:int}개는 에폭 {epoch}에서 기준 미달",
    ),
    "check.entropy-collapse.collapsed-elsewhere.meaning": (
        "No head of this epoch is locked onto single keys; in others some are.",
        "이 에폭에는 키 하나에만 고정된 헤드가 없지만, 다른 에폭에는 있다.",
    ),
    "check.entropy-collapse.collapsed-elsewhere.action": (
        "Look at the training loss around epoch {epoch}.",
        "에폭 {epoch} 무렵의 학습 손실을 확인한다.",
    ),
    "check.entropy-collapse.fell-epochs.measured": (
        "mean {before:n2} (epoch {highest}) to {after:n2} (epoch {epoch}), {share:pct0} less",
        "평균이 에폭 {highest}의 {before:n2}에서 에폭 {epoch}의 {after:n2}까지 {share:pct0} 감소",
    ),
    "check.entropy-collapse.fell-epochs.meaning": (
        "No head is locked onto single keys yet, but over the epochs attention narrows by more "
        "than half.",
        "아직 키 하나에만 고정된 헤드는 없지만, 에폭이 지나며 어텐션이 절반 넘게 좁아졌다.",
    ),
    "check.entropy-collapse.fell-epochs.action": (
        "Watch the training loss around epoch {epoch}.",
        "에폭 {epoch} 무렵의 학습 손실을 살펴본다.",
    ),
    "finding.doubt.collapse-epochs": (
        "**Entropy collapsed during training:** {heads:int} of {of:int} [head|heads] lie below the "
        "criterion, the first since epoch {epoch}.",
        "**학습 중에 엔트로피가 붕괴했다.** 헤드 {of:int}개 중 {heads:int}개가 기준보다 낮고, 처음 나타난 "
        "것은 에폭 {epoch}이다.",
    ),
    "finding.doubt.entropy-fell": (
        "**Attention narrowed during training:** mean entropy fell by {share:pct0} up to epoch "
        "{epoch}.",
        "**학습 중에 어텐션이 좁아졌다.** 엔트로피의 평균이 에폭 {epoch}까지 {share:pct0} 줄었다.",
    ),
    "finding.doubt.parts-skipped": (
        "**{skipped:int} [part|parts] of the run left out:** {labels:list}.",
        "**실행의 일부 {skipped:int}개를 뺐다:** {labels:list}.",
    ),
    "tested.epochs": (
        "Entropy and peak over {n:int} epochs of the training",
        "학습 에폭 {n:int}개에 걸친 엔트로피와 최댓값의 변화",
    ),
    "tested.targets": ("The peak for each of {n:int} targets", "예측 대상 {n:int}개 각각의 최댓값"),
}
