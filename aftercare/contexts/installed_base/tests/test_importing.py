"""Equipment from a sheet: the whole of it or nothing, twice is once, and every fault has its line and column."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from aftercare.contexts.installed_base import importing
from aftercare.contexts.installed_base.models import Equipment
from aftercare.contexts.installed_base.tests.building import equipment, equipment_kind, location, project
from aftercare.contexts.people.tests.browsing import browser
from aftercare.contexts.people.tests.building import region
from aftercare.platform.actor import Role
from aftercare.platform.outbox.models import Event

pytestmark = pytest.mark.django_db
PAGE = "/equipment/import/"
CHINESE = ["编号", "名称", "类型", "工程项目", "安装位置", "厂商", "型号", "序列号", "安装日期", "合同质保截止"]
ENGLISH = [
    "Number", "Name", "Kind", "Project", "Location", "Maker", "Model", "Serial number", "Installed on",
    "Contract warranty until",
]  # fmt: skip


def sheet(*lines, heads=None):
    """Return an upload of a workbook with these lines under the heads of the template."""
    book = Workbook()
    for line in [heads or CHINESE, *lines]:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("equipment.xlsx", out.getvalue())


def send(client, *lines, heads=None, dry=False):
    """Send the sheet; return the answer."""
    return client.post(PAGE, {"file": sheet(*lines, heads=heads), **({"dry_run": "on"} if dry else {})})


def wrong(answer):
    """Return the lines, columns and words of what is wrong."""
    return re.findall(r'<td class="number">(\d+)</td><td>(.*?)</td><td>(.*?)</td>', answer.content.decode())


@pytest.fixture
def client():
    """Give a desk agent's browser."""
    return browser(Role.DESK_AGENT)


@pytest.fixture
def home():
    """Give a project with one place."""
    made = project()
    location(made, "一号楼")
    return made


@pytest.fixture
def lift():
    """Give a kind."""
    return equipment_kind("乘客电梯")


def line(home, **cells):
    """Return one line of the sheet."""
    usual = {
        "编号": "", "名称": "1 号客梯", "类型": "乘客电梯", "工程项目": home.number, "安装位置": "一号楼",
        "厂商": "申菱", "型号": "SL-8", "序列号": "SN-1", "安装日期": "2025-03-01", "合同质保截止": "2027年3月1日",
    }  # fmt: skip
    return list({**usual, **cells}.values())


class TestTemplate:
    @pytest.mark.parametrize(("language", "heads"), [("zh-hans", CHINESE), ("en", ENGLISH)])
    def test_has_the_heads_in_the_readers_language(self, client, language, heads):
        client.user.language = language
        client.user.save()
        data = b"".join(client.get(f"{PAGE}template.xlsx").streaming_content)
        assert [cell.value for cell in load_workbook(io.BytesIO(data)).active[1]] == heads

    def test_is_offered_on_the_list_to_those_who_may_register(self, client):
        assert f'href="{PAGE}"' in client.get("/equipment/").content.decode()
        assert f'href="{PAGE}"' not in browser(Role.DISPATCHER).get("/equipment/").content.decode()


class TestImport:
    def test_says_how_equipment_is_recognised(self, client):
        assert "空白单元格" in client.get(PAGE).content.decode()

    @pytest.mark.parametrize("heads", [CHINESE, ENGLISH])
    def test_registers_every_line_by_the_command(self, client, home, lift, heads):
        answer = send(client, line(home), line(home, 名称="2 号客梯", 序列号="SN-2"), heads=heads)
        assert answer.status_code == 302
        row = Equipment.objects.get(serial="SN-1")
        assert (row.name, row.kind_id, row.project_id, str(row.location)) == ("1 号客梯", lift.pk, home.pk, "一号楼")
        assert (f"{row.installed_on}", f"{row.warranty_until}") == ("2025-03-01", "2027-03-01")
        assert row.label_code and row.number.startswith("EQ-")
        assert Event.objects.filter(name="EquipmentRegistered").count() == 2

    def test_twice_changes_nothing(self, client, home, lift):
        lines = [line(home), line(home, 名称="水泵", 厂商="", 型号="", 序列号="")]
        send(client, *lines)
        before = list(Equipment.objects.order_by("pk").values())
        assert send(client, *lines).status_code == 302
        assert list(Equipment.objects.order_by("pk").values()) == before
        assert not Event.objects.filter(name="EquipmentChanged").exists()

    def test_changes_what_is_known_by_number_or_serial_and_keeps_what_is_left_empty(self, client, home, lift):
        by_number = equipment(home, "旧名", kind_id=lift.pk, maker="申菱", model="X", serial="A-1")
        equipment(
            home, "水泵", kind_id=lift.pk, maker="申菱", model="SL-8", serial="SN-1", warranty_until=date(2026, 1, 1)
        )
        answer = send(
            client,
            line(home, 编号=by_number.number, 名称="新名", 厂商="", 型号="", 序列号=""),
            line(home, 名称="水泵", 合同质保截止=""),
        )
        assert answer.status_code == 302, wrong(answer)
        by_number.refresh_from_db()
        assert (by_number.name, by_number.maker, by_number.serial) == ("新名", "申菱", "A-1")
        other = Equipment.objects.get(serial="SN-1")
        assert (f"{other.installed_on}", f"{other.warranty_until}") == ("2025-03-01", "2026-01-01")
        assert Equipment.objects.count() == 2

    def test_only_checked_changes_nothing_and_says_what_would_happen(self, client, home, lift):
        page = send(client, line(home), dry=True)
        assert page.status_code == 200
        assert "新增 1" in page.content.decode()
        assert (Equipment.objects.count(), Event.objects.filter(name="EquipmentRegistered").count()) == (0, 0)

    def test_works_without_the_columns_that_may_be_left_out(self, client, home, lift):
        assert send(client, line(home)[1:4] + line(home)[5:8], heads=CHINESE[1:4] + CHINESE[5:8]).status_code == 302
        assert Equipment.objects.get().location is None


class TestFaults:
    @pytest.mark.parametrize(
        ("cells", "column", "why"),
        [
            ({"名称": ""}, "名称", "必填"),
            ({"类型": "火箭"}, "类型", "没有这种类型"),
            ({"类型": ""}, "类型", "必填"),
            ({"工程项目": "PJ-1999-000001"}, "工程项目", "没有这个工程项目"),
            ({"安装位置": "九号楼"}, "安装位置", "没有这个位置"),
            ({"安装日期": "去年"}, "安装日期", "2026-05-31"),
            ({"安装日期": "2025-02-30"}, "安装日期", "2026-05-31"),
            ({"合同质保截止": "2020-01-01"}, "合同质保截止", "质保"),
            ({"编号": "EQ-1999-000001"}, "编号", "没有这个编号的设备"),
            ({"名称": "梯" * 161}, "名称", "160"),
        ],
    )
    def test_name_line_and_column_and_nothing_is_registered(self, client, home, lift, cells, column, why):
        answer = send(client, line(home, 序列号="SN-9"), line(home, **cells))
        assert answer.status_code == 422
        [(number, name, words)] = wrong(answer)
        assert (number, name) == ("3", column)
        assert why in words
        assert Equipment.objects.count() == 0

    def test_are_all_told_at_once(self, client, home, lift):
        answer = send(client, line(home, 名称=""), line(home, 类型="火箭"), line(home, 安装日期="x"))
        assert [(number, name) for number, name, _why in wrong(answer)] == [
            ("2", "名称"), ("3", "类型"), ("4", "安装日期")
        ]  # fmt: skip

    def test_name_the_line_that_is_about_the_same_equipment(self, client, home, lift):
        [(number, name, words)] = wrong(send(client, line(home), line(home)))
        assert (number, name) == ("3", "序列号")
        assert "第 2 行" in words

    def test_of_a_project_with_a_shared_name_ask_for_the_number(self, client, home, lift):
        project(name=home.name)
        assert "请填写编号" in send(client, line(home, 工程项目=home.name)).content.decode()

    def test_of_a_kind_with_a_shared_name_ask_for_the_code(self, client, home, lift):
        other = equipment_kind(lift.name)
        assert "请填写编码" in send(client, line(home)).content.decode()
        assert send(client, line(home, 类型=other.code)).status_code == 302

    def test_refuse_a_sheet_without_a_column(self, client, home, lift):
        answer = send(client, line(home)[:3], heads=CHINESE[:3])
        assert answer.status_code == 422
        assert "工程项目" in answer.content.decode()

    def test_refuse_a_sheet_that_would_hold_up_everybody(self, client, home, lift, monkeypatch):
        monkeypatch.setattr(importing, "MOST_ROWS", 1)
        assert "超过 1 行" in send(client, line(home), line(home, 序列号="SN-2")).content.decode()
        assert Equipment.objects.count() == 0

    def test_do_not_tell_of_another_region(self, home, lift):
        far = browser(Role.DESK_AGENT, region("远方"))
        theirs = equipment(home, kind_id=lift.pk, serial="SN-7", maker="申菱", model="SL-8")
        found = [(name, words) for _n, name, words in wrong(send(far, line(home), line(home, 编号=theirs.number)))]
        assert [name for name, _words in found] == ["工程项目", "编号"]
        assert "没有这个编号的设备" in found[1][1]
        assert Equipment.objects.count() == 1

    @pytest.mark.parametrize("role", [Role.DISPATCHER, Role.STOREKEEPER, Role.CUSTOMER, Role.SYSTEM_ADMIN])
    def test_are_the_business_of_those_who_register(self, role):
        assert browser(role).get(PAGE).status_code == 403
        assert browser(role).get(f"{PAGE}template.xlsx").status_code == 403
