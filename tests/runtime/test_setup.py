"""Set-up on a fresh machine: what it decides before it installs anything."""

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def setup():
    """Give the set-up script as a module; it is no part of the package."""
    spec = importlib.util.spec_from_file_location("setup_script", ROOT / "scripts/setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Give a machine that has only the programs we put on it."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(name, says="", code=0):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
        program.chmod(0o755)

    return put


class TestNode:
    @pytest.mark.parametrize(
        ("version", "good"),
        [("v18.20.4", False), ("v20.18.1", False), ("v20.19.0", True), ("v21.7.0", False), ("v22.11.0", False),
         ("v22.12.0", True), ("v24.19.0", True)],
    )  # fmt: skip
    def test_of_the_system_is_used_only_when_the_bundler_supports_it(self, setup, machine, version, good):
        machine("node", version)
        machine("npm")
        assert setup.node_is_new_enough() is good

    def test_without_npm_is_none(self, setup, machine):
        machine("node", "v24.19.0")
        assert setup.node_is_new_enough() is False


class TestBrowser:
    def test_that_is_there_needs_nothing(self, setup, machine):
        machine("chromium")
        machine("fc-list", "Noto Sans CJK SC")
        setup.browser()

    def test_that_is_missing_is_named_to_an_ordinary_person(self, setup, machine, monkeypatch):
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        with pytest.raises(SystemExit) as ended:
            setup.browser()
        assert "apt-get install --no-install-recommends chromium fontconfig fonts-noto-cjk" in ended.value.code

    def test_that_has_no_chinese_font_gets_one(self, setup, machine, monkeypatch):
        machine("chromium")
        machine("fc-list", "")
        asked = []
        monkeypatch.setattr(setup, "apt_or_give_up", lambda packages, why: asked.append(packages))
        setup.browser()
        assert asked == [["fontconfig", "fonts-noto-cjk"]]


class TestDigest:
    def test_changes_with_the_content_and_with_nothing_else(self, setup, tmp_path, monkeypatch):
        monkeypatch.setattr(setup, "ROOT", tmp_path)
        (tmp_path / "a").write_text("one")
        before = setup.digest([tmp_path / "a"])
        os.utime(tmp_path / "a", (1, 1))
        assert setup.digest([tmp_path / "a"]) == before
        (tmp_path / "a").write_text("two")
        assert setup.digest([tmp_path / "a"]) != before


class TestOldPython:
    def test_is_refused_by_name(self, setup, monkeypatch, tmp_path):
        monkeypatch.setattr(setup, "VENV", tmp_path)
        monkeypatch.setattr(setup, "OLDEST_PYTHON", (9, 0))
        with pytest.raises(SystemExit, match="too old"):
            setup.python_packages(dev=False)


class TestEngine:
    def test_is_compiled_once_for_each_version_of_its_sources(self, setup, tmp_path, monkeypatch):
        source = tmp_path / "aftercare/contexts/dispatch/solver/kernel/layout.py"
        source.parent.mkdir(parents=True)
        ran = []
        monkeypatch.setattr(setup, "ROOT", tmp_path)
        monkeypatch.setattr(setup, "run", lambda *words, **how: ran.append(words[-1]))
        for text in ("one", "one", "two"):
            source.write_text(text)
            setup.engine()
        assert ran == ["aftercare.contexts.dispatch.planning.warming"] * 2
