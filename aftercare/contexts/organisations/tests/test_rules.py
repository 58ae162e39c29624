from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aftercare.contexts.organisations import rules


class TestPhone:
    @pytest.mark.parametrize(
        ("typed", "digits", "shown"),
        [
            ("13812345678", "8613812345678", "138 1234 5678"),
            ("138-1234-5678", "8613812345678", "138 1234 5678"),
            ("+86 138 1234 5678", "8613812345678", "138 1234 5678"),
            ("0086 13812345678", "8613812345678", "138 1234 5678"),
            ("１３８１２３４５６７８", "8613812345678", "138 1234 5678"),
            ("021-55551234", "862155551234", "021 5555 1234"),
            ("(021) 5555 1234", "862155551234", "021 5555 1234"),
            ("+86 21 5555 1234", "862155551234", "021 5555 1234"),
            ("021-55551234转801", "862155551234", "021 5555 1234 转 801"),
            ("021-55551234 ext. 801", "862155551234", "021 5555 1234 转 801"),
            ("0755 8888 9999#12", "8675588889999", "0755 8888 9999 转 12"),
            ("400-820-1234", "864008201234", "400-820-1234"),
            ("4008201234", "864008201234", "400-820-1234"),
            ("+1 212 555 0123", "12125550123", "+1 212-555-0123"),
            ("12345", "12345", "12345"),
            ("95598", "95598", "95598"),
        ],
    )
    def test_understands_how_people_type_it(self, typed, digits, shown):
        number = rules.phone(typed)
        assert (number.digits, number.shown, number.is_possible) == (digits, shown, True)

    @pytest.mark.parametrize("typed", ["", "abc", "1", "12", "138123456789012345678901", "++86", "张三"])
    def test_says_when_no_telephone_has_it(self, typed):
        assert not rules.phone(typed).is_possible

    @given(st.text(max_size=60))
    @example("𖫀１３٣")
    def test_never_breaks_and_gives_digits_only(self, text):
        assert all(sign in "0123456789" for sign in rules.phone(text).digits)
        assert len(rules.phone(text).digits) <= 20

    @pytest.mark.parametrize(
        ("typed", "stored"),
        [("138123", "8613812345678"), ("021555", "862155551234"), ("+86138", "8613812345678"), ("955", "95598")],
    )
    def test_beginnings_find_the_stored_number_while_it_is_typed(self, typed, stored):
        assert any(stored.startswith(begin) for begin in rules.digit_beginnings(typed))

    @pytest.mark.parametrize(
        ("text", "is_phone"), [("138 1234", True), ("张三", False), ("3号楼", False), ("12", False)]
    )
    def test_tells_a_number_from_a_name(self, text, is_phone):
        assert rules.looks_like_phone(text) is is_phone


class TestCreditCode:
    def test_accepts_a_right_one_and_refuses_one_changed_sign(self):
        right = "91350100M000100Y43"
        assert rules.credit_code_is_right(right)
        assert not rules.credit_code_is_right(right[:-1] + "4")
        assert not rules.credit_code_is_right(right.replace("M", "N"))

    @pytest.mark.parametrize("code", ["", "91350100M000100Y4", "91350100M000100Y433", "91350100I000100Y43"])
    def test_refuses_a_wrong_shape(self, code):
        assert not rules.credit_code_is_right(code)
