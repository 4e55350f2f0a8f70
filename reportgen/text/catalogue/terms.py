"""Field terms: the words that stand for enum members and ids (``{x:term}`` looks them up)."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # Verdicts, by the values of schema.Status
    "term.pass": ("pass", "통과"),
    "term.info": ("note", "참고"),
    "term.warn": ("warning", "경고"),
    "term.fail": ("fail", "실패"),
    "term.skip": ("skipped", "생략"),
    # Groups of checks
    "term.group.arrays": ("Are the arrays sound?", "배열은 온전한가"),
    "term.group.pattern": ("What is the pattern?", "어떤 패턴인가"),
    "term.group.time": ("Which hours?", "언제를 보는가"),
    "term.group.model": ("Does the rest of the model agree?", "모델의 다른 부분과 일치하는가"),
    # Patterns, by the values of schema.Pattern
    "term.diagonal": ("diagonal", "대각선"),
    "term.previous-step": ("previous step", "직전 스텝"),
    "term.local": ("local band", "국소 띠"),
    "term.vertical-stripe": ("vertical stripe", "세로줄"),
    "term.first-key": ("first key", "첫 키"),
    "term.block": ("block", "블록"),
    "term.uniform": ("uniform", "균등"),
    "term.mixed": ("mixed", "혼합"),
    # Masks
    "term.none": ("no mask", "마스크 없음"),
    "term.causal": ("causal mask", "인과(causal) 마스크"),
    "term.window": ("window mask", "창 마스크"),
    "term.padding": ("padding mask", "패딩(padding) 마스크"),
    "term.combined": ("combined mask", "복합 마스크"),
    # Origins of a fact
    "term.declared": ("declared", "지정"),
    "term.detected": ("detected in the arrays", "배열에서 확인"),
    "term.assumed": ("assumed", "가정"),
    # Readouts; term.mean also names the mean over heads
    "term.mean": ("mean", "평균"),
    "term.last": ("last row", "마지막 행"),
    "term.cls": ("first row (CLS)", "첫 행(CLS)"),
    "term.readout.mean": ("mean over all rows", "모든 행의 평균"),
    "term.readout.last": ("last row only", "마지막 행만"),
    "term.readout.cls": ("first row only (CLS)", "첫 행(CLS)만"),
    # Precision of the values
    "term.float64": ("float64", "float64"),
    "term.float32": ("float32", "float32"),
    "term.float16": ("float16", "float16"),
    "term.bfloat16": ("bfloat16", "bfloat16"),
    # Profiles of the checklist
    "term.default": ("normalised criteria", "정규화한 기준"),
    "term.guide": ("the guide’s own criteria", "가이드의 원래 기준"),
    # What a time stamp marks
    "term.start": ("start of the interval", "구간의 시작"),
    "term.middle": ("middle of the interval", "구간의 가운데"),
    "term.end": ("end of the interval", "구간의 끝"),
    # Where the cadence comes from
    "term.source.flag": ("command line", "명령줄"),
    "term.source.reportgen.yaml": ("reportgen.yaml", "reportgen.yaml"),
    "term.source.training config": ("training configuration", "학습 설정 파일"),
    "term.source.files": ("time stored in the files", "파일에 저장된 시각"),
    "term.source.undeclared": ("not declared", "지정하지 않음"),
    # Bands of a weight
    "term.very-strong": ("very strong", "매우 강함"),
    "term.strong": ("strong", "강함"),
    "term.even": ("about even", "균등에 가까움"),
    "term.weak": ("weak", "약함"),
    "term.negligible": ("negligible", "무시할 만함"),
    # Names of quantities
    "term.attention": ("attention", "어텐션"),
    "term.attention-weight": ("attention weight", "어텐션 가중치"),
    "term.query": ("query", "질의"),
    "term.key": ("key", "키"),
    "term.layer": ("layer", "층"),
    "term.head": ("head", "헤드"),
    "term.sample": ("sample", "표본"),
    "term.incoming": ("incoming attention", "받은 어텐션의 합"),
    "term.importance": ("share of attention", "어텐션의 몫"),
    "term.lift": ("lift", "리프트"),
    "term.even-share": ("even share", "균등값"),
    "term.entropy": ("entropy", "엔트로피"),
    "term.normalized-entropy": ("normalised entropy", "정규화 엔트로피"),
    "term.effective-keys": ("effective keys", "유효 키"),
    "term.gini": ("Gini coefficient", "지니 계수"),
    "term.rollout": ("rollout", "롤아웃"),
    "term.persistence": ("persistence", "지속성 예보"),
    "term.issue": ("issue", "예보 발표"),
    "term.lag": ("lag", "시차"),
    "term.quiet": ("quiet", "정온"),
    "term.storm": ("storm", "폭풍"),
    "term.standard units": ("standard units", "표준화 단위"),
}
