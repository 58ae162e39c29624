"""What an engineer reads before opening the job."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from aftercare.contexts.people.models import CertificateKind, Skill
from aftercare.contexts.people.tests import building as people
from aftercare.contexts.visits import briefing, queries
from aftercare.contexts.visits.tests import builders
from aftercare.platform.accounts.models import User
from aftercare.platform.notify.models import Notice
from aftercare.platform.refusal import Refused


@pytest.fixture
def asking(place):
    """Give a job that asks for a skill and a paper, on a lift that was repaired before."""
    builders.until("sign", builders.job(place))
    skill = Skill.objects.create(code="door", name="门机", group="电梯")
    paper = CertificateKind.objects.create(code="t1", name="电梯修理 T1")
    engineer = people.engineer(people.Region.objects.get(pk=place.region_id), name="李师傅")
    people.certificate(engineer, paper, date(2099, 1, 1))
    return builders.job(place, engineer=engineer, skills={skill.pk: 3}, certificate_kind_ids=[paper.pk])


@pytest.mark.django_db
class TestBriefing:
    def test_says_what_where_when_for_whom_and_with_what(self, new_job):
        with translation.override("en"):
            said = briefing.of(new_job.visit)
        assert said.splitlines()[0] == new_job.request.description or new_job.order.subject
        for part in ("江南大道 1 号门诊楼", "王芳 13800000001", "Priority: ", "Time: ", new_job.order.number):
            assert part in said

    def test_reaches_the_inbox_with_the_way_to_the_job(self, new_job):
        notice = Notice.objects.get(recipient_id=new_job.engineer.id)
        assert (notice.kind, notice.url) == ("visits.new", f"/jobs/{new_job.id}/")
        assert "13800000001" in notice.body

    def test_tells_what_is_asked_for_and_what_was_done_before(self, asking):
        with translation.override("en"):
            said = briefing.of(asking.visit)
        assert "Asked for: 电梯 · 门机 3、电梯修理 T1" in said
        assert "更换门机皮带并整定参数 (王师傅)" in said

    def test_is_silent_about_what_nobody_wrote_down(self, new_job):
        with translation.override("en"):
            said = briefing.of(new_job.visit)
        for word in ("Asked for", "Note:", "Before"):
            assert word not in said


@pytest.mark.django_db
class TestJobPageBefore:
    def test_shows_what_was_found_done_and_used(self, asking, client):
        user = User.objects.get(pk=asking.engineer.id)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(f"/jobs/{asking.id}/").content.decode()
        for part in ("门机皮带磨损，张力不足", "更换门机皮带并整定参数", "皮带 8M-1200 × 1", "电梯修理 T1"):
            assert part in page

    def test_is_not_for_another_engineer(self, new_job, mate):
        with pytest.raises(Refused):
            queries.job(new_job.id, by=mate)
