from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.apps.registry import Apps
from django.core import signing
from django.db import connection, models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perizinan.web import pagination
from perizinan.web.pagination import Key

ORDERS = [
    (Key("due_on", nullable=True), Key("id")),
    (Key("due_on", descending=True, nullable=True), Key("id", descending=True)),
    (Key("weight"), Key("due_on", nullable=True), Key("id")),
    (Key("weight", descending=True), Key("id")),
    (Key("due_on", nullable=True), Key("weight", descending=True), Key("id")),
]


class Row(models.Model):
    due_on = models.DateField(null=True)
    weight = models.IntegerField()

    class Meta:
        app_label = "tests_pagination"
        apps = Apps()
        db_table = "tests_pagination_row"

    def __str__(self) -> str:
        return f"{self.due_on} {self.weight} {self.pk}"


@pytest.fixture
def table(db):
    with connection.schema_editor() as editor:
        editor.create_model(Row)


def fill(rows):
    Row.objects.all().delete()
    Row.objects.bulk_create([Row(due_on=due, weight=weight) for due, weight in rows])


def in_order(order):
    return [row.pk for row in Row.objects.order_by(*[pagination._ordering(key, backward=False) for key in order])]


few_days = st.one_of(st.none(), st.dates(date(2026, 11, 24), date(2026, 11, 27)))
rows_with_ties_and_gaps = st.lists(st.tuples(few_days, st.integers(0, 2)), max_size=17)


@given(rows=rows_with_ties_and_gaps, order=st.sampled_from(ORDERS), size=st.integers(1, 5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_walking_forward_and_back_meets_each_row_once(table, rows, order, size):
    fill(rows)
    pages, cursor = [], None
    while True:
        pages.append(pagination.page_of(Row.objects.all(), order=order, cursor=cursor, size=size))
        assert len(pages) <= len(rows) + 1
        cursor = pages[-1].later
        if not cursor:
            break
    met = [row.pk for page in pages for row in page.rows]
    assert met == in_order(order)
    assert not pages[0].earlier

    back, page = [pages[-1].rows], pages[-1]
    while page.earlier:
        page = pagination.page_of(Row.objects.all(), order=order, cursor=page.earlier, size=size)
        back.insert(0, page.rows)
    assert [row.pk for rows in back for row in rows] == met


def test_a_row_added_before_the_cursor_shifts_nothing(table):
    fill([(date(2026, 11, day), 0) for day in (24, 25, 26, 27)])
    first = pagination.page_of(Row.objects.all(), order=ORDERS[0], cursor=None, size=2)
    Row.objects.create(due_on=date(2026, 11, 20), weight=0)
    second = pagination.page_of(Row.objects.all(), order=ORDERS[0], cursor=first.later, size=2)
    assert [row.due_on.day for row in second.rows] == [26, 27]


def test_a_forged_cursor_gives_the_first_page(table):
    fill([(date(2026, 11, 24), 0), (date(2026, 11, 25), 0)])
    for cursor in ("x", signing.dumps([0, ["d", "2026-11-25"], 1], salt="elsewhere")):
        page = pagination.page_of(Row.objects.all(), order=ORDERS[0], cursor=cursor, size=1)
        assert page.rows[0].due_on == date(2026, 11, 24)


def test_a_cursor_of_another_order_gives_the_first_page(table):
    fill([(date(2026, 11, 24), 1), (date(2026, 11, 25), 2)])
    other = pagination.page_of(Row.objects.all(), order=ORDERS[0], cursor=None, size=1).later
    page = pagination.page_of(Row.objects.all(), order=ORDERS[3], cursor=other, size=1)
    assert page.rows[0].weight == 2


def test_a_page_whose_rows_are_gone_gives_the_first(table):
    fill([(date(2026, 11, 24), 0), (date(2026, 11, 25), 0)])
    first = pagination.page_of(Row.objects.all(), order=ORDERS[0], cursor=None, size=1)
    Row.objects.filter(due_on=date(2026, 11, 25)).delete()
    again = pagination.page_of(Row.objects.all(), order=ORDERS[0], cursor=first.later, size=1)
    assert again.rows == first.rows


def test_one_query_a_page(table, django_assert_num_queries):
    fill([(None, n) for n in range(4)])
    with django_assert_num_queries(1):
        pagination.page_of(Row.objects.all(), order=ORDERS[0], cursor=None, size=2)


def test_the_index_on_the_first_column_can_start_at_the_cursor(table):
    fill([(None, n) for n in range(4)])
    first = pagination.page_of(Row.objects.all(), order=ORDERS[3], cursor=None, size=2)
    with connection.execute_wrapper(lambda run, sql, *rest: said.append(sql) or run(sql, *rest)):
        said: list[str] = []
        pagination.page_of(Row.objects.all(), order=ORDERS[3], cursor=first.later, size=2)
    assert '"weight" <= ' in said[0]


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "Bata",
        date(2026, 11, 24),
        datetime(2026, 11, 24, 7, 32, 1, 5, tzinfo=UTC),
        Decimal("1.50"),
        UUID(int=7),
    ],
)
def test_a_cursor_keeps_its_values(value):
    class Thing:
        sort = value

    order = (Key("sort", nullable=True),)
    cursor = pagination._pack(Thing(), order, backward=True)  # type: ignore[arg-type]
    assert pagination._unpack(cursor, order) == (True, [value])
