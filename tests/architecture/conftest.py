from textwrap import dedent

import pytest

from tests.architecture.tree import Tree


@pytest.fixture
def grow(tmp_path):
    """Write a tiny tree: `house__wall__brick="..."` is house/wall/brick.py, DOOR is an __init__."""

    def grow(**files):
        for name, text in files.items():
            path = tmp_path / f"{name.replace('__', '/').replace('DOOR', '__init__')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text))
        return Tree(tmp_path, ["ground", "house"])

    return grow
