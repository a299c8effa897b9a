import itertools
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.catalogue.conditions import Condition

FIELDS = ("a", "b", "@capacity")
VALUES = ("ya", "tidak", "self")
_leaf = st.one_of(
    st.builds(lambda f, v: {"field": f, "is": v}, st.sampled_from(FIELDS), st.sampled_from(VALUES)),
    st.builds(
        lambda f, v: {"field": f, "in": v}, st.sampled_from(FIELDS), st.lists(st.sampled_from(VALUES), max_size=3)
    ),
    st.builds(lambda f, v: {"field": f, "filled": v}, st.sampled_from(FIELDS), st.booleans()),
)
CONDITIONS = st.recursive(
    _leaf,
    lambda part: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(part, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(part, min_size=1, max_size=3)),
        st.builds(lambda one: {"not": one}, part),
    ),
    max_leaves=8,
)
WORLDS = [dict(zip(FIELDS, values, strict=True)) for values in itertools.product(("", *VALUES), repeat=3)]


def _truth(condition: dict[str, Any], world: dict[str, str]) -> bool:
    """The meaning of the words, written a second time."""
    match condition:
        case {"all": parts}:
            return False not in [_truth(part, world) for part in parts]
        case {"any": parts}:
            return True in [_truth(part, world) for part in parts]
        case {"not": part}:
            return not _truth(part, world)
        case {"field": name, "is": value}:
            return world[name] == value
        case {"field": name, "in": values}:
            return world[name] in values
        case {"field": name, "filled": wanted}:
            return bool(world[name]) == wanted
    raise AssertionError(condition)


@given(condition=CONDITIONS)
@settings(max_examples=100, deadline=None)
def test_a_condition_has_the_truth_table_of_its_words(condition: dict[str, Any]) -> None:
    read = Condition.model_validate(condition)
    assert [read.holds(world) for world in WORLDS] == [_truth(condition, world) for world in WORLDS]


@given(condition=CONDITIONS)
@settings(max_examples=50, deadline=None)
def test_a_condition_survives_being_stored(condition: dict[str, Any]) -> None:
    read = Condition.model_validate(condition)
    stored = json.loads(json.dumps(read.model_dump(mode="json", by_alias=True, exclude_none=True)))
    assert Condition.model_validate(stored) == read


def test_an_empty_value_is_not_filled() -> None:
    filled = Condition(field="a", filled=True)
    assert [filled.holds({"a": value}) for value in (None, "", [], {"enc": "x"}, 0)] == [
        False,
        False,
        False,
        True,
        True,
    ]


def _node() -> str | None:
    try:
        from playwright._impl._driver import compute_driver_executable
    except ImportError:
        return None
    node = compute_driver_executable()[0]
    return str(node) if Path(node).exists() else None


SCRIPT = """
globalThis.document = { querySelectorAll: () => [] };
const { holds } = await import(process.argv[1]);
const { conditions, worlds } = JSON.parse(await new Response(process.stdin).text());
const rows = conditions.map((c) => worlds.map((world) => holds(c, (name) => [world[name]])));
console.log(JSON.stringify(rows));
"""


@pytest.mark.skipif(_node() is None, reason="needs the Node that comes with Playwright")
def test_the_browser_reads_conditions_as_the_server_does() -> None:
    samples: list[dict[str, Any]] = []

    @given(condition=CONDITIONS)
    @settings(max_examples=60, deadline=None, database=None)
    def collect(condition: dict[str, Any]) -> None:
        samples.append(condition)

    collect()
    read = [Condition.model_validate(sample) for sample in samples]
    asked = {"conditions": [json.loads(each.as_json()) for each in read], "worlds": WORLDS}
    module = Path("static/js/conditions.js").resolve().as_uri()
    node = _node()
    assert node is not None
    answer = subprocess.run(
        [node, "--input-type=module", "--eval", SCRIPT, module],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == [[each.holds(world) for world in WORLDS] for each in read]
