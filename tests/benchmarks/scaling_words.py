"""What the page of the scaling benchmark says; (English, Korean)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.schema import Language

LANGUAGES = tuple(Language)
Numbers = Mapping[str, Any]

_METHODS = {
    "whole": ("numpy, whole matrix", "numpy, 행렬 전체"),
    "chunked": ("numpy, chunks of {chunk}", "numpy, 쿼리 {chunk}개씩"),
    "torch": ("torch, softmax(QKᵀ)V", "torch, softmax(QKᵀ)V"),
    "torch-fused": ("torch, fused kernel", "torch, 융합 커널"),
}
_WORDS = {
    "title": ("How attention scales", "어텐션의 계산량과 메모리"),
    "headline": (
        "At {n} tokens, chunks of {chunk} queries take {memory} of the memory and {time} of the "
        "time of the whole matrix",
        "토큰 {n}개에서 쿼리를 {chunk}개씩 나누어 계산하면 메모리는 행렬 전체의 {memory}, "
        "시간은 {time}이면 된다",
    ),
    "deck": (
        "Memory of the whole matrix grows with the power {whole:.2f} of the length, that of the "
        "chunks with {chunked:.2f}. ",
        "메모리는 행렬 전체를 계산할 때 길이의 {whole:.2f}제곱, 나누어 계산할 때 "
        "{chunked:.2f}제곱으로 늘어난다. ",
    ),
    "same": (
        "Both compute the same: largest difference of the outputs {apart}.",
        "두 출력은 같다(최대 차이 {apart}).",
    ),
    "time": ("Processor time, ms", "처리 시간, ms"),
    "memory": ("Peak memory beyond the inputs, MiB", "입력을 뺀 최대 메모리, MiB"),
    "tokens": ("tokens", "토큰 수"),
    "table": ("The numbers", "측정값"),
    "method": ("Method", "방법"),
    "growth": ("Growth", "증가 지수"),
    "power-time": ("time", "시간"),
    "power-memory": ("memory", "메모리"),
    "properties": ("What must hold", "성립해야 하는 성질"),
    "how": ("How it was measured", "측정 방법"),
    "how-text": (
        "One batch of {heads} heads of {features} features; numpy in float64, torch in float32. "
        "One thread, a process for each number, processor time of the fastest of several calls, "
        "and the peak of the process above its state with the inputs in place. Growth is the slope "
        "of the logarithms from 256 tokens on; below, what does not depend on the length rules. "
        "The whole matrix is returned with its weights, the other ways give the output alone.",
        "배치 1개, 헤드 {heads}개, 헤드의 특징 {features}개이며, numpy는 float64, torch는 "
        "float32로 계산했다. 스레드는 하나만 쓰고 측정마다 프로세스를 새로 띄웠다. 시간은 여러 번 "
        "가운데 가장 짧은 처리 시간, 메모리는 입력을 마련한 뒤부터의 최대 증가량이다. 증가 지수는 "
        "토큰 256개부터의 로그 기울기이다. 그보다 짧으면 길이와 무관한 비용이 더 크다. 행렬 "
        "전체를 계산할 때는 가중치까지 돌려주고, 나머지는 출력만 돌려준다.",
    ),
    "row-sums": (
        "Rows sum to one; largest deviation",
        "각 행의 합은 1이다. 최대 편차",
    ),
    "weighted-sum": (
        "The output is the weighted sum of the values; largest deviation",
        "출력은 값의 가중합이다. 최대 편차",
    ),
    "scaling": (
        "Scaling shrinks the scores’ spread by 1/√d = {expected:.4g}; found",
        "점수의 퍼짐은 1/√d = {expected:.4g}배가 된다. 측정값",
    ),
    "chunks": (
        "Chunks give the output of the whole matrix; largest difference",
        "나누어 계산해도 출력이 같다. 최대 차이",
    ),
    "language": ("Language", "언어"),
}


def said(key: str, language: Language, **values: object) -> str:
    """A text in one language."""
    text = _WORDS[key][LANGUAGES.index(language)]
    return text.format(**values)


def name_of(method: str, numbers: Numbers, language: Language) -> str:
    return _METHODS[method][LANGUAGES.index(language)].format(chunk=numbers["chunk"])
