"""Why a file of any format was left out, how its axes were read, and what its arrays look like."""

from __future__ import annotations

from typing import Final

_LAYOUT: Final = "The axes of {variable:code} were read as ({dims}), "
_LAYOUT_KO: Final = "{variable:code}의 축을 ({dims}) 순서로 읽었다. "

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # Files left out
    "skip.unknown-format": ("of no format that is read", "읽을 수 있는 형식이 아님"),
    "skip.hidden-states": (
        "looks like hidden states, not attention weights",
        "어텐션 가중치가 아니라 은닉 상태(hidden state)로 보임",
    ),
    "skip.head-averaged": (
        "looks like weights averaged over the heads",
        "헤드 전체를 평균한 가중치로 보임",
    ),
    "skip.several-attentions": (
        "several arrays could be the attention",
        "어텐션일 수 있는 배열이 여러 개임",
    ),
    "skip.bomb": (
        "would unpack to far more than its size",
        "압축을 풀면 파일 크기에 비해 지나치게 커짐",
    ),
    "skip.needs-h5py": (
        "half precision in HDF5 needs the `h5py` package",
        "반정밀도(float16) HDF5는 `h5py` 패키지가 필요함",
    ),
    "skip.needs-zarr": ("needs the `zarr` package", "`zarr` 패키지가 필요함"),
    "skip.needs-torch": ("needs PyTorch", "PyTorch가 필요함"),
    # How the axes were read
    "note.layout.stored": (
        _LAYOUT + "as the files themselves name them.",
        _LAYOUT_KO + "파일에 적힌 이름을 따랐다.",
    ),
    "note.layout.companions": (
        _LAYOUT + "because the lengths of the arrays beside it fit no other order.",
        _LAYOUT_KO + "함께 저장된 배열의 길이와 맞는 순서는 이것뿐이다.",
    ),
    "note.layout.name": (
        _LAYOUT + "because each file is named by one reference time and holds one sample.",
        _LAYOUT_KO + "파일 이름이 기준 시각 하나이므로 파일마다 표본이 하나라고 보았다.",
    ),
    "note.layout.counts": (
        _LAYOUT
        + "because the number of samples changes from file to file and that of layers does not.",
        _LAYOUT_KO + "파일마다 달라지는 것은 층이 아니라 표본의 수다.",
    ),
    "note.layout.members": (
        "The attention was saved layer by layer; {count:int} [array|arrays] {variable:code} were stacked.",
        "어텐션이 층마다 따로 저장되어 있어 {variable:code} 배열 {count:int}개를 층 순서로 쌓았다.",
    ),
    "note.layout.bfloat16": (
        "The weights are stored as bfloat16 in 16-bit integers and were read as such.",
        "가중치가 16비트 정수에 담긴 bfloat16으로 저장되어 있어 그렇게 읽었다.",
    ),
    "note.select": (
        "`--select` {expression:code} chose {kept:int} of {of:int} [sample|samples].",
        "`--select` {expression:code}에 따라 표본 {of:int}개 가운데 {kept:int}개를 골랐다.",
    ),
    # What the arrays look like
    "check.row-sums.transposed.measured": (
        "rows {low:g3} to {high:g3}; columns sum to 1",
        "행의 합 {low:g3}~{high:g3}, 열의 합은 1",
    ),
    "check.row-sums.transposed.meaning": (
        "Every column sums to one and the rows do not: query and key are swapped.",
        "행이 아니라 열의 합이 1이다. 질의 축과 키 축이 뒤바뀌었다.",
    ),
    "check.row-sums.transposed.action": (
        "Declare the axes as stored, such as `--dims layer,head,key,query`.",
        "저장된 순서대로 축을 지정한다. 예: `--dims layer,head,key,query`.",
    ),
    "check.weight-range.hidden-states.measured": ("{min:g2} to {max:g2}", "{min:g2}~{max:g2}"),
    "check.weight-range.hidden-states.meaning": (
        "Values of either sign over axes of unequal length: hidden states rather than weights.",
        "마지막 두 축의 길이가 다르고 음수도 많다. 가중치가 아니라 은닉 상태(hidden state)로 보인다.",
    ),
    "check.weight-range.hidden-states.action": (
        "Save the attention weights (in Transformers: `output_attentions=True`).",
        "어텐션 가중치를 저장한다(Transformers에서는 `output_attentions=True`).",
    ),
    "check.dead-rows.padded.measured": (
        "{rows:int} [row|rows] ({share:pct}), from query {first:int} on",
        "질의 {first:int}번 이후 행 {rows:int}개({share:pct})",
    ),
    "check.dead-rows.padded.meaning": (
        "Only the last queries are empty, as after padding at the end; they are left out.",
        "뒤쪽 질의만 비어 있다. 끝에 패딩을 붙인 것으로 보이며 평균에서 제외했다.",
    ),
    "check.dead-rows.padded.action": (
        "Save `attention_mask` with the weights, so that padded keys are left out, too.",
        "패딩된 키도 빠지도록 `attention_mask`를 가중치와 함께 저장한다.",
    ),
    "check.input-files.variables.measured": (
        "{keys:int} keys, {variables:int} variables, {steps:int} time steps",
        "키 {keys:int}개, 변수 {variables:int}개, 시간 스텝 {steps:int}개",
    ),
    "check.input-files.variables.meaning": (
        "There are as many keys as variables, not as many as time steps: this is attention between "
        "variables, and no statement in time holds.",
        "키의 수가 시간 스텝이 아니라 변수의 수와 같다. 변수 사이의 어텐션이므로 시간에 대한 해석은 "
        "성립하지 않는다.",
    ),
    "check.input-files.variables.action": (
        "Save the attention over time; or read the keys as variables and leave the cadence out.",
        "시간 축의 어텐션을 저장하거나, 시간 간격을 지정하지 말고 키를 변수로 읽는다.",
    ),
}
