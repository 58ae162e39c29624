"""What happens to engineers and logins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineerHired:
    """Somebody new works in the field."""

    engineer_id: int
    user_id: int
    name: str
    region_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineerChanged:
    """An engineer's name, place, grade or state is another; `changed` names the columns."""

    engineer_id: int
    changed: tuple[str, ...]
    region_id: int
    is_active: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillSet:
    """An engineer's level of a skill was judged; level 0 = no longer."""

    engineer_id: int
    skill_id: int
    skill: str
    level: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateAdded:
    """An engineer holds a certificate."""

    certificate_id: int
    engineer_id: int
    kind_id: int
    kind: str
    number: str
    expires_on: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRemoved:
    """A certificate was taken off the record: entered wrongly or withdrawn."""

    engineer_id: int
    kind_id: int
    kind: str
    number: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateExpiring:
    """A certificate runs out within `days_ahead` days and no later one is held."""

    certificate_id: int
    engineer_id: int
    kind: str
    expires_on: date
    days_ahead: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftsSet:
    """An engineer's working week is another."""

    engineer_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRequested:
    """An engineer asks to be away."""

    leave_id: int
    engineer_id: int
    kind: str
    start_at: datetime
    end_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveApproved:
    """An engineer will be away."""

    leave_id: int
    engineer_id: int
    start_at: datetime
    end_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRefused:
    """An engineer cannot be away as asked."""

    leave_id: int
    engineer_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveCanceled:
    """An engineer will not be away after all."""

    leave_id: int
    engineer_id: int
    start_at: datetime
    end_at: datetime
    was_approved: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UserCreated:
    """There is a new login."""

    user_id: int
    username: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDeactivated:
    """A login was closed and all its sessions ended."""

    user_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UserReactivated:
    """A closed login was opened again."""

    user_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInLinkIssued:
    """The security administrator handed out a link to set a login's password."""

    user_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorReset:
    """The second factor of a login was taken away, because the device is lost."""

    user_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted:
    """A login may do more; without a region everywhere."""

    user_id: int
    role: str
    region_id: int | None
    region: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRevoked:
    """A login may do less."""

    user_id: int
    role: str
    region_id: int | None
    region: str
    at: datetime
