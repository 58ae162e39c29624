"""Signing in: the password, a code from an app, a passkey, and the devices that are signed in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

import pytest

from aftercare.demo import company
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.browser

STEP_SECONDS, SPARE_SECONDS = 30, 5
SUBMIT = "form:has(input[name=password]) button[type=submit]"


def code_of(secret: str) -> str:
    """Return the code an app shows (RFC 6238), never one that is about to change."""
    if time.time() % STEP_SECONDS > STEP_SECONDS - SPARE_SECONDS:
        time.sleep(SPARE_SECONDS)
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // STEP_SECONDS), hashlib.sha1).digest()
    at = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def give_password(person: Visitor, login: str, password: str = company.PASSWORD) -> None:
    person.go("/accounts/login/")
    person.type("input[name=login]", login)
    person.type("input[name=password]", password)
    person.tap(SUBMIT)


def show_once_more(person: Visitor, picture: str = "") -> None:
    """Answer the question who it is, that stands before everything that changes how a login is protected."""
    person.page.wait_for_url("**/reauthenticate/**")
    if picture:
        person.keep(picture)
    person.type("main input[name=password]", company.PASSWORD)
    person.tap("main form button[type=submit]")


def with_passkeys(person: Visitor) -> None:
    """Give the browser a fingerprint reader that always says yes."""
    devices = person.page.context.new_cdp_session(person.page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_wrong_password_is_told_and_the_right_one_opens_the_work_place(visit):
    person = visit()
    give_password(person, "storekeeper", "not-this-one")
    person.find(".alert, .field-error")
    person.keep("sign-in-wrong")
    assert person.page.input_value("input[name=login]") == "storekeeper"
    person.type("input[name=password]", company.PASSWORD)
    person.tap(SUBMIT)
    person.page.wait_for_url(f"{person.home}/")
    person.see("陈东")


def test_code_from_an_app_is_set_up_and_asked_for(visit):
    person = visit("manager.east")
    person.go("/me/")
    person.tap("li:has-text('动态验证码') a")
    person.tap("a[href$='/totp/activate/']")
    show_once_more(person, "sign-in-is-it-you")
    secret = person.find("code").inner_text()
    person.keep("sign-in-code-app")
    person.type("input[name=code]", code_of(secret))
    person.tap("main button[type=submit]")
    person.find(".codes")
    person.keep("sign-in-recovery-codes")
    recovery = person.find(".codes").inner_text().split()[0]

    other = visit()
    give_password(other, "manager.east")
    other.type("input[name=code]", "000000")
    other.tap("main form:has(input[name=code]) button[type=submit]")
    other.find(".field-error, .alert")
    other.keep("sign-in-code")
    # Nobody is offered a passkey who has none.
    assert other.page.locator("#mfa_webauthn_authenticate").count() == 0
    other.type("input[name=code]", code_of(secret))
    other.tap("main form:has(input[name=code]) button[type=submit]")
    other.page.wait_for_url(f"{other.home}/")

    without_phone = visit()
    give_password(without_phone, "manager.east")
    without_phone.type("input[name=code]", recovery)
    without_phone.tap("main form:has(input[name=code]) button[type=submit]")
    without_phone.page.wait_for_url(f"{without_phone.home}/")


def test_passkey_is_added_and_opens_the_account_without_a_password(visit):
    person = visit("manager.north")
    with_passkeys(person)
    person.go("/accounts/2fa/")
    person.tap("a[href$='/webauthn/add/']")
    show_once_more(person)
    person.type("input[name=name]", "工作手机")
    person.keep("sign-in-passkey-add")
    person.tap("#mfa_webauthn_add")
    person.find(".codes")
    person.go("/accounts/2fa/webauthn/")
    person.see("工作手机")
    person.keep("sign-in-passkeys")
    person.page.context.clear_cookies()
    person.go("/accounts/login/")
    person.keep("sign-in")
    person.tap("#passkey_login")
    person.page.wait_for_url(f"{person.home}/")
    person.see("唐颖")
    person.page.context.clear_cookies()
    give_password(person, "manager.north")
    person.keep("sign-in-passkey-second")
    person.tap("#mfa_webauthn_authenticate")
    person.page.wait_for_url(f"{person.home}/")


def test_browser_without_a_passkey_is_told_what_to_do(visit):
    person = visit()
    with_passkeys(person)
    person.go("/accounts/login/")
    person.tap("#passkey_login")
    person.see("通行密钥没有用上")
    person.keep("sign-in-no-passkey")


def test_another_device_is_seen_and_signed_out(visit):
    here, there = visit("manager.south"), visit("manager.south")
    here.go("/me/")
    here.tap("a[href$='/sessions/']")
    assert here.page.locator("main .rows li").count() == 2
    here.keep("sign-in-devices")
    here.tap("main form button[type=submit]")
    here.page.wait_for_load_state("networkidle")
    assert here.page.locator("main .rows li").count() == 1
    there.go("/me/")
    there.page.wait_for_url("**/accounts/login/**")
    here.go("/me/")
    here.see("韩冰")
