"""From a topic to the screens that watch it."""

from aftercare.platform.live.hub import QUEUE_LENGTH, Hub, Watcher


def watcher(*topics, user_id=1, session_key="s"):
    return Watcher(topics=frozenset(topics), user_id=user_id, session_key=session_key)


def heard(one):
    return [one.queue.get_nowait() for _ in range(one.queue.qsize())]


class TestTell:
    def test_reaches_those_who_watch_the_topic_and_nobody_else(self):
        hub, mine, other = Hub(), watcher("work_order:1"), watcher("work_order:2")
        hub.join(mine)
        hub.join(other)
        hub.tell("work_order:1", "changed")
        assert (heard(mine), heard(other)) == (["changed"], [])

    def test_lets_a_screen_go_that_takes_nothing(self):
        hub, slow = Hub(), watcher("work_order:1")
        hub.join(slow)
        for number in range(QUEUE_LENGTH + 1):
            hub.tell("work_order:1", str(number))
        assert heard(slow) == [None]

    def test_forgets_who_left(self):
        hub, gone = Hub(), watcher("work_order:1")
        hub.join(gone)
        hub.leave(gone)
        hub.tell("work_order:1", "changed")
        assert heard(gone) == []
        assert hub._by_topic == {}


class TestLetGo:
    def test_ends_the_streams_of_these_sessions_only(self):
        hub, ended, alive = Hub(), watcher("user:1", session_key="a"), watcher("user:1", session_key="b")
        hub.join(ended)
        hub.join(alive)
        hub.let_go(["a"])
        assert (heard(ended), heard(alive)) == ([None], [])
