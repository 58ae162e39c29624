"""House rules that a look at the text of the sources can hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.findings import expect_none

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "aftercare"
MODULES = sorted(
    path
    for folder in (PRODUCT, ROOT / "tests", ROOT / "benchmarks", ROOT / "scripts")
    for path in folder.rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted(path for path in PRODUCT.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".typ"})
FRONT_END = sorted(path for path in (ROOT / "frontend").rglob("*.ts") if "dist" not in path.parts)

LONGEST_MODULE = 300
LONGEST_TEMPLATE = 150
LONGEST_FUNCTION = 40
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "misc"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|[Cc]oming soon|[Ll]orem ipsum|敬请期待")
CLOCKS = re.compile(r"timezone\.now\(|datetime\.now\(|datetime\.utcnow\(|date\.today\(|clock\.now\(|time\.time\(")
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
BARE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src|nonce)=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE)
FOREIGN = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//(?!www\.w3\.org)", re.IGNORECASE)


def relative(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def lines_of(path):
    return path.read_text(encoding="utf-8").splitlines()


def body_length(function):
    """Return the lines of a function without its signature and its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


class TestNames:
    def test_say_what_is_inside(self):
        expect_none(relative(path for path in MODULES if path.stem in NAMES_THAT_SAY_NOTHING))


class TestSize:
    def test_of_a_module_can_be_taken_in(self):
        expect_none(relative(path for path in MODULES if len(lines_of(path)) > LONGEST_MODULE))

    def test_of_a_template_can_be_taken_in(self):
        expect_none(relative(path for path in TEMPLATES if len(lines_of(path)) > LONGEST_TEMPLATE))

    def test_of_a_function_can_be_taken_in(self):
        long = []
        for path in MODULES:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    length = body_length(node)
                    if length > LONGEST_FUNCTION:
                        long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {length}")
        expect_none(long)


class TestWords:
    def test_promise_nothing_for_later(self):
        found = [
            f"{path.relative_to(ROOT)}:{number}"
            for path in [*MODULES, *TEMPLATES, *FRONT_END]
            if path != Path(__file__)
            for number, line in enumerate(lines_of(path), 1)
            if UNFINISHED.search(line)
        ]
        expect_none(found)


class TestTime:
    @pytest.mark.parametrize("place", ["commands", "rules.py", "lifecycle.py", "policies.py"])
    def test_is_handed_in_and_never_read(self, place):
        found = [
            f"{path.relative_to(ROOT)}:{number}"
            for path in MODULES
            if "contexts" in path.parts and place in path.parts and "tests" not in path.parts
            for number, line in enumerate(lines_of(path), 1)
            if CLOCKS.search(line)
        ]
        expect_none(found)


class TestTemplates:
    def test_carry_no_handlers_and_no_scripts_of_their_own(self):
        found = [
            f"{path.relative_to(ROOT)}: {hit.group()[:80]}"
            for path in TEMPLATES
            for rule in (HANDLER, BARE_SCRIPT)
            for hit in rule.finditer(path.read_text(encoding="utf-8"))
        ]
        expect_none(found)

    def test_fetch_nothing_from_other_hosts(self):
        found = [
            f"{path.relative_to(ROOT)}: {hit.group()[:80]}"
            for path in TEMPLATES
            for hit in FOREIGN.finditer(path.read_text(encoding="utf-8"))
        ]
        expect_none(found)


class TestMigrations:
    def test_ask_for_no_extension(self):
        asking = re.compile(r"CREATE\s+EXTENSION|\w+Extension\(", re.IGNORECASE)
        found = [path for path in PRODUCT.rglob("migrations/*.py") if asking.search(path.read_text(encoding="utf-8"))]
        expect_none(relative(found))
