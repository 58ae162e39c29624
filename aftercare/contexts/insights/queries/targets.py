"""What the company wants its figures to reach."""

from __future__ import annotations

from aftercare.contexts.insights.models import Target
from aftercare.contexts.insights.rules import USUAL_TARGETS, Code


def targets() -> dict[Code, float]:
    """Return the target of every figure: the company's own, else the trade's usual one."""
    own = {code: float(value) for code, value in Target.objects.values_list("code", "value")}
    return {code: own.get(code.value, usual) for code, usual in USUAL_TARGETS.items()}
