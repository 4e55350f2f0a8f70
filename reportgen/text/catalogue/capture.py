"""What a capture without files could not compute."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "note.capture.no-permutations": (
        "The window is too long for the permutations that {samples:int} [sample|samples] call for: "
        "p under the null of the rows rests on the normal approximation, which is somewhat "
        "optimistic with so few samples.",
        "입력 구간이 길어, 표본 {samples:int}개에 필요한 순열 검정은 하지 않았다. 행의 귀무가설에 대한 p는 정규 "
        "근사로 구했으며, 표본이 이렇게 적으면 실제보다 조금 작게 나온다.",
    ),
}
