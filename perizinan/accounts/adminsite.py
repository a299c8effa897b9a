"""Django's admin behind our own sign-in and role, writing nothing that is not audited."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from perizinan.accounts import queries, verbs
from perizinan.accounts.models import User
from perizinan.accounts.roles import Role
from perizinan.audit.actions import record
from perizinan.vault import EncryptedField, mask_numbers

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class ReadOnlyAdmin(_ModelAdmin):
    """The site asks for the ADMIN role; Django's own permission rows are not used."""

    actions = None

    def has_module_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        return True

    def has_view_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        return True

    def has_add_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        return False

    def has_change_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        return False

    def has_delete_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        return False


class AuditedAdmin(ReadOnlyAdmin):
    """Every add, change and delete is recorded with before and after."""

    private: tuple[str, ...] = ()  # columns of which only the change is recorded, not the value
    deletable = False

    def has_add_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        return True

    def has_change_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        return True

    def has_delete_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        return self.deletable

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        before = self._values(type(obj)._default_manager.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)
        after = self._values(obj)
        changes = {
            name: self._shown(name, before.get(name), value)
            for name, value in after.items()
            if value != before.get(name)
        }
        self._record(request, verbs.ADMIN_CHANGED if change else verbs.ADMIN_ADDED, obj, {"changes": changes})

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        values = {name: self._shown(name, value, None) for name, value in self._values(obj).items()}
        self._record(request, verbs.ADMIN_DELETED, obj, {"changes": values})
        super().delete_model(request, obj)

    def log_addition(self, *args: Any) -> Any:
        """Django's own log would copy names; the audit is the log."""

    def log_change(self, *args: Any) -> Any:
        """See log_addition."""

    def log_deletions(self, *args: Any) -> Any:
        """See log_addition."""

    def _values(self, obj: models.Model) -> dict[str, Any]:
        values = {field.attname: field.value_from_object(obj) for field in obj._meta.concrete_fields}
        plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
        return plain

    def _shown(self, name: str, before: Any, after: Any) -> list[Any]:
        if name in self.private or isinstance(self.opts.get_field(name), EncryptedField):
            return ["•", "•"]
        return [mask_numbers(value) if isinstance(value, str) else value for value in (before, after)]

    def _record(self, request: HttpRequest, verb: str, obj: models.Model, data: dict[str, Any]) -> None:
        record(
            verb=verb, by=cast(User, request.user), subject=obj, now=timezone.now(), role=Role.ADMIN.value, data=data
        )


class PortalAdminSite(admin.AdminSite):
    site_header = _("Pengaturan perizinan")
    site_title = _("Pengaturan")
    index_title = _("Data yang boleh diubah")
    site_url = "/"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """What libraries bring is left out: it could be written unaudited."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def unregister(self, model_or_iterable: type[models.Model] | Iterable[type[models.Model]]) -> None:
        wanted = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        super().unregister([model for model in wanted if self.is_registered(model)])

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(
            request.user.is_authenticated and Role.ADMIN in queries.roles_of(request.user, timezone.localdate())
        )

    def login(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The portal's sign-in; somebody signed in without the role is refused, not asked again."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
            target = request.path.removesuffix("login/")
        if request.user.is_authenticated:
            return HttpResponseRedirect(target)
        return redirect(f"/masuk/?next={target}")

    def password_change(self, *_args: Any, **_kwargs: Any) -> Any:
        return redirect("account_change_password")
