"""What is said where the layers name different places."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "finding.headline.disagree": (
        "The layers look at different places: layer {first:nth} peaks {first_where:at}, "
        "layer {layer:nth} {where:at}",
        "층마다 보는 곳이 다르다. {first:nth}층은 {first_where:at}, {layer:nth}층은 {where:at} 가장 높다",
    ),
    "finding.headline.rollout-differs": (
        "Layer {layer:nth} peaks {where:at}, but followed through all layers "
        "attention peaks {rollout:at}",
        "{layer:nth}층은 {where:at} 가장 높지만, 층을 모두 따라가면(rollout) {rollout:at} 가장 높다",
    ),
    "finding.deck.layer": (
        "In layer {layer:nth} it is {share:pct} of attention ({share_interval:pctrange}), "
        "{lift:ratio} times an even share.",
        "{layer:nth}층의 최댓값은 어텐션의 {share:pct}({share_interval:pctrange}), "
        "균등값의 {lift:times}다.",
    ),
    "finding.deck.layer-no-interval": (
        "In layer {layer:nth} it is {share:pct} of attention, {lift:ratio} times an even share; "
        "so few samples give no interval.",
        "{layer:nth}층의 최댓값은 어텐션의 {share:pct}, 균등값의 {lift:times}다. 표본이 적어 구간은 없다.",
    ),
    "finding.deck.disagree": (
        "**No hour can be claimed:** tokens of deep layers mix hours.",
        "**특정 시각을 주장할 수는 없다.** 깊은 층의 토큰에는 여러 시각이 섞여 있다.",
    ),
}
