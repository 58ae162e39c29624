"""What customers answer, and how managers trace a low score to its cause."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from aftercare.contexts.feedback import commands as feedback
from aftercare.contexts.feedback.models import FollowUp, Survey
from aftercare.demo.simulation.story import Story
from aftercare.platform.actor import Actor, Role

if TYPE_CHECKING:
    from aftercare.demo.simulation.life import Life

CAUSES = (
    ("备件到货慢，二次上门间隔过长", "与供应商约定常用件安全库存，并向客户说明到货计划"),
    ("到场晚于约定时间且未提前告知", "回访致歉；调度增加超时前 30 分钟的短信告知"),
    ("现场讲解不够，客户不清楚故障原因", "补发图文说明，工程师参加沟通培训"),
)


def ask(work_order_id: int, *, at: datetime) -> None:
    """Let somebody pass the link on where no mail went out: every customer is asked, whether or not they answer."""
    survey = Survey.objects.filter(work_order_id=work_order_id, sent_at__isnull=True).first()
    if survey is not None:
        feedback.pass_on(survey_id=survey.pk, by=Actor.system("demo"), at=at)


def answer(work_order_id: int, story: Story, *, by: Actor, at: datetime) -> None:
    """Let the customer answer the survey."""
    survey = Survey.objects.filter(work_order_id=work_order_id).first()
    if survey is None or story.answer is None:
        return
    said = story.answer
    feedback.answer(token=survey.token, csat=said.csat, nps=said.nps, comment=said.comment, by=by, at=at)


def trace(work_order_id: int, life: Life) -> None:
    """Let a manager name the cause of a low score within the day."""
    found = FollowUp.objects.filter(survey__work_order_id=work_order_id, status="open").select_related("survey").first()
    if found is None:
        return
    by = life.cast.of(Role.SERVICE_MANAGER, found.survey.region_id, life.rng)
    life.reach(life.desk_hours(life.later(60, 1200)), "trace")
    feedback.take(follow_up_id=found.pk, by=by, at=life.now)
    cause, action = life.rng.choice(CAUSES)
    feedback.complete(follow_up_id=found.pk, cause=cause, action=action, by=by, at=life.now)
    life.settler.settle()
