"""Works that the definitions rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation, where to find it, and what it is cited for is in the definitions."""

    citation: str
    link: str


REFERENCES: Final = (
    Reference("Vaswani et al. 2017, Attention is all you need", "https://arxiv.org/abs/1706.03762"),
    Reference("Clark et al. 2019, What does BERT look at?", "https://arxiv.org/abs/1906.04341"),
    Reference(
        "Kovaleva et al. 2019, Revealing the dark secrets of BERT",
        "https://arxiv.org/abs/1908.08593",
    ),
    Reference(
        "Vig & Belinkov 2019, Analyzing the structure of attention",
        "https://arxiv.org/abs/1906.04284",
    ),
    Reference(
        "Abnar & Zuidema 2020, Quantifying attention flow in transformers",
        "https://arxiv.org/abs/2005.00928",
    ),
    Reference(
        "Jain & Wallace 2019, Attention is not explanation", "https://arxiv.org/abs/1902.10186"
    ),
    Reference(
        "Wiegreffe & Pinter 2019, Attention is not not explanation",
        "https://arxiv.org/abs/1908.04626",
    ),
    Reference(
        "Kobayashi et al. 2020, Attention is not only a weight",
        "https://arxiv.org/abs/2004.10102",
    ),
    Reference(
        "Zhai et al. 2023, Stabilizing transformer training by preventing attention entropy "
        "collapse",
        "https://arxiv.org/abs/2303.06296",
    ),
    Reference(
        "Xiao et al. 2023, Efficient streaming language models with attention sinks",
        "https://arxiv.org/abs/2309.17453",
    ),
    Reference(
        "Gu et al. 2024, When attention sink emerges in language models",
        "https://arxiv.org/abs/2410.10781",
    ),
    Reference("Zhang et al. 2025, DeepHalo, ApJ 981, 37", "https://arxiv.org/abs/2503.03237"),
    Reference("O'Brien & McPherron 2000, JGR 105, 7707", "https://doi.org/10.1029/1998JA000437"),
    Reference("King & Papitashvili 2005, JGR 110, A02104", "https://doi.org/10.1029/2004JA010649"),
)
