"""Why a file was left out; ``reportgen.text.skip_reason`` adds the particulars."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "skip.not-zip": ("not an npz archive", "npz 압축 파일이 아님"),
    "skip.no-attention": ("no attention array in it", "어텐션 배열이 없음"),
    "skip.not-attention": (
        "not attention weights over query and key",
        "질의와 키에 대한 어텐션 가중치가 아님",
    ),
    "skip.unreadable": ("cannot be read", "읽을 수 없음"),
    "skip.wrong-shape": (
        "shape differs from the run’s commonest one",
        "이 실행에서 가장 흔한 모양과 다름",
    ),
    "skip.wrong-shape.detail": ("{shape}, commonest {common}", "{shape}, 가장 흔한 모양 {common}"),
    "skip.pickled": (
        "stored as a pickled object, never opened",
        "pickle 객체로 저장되어 열지 않음",
    ),
    "skip.empty": ("empty file", "빈 파일"),
    "skip.object-dtype": (
        "array of Python objects, never opened",
        "파이썬 객체 배열이라 열지 않음",
    ),
    "skip.not-numeric": ("attention array is not numeric", "어텐션 배열이 수치가 아님"),
    "skip.truncated": ("damaged or cut short", "손상되었거나 잘림"),
    "skip.too-large": ("larger than the reading limit", "읽기 한도보다 큼"),
    "skip.changed": ("changed while it was being read", "읽는 동안 내용이 바뀜"),
}
