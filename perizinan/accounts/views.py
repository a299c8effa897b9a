from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.flows import password_change
from allauth.account.models import EmailAddress
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url, passthrough_next_redirect_url
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from perizinan.accounts import actions, codes
from perizinan.accounts.decorators import applicant_required, rationed
from perizinan.accounts.forms import PasswordForm, ProfileForm, SignInForm, SignUpForm
from perizinan.accounts.types import AuthedRequest
from perizinan.web import language


@never_cache
@sensitive_post_parameters("password")
@rationed("login")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """One field; a code follows, unless a password is typed."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(get_login_redirect_url(request))
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        response: HttpResponseBase = form.login(request, redirect_url=get_next_redirect_url(request))
        return response
    return render(request, "account/login.html", {"form": form, **_entrance(request)})


@never_cache
@rationed("signup")
def sign_up(request: HttpRequest) -> HttpResponseBase:
    """Known and unknown addresses look the same from here: both get a code, by which the owner comes in."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(get_login_redirect_url(request))
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, phone = form.address
        try:
            codes.allow(request, form.cleaned_data["contact"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            user = actions.find_or_register(
                name=form.cleaned_data["name"],
                email=email,
                phone=phone,
                language=request.LANGUAGE_CODE or "id",
                now=timezone.now(),
            )
            codes.send(request, user=user, email=email, phone=phone)
            return HttpResponseRedirect(_with_next(request, "account_confirm_login_code"))
    return render(request, "account/signup.html", {"form": form, **_entrance(request)})


@never_cache
def confirm_code(request: HttpRequest) -> HttpResponseBase:
    """allauth's page for the code; whatever happens, the way back (`next`) is not lost."""
    sign_in_again = _with_next(request, "account_login")
    if not request.user.is_authenticated and not codes.is_awaited(request):
        messages.info(request, _("Kode sudah tidak berlaku. Minta kode baru."))
        return HttpResponseRedirect(sign_in_again)
    response: HttpResponseBase = allauth_views.confirm_login_code(request)
    if response.headers.get("Location") == reverse("account_login"):
        return HttpResponseRedirect(sign_in_again)
    return response


@applicant_required
def profile(request: AuthedRequest) -> HttpResponse:
    party = actions.ensure_own_party(user=request.user, now=timezone.now())
    confirmed = EmailAddress.objects.filter(user=request.user, email=request.user.email, verified=True).exists()
    return render(request, "account/profile.html", {"party": party, "email_confirmed": confirmed})


@applicant_required
def profile_edit(request: AuthedRequest) -> HttpResponse:
    party = actions.ensure_own_party(user=request.user, now=timezone.now())
    form = ProfileForm(request.POST or None, user=request.user, party=party)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.save_profile(**{**data, "nik": data["nik"] or None}, by=request.user, now=timezone.now())
        messages.success(request, _("Data diri Anda sudah tersimpan."))
        response = redirect("account_profile")
        language.remember(request, response, data["language"])
        return response
    return render(request, "account/profile_edit.html", {"form": form})


@sensitive_post_parameters("old", "new", "again")
@applicant_required
@rationed("change_password")
def password(request: AuthedRequest) -> HttpResponse:
    user = request.user
    had_one = user.has_usable_password()
    ask_old = had_one and not codes.came_by_code(request, user, now=timezone.now().timestamp())
    form = PasswordForm(request.POST if request.method == "POST" else None, user=user, ask_old=ask_old)
    if request.method == "POST" and form.is_valid():
        password_change.change_password(user, form.cleaned_data["new"])
        finish = password_change.finalize_password_change if had_one else password_change.finalize_password_set
        finish(request, user)
        return redirect("account_profile")
    return render(request, "account/password.html", {"form": form, "had_one": had_one})


def _entrance(request: HttpRequest) -> dict[str, Any]:
    return {
        "next": get_next_redirect_url(request) or "",
        "session_ended": request.GET.get("sesi") == "habis",
        "sign_in_url": _with_next(request, "account_login"),
        "sign_up_url": _with_next(request, "account_signup"),
    }


def _with_next(request: HttpRequest, name: str) -> str:
    address: str = passthrough_next_redirect_url(request, reverse(name), "next")
    return address
