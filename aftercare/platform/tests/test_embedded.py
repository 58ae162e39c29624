"""The embedded server: started by the first who needs it, stopped by the last."""

import os
import signal
import time

import pytest

from aftercare.platform.embedded import Server, ServerTrouble


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give a folder with a cluster in it, emptied afterwards."""
    home = tmp_path_factory.mktemp("embedded")
    yield home
    Server(home).destroy()


class TestServer:
    def test_is_stopped_by_its_last_user(self, folder):
        first, second = Server(folder, throwaway=True), Server(folder)
        assert (first.start(), second.start()) == (True, False)
        assert (first.release(), second.running) == (False, True)
        assert (second.release(), second.running) == (True, False)

    def test_stays_when_it_was_started_to_be_kept(self, folder):
        keeper, passer_by = Server(folder, throwaway=True), Server(folder)
        keeper.start(keep=True)
        passer_by.start()
        assert (passer_by.release(), keeper.release(), keeper.running) == (False, False, True)
        assert keeper.stop()

    def test_comes_back_after_its_process_was_killed(self, folder):
        server = Server(folder, throwaway=True)
        server.start()
        os.kill(int((server.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
        deadline = time.monotonic() + 10
        while server.alive and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not server.alive
        assert server.start()
        assert server.alive and server.running
        server.release()

    def test_says_what_the_server_said_when_it_cannot_start(self, folder):
        (folder / "postgres/postgresql.auto.conf").write_text("no_such_setting = 1\n")
        with pytest.raises(ServerTrouble, match="no_such_setting"):
            Server(folder).start()
        (folder / "postgres/postgresql.auto.conf").write_text("")

    def test_finds_a_short_place_for_the_socket_of_a_long_path(self, tmp_path):
        server = Server(tmp_path / ("long" * 40))
        assert len(str(server.socket)) < 60
        assert server.socket == Server(tmp_path / ("long" * 40)).socket
