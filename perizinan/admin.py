"""What Django's admin may change: units, logins, role grants, holidays, the office profile. All audited."""

from typing import TYPE_CHECKING, Any, cast

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perizinan.accounts import actions as accounts
from perizinan.accounts import identity
from perizinan.accounts.adminsite import AuditedAdmin
from perizinan.accounts.models import RoleGrant, Unit, User
from perizinan.office.models import OfficeProfile
from perizinan.workdays.models import Holiday


@admin.register(Unit)
class UnitAdmin(AuditedAdmin):
    list_display = ["name", "code", "kind", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "code"]


if TYPE_CHECKING:
    _UserForm = forms.ModelForm[User]
else:
    _UserForm = forms.ModelForm


class UserForm(_UserForm):
    def clean_email(self) -> str | None:
        text: str = self.cleaned_data["email"] or ""
        return identity.email(text) if text else None

    def clean_phone(self) -> str | None:
        text: str = self.cleaned_data["phone"] or ""
        return identity.phone(text) if text else None

    class Meta:
        model = User
        fields = ["name", "email", "phone", "language", "is_staff", "is_active"]


@admin.register(User)
class UserAdmin(AuditedAdmin):
    form = UserForm
    private = ("name", "email", "phone", "password", "last_login")
    list_display = ["name", "email", "phone", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["name", "email", "phone"]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """`?password__startswith=` would spell out a hash, letter by letter."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new address proves nothing yet: the person confirms it by code at the next sign-in.
        Whoever holds the address signs in, so the old one is told."""
        if not change:
            obj.set_unusable_password()
        if "phone" in form.changed_data:
            obj.phone_verified = False
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email or "").delete()
        left = {name: form.initial.get(name) for name in ("email", "phone") if name in form.changed_data}
        accounts.tell_former(user=obj, email=left.get("email"), phone=left.get("phone"), now=timezone.now())


if TYPE_CHECKING:
    _GrantForm = forms.ModelForm[RoleGrant]
else:
    _GrantForm = forms.ModelForm


class GrantForm(_GrantForm):
    def clean(self) -> dict[str, Any]:
        """The database asks the same, but a frozen start is no field of the form."""
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on") or self.instance.starts_on, data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Tanggal sampai tidak boleh sebelum tanggal mulai."))
        return data


@admin.register(RoleGrant)
class RoleGrantAdmin(AuditedAdmin):
    """Never deleted: a grant ends on a day, so that it can be asked later who could do what. For the same reason
    who, what and since when are frozen after the first day. Nobody gives a role to themselves, or lengthens one."""

    form = GrantForm
    frozen = ("user", "role", "unit", "starts_on", "acting_for")
    list_display = ["user", "role", "unit", "starts_on", "ends_on", "acting_for"]
    list_filter = ["role", "unit"]
    search_fields = ["user__name", "decree"]
    list_select_related = ["user", "unit"]
    autocomplete_fields = ["user"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or obj.user_id != request.user.pk

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.frozen if obj is not None and obj.starts_on < timezone.localdate() else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.exclude(pk=cast(User, request.user).pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Holiday)
class HolidayAdmin(AuditedAdmin):
    deletable = True
    list_display = ["day", "name", "kind", "source"]
    list_filter = ["kind"]
    date_hierarchy = "day"


@admin.register(OfficeProfile)
class OfficeProfileAdmin(AuditedAdmin):
    def has_add_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        return not OfficeProfile.objects.exists()
