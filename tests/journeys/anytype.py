"""Any permit type on the pages: its own questions filled with sample answers, its own documents, its own stages."""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from applications.answers.facts import facts_of
from applications.answers.queries import answers_of
from applications.answers.samples import sample_answers
from applications.answers.visibility import shown_fields
from applications.catalogue.schema import FieldType, FormField, PermitTypeSpec, Section
from applications.documents.queries import slots
from applications.lifecycle.models import Application
from perizinan.devstack.demo_walk import as_typed
from tests import make
from tests.journeys import officers
from tests.journeys.files import scan

UPLOADED_AS = {"pdf": "pdf", "image": "jpg"}


def case_of(number: str) -> Application:
    return make.fresh(Application.objects.get(number=number))


def samples(spec: PermitTypeSpec, *, today: Any, **own: Any) -> dict[str, Any]:
    """Something to type into every field of the type, whichever are asked; `own` answers win."""
    found: dict[str, Any] = {}
    for seed in range(8):
        found = as_typed(sample_answers(spec, today=today, seed=seed)) | found
    return found | own


def fill_section(page: Page, section: Section, typed: Mapping[str, Any]) -> None:
    """From above to below, as people do: what an answer brings up is there when its turn comes."""
    for field in section.fields:
        question = page.locator(f'[name="{field.key}"], [data-rows="{field.key}"]').first
        if field.type is FieldType.COMPUTED or field.key not in typed or not question.count():
            continue
        if page.locator(f'[data-show-if][hidden] [name="{field.key}"]').count():
            continue
        _answer(page, field, field.key, typed[field.key])


def _answer(page: Page, field: FormField, name: str, value: Any) -> None:
    inputs = page.locator(f'[name="{name}"]')
    if field.type is FieldType.ROWS:
        for n, row in enumerate(value):
            if n:
                page.locator(f'[data-rows="{name}"]').get_by_role("button", name="Tambah baris").click()
            for column in field.columns:
                if column.key in row:
                    _answer(page, column, f"{name}-{n}-{column.key}", row[column.key])
    elif inputs.first.evaluate("input => input.tagName") == "SELECT":
        inputs.select_option(value)
    elif field.type in {FieldType.CHOICE, FieldType.YES_NO}:
        page.locator(f'[name="{name}"][value="{value}"]').check()
    elif field.type is FieldType.CHOICES:
        for one in value:
            page.locator(f'[name="{name}"][value="{one}"]').check()
    else:
        inputs.fill(value)


def fill(page: Page, number: str, typed: Mapping[str, Any]) -> list[str]:
    """Every section the task list names, one after the other; the titles of those that came."""
    came = []
    page.get_by_role("main").get_by_role("link", name=re.compile("^" + re.escape(_first(number)))).click()
    while "/isi/" in page.url and not page.url.endswith("/isi/"):
        key = page.url.rstrip("/").split("/")[-1]
        section = case_of(number).spec.section(key)
        expect(page.get_by_role("heading", level=1)).to_have_text(section.title.id)
        fill_section(page, section, typed)
        came.append(section.title.id)
        with page.expect_navigation():
            page.get_by_role("button", name="Simpan dan lanjutkan").click()
        expect(page.locator(".errors li")).to_have_text([])
    return came


def _first(number: str) -> str:
    return case_of(number).spec.applicant_sections()[0].title.id


def needed(number: str) -> dict[str, str]:
    """The documents this case needs: name -> the ending of a file that fits."""
    case = case_of(number)
    found = slots(case, facts_of(case, answers_of(case, 1)))
    return {
        slot.requirement.name.id: UPLOADED_AS[slot.requirement.accept[0]] for slot in found if slot.requirement.required
    }


def upload_all(page: Page, number: str) -> list[str]:
    wanted = needed(number)
    for name, ending in wanted.items():
        slot(page, name).locator("input[type=file]").set_input_files(scan(name, ending))
    for name in wanted:
        expect(slot(page, name)).to_contain_text("Diterima")
    return list(wanted)


def slot(page: Page, document: str) -> Locator:
    heading = page.get_by_role("heading", name=re.compile("^" + re.escape(document)))
    return page.get_by_role("listitem").filter(has=heading)


def judge_all(page: Page, documents: list[str]) -> None:
    """The verifier opens one document after the other and finds it fit."""
    for n, document in enumerate(documents, start=1):
        officers.open_document(page, document)
        page.get_by_label("Sesuai").check()
        page.get_by_role("button", name="Simpan penilaian").click()
        expect(page.get_by_role("heading", name="Yang dinilai")).to_contain_text(f"{n}/{len(documents)}")


def fill_stage(page: Page, number: str, stage: str, typed: Mapping[str, Any]) -> None:
    """What the officers of a stage fill in, section by section."""
    for section in case_of(number).spec.stage_sections(stage):
        page.get_by_role("main").get_by_role("link", name=section.title.id).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(section.title.id)
        fill_section(page, section, typed)
        with page.expect_navigation():
            page.get_by_role("button", name="Simpan isian").click()
        expect(page.locator(".errors li")).to_have_text([])


def shown(number: str) -> set[str]:
    """The fields this case has."""
    case = case_of(number)
    return set(shown_fields(case.spec, facts_of(case, answers_of(case, case.round))))
