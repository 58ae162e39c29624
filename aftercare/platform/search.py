"""
Search words for Chinese and English without a database extension.

Words alone lose exact matches, because the segmentation of Chinese depends on what stands beside
a word; bigrams alone lose words that are not adjacent. Both are stored: words with weight A,
bigrams with weight B.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, TypeVar, cast

import rjieba
from django.db import connection
from django.db.models import F, FloatField, Func, Model, QuerySet, Value
from django.db.models.expressions import RawSQL

M = TypeVar("M", bound=Model)

_HAN = re.compile(r"[㐀-鿿豈-﫿]+")
_LATIN = re.compile(r"[0-9a-zà-öø-ÿ]+(?:[-_./][0-9a-zà-öø-ÿ]+)*")
# A telephone number with the country code and the gaps people write it with.
_HOME_CODE = re.compile(r"\+86[ -]?(?=\d)")
_GAPPED = re.compile(r"(?<![\d./-])\d{2,}(?:[ -]\d{2,})+(?![\d./-])")
_NUMBER_DIGITS = range(7, 21)
MAX_LEXEMES = 2000


@lru_cache(maxsize=1)
def _segmenter() -> Any:
    return rjieba.Jieba()


def normalise(text: str) -> str:
    """Return the text lower-cased, with full-width letters and digits made plain."""
    return unicodedata.normalize("NFKC", text).lower().replace("\0", " ")


def _numbers(plain: str) -> list[str]:
    """Return the numbers written in groups of digits, in one piece each."""
    found = (re.sub(r"[ -]", "", run) for run in _GAPPED.findall(plain))
    return [number for number in found if len(number) in _NUMBER_DIGITS]


def words(text: str) -> list[str]:
    """
    Return the words: segmented Chinese, lower-cased Latin words, numbers, and parts of compound codes.

    A number in groups of digits counts as one, too: nobody knows how a telephone number was written.
    """
    plain = _HOME_CODE.sub("", normalise(text))
    found = [word for run in _HAN.findall(plain) for word in _segmenter().cut(run) if word.strip()]
    for code in _LATIN.findall(plain):
        found.append(code)
        parts = re.split(r"[-_./]", code)
        found += parts if len(parts) > 1 else []
    return found + _numbers(plain)


def bigrams(text: str) -> list[str]:
    """Return every pair of neighbouring Chinese characters, and single ones that stand alone."""
    found = []
    for run in _HAN.findall(normalise(text)):
        found += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return found


def literal(*texts: str | None) -> str:
    """Return a tsvector literal of all the texts."""
    lexemes: dict[str, str] = {}
    for text in texts:
        if text:
            for gram in bigrams(text):
                lexemes.setdefault(gram, "B")
            for word in words(text):
                lexemes[word] = "A"
    items = list(lexemes.items())[:MAX_LEXEMES]
    return " ".join(f"{_quoted(lexeme)}:1{weight}" for lexeme, weight in items)


def _quoted(lexeme: str) -> str:
    escaped = lexeme[:200].replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def vector(*texts: str | None) -> RawSQL:
    """Return the expression to write into a model's `search` column."""
    return RawSQL("%s::tsvector", [literal(*texts)])


def query_literal(text: str) -> str:
    """
    Return a tsquery literal: every typed term must be found, by its words or by its bigrams.

    A Latin term matches by its beginning, so that a part of a serial number finds it.
    """
    terms = []
    plain = _HOME_CODE.sub("", normalise(text)[:200])
    for chunk in plain.split():
        for run in _HAN.findall(chunk):
            grams = " & ".join(_quoted(g) for g in bigrams(run))
            seg = " & ".join(_quoted(w) for w in words(run))
            terms.append(f"(({seg}) | ({grams}))" if len(run) > 1 else f"({_quoted(run)}:*)")
        terms += [f"({_quoted(code)}:*)" for code in _LATIN.findall(chunk)]
    typed = " & ".join(terms)
    whole = _numbers(plain) if _GAPPED.fullmatch(plain.strip()) else []
    return f"({_quoted(whole[0])}:* | ({typed}))" if whole else typed


def matches(rows: QuerySet[M], text: str, *, column: str = "search") -> QuerySet[M]:
    """Return the rows in which every typed term occurs, best first after the rows' own order is replaced."""
    typed = query_literal(text)
    if not typed:
        return cast("QuerySet[M]", rows.none().annotate(rank=Value(0.0, output_field=FloatField())))
    query = RawSQL("%s::tsquery", [typed])
    rank = Func(F(column), query, function="ts_rank")
    table = connection.ops.quote_name(rows.model._meta.db_table)
    name = connection.ops.quote_name(column)
    found = rows.annotate(_hit=RawSQL(f"{table}.{name} @@ %s::tsquery", [typed])).filter(_hit=Value(True))  # noqa: S611
    return found.annotate(rank=rank)
