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
    "scale-source.ballistic": (
        "ballistic, {speeds:range3}\u00a0km/s",
        "등속 이동, {speeds:range3}\u00a0km/s",
    ),
    "scale-source.ballistic-run": (
        "ballistic, {speeds:range3}\u00a0km/s, this run",
        "등속 이동, 이 실행의 속도 {speeds:range3}\u00a0km/s",
    ),
    "scale-source.omni": ("hourly OMNI 1998–2002", "1시간 평균 OMNI, 1998~2002년"),
    "scale-source.substorm": (
        "growth, expansion and recovery",
        "성장기, 확장기, 회복기의 합",
    ),
    "scale-source.rotation": ("22–32 d, mean 27.27 d", "22~32일, 평균 27.27일"),
}
