"""The event stream end to end: a real server, real sessions, real notifications."""

import asyncio
import os
import socket
import subprocess
import sys
import time

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from aftercare.platform import live
from aftercare.platform.accounts.models import User
from aftercare.platform.live.tests.screens import Screen, session_of

pytestmark = pytest.mark.django_db(transaction=True)
STREAMS = 200
PEOPLE = 20


@pytest.fixture(scope="module")
def port(django_db_setup):
    """Serve event streams from the test database in a process of their own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    named = {"AFTERCARE_DATABASE": connection.settings_dict["NAME"], "AFTERCARE_PROCESS": "live test"}
    command = [sys.executable, "-m", "granian", "--interface", "asginl", "--port", str(number), "--no-ws"]
    command += ["--workers-kill-timeout", "1"]
    server = subprocess.Popen([*command, "aftercare.config.asgi:application"], env=os.environ | named)
    deadline = time.monotonic() + 60
    while not listening(number) and time.monotonic() < deadline:
        time.sleep(0.1)
    yield number
    server.terminate()
    server.wait(15)


@pytest.fixture
def watcher(transactional_db):
    """Give a person who watches."""
    return User.objects.create_user("watcher", name="张伟")


def listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def say(topic):
    with transaction.atomic():
        live.tell(topic, {"event": "Told"})


def backends(name):
    """Return the server processes of the connections that bear a name, in this test's database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = %s AND datname = current_database()", [name]
        )
        return [row[0] for row in cursor.fetchall()]


class TestOpenStream:
    def test_holds_one_database_connection_for_two_hundred_screens(self, port):
        people = [User.objects.create_user(f"watcher{number}", name="张伟") for number in range(PEOPLE)]
        seats = [(who.pk, session_of(who)) for who in people] * (STREAMS // PEOPLE)

        async def story():
            screens = [Screen(port, session, f"user:{who}") for who, session in seats]
            assert await asyncio.gather(*(screen.open() for screen in screens)) == [200] * STREAMS
            await asyncio.gather(*(screen.until("event: hello") for screen in screens))
            held = [await asyncio.to_thread(backends, name) for name in ("live test", "aftercare live listener")]
            for who in people:
                await asyncio.to_thread(say, f"user:{who.pk}")
            await asyncio.gather(*(screen.until('"event":"Told"') for screen in screens))
            return held

        asked, listening_for_all = asyncio.run(story())
        assert (len(asked), len(listening_for_all)) == (0, 1)

    def test_passes_on_what_was_committed_and_not_what_was_undone(self, port, watcher):
        async def story():
            screen = Screen(port, session_of_watcher, f"user:{watcher.pk}")
            await screen.open()
            await screen.until("event: hello")
            await asyncio.to_thread(undo, f"user:{watcher.pk}")
            await asyncio.to_thread(say, f"user:{watcher.pk}")
            return await screen.until("}\n\n") + await screen.until("}\n\n")

        def undo(topic):
            with transaction.atomic():
                live.tell(topic, {"event": "Undone"})
                transaction.set_rollback(True)

        session_of_watcher = session_of(watcher)
        assert "Undone" not in asyncio.run(story())

    def test_tells_screens_to_fetch_anew_after_the_database_was_away(self, port, watcher):
        session = session_of(watcher)

        async def story():
            screen = Screen(port, session, f"user:{watcher.pk}")
            await screen.open()
            await screen.until("event: hello")
            await asyncio.to_thread(lose_listener)
            await screen.until("event: resync")
            await asyncio.to_thread(say, f"user:{watcher.pk}")
            await screen.until('"event":"Told"')

        def lose_listener():
            with connection.cursor() as cursor:
                for pid in backends("aftercare live listener"):
                    cursor.execute("SELECT pg_terminate_backend(%s)", [pid])

        asyncio.run(story())

    def test_ends_within_ten_seconds_of_signing_out(self, port, watcher):
        session = session_of(watcher)

        async def story():
            screen = Screen(port, session, f"user:{watcher.pk}")
            await screen.open()
            await screen.until("event: hello")
            await asyncio.to_thread(Session.objects.filter(session_key=session).delete)
            await screen.end(seconds=14)

        asyncio.run(story())


class TestRefusals:
    def test_name_what_is_wrong_and_never_break(self, port, watcher):
        session, mine = session_of(watcher), f"user:{watcher.pk}"
        cases = [
            (Screen(port, "", mine), 401),
            (Screen(port, "nosuchsession", mine), 401),
            (Screen(port, session, "user:999999"), 403),
            (Screen(port, session, mine, origin="https://elsewhere.example"), 403),
            (Screen(port, session), 422),
            (Screen(port, session, "user:1%00"), 422),
            (Screen(port, session, *[f"user:{number}" for number in range(51)]), 422),
            (Screen(port, session, "x" * 5000), 422),
        ]

        async def story():
            return [await screen.open() for screen, _ in cases]

        assert asyncio.run(story()) == [status for _, status in cases]

    def test_lets_a_page_on_another_port_of_the_same_host_listen(self, port, watcher):
        screen = Screen(port, session_of(watcher), f"user:{watcher.pk}", origin="http://127.0.0.1:8000")
        assert asyncio.run(screen.open()) == 200
        assert "access-control-allow-origin: http://127.0.0.1:8000" in screen.head
        assert "access-control-allow-credentials: true" in screen.head
