"""What officers wrote in their sections already, so that nobody types it twice into a report."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from applications.catalogue.charges import charge
from applications.catalogue.conditions import date_of
from applications.catalogue.fees import FeeKind
from applications.catalogue.schema import FieldType, FormField
from reviews.desk.access import Seat


def day_told(seat: Seat, given: Mapping[str, Any]) -> date | None:
    """The first date of the section of this stage."""
    told = (
        date_of(given.get(field.key)) for field in _asked(seat, seat.item.stage_key) if field.type is FieldType.DATE
    )
    return next((day for day in told if day is not None), None)


def amount_told(seat: Seat, given: Mapping[str, Any]) -> int | None:
    """In whole rupiah: what was written at this stage, else what the type counts; where another agency assesses it,
    the one amount that officers of earlier stages wrote down."""
    own = _amounts(_asked(seat, seat.item.stage_key), given)
    if own:
        return own[0]
    spec = seat.application.spec
    if spec.fee.kind is not FeeKind.ELSEWHERE:
        return charge(spec, given).amount
    before = _amounts([field for stage in seat.stages for field in _asked(seat, stage.stage_key)], given)
    return before[0] if len(before) == 1 else None


def _asked(seat: Seat, stage_key: str) -> list[FormField]:
    return [field for part in seat.application.spec.stage_sections(stage_key) for field in part.fields]


def _amounts(fields: list[FormField], given: Mapping[str, Any]) -> list[int]:
    shown = [f for f in fields if f.type is FieldType.MONEY and (f.show_if is None or f.show_if.holds(given))]
    return [value for field in shown if isinstance(value := given.get(field.key), int)]
