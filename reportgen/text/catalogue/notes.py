"""How the run was understood: what was found where, and what was left unread."""

from __future__ import annotations

from typing import Final

_LAYOUT: Final = "The axes of `{variable}` were read as ({dims}), "
_LAYOUT_KO: Final = "`{variable}`의 축을 ({dims}) 순서로 읽었다. "

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "note.from-training-config": (
        "`{field}` = {value}, from the training config ({place}).",
        "`{field}` = {value}. 학습 설정({place})에서 찾았다.",
    ),
    "note.from-directory-name": (
        "`{field}` = {value}, from the directory’s name ({place}).",
        "`{field}` = {value}. 디렉터리 이름({place})에서 읽었다.",
    ),
    "note.directory-unmatched": (
        "The directory’s name {name} does not match the declared pattern; nothing was read from it.",
        "디렉터리 이름 {name}이(가) 지정한 패턴과 맞지 않아, 이름에서는 아무것도 읽지 않았다.",
    ),
    "note.training-config-unread": (
        "The training config {file} could not be read and was left aside.",
        "학습 설정 {file}을(를) 읽을 수 없어 쓰지 않았다.",
    ),
    "note.training-value-unread": (
        "The value {value} at {place} of the training config was not understood and left aside.",
        "학습 설정 {place}의 값 {value}은(는) 해석할 수 없어 쓰지 않았다.",
    ),
    "note.align.last": (
        "{shorter:int} of {of:int} samples have fewer than {keys:int} inputs: they are laid over the "
        "others at the last input, with padding before their first.",
        "샘플 {of:int}개 중 {shorter:int}개는 입력이 {keys:int}개보다 적다. 마지막 입력을 기준으로 나머지와 "
        "맞추고, 모자라는 앞쪽은 패딩으로 채웠다.",
    ),
    "note.layout.assumed": (
        _LAYOUT + "the usual order; nothing in the files says so. Declare another with `--dims`.",
        _LAYOUT_KO + "흔히 쓰는 순서를 가정했으며, 다르면 `--dims`로 지정한다.",
    ),
    "note.layout.attention-mask": (
        _LAYOUT + "because `attention_mask` tells which of them is the batch.",
        _LAYOUT_KO + "어느 축이 배치(batch)인지는 `attention_mask`로 판단했다.",
    ),
    "note.layout.temporal-importance": (
        _LAYOUT + "because `temporal_importance` tells how many layers there are.",
        _LAYOUT_KO + "층의 수는 `temporal_importance`로 판단했다.",
    ),
}
