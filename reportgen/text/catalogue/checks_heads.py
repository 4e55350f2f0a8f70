"""Checklist: whether heads repeat one another."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "check.redundant-heads.name": ("Redundant heads", "겹치는 헤드"),
    "check.redundant-heads.criterion": (
        "no two heads within a distance of 0.1 in both halves of the samples",
        "표본을 반으로 나눈 양쪽 모두에서 거리가 0.1 이하인 헤드 쌍이 없음",
    ),
    "check.redundant-heads.one-head.measured": ("—", "—"),
    "check.redundant-heads.one-head.meaning": (
        "There is one head: nothing to compare.",
        "헤드가 하나라 비교할 것이 없다.",
    ),
    "check.redundant-heads.one-head.action": ("", ""),
    "check.redundant-heads.no-weights.measured": ("—", "—"),
    "check.redundant-heads.no-weights.meaning": (
        "Weights below zero are no distribution: heads cannot be compared.",
        "음의 가중치는 분포가 아니므로 헤드를 비교할 수 없다.",
    ),
    "check.redundant-heads.no-weights.action": ("", ""),
    "check.redundant-heads.one-half.measured": ("—", "—"),
    "check.redundant-heads.one-half.meaning": (
        "Too few samples to compare a head with itself.",
        "표본이 너무 적어 헤드를 그 자신과 비교할 수 없다.",
    ),
    "check.redundant-heads.one-half.action": ("", ""),
    "check.redundant-heads.ok.measured": (
        "{pairs:int} of {of:int} pairs, closest {distance:n2}",
        "{of:int}쌍 중 {pairs:int}쌍, 최소 거리 {distance:n2}",
    ),
    "check.redundant-heads.ok.meaning": (
        "The heads attend in different ways.",
        "헤드마다 보는 방식이 다르다.",
    ),
    "check.redundant-heads.ok.action": ("", ""),
    "check.redundant-heads.unresolved.measured": (
        "no pair found, {pairs:int} of {of:int} undecided",
        "겹치는 쌍 없음, {of:int}쌍 중 {pairs:int}쌍은 판정 못 함",
    ),
    "check.redundant-heads.unresolved.meaning": (
        "Between the halves of the samples a head differs from itself by up to {floor:n2}: closer "
        "pairs than that cannot be told apart.",
        "표본의 두 절반 사이에서 같은 헤드도 거리 {floor:n2}까지 달라진다. 그보다 가까운 쌍은 "
        "구별할 수 없다.",
    ),
    "check.redundant-heads.unresolved.action": (
        "Add samples to decide.",
        "표본을 더 모으면 판정할 수 있다.",
    ),
    "check.redundant-heads.redundant.measured": (
        "{pairs:int} of {of:int} pairs, closest {distance:n2}",
        "{of:int}쌍 중 {pairs:int}쌍, 최소 거리 {distance:n2}",
    ),
    "check.redundant-heads.redundant.meaning": (
        "{heads:int} heads share their mean pattern with another one: fewer might be enough.",
        "헤드 {heads:int}개가 다른 헤드와 평균 패턴이 거의 같다. 더 적어도 충분할 수 있다.",
    ),
    "check.redundant-heads.redundant.action": (
        "Do not count them as independent evidence.",
        "서로 독립된 근거로 세지 않는다.",
    ),
}
