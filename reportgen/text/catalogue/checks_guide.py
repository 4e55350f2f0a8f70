"""Checklist under ``--profile guide``: the users' guide's absolute rules, applied as written.

The rules were made for eight keys; each text says so where that matters.
"""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "check.self-attention.guide-criterion": (
        "strong above 0.15 (guide, n = 8)",
        "0.15를 넘으면 강함(가이드, n = 8)",
    ),
    "check.self-attention.guide-strong.measured": (
        "diagonal mean {mean:n3}",
        "대각선 평균 {mean:n3}",
    ),
    "check.self-attention.guide-strong.meaning": (
        "Strong self-attention by the guide’s rule.",
        "가이드의 규칙으로는 자기 자신에 대한 어텐션이 강하다.",
    ),
    "check.self-attention.guide-strong.action": ("", ""),
    "check.self-attention.guide-ordinary.measured": (
        "diagonal mean {mean:n3}",
        "대각선 평균 {mean:n3}",
    ),
    "check.self-attention.guide-ordinary.meaning": (
        "Self-attention is not strong by the guide’s rule.",
        "가이드의 규칙으로는 자기 자신에 대한 어텐션이 강하지 않다.",
    ),
    "check.self-attention.guide-ordinary.action": ("", ""),
    "check.critical-timestep.guide-criterion": (
        "incoming > 1.5 (guide)",
        "받은 어텐션의 합 > 1.5(가이드)",
    ),
    "check.critical-timestep.guide-critical.measured": (
        "incoming {incoming:n2}",
        "받은 어텐션의 합 {incoming:n2}",
    ),
    "check.critical-timestep.guide-critical.meaning": (
        "Critical by the guide’s rule: {where:input}; the rule knows no chance level, "
        "and early keys pass it under a causal mask.",
        "가이드의 규칙으로는 {where:input}이(가) 임계 시점이다. 다만 우연의 크기를 따지지 않으며, "
        "인과 마스크에서는 앞쪽 키가 저절로 넘는다.",
    ),
    "check.critical-timestep.guide-critical.action": (
        "Confirm it with the default profile.",
        "기본 기준으로도 확인한다.",
    ),
    "check.critical-timestep.guide-none.measured": (
        "incoming {incoming:n2}",
        "받은 어텐션의 합 {incoming:n2}",
    ),
    "check.critical-timestep.guide-none.meaning": (
        "No critical timestep by the guide’s rule.",
        "가이드의 규칙으로는 임계 시점이 없다.",
    ),
    "check.critical-timestep.guide-none.action": ("", ""),
    "check.uniform-attention.guide-criterion": ("std ≥ 0.01 (guide)", "표준편차 0.01 이상(가이드)"),
    "check.uniform-attention.guide-uniform.measured": ("std {std:n3}", "표준편차 {std:n3}"),
    "check.uniform-attention.guide-uniform.meaning": (
        "Nearly even by the guide’s rule, which reads it once as failed training "
        "and once as the mark of a positive forecast.",
        "가이드의 규칙으로는 거의 균등하다. 가이드는 이를 학습 실패로도, "
        "양성 예보의 특징으로도 설명한다.",
    ),
    "check.uniform-attention.guide-uniform.action": (
        "With more keys the spread shrinks by itself; see the default profile.",
        "키가 많으면 표준편차는 저절로 작아진다. 기본 기준을 함께 본다.",
    ),
    "check.uniform-attention.guide-structured.measured": ("std {std:n3}", "표준편차 {std:n3}"),
    "check.uniform-attention.guide-structured.meaning": (
        "Not even by the guide’s rule.",
        "가이드의 규칙으로는 균등하지 않다.",
    ),
    "check.uniform-attention.guide-structured.action": ("", ""),
    "check.ignores-past.guide-criterion": (
        "diagonal share ≤ 80% (guide)",
        "대각선의 몫 80% 이하(가이드)",
    ),
    "check.ignores-past.guide-ignores.measured": (
        "diagonal share {share:pct}",
        "대각선의 몫 {share:pct}",
    ),
    "check.ignores-past.guide-ignores.meaning": (
        "By the guide’s rule this layer uses only the current step.",
        "가이드의 규칙으로는 이 층이 현재 시점만 쓴다.",
    ),
    "check.ignores-past.guide-ignores.action": (
        "Compare with a model that has a shorter window.",
        "창이 더 짧은 모델과 비교한다.",
    ),
    "check.ignores-past.guide-ok.measured": (
        "diagonal share {share:pct}",
        "대각선의 몫 {share:pct}",
    ),
    "check.ignores-past.guide-ok.meaning": (
        "Other steps are used, by the guide’s rule.",
        "가이드의 규칙으로는 다른 시점도 쓴다.",
    ),
    "check.ignores-past.guide-ok.action": ("", ""),
    "check.over-reliance.guide-criterion": (
        "incoming ≤ 3.0 (guide)",
        "받은 어텐션의 합 3.0 이하(가이드)",
    ),
    "check.over-reliance.guide-over.measured": (
        "incoming {incoming:n2}",
        "받은 어텐션의 합 {incoming:n2}",
    ),
    "check.over-reliance.guide-over.meaning": (
        "The guide’s rule calls this over-reliance on {where:input}.",
        "가이드의 규칙으로는 {where:input}에 지나치게 의존한다.",
    ),
    "check.over-reliance.guide-over.action": (
        "Test the forecast with this input masked.",
        "이 입력을 가리고 예보를 시험한다.",
    ),
    "check.over-reliance.guide-ok.measured": (
        "incoming {incoming:n2}",
        "받은 어텐션의 합 {incoming:n2}",
    ),
    "check.over-reliance.guide-ok.meaning": (
        "No over-reliance by the guide’s rule.",
        "가이드의 규칙으로는 지나친 의존이 없다.",
    ),
    "check.over-reliance.guide-ok.action": ("", ""),
    "check.weak-attention.guide-criterion": (
        "maximum ≥ 0.15 (guide, n = 8)",
        "최댓값 0.15 이상(가이드, n = 8)",
    ),
    "check.weak-attention.guide-weak.measured": ("maximum {max:n3}", "최댓값 {max:n3}"),
    "check.weak-attention.guide-weak.meaning": (
        "Weak by the guide’s rule; with many keys most models are.",
        "가이드의 규칙으로는 약하다. 키가 많으면 대부분의 모델이 이 규칙에 걸린다.",
    ),
    "check.weak-attention.guide-weak.action": (
        "See the default profile, which allows for the number of keys.",
        "키의 수를 고려하는 기본 기준을 함께 본다.",
    ),
    "check.weak-attention.guide-ok.measured": ("maximum {max:n3}", "최댓값 {max:n3}"),
    "check.weak-attention.guide-ok.meaning": (
        "Not weak by the guide’s rule.",
        "가이드의 규칙으로는 약하지 않다.",
    ),
    "check.weak-attention.guide-ok.action": ("", ""),
    "check.entropy-collapse.guide-criterion": (
        "< 2.0 focused, > 2.5 distributed (guide)",
        "2.0 미만 집중, 2.5 초과 분산(가이드)",
    ),
    "check.entropy-collapse.guide-focused.measured": (
        "entropy {entropy:n2} of {most:n2}",
        "엔트로피 {entropy:n2}(최대 {most:n2})",
    ),
    "check.entropy-collapse.guide-focused.meaning": (
        "Focused by the guide’s rule.",
        "가이드의 규칙으로는 집중된 어텐션이다.",
    ),
    "check.entropy-collapse.guide-focused.action": ("", ""),
    "check.entropy-collapse.guide-between.measured": (
        "entropy {entropy:n2} of {most:n2}",
        "엔트로피 {entropy:n2}(최대 {most:n2})",
    ),
    "check.entropy-collapse.guide-between.meaning": (
        "Neither focused nor distributed by the guide’s rule.",
        "가이드의 규칙으로는 집중도 분산도 아니다.",
    ),
    "check.entropy-collapse.guide-between.action": ("", ""),
    "check.entropy-collapse.guide-distributed.measured": (
        "entropy {entropy:n2} of {most:n2}",
        "엔트로피 {entropy:n2}(최대 {most:n2})",
    ),
    "check.entropy-collapse.guide-distributed.meaning": (
        "Distributed by the guide’s rule; {n:int} keys allow up to {most:n2}.",
        "가이드의 규칙으로는 분산된 어텐션이다. 키가 {n:int}개면 최대 {most:n2}까지 가능하다.",
    ),
    "check.entropy-collapse.guide-distributed.action": ("", ""),
    "check.entropy-collapse.guide-focused-capped.measured": (
        "entropy {entropy:n2} of {most:n2}",
        "엔트로피 {entropy:n2}(최대 {most:n2})",
    ),
    "check.entropy-collapse.guide-focused-capped.meaning": (
        "Focused by the guide’s rule; “> 2.5” cannot apply, as {n:int} keys allow {most:n2} at most.",
        "가이드의 규칙으로는 집중된 어텐션이다. 키가 {n:int}개면 최대 {most:n2}(이)라서 "
        "‘2.5 초과’는 나올 수 없다.",
    ),
    "check.entropy-collapse.guide-focused-capped.action": (
        "Use the normalised entropy instead.",
        "정규화 엔트로피로 판단한다.",
    ),
    "check.entropy-collapse.guide-between-capped.measured": (
        "entropy {entropy:n2} of {most:n2}",
        "엔트로피 {entropy:n2}(최대 {most:n2})",
    ),
    "check.entropy-collapse.guide-between-capped.meaning": (
        "Not focused by the guide’s rule; “> 2.5” cannot apply, as {n:int} keys allow "
        "{most:n2} at most.",
        "가이드의 규칙으로는 집중이 아니다. 키가 {n:int}개면 최대 {most:n2}(이)라서 "
        "‘2.5 초과’는 나올 수 없다.",
    ),
    "check.entropy-collapse.guide-between-capped.action": (
        "Use the normalised entropy instead.",
        "정규화 엔트로피로 판단한다.",
    ),
}
