"""What customers think of a visit."""

from __future__ import annotations

from random import Random

from aftercare.demo.simulation.story import REJECTED, Answer

GLAD = (
    "师傅很专业，处理得很快。",
    "到场准时，讲解清楚。",
    "",
    "",
    "服务态度好，现场也收拾干净了。",
    "多次打交道，一直放心。",
    "",
)
FAIR = ("总体可以，就是等备件久了点。", "修好了，希望下次能提前联系。", "")
SORE = ("约好上午来，下午才到。", "同样的问题反复出现。", "来了两趟才修好，影响使用。")
ANSWERING, LATE_MINUTES = 0.66, 60


def of_visit(rng: Random, late: int, ways: list[str]) -> Answer | None:
    """Return the answer of somebody whose engineer was so many minutes late and came so often; None for no answer."""
    if rng.random() > ANSWERING:
        return None
    sore = (late > LATE_MINUTES) * 2 + (len(ways) > 1) + (REJECTED in ways)
    if sore >= 2 and rng.random() < 0.75:
        return Answer(csat=rng.choice((2, 3, 3)), nps=rng.randint(2, 6), comment=rng.choice(SORE), after_hours=9)
    if sore and rng.random() < 0.5:
        return Answer(csat=4, nps=rng.randint(7, 8), comment=rng.choice(FAIR), after_hours=rng.uniform(2, 30))
    stars = rng.choice((5, 5, 5, 4))
    score = rng.choice((9, 10, 10, 9, 8)) if stars == 5 else rng.choice((7, 8, 9))
    return Answer(csat=stars, nps=score, comment=rng.choice(GLAD), after_hours=rng.uniform(0.5, 40))
