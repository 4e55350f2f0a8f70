"""Names of the physical time scales (``{x:scale}`` and ``{x:scales}`` look them up)."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "scale.l1-to-earth": ("solar wind, L1 to Earth", "태양풍의 L1–지구 이동"),
    "scale.bow-shock-to-ground": ("bow shock to ground", "뱃머리 충격파–지상 전달"),
    "scale.sun-to-earth": ("solar wind, Sun to Earth", "태양풍의 태양–지구 이동"),
    "scale.cme-transit": ("CME transit", "CME 도달"),
    "scale.ring-current-decay": ("ring-current decay", "환전류 감쇠"),
    "scale.vbs-response": ("VBs → Dst response", "VBs → Dst 반응"),
    "scale.substorm": ("substorm, growth to recovery", "서브스톰(substorm)의 성장–회복"),
    "scale.solar-rotation": ("solar rotation", "태양 자전"),
}
