"""What the interpreter is told."""

from aftercare.platform import interpreter


class TestLoadAside:
    def test_loads_each_once_and_keeps_nobody_waiting(self, monkeypatch):
        monkeypatch.setattr(interpreter, "_loads", [])
        loaded: list[int] = []

        def load() -> None:
            loaded.append(1)

        for _ in range(2):
            interpreter.beforehand(load)
        interpreter.load_aside().join(5)
        assert loaded == [1]
