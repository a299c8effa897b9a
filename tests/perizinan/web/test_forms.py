from django import forms
from django.template.loader import render_to_string

from perizinan.web.forms import PortalForms


class Apply(forms.Form):
    default_renderer = PortalForms

    kind = forms.ChoiceField(label="Jenis", choices=[("a", "Papan"), ("b", "Baliho")], widget=forms.RadioSelect)
    nik = forms.RegexField(
        r"^\d{16}$", label="NIK", help_text="16 angka di KTP", error_messages={"invalid": "NIK harus 16 angka."}
    )
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea)
    true = forms.BooleanField(label="Isian ini benar")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_label_hint_error_input_in_that_order():
    field = Apply({"nik": "3516"})["nik"].as_field_group()
    order = [
        field.index(part) for part in ("<label", "16 angka di KTP".replace(" ", "\u00a0", 1), "NIK harus", "<input")
    ]
    assert order == sorted(order)
    assert 'aria-describedby="id_nik_helptext id_nik_error"' in field
    assert 'aria-invalid="true"' in field


def test_radios_are_a_named_group():
    field = Apply()["kind"].as_field_group()
    assert 'role="radiogroup"' in field
    assert 'aria-labelledby="id_kind_label"' in field
    assert field.count('<label class="pick"') == 2


def test_a_field_that_may_stay_empty_says_so():
    assert "boleh kosong" in Apply()["note"].as_field_group()
    assert "boleh kosong" not in Apply()["nik"].as_field_group()


def test_a_tick_stands_beside_its_words():
    field = Apply()["true"].as_field_group()
    assert field.index("<input") < field.index("Isian ini benar")


def test_a_whole_form_has_each_field_once():
    form = Apply().render()
    for name in ("kind", "nik", "note", "true", "secret"):
        assert f'name="{name}"' in form
    assert form.count('name="nik"') == form.count('name="secret"') == 1


def test_the_summary_links_each_error_to_its_field():
    summary = render_to_string("parts/errors.html", {"form": Apply({"nik": "3516", "kind": "a"})})
    assert "Ada 2 hal".replace("2 ", "2\u00a0") in summary or "Ada 2 hal" in summary
    assert 'href="#id_nik"' in summary
    assert "NIK harus 16" in summary
    assert "NIK: NIK" not in summary
    assert "Isian ini benar: " in summary


def test_no_summary_without_errors():
    assert render_to_string("parts/errors.html", {"form": Apply()}).strip() == ""
