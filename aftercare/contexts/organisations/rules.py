"""Arithmetic of parties: phone numbers as typed become digits that find the caller again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers

HOME = "CN"
MOST_DIGITS = 20
_EXTENSION = re.compile(r"(?:转|轉|分机|分機|ext\.?|extension|x|#|,|;)\s*([0-9]{1,6})\s*$", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"[^0-9]+")
_HOT_LINE = re.compile(r"(?:\+?86)?([48]00\d{7})")
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number: how to show it, digits with country code, extension, and whether such a number can exist."""

    shown: str
    digits: str
    extension: str
    is_possible: bool


def phone(text: str) -> Phone:
    """
    Read a number as people type it: mobile, landline with or without area brackets, +86, extension, 400, 95598.

    Full-width digits are understood. What no numbering plan knows keeps its own digits, so that it can be found.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    extension = ""
    if found := _EXTENSION.search(plain):
        plain, extension = plain[: found.start()].strip(), found.group(1)
    bare = _NOT_DIGITS.sub("", plain)
    if hot := _HOT_LINE.fullmatch(("+" if plain.startswith("+") else "") + bare):
        line = hot.group(1)
        return Phone(_with_extension(f"{line[:3]}-{line[3:6]}-{line[6:]}", extension), f"86{line}", extension, True)
    number = _parsed(plain)
    if number is None or not phonenumbers.is_valid_number(number):
        possible = 3 <= len(bare) <= MOST_DIGITS and (number is not None or len(bare) <= 6)
        return Phone(_with_extension(plain, extension), bare[:MOST_DIGITS], extension, possible)
    at_home = number.country_code == 86
    style = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    shown = _with_extension(phonenumbers.format_number(number, style), extension)
    return Phone(shown, f"{number.country_code}{phonenumbers.national_significant_number(number)}", extension, True)


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None


def _with_extension(shown: str, extension: str) -> str:
    return f"{shown} 转 {extension}" if extension else shown


def phone_digits(text: str) -> str:
    """Return the digits with country code that a stored number is found by; empty when there is no digit."""
    return phone(text).digits


def digit_beginnings(text: str) -> list[str]:
    """Return what the stored digits may begin with while a number is still being typed."""
    whole = phone_digits(text)
    bare = _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", text))[:MOST_DIGITS]
    found = [whole, bare, f"86{bare.removeprefix('0')}"]
    return [digits for digits in dict.fromkeys(found) if len(digits) >= 3]


def looks_like_phone(text: str) -> bool:
    """Tell whether the text is a telephone number or its beginning, rather than a name."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return len(_NOT_DIGITS.sub("", plain)) >= 3 and not re.search(r"[^\d\s()+\-.#,;转轉分机機extEXT]", plain)


def credit_code_is_right(code: str) -> bool:
    """Tell whether a unified social credit code has 18 signs and its check sign is right (GB 32100-2015)."""
    if len(code) != 18 or any(sign not in _CREDIT_SIGNS for sign in code):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return _CREDIT_SIGNS[-total % 31] == code[17]
