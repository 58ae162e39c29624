"""Catalogues are gathered from the sources and compared with them."""

import gettext

import pytest

from aftercare.surfaces.console import translations
from aftercare.surfaces.console.translations import Domain

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
_("Assign")
_("Hello %(name)s")
ngettext("%(n)d visit", "%(n)d visits", 2)
pgettext("verb", "Open")
f"{_('Inside')}"
"""
PAGE = """{% load i18n %}
  <h1>{% translate "Today's jobs" %}</h1>
    {% blocktranslate count n=rows|length %}One row{% plural %}{{ n }} rows{% endblocktranslate %}
<p title="{% translate 'Close' context 'verb' %}">{{ x|default:_("None yet") }}</p>
"""


@pytest.fixture
def domain(tmp_path, monkeypatch):
    """Give sources with strings and no catalogue yet."""
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    (tmp_path / "app/templates").mkdir(parents=True)
    (tmp_path / "app/words.py").write_text(PYTHON)
    (tmp_path / "app/templates/page.html").write_text(PAGE)
    only = Domain("app", [tmp_path / "app"], tmp_path / "app")
    monkeypatch.setattr(translations, "domains", lambda: [only])
    return only


def translate(domain, **words):
    catalog = translations.written(domain)
    for message in catalog:
        if message.id:
            text = words.get("every", "译 %s") if isinstance(message.id, str) else ("译",)
            message.string = text.replace("%s", message.id) if isinstance(text, str) else text
    translations._write(domain, catalog)


class TestSpoken:
    def test_hears_python_and_templates(self, domain):
        ids = {(message.context, message.id) for message in translations.spoken(domain) if message.id}
        assert ids == {
            (None, "Assign"),
            (None, "Hello %(name)s"),
            (None, ("%(n)d visit", "%(n)d visits")),
            ("verb", "Open"),
            (None, "Inside"),
            (None, "Today's jobs"),
            (None, ("One row", "%(n)s rows")),
            ("verb", "Close"),
            (None, "None yet"),
        }


class TestUpdate:
    def test_writes_what_is_spoken_once_and_keeps_what_is_translated(self, domain):
        assert translations.update() == {"app": 9}
        translate(domain)
        assert translations.update() == {"app": 0}

    def test_forgets_what_nobody_speaks_any_more(self, domain, tmp_path):
        translations.update()
        (tmp_path / "app/words.py").write_text("")
        translations.update()
        assert "Assign" not in domain.path.read_text()


class TestCheck:
    def test_fails_on_what_is_missing(self, domain):
        translations.update()
        assert len(translations.check().missing) == 9

    def test_fails_on_a_lost_placeholder(self, domain):
        translations.update()
        translate(domain, every="译")
        assert any("Hello" in line for line in translations.check().broken)

    def test_is_clean_when_all_is_said(self, domain):
        translations.update()
        translate(domain)
        catalog = translations.written(domain)
        for message in catalog:
            if isinstance(message.id, tuple):
                message.string = (message.id[1],)
        translations._write(domain, catalog)
        assert list(translations.check().lines()) == []

    def test_fails_on_one_string_with_two_meanings(self, domain, tmp_path, monkeypatch):
        (tmp_path / "other").mkdir()
        (tmp_path / "other/words.py").write_text('_("Assign")')
        other = Domain("other", [tmp_path / "other"], tmp_path / "other")
        monkeypatch.setattr(translations, "domains", lambda: [domain, other])
        translations.update()
        translate(domain)
        translate(other, every="别的")
        assert translations.check().conflicting == ["Assign: app says 译 Assign, other says 别的"]


class TestCompile:
    def test_makes_what_the_product_reads_and_only_when_it_is_older(self, domain):
        translations.update()
        translate(domain)
        assert (translations.compile_all(), translations.compile_all()) == (1, 0)
        with domain.path.with_suffix(".mo").open("rb") as stream:
            assert gettext.GNUTranslations(stream).gettext("Assign") == "译 Assign"
