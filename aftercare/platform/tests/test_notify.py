from __future__ import annotations

import smtplib

import pytest
from django.core import mail as outgoing
from django.utils.translation import gettext as _

from aftercare.platform import outbox
from aftercare.platform.accounts.models import User
from aftercare.platform.notify import jobs, telling
from aftercare.platform.notify.models import Mail, Notice
from aftercare.platform.notify.telling import Message


@pytest.fixture
def people(db, settings):
    settings.EMAIL_HOST = "mail.example.com"
    return [
        User.objects.create_user("li", name="李静", email="li@example.com"),
        User.objects.create_user("smith", name="Smith", email="smith@example.com", language="en"),
        User.objects.create_user("gone", name="Gone", email="gone@example.com", is_active=False),
    ]


def tell(people, at, dedupe="kettle-1"):
    return telling.tell(
        [p.pk for p in people],
        kind="kettle",
        at=at,
        dedupe=dedupe,
        message=lambda: Message(title=_("Monday"), body="…", url="/kettles/1/"),
    )


class TestTell:
    def test_puts_one_message_in_each_inbox_in_the_readers_language(self, people, at):
        assert tell(people, at) == 2
        assert {n.recipient.username: n.title for n in Notice.objects.all()} == {"li": "星期一", "smith": "Monday"}

    def test_tells_a_thing_once(self, people, at):
        assert (tell(people, at), tell(people, at), tell(people, at, "kettle-2")) == (2, 0, 2)

    def test_sends_a_mail_with_a_link_after_the_commit(self, people, at):
        tell(people, at)
        assert outgoing.outbox == []
        outbox.drain()
        assert sorted(m.to[0] for m in outgoing.outbox) == ["li@example.com", "smith@example.com"]
        assert "/kettles/1/" in outgoing.outbox[0].body


class TestSend:
    def test_keeps_the_failure_and_sends_again_under_the_same_message_id(self, people, at, monkeypatch):
        class Refusing:
            def send_messages(self, messages):
                raise smtplib.SMTPServerDisconnected("gone")

        row = telling.mail(to="x@example.com", subject="a\r\nBcc: y", text="t", dedupe="d", at=at)
        with monkeypatch.context() as broken:
            broken.setattr(jobs, "get_connection", Refusing)
            outbox.drain()
        row.refresh_from_db()
        assert (row.state, row.attempts) == (Mail.State.WAITING, 1)
        assert "gone" in row.last_error
        assert jobs.resend() == 1
        outbox.drain()
        row.refresh_from_db()
        assert row.state == Mail.State.SENT
        [sent] = outgoing.outbox
        assert sent.extra_headers["Message-ID"] == row.message_id
        assert "\n" not in sent.subject
