"""The mail around a report. Korean stands here in plain style and is made polite when it is said."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "email.subject": ("{name} [{status:term}]: {headline}", "{name} [{status:term}]: {headline}"),
    "email.ladder": (
        "How far does this hold? {held:int} of {steps:int} steps",
        "어디까지 유효한가: {steps:int}단계 중 {held:int}단계",
    ),
    "email.checks": ("What the checklist found", "점검 결과"),
    "email.all-passed": (
        "Nothing in the checklist calls for attention.",
        "점검표에 눈여겨볼 것은 없다.",
    ),
    "email.action": ("What to do: {action}", "할 일: {action}"),
    "email.figure": ("Figure", "그림"),
    "email.attached": (
        "Attached: {files:list}. The page opens in any browser, without a network.",
        "첨부: {files:list}. 보고서는 어떤 브라우저에서나 네트워크 없이 열린다.",
    ),
    "email.attached-pdf": ("Attached: {files:list}.", "첨부: {files:list}."),
    "email.nothing-attached": ("Nothing is attached.", "첨부 파일은 없다."),
    "email.no-page": (
        "The page is not attached: this report was built without it.",
        "보고서 페이지는 만들지 않았으므로 첨부하지 않았다.",
    ),
    "email.no-pdf": (
        "There is no PDF: that needs `pip install 'reportgen[pdf]'`.",
        "PDF는 없다. 만들려면 `pip install 'reportgen[pdf]'`가 필요하다.",
    ),
    "email.too-large": (
        "{file} is too large for a mail ({size:n1} MB) and is left out.",
        "{file}은(는) 메일에 넣기에 너무 커서({size:n1} MB) 뺐다.",
    ),
    "email.made-by": ("Made by reportgen {version}", "reportgen {version}(으)로 만들었다"),
}
