"""Taking a project over from its workbook: all or nothing, once, and honest about what is missing."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from aftercare.contexts.handover import book, commands
from aftercare.contexts.handover.models import Paper
from aftercare.contexts.installed_base.models import Equipment, EquipmentKind, Location, ProjectParty
from aftercare.contexts.organisations.commands import register_organisation
from aftercare.contexts.people.models import Grant
from aftercare.contexts.service_requests import public as requests
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused

SHEETS: dict[str, list[list[Any]]] = {
    "参建单位": [["单位", "参建身份", "范围"], ["澜风制冷有限公司", "供应商", "冷机"]],
    "位置": [["地点", "位置类别"], ["一号楼", "楼栋"], ["一号楼 / 冷站", "系统"]],
    "设备": [
        ["名称", "类型", "安装位置", "厂商", "型号", "序列号"],
        ["1 号冷机", "chiller", "一号楼/冷站", "澜风", "LF-C350", "LF0001"],
        ["2 号冷机", "chiller", "一号楼/冷站", "澜风", "LF-C350", ""],
    ],
    "工程质保": [["部位类别", "合同约定至", "责任单位"], ["供冷系统", date(2029, 5, 31), "澜风制冷有限公司"]],
    "移交资料": [["资料类别", "标题", "已移交"], ["竣工图", "暖通竣工图", "是"], ["使用说明书", "冷机说明书", "否"]],
    "遗留问题": [["编号", "问题", "地点", "责任单位"], ["1", "冷站地漏堵塞", "一号楼冷站", "澜风制冷有限公司"]],
}


def workbook(**changed: list[list[Any]]) -> SimpleUploadedFile:
    """Return the workbook, with some sheets others than usual."""
    made, file = Workbook(), io.BytesIO()
    made.remove(made.worksheets[0])
    for title, lines in (SHEETS | changed).items():
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append(line)
    made.save(file)
    return SimpleUploadedFile("handover.xlsx", file.getvalue())


@pytest.fixture(scope="module")
def scene(shared_db: None, system: Actor, at: datetime) -> builders.Scene:
    """Give a project, a kind of equipment and a supplier."""
    builders.promises()
    EquipmentKind.objects.create(code="chiller", name="冷水机组", part_kind="cooling")
    register_organisation(name="澜风制冷有限公司", kind="supplier", by=system, at=at)
    return builders.scene()


@pytest.fixture
def take(scene, service_manager, at):
    """Give a way to take the project over."""

    def run(dry_run: bool = False, by: Actor = service_manager, **changed: list[list[Any]]) -> commands.Outcome:
        lines = book.read(workbook(**changed))
        return commands.take_over(project_id=scene.project_id, lines=lines, dry_run=dry_run, by=by, at=at)

    return run


def counted(project_id: int) -> tuple[int, ...]:
    here = {"project_id": project_id}
    return (
        ProjectParty.objects.filter(**here).count(),
        Location.objects.filter(**here).count(),
        Equipment.objects.filter(**here, maker="澜风").count(),
        WarrantyPart.objects.filter(**here).count(),
        Paper.objects.filter(**here).count(),
        ServiceRequest.objects.filter(**here, source_system="handover").count(),
    )


class TestTakeOver:
    def test_writes_every_sheet_and_tells_once(self, scene, take, published):
        before = counted(scene.project_id)
        outcome = take()
        assert outcome.done
        assert [now - old for now, old in zip(counted(scene.project_id), before, strict=True)] == [1, 2, 2, 1, 2, 1]
        request = ServiceRequest.objects.get(source_system="handover")
        assert (request.subject, request.customer_id) == ("冷站地漏堵塞", scene.customer_id)
        assert request.liable_party.name == "澜风制冷有限公司"
        assert WarrantyPart.objects.get(kind="cooling").contract_until == date(2029, 5, 31)
        assert published.names().count("ProjectTakenOver") == 1

    def test_changes_nothing_the_second_time(self, scene, take):
        take()
        before = counted(scene.project_id)
        again = take()
        assert again.done
        assert counted(scene.project_id) == before
        assert {name: dict(found) for name, found in again.counts.items() if set(found) - {"same"}} == {}

    def test_checks_without_writing(self, scene, take):
        before = counted(scene.project_id)
        outcome = take(dry_run=True)
        assert (outcome.done, outcome.wrong) == (False, [])
        assert counted(scene.project_id) == before

    def test_says_which_cell_is_wrong_and_writes_nothing(self, scene, take):
        before = counted(scene.project_id)
        outcome = take(
            参建单位=[["单位", "参建身份"], ["没有这家公司", "供应商"], ["澜风制冷有限公司", "厨师"]],
            位置=[["地点", "位置类别"], ["二号楼 / 冷站", "系统"]],
            工程质保=[["部位类别", "合同约定至"], ["供冷系统", "明年"]],
            移交资料=[["资料类别", "标题", "已移交"], ["竣工图", "图", "也许"]],
        )
        found = {(one.sheet, one.line, one.column) for one in outcome.wrong}
        assert found >= {
            ("参建单位", 2, "单位"), ("参建单位", 3, "参建身份"), ("位置", 2, "地点"), ("工程质保", 2, "合同约定至"),
            ("移交资料", 2, "已移交"),
        }  # fmt: skip
        assert counted(scene.project_id) == before

    @pytest.mark.parametrize(("liable", "words"), [("没有这家公司", "没有这个单位"), ("路过建筑公司", "未参建")])
    def test_names_the_cell_of_a_liable_party_that_is_none(self, scene, take, system, at, liable, words):
        register_organisation(name="路过建筑公司", kind="contractor", by=system, at=at)
        outcome = take(遗留问题=[["编号", "问题", "责任单位"], ["1", "冷站地漏堵塞", liable]])
        (wrong,) = outcome.wrong
        assert (wrong.sheet, wrong.line, wrong.column) == ("遗留问题", 2, "责任单位")
        assert words in wrong.why
        assert not ServiceRequest.objects.filter(source_system="handover").exists()

    def test_opens_the_request_to_no_partner(self, take, make_actor):
        take()
        request = ServiceRequest.objects.get(source_system="handover")
        partner = replace(make_actor(Role.PARTNER), organisation_ids=frozenset({request.liable_party_id}))
        assert not requests.visible_to(partner).exists()

    def test_lists_what_is_still_missing(self, take):
        words = " ".join(gap.words for gap in take(dry_run=True).gaps)
        assert "1 台设备没有序列号" in words
        assert "使用说明书" in words
        assert "竣工图" not in words

    def test_is_refused_to_others_and_writes_nothing(self, scene, take, desk_agent, make_actor):
        before = counted(scene.project_id)
        stranger = make_actor(Role.SERVICE_MANAGER, regions={0})
        for by, code in ((desk_agent, "not_allowed"), (stranger, "not_found")):
            with pytest.raises(Refused, match=code):
                take(by=by)
        assert counted(scene.project_id) == before


class TestBook:
    def test_that_is_none_is_refused_in_words(self):
        for content in (b"", b"name,kind\n", b"PK\x03\x04 broken"):
            with pytest.raises(Refused, match="bad_file"):
                book.read(SimpleUploadedFile("x.xlsx", content))

    def test_with_a_column_missing_is_refused_naming_sheet_and_column(self, db):
        with pytest.raises(Refused) as no:
            book.read(workbook(位置=[["别的"], ["一号楼"]]))
        assert (no.value.code, no.value.field) == ("bad_file", "file")
        assert "位置" in str(no.value.message)

    def test_with_none_of_the_sheets_is_refused(self, db):
        made, file = Workbook(), io.BytesIO()
        made.save(file)
        with pytest.raises(Refused, match="bad_file"):
            book.read(SimpleUploadedFile("x.xlsx", file.getvalue()))

    def test_has_a_template_that_can_be_read(self, db):
        titles = load_workbook(io.BytesIO(book.template())).sheetnames
        assert titles == ["参建单位", "位置", "设备", "工程质保", "移交资料", "遗留问题"]
        assert all(rows == [] for rows in book.read(SimpleUploadedFile("t.xlsx", book.template())).values())


class TestPages:
    @pytest.fixture
    def browser(self, db) -> Client:
        user = User.objects.create_user("taker", name="赵敏")
        Grant.objects.create(user=user, role=Role.SERVICE_MANAGER)
        client = Client()
        client.force_login(user)
        return client

    def test_check_first_and_write_then(self, scene, browser):
        address = reverse("handover:take_over", args=[scene.project_id])
        checked = browser.post(address, {"file": workbook(), "dry_run": "on"})
        assert checked.status_code == 200
        assert "使用说明书" in checked.content.decode()
        assert not Paper.objects.exists()
        assert browser.post(address, {"file": workbook()}).status_code == 302
        page = browser.get(reverse("web:panel", args=["project", scene.project_id, "handover"])).content.decode()
        assert "暖通竣工图" in page

    def test_show_the_wrong_cells(self, scene, browser):
        wrong = workbook(位置=[["地点", "位置类别"], ["二号楼 / 冷站", "系统"]])
        answer = browser.post(reverse("handover:take_over", args=[scene.project_id]), {"file": wrong})
        assert answer.status_code == 422
        assert "二号楼" in answer.content.decode()
        assert not Paper.objects.exists()
