"""Floors, river and front doors."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.findings import expect_none

ROOT = Path(__file__).resolve().parents[2]


class TestImports:
    def test_keep_floors_river_and_front_doors(self):
        command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout.partition("Broken contracts")[2] or done.stdout + done.stderr

    def test_are_held_without_a_list_of_exceptions(self):
        contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
        expect_none([contract["name"] for contract in contracts if "ignore_imports" in contract])


class TestEvents:
    def test_are_frozen_and_named_by_field(self):
        loose = []
        for path in sorted((ROOT / "aftercare/published").glob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not _is_sealed(node):
                    loose.append(f"{path.stem}.{node.name}")
        expect_none(loose)


def _is_sealed(node: ast.ClassDef) -> bool:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "dataclass":
            wanted = {word.arg for word in decorator.keywords if getattr(word.value, "value", False) is True}
            return {"frozen", "slots", "kw_only"} <= wanted
    return any(getattr(base, "id", "") == "StrEnum" for base in node.bases)
