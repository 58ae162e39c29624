from __future__ import annotations

import pytest
from django.db import connection

from aftercare.platform import search


def found(text: str, typed: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [search.literal(text), search.query_literal(typed)])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("3号楼2单元电梯光幕传感器失灵，门关不上", "光幕传感器失灵", True),
        ("客户反映光幕传感器失灵了", "传感器", True),
        ("扶梯运行时皮带异响", "扶梯 皮带", True),
        ("扶梯运行时皮带异响", "水泵", False),
        ("序列号 SN-1234/AB", "sn-1234", True),
        ("序列号 SN-1234/AB", "1234", True),
        ("配电柜 ＡＢＣ１２３", "abc123", True),
        ("Chiller trips on high pressure", "CHILL pressure", True),
        ("Chiller trips on high pressure", "low", False),
        ("回电 138 0000 4010", "13800004010", True),
        ("回电 138-0000-4010", "1380000", True),
        ("回电 +86 13800004010", "138 0000 4010", True),
        ("回电 13800004010", "+86 138 0000 4010", True),
        ("回电 138 0000 4010", "138 0000 4011", False),
        ("SR-2026-000001", "2026 000001", True),
        ("2026-05-31 换过皮带", "2026-05-31", True),
        ("路", "路", True),
        ("o'neill\\path", "o'neill", True),
        ("电梯", "电梯' | 'x", False),
    ],
)
def test_finds_chinese_words_codes_and_beginnings(text, typed, expected):
    assert found(text, typed) is expected


def test_an_empty_or_senseless_query_asks_for_nothing():
    assert search.query_literal("  ，。!! ") == ""


def test_a_huge_text_stays_bounded():
    assert len(search.literal("电梯故障" * 1 + "".join(chr(0x4E00 + i % 20000) for i in range(50_000))).split()) <= 2000
