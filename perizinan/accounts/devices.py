"""A name for a browser that its owner recognises. Pure; guesses from the User-Agent, never decides anything."""

from django.utils.translation import gettext as _

_BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox")]
_BROWSERS += [("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari")]
_SYSTEMS = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")]
_SYSTEMS += [("Mac OS", "Mac"), ("Linux", "Linux")]


def device_name(user_agent: str) -> str:
    """Chrome, Android; what is not recognised is shown as it came."""
    found = [next((name for sign, name in names if sign in user_agent), "") for names in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found)) or user_agent[:60] or _("Perangkat tidak dikenal")
