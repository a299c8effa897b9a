"""What keeps a permit type from working, in words with the place inside the type. Pure.

Here: rules that need nothing but the type itself, one module per concern. Not here: what depends on the office's
people and laws (catalogue.publishing).
"""

from typing import TYPE_CHECKING

from applications.catalogue.problems import form, money, paper, work
from applications.catalogue.problems.paper import LETTER_FACTS, places, wordings

if TYPE_CHECKING:
    from applications.catalogue.schema import PermitTypeSpec

__all__ = ["LETTER_FACTS", "places", "problems", "wordings"]

_RULES = (*form.RULES, *work.RULES, *money.RULES, *paper.RULES)


def problems(spec: "PermitTypeSpec") -> list[str]:
    if spec.closed is not None and spec.closed.successor == spec.slug:
        return ["closed.successor: a type cannot follow itself"]
    if not spec.local:
        return [] if spec.redirect else [f"{spec.slug}: channel {spec.channel} needs a redirect text"]
    return [problem for rule in _RULES for problem in rule(spec)]
