"""Words of the page itself: frame, contents, finding, checklist; (English, Korean)."""

from __future__ import annotations

from typing import Final

_FRAME: Final = {
    "page.title": ("attention report", "어텐션 보고서"),
    "page.language": ("Language", "언어"),
    "page.contents": ("Contents", "차례"),
    "page.skip-to-content": ("Skip to the finding", "결론으로 건너뛰기"),
    "page.made-by": (
        "Made by reportgen {version} from the weights alone. Attention is not explanation.",
        "reportgen {version}이(가) 가중치만으로 만들었다. 어텐션은 설명이 아니다.",
    ),
    "page.section.checklist": ("Checklist", "점검표"),
    "page.section.when": ("When, and on what", "언제, 무엇을 보는가"),
    "page.section.plots": ("The three plots", "세 그림"),
    "page.section.samples": ("Samples", "표본"),
    "page.section.heads": ("Heads", "헤드"),
    "page.section.layers": ("Layers", "층"),
    "page.section.tested": ("Tested, and not tested", "검정한 것과 하지 않은 것"),
    "page.section.methods": ("Methods", "방법"),
    "page.section.files": ("Files and provenance", "파일과 출처"),
    "page.section.guide": ("How to read this report", "읽는 법"),
}

_CONTENTS: Final = {
    "page.nav.now": ("Finding", "결론"),
    "page.nav.ladder": ("How far it holds", "유효 범위"),
    "page.nav.checklist": ("Checklist", "점검표"),
    "page.nav.when": ("When and on what", "언제, 무엇을"),
    "page.nav.plots": ("Three plots", "세 그림"),
    "page.nav.samples": ("Samples", "표본"),
    "page.nav.heads": ("Heads", "헤드"),
    "page.nav.layers": ("Layers", "층"),
    "page.nav.tested": ("Tested or not", "검정 여부"),
    "page.nav.methods": ("Methods", "방법"),
    "page.nav.files": ("Files", "파일"),
    "page.nav.guide": ("How to read", "읽는 법"),
}

_MASTHEAD: Final = {
    "page.facts.samples": ("{n:int} [sample|samples]", "표본 {n:int}개"),
    "page.facts.model": (
        "{layers:int}-layer, {heads:int}-head model",
        "{layers:int}층 × {heads:int}헤드",
    ),
    "page.facts.tokens": (
        "{queries:int} queries × {keys:int} keys",
        "질의 {queries:int} × 키 {keys:int}",
    ),
    "page.facts.cadence": (
        "{keys:int} [input|inputs] {cadence:h} apart",
        "{cadence:h} 간격 입력 {keys:int}개",
    ),
    "page.facts.irregular": (
        "{keys:int} [input|inputs] over {window:h}, unevenly spaced",
        "{window:h}에 걸친 고르지 않은 입력 {keys:int}개",
    ),
    "page.facts.forecast": (
        "forecast {period:hrange} after issue",
        "예보 구간은 발표 후 {period:hrange}",
    ),
    "page.facts.no-time": (
        "no cadence declared, positions in steps",
        "시간 간격이 지정되지 않아 위치를 스텝으로 적음",
    ),
}

_FINDING: Final = {
    "page.last-hours": ("last {hours:h}", "마지막 {hours:h}"),
    "page.last-hours.share": ("{share:pct}", "{share:pct}"),
    "page.last-hours.even": ("even: {even:pct}", "균등값 {even:pct}"),
    "page.ladder.shown": ("Shown", "확인됨"),
    "page.doubts": ("Doubtful: {n:int}", "의심스러운 점: {n:int}가지"),
    "page.safe": ("What may be written", "이렇게 쓸 수 있다"),
}

_CHECKLIST: Final = {
    "page.count.fail": ("{n:int} [failure|failures]", "실패 {n:int}"),
    "page.count.warn": ("{n:int} [warning|warnings]", "경고 {n:int}"),
    "page.count.info": ("{n:int} [note|notes]", "참고 {n:int}"),
    "page.count.pass": ("{n:int} passed", "통과 {n:int}"),
    "page.count.skip": ("{n:int} not decidable", "판단 불가 {n:int}"),
    "page.worst-first": ("Worst first.", "나쁜 것부터 적었다."),
    "page.profile.default": (
        "Criteria: reportgen’s own, relative to even attention under the same mask.",
        "기준: 같은 마스크 아래의 균등한 어텐션에 견준 reportgen의 기준.",
    ),
    "page.profile.guide": (
        "Criteria: those of the users’ guide, as written there; where they cannot apply, "
        "the row says so.",
        "기준: 사용자 안내서에 적힌 그대로. 적용할 수 없는 곳은 그 줄에 적었다.",
    ),
    "page.check.status": ("Status", "상태"),
    "page.check.what": ("What", "항목"),
    "page.check.measured": ("Measured, criterion", "측정값과 기준"),
    "page.check.meaning": ("So what", "뜻"),
    "page.check.action": ("What to do", "할 일"),
    "page.check.criterion-is": ("criterion:", "기준:"),
}

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    **_FRAME,
    **_CONTENTS,
    **_MASTHEAD,
    **_FINDING,
    **_CHECKLIST,
}
