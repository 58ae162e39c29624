"""The product as it is served to the world."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polib
from django.utils import translation
from django.utils.translation import gettext

from aftercare.surfaces.console import translations
from tests.architecture.findings import expect_none


class TestDeployment:
    def test_behind_https_leaves_nothing_to_warn_about(self):
        world = {
            "AFTERCARE_PUBLIC_URL": "https://service.example",
            "AFTERCARE_HOSTS": "service.example",
            "AFTERCARE_SECRET_KEY": "".join(chr(33 + n % 90) for n in range(70)),
            "AFTERCARE_TESTING": "",
        }
        command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
        settings = {"DJANGO_SETTINGS_MODULE": "aftercare.config.settings"}
        done = subprocess.run(command, env=os.environ | world | settings, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "0 silenced" in done.stdout + done.stderr


class TestTranslations:
    def test_are_complete_and_say_one_thing_one_way(self):
        expect_none(list(translations.check().lines()))

    def test_are_ours_where_a_library_translates_the_same_words_otherwise(self):
        shown = {}
        with translation.override("zh-hans"):
            for catalogue in sorted(Path("aftercare").rglob("locale/zh_Hans/LC_MESSAGES/django.po")):
                for entry in polib.pofile(str(catalogue)):
                    if not entry.msgctxt and not entry.msgid_plural and gettext(entry.msgid) != entry.msgstr:
                        shown[entry.msgid] = gettext(entry.msgid)
        assert shown == {}
