"""Each rule of shape and habit, broken on a tiny tree of its own."""

import pytest

from tests.architecture import habits, shape
from tests.architecture.tree import Map

pytestmark = pytest.mark.unit
ATLAS = Map({"house": ["wall", "roof"]}, {"house": frozenset({"apps"})})


def test_a_name_that_says_nothing_is_found(grow):
    tree = grow(house__wall__utils="", house__roof__helpers__nail="", house__roof__tiles="")
    assert len(shape.forbidden_names(tree, {"utils", "helpers"})) == 2


def test_a_long_module_is_found_unless_it_is_a_data_table_or_a_migration(grow):
    long = "x = 1\n" * 11
    tree = grow(
        house__wall__brick=long, house__wall__table=long, ground__migrations__first=long, house__roof__a=long[6:]
    )
    assert shape.long_modules(tree, 10, {"house/wall/table.py"}) == ["house/wall/brick.py: 11 lines, at most 10"]


def test_a_long_function_is_found_also_inside_a_class(grow):
    body = "\n".join(["        x = 1"] * 10 + ["    def stop(self): pass"])
    tree = grow(
        house__wall__brick=f"class Wall:\n    async def lay(self):\n{body}\n    def stop(self):\n        pass\n"
    )
    assert shape.long_functions(tree, 10) == ["house/wall/brick.py:2: lay has 11 lines, at most 10"]


def test_a_long_template_is_found():
    assert shape.long_templates({"a.html": "x\n" * 3, "b.html": "x\n" * 2}, 2) == ["a.html: 3 lines, at most 2"]


@pytest.mark.parametrize(
    ("files", "wrongs"),
    [
        ({"house__wall__brick": ""}, 1),
        ({"house__wall__DOOR": ""}, 1),
        ({"house__wall__DOOR": '"""One line."""'}, 1),
        ({"house__wall__DOOR": '"""' + "A line.\n" * 7 + '"""'}, 1),
        ({"house__wall__DOOR": '"""A line.\n\nA line.\nA line.\n"""'}, 0),
        ({"house__apps": ""}, 0),
    ],
)
def test_a_slice_without_a_word_at_its_door_is_found(grow, files, wrongs):
    assert len(shape.doors_without_a_word(grow(**files), ATLAS, 3, 6)) == wrongs


@pytest.mark.parametrize(
    "text",
    [
        "from django.utils import timezone\nx = timezone.now()",
        "from django.utils.timezone import now\nx = now()",
        "from datetime import datetime\nx = datetime.now(UTC)",
        "from datetime import datetime as dt\nx = dt.now()",
        "import datetime\nx = datetime.datetime.utcnow()",
        "from datetime import date\nx = date.today()",
        "from django.utils import timezone\nx = timezone.localdate()",
    ],
)
def test_reading_the_clock_is_found(grow, text):
    tree = grow(house__wall__actions=text, house__wall__views=text)
    assert [wrong.split(":")[0] for wrong in habits.clock_readers(tree, ["*/views.py"])] == ["house/wall/actions.py"]


@pytest.mark.parametrize(
    "text", ["x = timezone.localdate(now)", "x = now.date()", "x = deliver(clock=timezone.now)", "x = row.today()"]
)
def test_a_clock_that_came_in_is_not(grow, text):
    assert habits.clock_readers(grow(house__wall__actions=text), []) == []


@pytest.mark.parametrize(
    "text",
    [
        "from django.dispatch import receiver",
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "from allauth.account.signals import user_logged_in",
        "import django.core.signals",
    ],
)
def test_a_signal_is_found(grow, text):
    tree = grow(house__wall__brick=text, house__roof__receivers=text, house__apps="import signal")
    (wrong,) = habits.signal_users(tree, ["house/roof/receivers.py"])
    assert wrong.startswith("house/wall/brick.py:1")


@pytest.mark.parametrize(
    ("text", "wrongs"),
    [
        ("case.status = 1", 1),
        ("a, case.status = 1, 2", 1),
        ("case.status: int = 1", 1),
        ("Application.objects.filter(pk=1).update(status=1)", 1),
        ("Application.objects.create(status=1)", 1),
        ("Application(status=1)", 1),
        ("setattr(case, 'status', 1)", 1),
        ("Application.objects.bulk_update(cases, ['status'])", 1),
        ("Application.objects.filter(status=1)", 0),
        ("status = case.status", 0),
        ("Line(status=case.status)", 0),
        ("response.status_code = 404", 0),
    ],
)
def test_writing_the_status_elsewhere_is_found(grow, text, wrongs):
    tree = grow(house__wall__actions=text, house__wall__moves=text)
    found = habits.status_writers(tree, ["house/wall/moves.py"], field="status", models={"Application"})
    assert len(found) == wrongs


@pytest.mark.parametrize(
    "text",
    [
        "with transaction.atomic():\n    pass",
        "from django.db.transaction import atomic",
        "case = Application.objects.select_for_update().get()",
    ],
)
def test_a_lock_in_a_view_is_found(grow, text):
    tree = grow(house__wall__views=text, house__wall__actions=text)
    (wrong,) = habits.locks_in(tree, ["*/views.py"])
    assert wrong.startswith("house/wall/views.py:1")
