"""Checks of the model: its skill, and what differs between outcomes."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "check.outcome-contrast.one-class.measured": ("—", "—"),
    "check.outcome-contrast.one-class.meaning": (
        "No event is declared, or fewer than 4 samples fall on one side of it.",
        "사건 기준이 지정되지 않았거나, 어느 한쪽 표본이 4개보다 적다.",
    ),
    "check.outcome-contrast.one-class.action": (
        "Declare `event` in reportgen.yaml, and save samples of both kinds.",
        "reportgen.yaml에 `event`를 지정하고 두 경우의 표본을 모두 저장한다.",
    ),
    "check.outcome-contrast.none.measured": (
        "last {last:span}: {difference:points}",
        "마지막 {last:span}: {difference:points}",
    ),
    "check.outcome-contrast.none.meaning": (
        "Event less no event ({groups:list} samples), 95% interval {interval:pointsrange}: "
        "no difference shown, none excluded.",
        "사건과 비사건(표본 {groups:list}개)의 차이, 95% 구간 {interval:pointsrange}: "
        "차이가 있다고도 없다고도 할 수 없다.",
    ),
    "check.outcome-contrast.none.action": (
        "Save more samples of the rarer outcome.",
        "드문 쪽의 표본을 더 저장한다.",
    ),
    "check.outcome-contrast.differs.measured": (
        "last {last:span}: {difference:points}",
        "마지막 {last:span}: {difference:points}",
    ),
    "check.outcome-contrast.differs.meaning": (
        "In windows of {classes:term} events another share goes to the last {last:span} than in "
        "the others (95% interval {interval:pointsrange}).",
        "{classes:term} 사건의 창과 나머지 창은 마지막 {last:span}에 가는 어텐션이 다르다"
        "(95% 구간 {interval:pointsrange}).",
    ),
    "check.outcome-contrast.differs.action": ("", ""),
    "check.outcome-contrast.differs-pattern.measured": (
        "{figure:term}: δ {delta:s2}, {p:pval}",
        "{figure:term} 차이 δ {delta:s2}, {p:pval}",
    ),
    "check.outcome-contrast.differs-pattern.meaning": (
        "Windows of {classes:term} events differ in {figure:term} ({significant:int} of {of:int} "
        "layers and heads after Holm); the last {last:span} do not ({interval:pointsrange}).",
        "{classes:term} 사건의 창은 {figure:term}이(가) 다르다(Holm 보정 뒤 층과 헤드 {of:int}개 중 "
        "{significant:int}개). 마지막 {last:span}의 몫은 다르다고 할 수 없다"
        "({interval:pointsrange}).",
    ),
    "check.outcome-contrast.differs-pattern.action": ("", ""),
    "check.skill.better.measured": (
        "RMSE {score:g3}, persistence {reference:g3}",
        "RMSE {score:g3}, 지속성 예보 {reference:g3}",
    ),
    "check.skill.better.meaning": (
        "The model beats persistence on these samples (skill {skill:n2}, 95% {interval:range2}): "
        "its attention may be worth reading.",
        "이 표본에서 지속성 예보보다 낫다(기술 점수 {skill:n2}, 95% 구간 {interval:range2}). "
        "어텐션을 해석해 볼 만하다.",
    ),
    "check.skill.better.action": ("", ""),
    "check.skill.unclear.measured": (
        "RMSE {score:g3}, persistence {reference:g3}",
        "RMSE {score:g3}, 지속성 예보 {reference:g3}",
    ),
    "check.skill.unclear.meaning": (
        "Skill {skill:n2}, and these samples cannot tell it from that of persistence.",
        "기술 점수는 {skill:n2}지만, 이 표본만으로는 지속성 예보와 구별할 수 없다.",
    ),
    "check.skill.unclear.action": (
        "Save more samples, or test the skill on the whole test set.",
        "표본을 더 저장하거나 시험 자료 전체로 성능을 확인한다.",
    ),
    "check.skill.worse.measured": (
        "RMSE {score:g3}, persistence {reference:g3}",
        "RMSE {score:g3}, 지속성 예보 {reference:g3}",
    ),
    "check.skill.worse.meaning": (
        "What a model attends to says little when it loses to persistence (skill {skill:n2}).",
        "지속성 예보보다 못한 모델(기술 점수 {skill:n2})의 어텐션은 큰 의미가 없다.",
    ),
    "check.skill.worse.action": (
        "Improve the model before interpreting it.",
        "해석하기 전에 모델부터 개선한다.",
    ),
    "term.class-predicted": ("forecast", "예보한"),
    "term.class-true": ("observed", "관측된"),
    "term.early_third": ("early-third share", "앞 3분의 1의 몫"),
    "term.normalized_entropy": ("normalised entropy", "정규화 엔트로피"),
}
