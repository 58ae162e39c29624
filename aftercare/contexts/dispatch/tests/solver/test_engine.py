from __future__ import annotations

import json
import subprocess
import sys
from textwrap import dedent

import pytest
from django.core.management import CommandError, call_command

from aftercare.contexts.dispatch.solver import engine, search, vroom
from aftercare.contexts.dispatch.solver.checker import check
from aftercare.contexts.dispatch.solver.instances import problem_of
from aftercare.contexts.dispatch.solver.kernel.compiled import one_at_a_time
from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT
from aftercare.contexts.dispatch.solver.search import Budget
from aftercare.contexts.dispatch.tests.solver.builders import (
    EIGHT,
    HOUR,
    problem,
    random_problem,
    resources,
    visits,
    whole,
)
from aftercare.contexts.dispatch.tests.solver.town import town

QUICK = Budget(seconds=0.2, rounds=300)


class TestPlan:
    @pytest.mark.parametrize(
        ("changed", "reason"),
        [
            ({"fit": [[UNFIT]]}, "nobody_fit"),
            ({"windows": [[[6 * HOUR, 7 * HOUR]]]}, "window_passed"),
            ({"service": [[10 * HOUR]]}, "longer_than_any_shift"),
            ({"service": [[8 * HOUR]]}, "no_time_for_it"),
            ({"windows": [[[EIGHT, EIGHT]]]}, "no_time_for_it"),
        ],
    )
    def test_says_why_a_visit_is_hopeless(self, changed, reason):
        made = engine.plan(problem(visits=visits(1, **changed)), QUICK)
        assert (made.left_out, made.hopeless) == ((0,), {0: reason})

    def test_says_that_there_is_no_way(self):
        made = engine.plan(problem(travel=whole([[0, NEVER], [60, 0]])), QUICK)
        assert made.hopeless == {0: "no_way_there"}

    def test_gives_no_reason_where_others_were_more_urgent(self):
        urgent = visits(2, windows=[[[EIGHT, 9 * HOUR]]] * 2, service=[[2 * HOUR] * 2], drop_cost=[HOUR, 9 * HOUR])
        made = engine.plan(problem(visits=urgent), QUICK)
        assert (made.left_out, made.hopeless) == ((0,), {})

    def test_of_nothing_is_nothing(self):
        assert engine.plan(problem_of(town(2, 0, seed=1)), QUICK).plan == Plan(())

    def test_that_breaks_a_rule_is_not_handed_out(self, monkeypatch):
        monkeypatch.setattr(search, "plan", lambda *given, **named: Plan((Route(0, ((0, 0),), None),)))
        with pytest.raises(engine.BrokenPlan):
            engine.plan(problem(), QUICK)


class TestWithoutNumba:
    def test_vroom_plans(self):
        script = """
            import sys
            sys.modules["numba"] = None
            from aftercare.contexts.dispatch.solver import engine, instances
            from aftercare.contexts.dispatch.tests.solver.town import town
            print(engine.plan(instances.problem_of(town(4, 20, 1)), engine.Budget(seconds=0.2)).engine)
        """
        done = subprocess.run([sys.executable, "-c", dedent(script)], capture_output=True, text=True)
        assert done.stdout == "vroom\n", done.stderr


class TestVroom:
    @pytest.mark.parametrize("seed", range(6))
    def test_breaks_no_rule_whatever_it_is_given(self, seed):
        of = random_problem(seed, people=3, count=10)
        assert check(of, vroom.plan(of, seconds=0.2)).violations == ()

    def test_uses_up_what_is_on_the_van(self):
        of = problem(3, visits=visits(3, parts=[[1]] * 3), resources=resources(stock=[[2]]))
        assert check(of, vroom.plan(of, seconds=0.2)).violations == ()

    @pytest.mark.parametrize("seed", range(6))
    def test_finds_nothing_better_in_a_town(self, seed):
        of = problem_of(town(4, 24, seed))
        own = check(of, search.plan(of, Budget(rounds=4000))).cost.total
        assert own <= check(of, vroom.plan(of, seconds=1)).cost.total

    def test_sends_the_one_who_fits(self):
        of = problem(people=2, visits=visits(1, fit=[[UNFIT, 0]]), resources=resources(2))
        assert vroom.plan(of, seconds=0.2).routes[0].resource == 1


class TestCommand:
    def plan(self, tmp_path, capsys, *words):
        path = tmp_path / "town.json"
        path.write_text(json.dumps(town(4, 20, seed=1)))
        call_command("plan", str(path), *words)
        return json.loads(capsys.readouterr().out)

    def test_writes_the_plan_and_prints_its_cost(self, tmp_path, capsys):
        out = tmp_path / "plan.json"
        told = self.plan(tmp_path, capsys, "--rounds", "300", "--out", str(out))
        written = json.loads(out.read_text())["routes"]
        assert sum(len(route["visits"]) for route in written.values()) == 20 - told["visits_left_out"]
        assert told["violations"] == 0 < told["travel"] < told["minutes"]

    def test_plans_the_same_again(self, tmp_path, capsys):
        again = [self.plan(tmp_path, capsys, "--rounds", "50", "--seed", "7") | {"seconds": 0} for _ in range(2)]
        assert again[0] == again[1]

    def test_plans_with_vroom_when_told_to(self, tmp_path, capsys):
        assert self.plan(tmp_path, capsys, "--seconds", "0.2", "--engine", "vroom")["engine"] == "vroom"

    @pytest.mark.parametrize("words", [["--seconds", "-1"], ["--rounds", "1", "--out", "/nowhere/at/all.json"]])
    def test_refuses(self, tmp_path, capsys, words):
        with pytest.raises(CommandError):
            self.plan(tmp_path, capsys, *words)

    def test_refuses_what_is_no_instance(self, tmp_path):
        (tmp_path / "none.json").write_text("{}")
        with pytest.raises(CommandError, match="is not an instance"):
            call_command("plan", str(tmp_path / "none.json"))


def test_one_process_at_a_time_loads_the_kernel():
    waits = "from aftercare.contexts.dispatch.solver.kernel.compiled import one_at_a_time as o\nwith o(): print('in')"
    with one_at_a_time():
        other = subprocess.Popen([sys.executable, "-c", waits], stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(3)
    assert other.communicate(timeout=30)[0] == "in\n"
