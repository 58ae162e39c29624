"""The warranty files of the projects: seasons, parts, a section accepted later, a suspension, a warranted repair."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from aftercare.contexts.installed_base.models import Equipment, Location, Project, ProjectParty
from aftercare.contexts.warranties import commands
from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.platform import clock
from aftercare.platform.actor import Actor

CITIES = {"sh": "上海", "nj": "南京", "hz": "杭州", "bj": "北京", "tj": "天津", "gz": "广州", "sz": "深圳"}
DESIGN_LIFE_YEARS = 50
LOOKED_AT = "云岚里商业广场"
ROOFED = ("waterproofing", "decoration")


def make(*, by: Actor, at: datetime) -> None:
    """Write a file for every project that has been accepted, and let something happen to a few."""
    projects = list(Project.objects.exclude(completion_accepted_on=None).select_related("region").order_by("pk"))
    for number, project in enumerate(projects):
        kinds = set(Equipment.objects.filter(project=project).values_list("kind__part_kind", flat=True))
        commands.open_file(
            project_id=project.pk,
            city=CITIES.get(project.region.code, ""),
            design_life_years=DESIGN_LIFE_YEARS,
            kinds=[*sorted(kinds), *(ROOFED if number % 2 else ()), *(("structure",) if number % 5 == 0 else ())],
            by=by,
            at=at,
        )
        _name_liable(project, by=by, at=at)
    _later_section(projects[0], by=by, at=at)
    _live(projects, by=by, at=at)
    _short_and_ending(by=by, at=at)


def _name_liable(project: Project, *, by: Actor, at: datetime) -> None:
    """The maker is liable for what it supplied."""
    maker = ProjectParty.objects.filter(project=project, part="supplier").first()
    part = WarrantyPart.objects.filter(project=project, kind="installation").first()
    if maker and part:
        commands.change_part(part_id=part.pk, changes={"liable_id": maker.organisation_id}, by=by, at=at)


def _later_section(project: Project, *, by: Actor, at: datetime) -> None:
    """The second building was accepted half a year later, after its owner had moved in."""
    place = Location.objects.filter(project=project, kind="building").order_by("-pk").first()
    accepted = project.completion_accepted_on
    if place is None or accepted is None:
        return
    today = clock.now().date()
    later = min(accepted + timedelta(days=170), today - timedelta(days=20))
    section = commands.accept_section(
        project_id=project.pk, name=f"{place.name}（分段验收）", location_id=place.pk, accepted_on=later,
        occupied_on=later - timedelta(days=25), by=by, at=at,
    )  # fmt: skip
    for kind in ("installation", "waterproofing"):
        commands.write_part(project_id=project.pk, kind=kind, section_id=section.pk, by=by, at=at)


def _live(projects: list[Project], *, by: Actor, at: datetime) -> None:
    """One warranty stood still for a conversion, one leak was repaired with a warranty of its own."""
    today = clock.now().date()
    running = WarrantyPart.objects.filter(until__gt=today, accepted_on__lt=today - timedelta(days=200))
    still = running.filter(kind__in=["electrical", "cooling"]).order_by("pk").first()
    if still:
        commands.suspend(
            part_id=still.pk,
            since=today - timedelta(days=190),
            reason="业主改造停用，双方书面确认",
            by=by,
            at=clock.now(),
        )
        commands.lift(part_id=still.pk, last=today - timedelta(days=160), by=by, at=clock.now())
    roof = running.filter(kind="waterproofing").order_by("pk").first()
    if roof:
        commands.note_repair(
            part_id=roof.pk, item="7 轴变形缝防水修补", repaired_on=today - timedelta(days=60),
            until=_years_on(today, 2), by=by, at=clock.now(),
        )  # fmt: skip


def _short_and_ending(*, by: Actor, at: datetime) -> None:
    """In a project whose customer looks at it: a contract shorter than the law, and a term that ends soon."""
    today = clock.now().date()
    project = Project.objects.get(name__endswith=LOOKED_AT)
    commands.write_part(
        project_id=project.pk, kind="other", name="外立面泛光照明",
        contract_until=today + timedelta(days=48), by=by, at=at,
    )  # fmt: skip
    part = WarrantyPart.objects.filter(project=project, kind="installation", section=None).first()
    if part and part.statutory_until:
        shorter = {"contract_until": part.statutory_until - timedelta(days=181)}
        commands.change_part(part_id=part.pk, changes=shorter, by=by, at=at)


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
