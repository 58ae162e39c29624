from __future__ import annotations

import secrets

import pytest

from aftercare.contexts.installed_base import commands, labels, public, queries, rules
from aftercare.contexts.installed_base.models import Equipment
from aftercare.contexts.installed_base.tests.building import equipment, location, project
from aftercare.platform.refusal import Refused


def signed(path):
    return public.split_label(path.removeprefix("/q/").removesuffix("/"))


class TestSignature:
    def test_is_right_for_its_own_code_and_key_only(self):
        code = rules.new_label_code()
        signature = rules.sign(code, "key")
        assert rules.is_signed(code, signature, ["other", "key"])
        assert not rules.is_signed(code, signature, ["other"])
        assert not rules.is_signed(rules.new_label_code(), signature, ["key"])

    @pytest.mark.parametrize("code", ["", "x", "a" * 21, "a" * 23, "a" * 21 + "é", "a" * 21 + "\0", "../" * 7 + "a"])
    def test_is_wrong_for_every_other_shape(self, code):
        assert not rules.is_signed(code, rules.sign("a" * 22, "key"), ["key"])

    def test_is_hit_by_none_of_many_guesses(self):
        code = rules.new_label_code()
        guesses = (secrets.token_urlsafe(12) for _n in range(20_000))
        assert not any(rules.is_signed(code, guess, ["key"]) for guess in guesses)

    def test_codes_have_128_bits_and_never_meet(self):
        codes = {rules.new_label_code() for _n in range(10_000)}
        assert len(codes) == 10_000
        assert all(len(code) == 22 for code in codes)


@pytest.mark.django_db
class TestEquipmentByLabel:
    def test_finds_the_equipment_the_label_is_on(self):
        row = equipment()
        card = public.equipment_by_label(*signed(public.label_path(row.label_code)))
        assert (card.id, card.number) == (row.pk, row.number)

    def test_asks_the_database_nothing_for_a_forged_signature(self, django_assert_num_queries):
        row = equipment()
        with django_assert_num_queries(0):
            assert public.equipment_by_label(row.label_code, "A" * 16) is None
            assert public.equipment_by_label(row.label_code, "") is None

    def test_still_reads_labels_printed_under_a_retired_key(self, settings):
        row = equipment()
        printed = public.label_path(row.label_code)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "a new one"
        assert public.equipment_by_label(*signed(printed)).id == row.pk

    def test_finds_nothing_once_the_equipment_is_scrapped_or_has_a_new_label(self, desk_agent, at, published):
        gone, renewed = equipment(), equipment()
        labels_before = [public.label_path(row.label_code) for row in (gone, renewed)]
        commands.scrap_equipment(equipment_id=gone.pk, reason="worn out", by=desk_agent, at=at)
        commands.renew_label(equipment_id=renewed.pk, reason="copied", by=desk_agent, at=at)
        assert [public.equipment_by_label(*signed(path)) for path in labels_before] == [None, None]
        renewed.refresh_from_db()
        assert public.equipment_by_label(*signed(public.label_path(renewed.label_code))).id == renewed.pk
        published.only("EquipmentScrapped")
        published.only("LabelRenewed")


@pytest.mark.django_db
class TestPaper:
    def rows(self, count=3):
        of = project()
        place = location(of)
        for n in range(count):
            equipment(of, name=f"{n} 号电梯", location_id=place.pk)
        return list(Equipment.objects.select_related("project", "location").order_by("pk"))

    @pytest.mark.parametrize(
        ("sheet", "pages", "size"),
        [
            (labels.Sheet(), 1, (595, 842)),
            (labels.Sheet(skip=22, cut=True), 2, (595, 842)),
            (labels.Sheet(paper="single"), 3, (142, 85)),
        ],
    )
    def test_has_the_right_pages_of_the_right_size(self, sheet, pages, size):
        import io

        from pypdf import PdfReader

        paper = PdfReader(io.BytesIO(labels.pdf(self.rows(), sheet)))
        assert len(paper.pages) == pages
        box = paper.pages[0].mediabox
        assert (round(box.width), round(box.height)) == size
        text = "".join(page.extract_text() for page in paper.pages)
        assert "EQ-2026-" in text.replace(" ", "")

    def test_never_reads_a_name_as_markup(self):
        row = self.rows(1)[0]
        row.name = '#panic("no") $x$ *b* \\ "]) = //'
        assert labels.pdf([row], labels.Sheet()).startswith(b"%PDF")

    def test_is_refused_without_equipment_and_for_too_many(self):
        row = self.rows(1)[0]
        for rows, code in (([], "missing"), ([row] * (labels.MOST + 1), "too_many_rows")):
            with pytest.raises(Refused, match=code):
                labels.pdf(rows, labels.Sheet())

    def test_code_leads_to_the_page_to_report_a_fault(self, settings):
        settings.PUBLIC_URL = "https://service.example"
        row = self.rows(1)[0]
        assert labels.address_of(row) == f"https://service.example{queries.label_path(row.label_code)}"
