"""How addresses of people are shown."""

from django import template

from perizinan.accounts import devices, identity

register = template.Library()
register.filter("masked", identity.masked)
register.filter("local_phone", identity.spoken_phone)
register.filter("in_fours", identity.in_fours)
register.filter("device", devices.device_name)
