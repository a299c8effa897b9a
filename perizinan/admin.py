"""What Django's admin may change: units, logins, role grants, holidays, the office profile. All audited."""

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.http import HttpRequest

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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new address proves nothing yet: the person confirms it by code at the next sign-in."""
        if not change:
            obj.set_unusable_password()
        if "phone" in form.changed_data:
            obj.phone_verified = False
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email or "").delete()


@admin.register(RoleGrant)
class RoleGrantAdmin(AuditedAdmin):
    """Never deleted: a grant ends on a day, so that it can be asked later who could do what."""

    list_display = ["user", "role", "unit", "starts_on", "ends_on", "acting_for"]
    list_filter = ["role", "unit"]
    search_fields = ["user__name", "decree"]
    list_select_related = ["user", "unit"]
    autocomplete_fields = ["user"]


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
