"""A login. What its holder may do is granted by `people` and `organisations`."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.platform.audit import tracked


class Logins(BaseUserManager["User"]):
    """Makes logins with a hashed password."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Make a login; without a password it can only be entered through a reset link."""
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """A person who can sign in."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    username = models.CharField(_("Login name"), max_length=64, unique=True)
    email = models.EmailField(_("E-mail"), blank=True)
    name = models.CharField(_("Name"), max_length=80)
    phone = models.CharField(_("Phone"), max_length=32, blank=True)
    language = models.CharField(
        _("Language"), max_length=8, default="zh-hans", choices=[("zh-hans", "中文"), ("en", "English")]
    )
    time_zone = models.CharField(_("Time zone"), max_length=64, default="Asia/Shanghai")
    theme = models.CharField(_("Theme"), max_length=8, default=Theme.AUTO, choices=Theme.choices)
    is_active = models.BooleanField(_("May sign in"), default=True)
    date_joined = models.DateTimeField(_("Since"), auto_now_add=True)

    objects = Logins()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(username__regex=r"^[a-z0-9][a-z0-9._@+-]*$"), name="login_plain"),
            models.UniqueConstraint("email", name="login_email_once", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Return the name for mails and headers."""
        return self.name

    # Rights come from grants, not from Django's permission tables.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Return False: nothing is decided by Django's permissions."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Return False: nothing is decided by Django's permissions."""
        return False
