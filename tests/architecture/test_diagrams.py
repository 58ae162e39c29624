"""The state diagram in a context's README is the one its lifecycle draws."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from aftercare.platform.lifecycle import Lifecycle

CONTEXTS = Path(__file__).parents[2] / "aftercare/contexts"
WITH_A_COURSE = sorted(path.parent.name for path in CONTEXTS.glob("*/lifecycle.py"))


def drawn(readme: str) -> set[str]:
    """Return the diagrams of a README, each as its text."""
    return {block.split("```")[0].strip() for block in readme.split("```mermaid\n")[1:]}


@pytest.mark.parametrize("context", WITH_A_COURSE)
def test_readme_draws_what_the_lifecycle_says(context: str) -> None:
    """`Lifecycle.mermaid()` prints the diagram to be put there."""
    module = import_module(f"aftercare.contexts.{context}.lifecycle")
    courses = {thing.mermaid() for thing in vars(module).values() if isinstance(thing, Lifecycle)}
    readme = (CONTEXTS / context / "README.md").read_text(encoding="utf-8")
    assert drawn(readme) == courses


def test_every_course_is_looked_at() -> None:
    """A context whose file was renamed would otherwise slip through."""
    assert {"people", "service_requests", "work_orders", "visits"} <= set(WITH_A_COURSE)
