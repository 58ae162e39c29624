from __future__ import annotations

import pytest

from aftercare.platform.lifecycle import Lifecycle, Move
from aftercare.platform.refusal import Refused

KETTLE = Lifecycle(start="cold", moves=[Move("heat", {"cold"}, "hot"), Move("wait", {"hot"}, "cold")])


class TestLifecycle:
    def test_moves_along_the_table(self):
        assert KETTLE.after("cold", "heat") == "hot"
        assert KETTLE.verbs("hot") == ["wait"]
        assert KETTLE.states == {"cold", "hot"}

    def test_refuses_every_other_move(self):
        with pytest.raises(Refused) as refusal:
            KETTLE.after("hot", "heat")
        assert refusal.value.code == "wrong_state"
        assert refusal.value.status == 409

    def test_a_verb_leads_to_one_state_only(self):
        with pytest.raises(ValueError, match="leads twice"):
            Lifecycle(start="a", moves=[Move("go", {"a"}, "b"), Move("go", {"a"}, "c")])

    def test_draws_itself(self):
        assert "cold --> hot: heat" in KETTLE.mermaid()
