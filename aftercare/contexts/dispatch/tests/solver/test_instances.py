from __future__ import annotations

import json

import pytest

from aftercare.contexts.dispatch.solver import engine, instances
from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT, BadProblem
from aftercare.contexts.dispatch.solver.search import Budget

ENGINEER = {"id": 0, "home": 0, "skills": {"3": 2}, "shift": [28800, 61200], "lunch": [41400, 46800, 2700]}
VISIT = {
    "id": 0, "loc": 1, "dur": 1800, "skills": {"3": 2}, "window": [28800, 36000], "due": None, "penalty": 120,
    "late_w": 4,
}  # fmt: skip


def instance(**changed):
    given = {"seed": 1, "days": 1, "coords": [[0, 0], [3, 4]], "engineers": [ENGINEER], "visits": [VISIT]}
    return given | changed


class TestProblemOf:
    def test_counts_in_seconds(self):
        found = instances.problem_of(instance())
        assert found.visits.drop_cost.tolist() == [7200]
        assert found.visits.due.tolist() == [NEVER]
        assert found.resources.lunch.tolist() == [[41400, 46800, 2700]]
        assert found.visits.fit.tolist() == [[0]]

    @pytest.mark.parametrize(
        ("changed", "fit"),
        [
            ({"skills": {"3": 3}}, UNFIT),
            ({"skills": {"4": 1}}, UNFIT),
            ({"parts": {"7": 1}}, UNFIT),
            ({"preferred": 5}, 1200),
            ({"preferred": 0}, 0),
        ],
    )
    def test_knows_who_fits(self, changed, fit):
        assert instances.problem_of(instance(visits=[VISIT | changed])).visits.fit.tolist() == [[fit]]

    def test_sends_two_when_a_crew_is_asked_for(self):
        second = ENGINEER | {"id": 1}
        found = instances.problem_of(instance(engineers=[ENGINEER, second], visits=[VISIT | {"crew": 2}]))
        assert (found.links.tolist(), found.visits.drop_cost.tolist()) == ([[0, 1, 0, 0]], [7200, 0])
        made = engine.plan(found, Budget(rounds=50))
        written = instances.plan_as_json(made.plan, found)["routes"]
        assert [[visit for visit, _ in route["visits"]] for route in written.values()] == [[0], [0]]
        alone = instances.problem_of(instance(visits=[VISIT | {"crew": 2}]))
        assert set(engine.plan(alone, Budget(rounds=50)).hopeless.values()) == {"nobody_fit"}

    def test_makes_a_resource_of_each_day_somebody_is_there(self):
        absent = ENGINEER | {"id": 1, "absent_days": [1]}
        found = instances.problem_of(instance(days=2, engineers=[ENGINEER, absent]))
        assert found.resources.start.tolist() == [28800, 28800, 28800 + 86400]

    def test_takes_about_a_quarter_of_an_hour_for_five_kilometres(self):
        travel = instances.problem_of(instance()).travel
        assert travel.diagonal().tolist() == [0, 0]
        assert 700 < travel[0, 1] < 1300 and travel[0, 1] != travel[1, 0]

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"engineers": []}, "no_engineers"),
            ({"coords": [[0, 0], [float("nan"), 4]]}, "bad_coordinates"),
            ({"coords": [[0, 0], [None, 4]]}, "bad_coordinates"),
            ({"coords": [[0, 0], [3, float("inf")]]}, "bad_coordinates"),
            ({"coords": [[0, 0], [0, 0]]}, "bad_coordinates"),
            ({"coords": [[0, 0]]}, "unknown_place"),
            ({"engineers": [ENGINEER | {"shift": [61200, 28800]}]}, "shift_backwards"),
            ({"visits": [VISIT | {"penalty": -1}]}, "negative_amount"),
            ({"visits": [VISIT | {"dur": -1}]}, "negative_amount"),
        ],
    )
    def test_refuses(self, changed, code):
        with pytest.raises(BadProblem) as refused:
            instances.problem_of(instance(**changed))
        assert refused.value.code == code


class TestRead:
    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"engineers": 3}', json.dumps(instance(visits=[{}])), "\x00"])
    def test_refuses_what_is_not_an_instance(self, tmp_path, text):
        (tmp_path / "one.json").write_text(text)
        with pytest.raises(BadProblem) as refused:
            instances.read(tmp_path / "one.json")
        assert refused.value.code == "not_an_instance"

    def test_refuses_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(BadProblem) as refused:
            instances.read(tmp_path / "none.json")
        assert refused.value.code == "unreadable"


class TestPlanAsJson:
    def test_is_read_back_as_it_was(self):
        plan = Plan((Route(2, ((1, 30000), (0, 36000)), 43200), Route(3, ((4, 30000),), None)))
        assert instances.plan_from_json(json.loads(json.dumps(instances.plan_as_json(plan)))) == plan
