"""Why a run has no report: the commonest errors, for pages in two languages."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "failure.none-usable": (
        "None of the {n:int} [file|files] can be used. {file:code}: {reason:reason}.",
        "파일 {n:int}개 가운데 쓸 수 있는 것이 없다. {file:code}: {reason:reason}.",
    ),
    "failure.none-read": (
        "Not one of the run’s files can be read to the end.",
        "끝까지 읽을 수 있는 파일이 하나도 없다.",
    ),
    "failure.no-file": (
        "There is no attention file in the folder.",
        "폴더에 어텐션 파일이 없다.",
    ),
    "failure.gone": ("The folder is not there.", "폴더가 없다."),
    "failure.unlisted": ("The folder cannot be listed.", "폴더의 목록을 읽을 수 없다."),
    "failure.archive": (
        "The archive {file:code} cannot be read.",
        "압축 파일 {file:code}을(를) 읽을 수 없다.",
    ),
    "failure.ambiguous": (
        "The axes of {variable:code} can be read in {n:int} ways: declare `dims` in reportgen.yaml.",
        "{variable:code}의 축을 {n:int}가지로 읽을 수 있다. reportgen.yaml에서 `dims`를 지정한다.",
    ),
    "failure.several": (
        "The folder holds {n:int} runs, each with a training config of its own.",
        "폴더에 학습 설정이 따로 있는 실행이 {n:int}개 있다.",
    ),
    "failure.config": (
        "Its configuration cannot be used.",
        "설정을 쓸 수 없다.",
    ),
    "failure.output": (
        "The report could not be written.",
        "보고서를 쓸 수 없었다.",
    ),
    "failure.declared": (
        "Its configuration says that the model has no attention.",
        "설정에 어텐션이 없는 모델이라고 적혀 있다.",
    ),
    "failure.outcomes": (
        "All {n:int} [file|files] hold outcomes and none holds attention, as of a model without it.",
        "파일 {n:int}개에 모두 예측 결과만 있고 어텐션은 없다. 어텐션이 없는 모델로 보인다.",
    ),
    "failure.ended": (
        "Its process was ended by the system: out of memory?",
        "시스템이 프로세스를 중단시켰다. 메모리가 모자랐을 수 있다.",
    ),
    "failure.unforeseen": (
        "An error that we did not foresee.",
        "예상하지 못한 오류다.",
    ),
    "failure.other": ("It cannot be built.", "보고서를 만들 수 없다."),
}
