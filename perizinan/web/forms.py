"""Forms come out in the parts of templates/parts: `{{ form }}` and `{{ form.nik.as_field_group }}` on every page."""

from django.forms.renderers import TemplatesSetting


class PortalForms(TemplatesSetting):
    """settings.FORM_RENDERER; needs "django.forms" in INSTALLED_APPS for the widgets."""

    form_template_name = "parts/form.html"
    field_template_name = "parts/field.html"
