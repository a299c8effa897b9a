"""Answers nobody gave: for sample letters, tests and trials. They pass every rule of every field such a case shows."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from applications.answers import cleaning, rules, villages
from applications.catalogue.conditions import date_of
from applications.catalogue.schema import NO, YES, FieldType, FormField, PermitTypeSpec

_AYU = "Ayu Lestari (contoh)"
_WORD = "contoh"
_SOMEDAY = 60  # days ahead, beside twice the processing limit: later than its working days whatever the holidays


def sample_answers(
    spec: PermitTypeSpec,
    *,
    kind: str = "new",
    capacity: str = "self",
    holder: str = "person",
    today: date,
    seed: int = 0,
) -> dict[str, Any]:
    """Stored answers, also of optional fields and of officers' sections. Another `seed` gives other choices."""
    seen: dict[str, Any] = {"@capacity": capacity, "@kind": kind, "@holder": holder}
    maker = _Maker(spec, kind, today, seed)
    for field in spec.all_fields():
        if field.type is not FieldType.COMPUTED and (field.show_if is None or field.show_if.holds(seen)):
            seen[field.key] = maker.stored(field, seen)
    return {key: value for key, value in seen.items() if not key.startswith("@")}


@dataclass(frozen=True)
class _Maker:
    spec: PermitTypeSpec
    kind: str
    today: date
    seed: int

    def stored(self, field: FormField, seen: Mapping[str, Any]) -> Any:
        if field.type is FieldType.ROWS:
            most = self._dice(field).randint(1, min(3, field.most_rows))
            return [self._row(field, number, seen) for number in range(1, most + 1)]
        if field.type is FieldType.DATE:
            return self._date(field, seen).isoformat()
        return rules.stored(field, self._typed(field, field.key))

    def _row(self, field: FormField, number: int, seen: Mapping[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for column in field.columns:
            one = self._date(column, {**seen, **row}).isoformat() if column.type is FieldType.DATE else None
            row[column.key] = one or rules.stored(column, self._typed(column, f"{field.key}.{column.key}.{number}"))
        return row

    def _dice(self, field: FormField, place: str = "") -> random.Random:
        return random.Random(f"{self.seed} {place or field.key}")  # noqa: S311  # no secret: the same sample each time

    def _typed(self, field: FormField, place: str) -> Any:
        dice = self._dice(field, place)
        match field.type:
            case FieldType.TEXT | FieldType.LONG_TEXT:
                return self._words(field, place)
            case FieldType.NUMBER | FieldType.MONEY:
                return _number(field, dice)
            case FieldType.CHOICE:
                return dice.choice(field.options).value
            case FieldType.CHOICES:
                values = [option.value for option in field.options]
                return dice.sample(values, dice.randint(1, len(values)))
            case FieldType.YES_NO:
                return dice.choice((YES, NO))
            case FieldType.VILLAGE:
                return dice.choice(sorted(villages.names()) or [""])
            case FieldType.POINT:
                return f"-7.47{dice.randrange(1000):03}0, 112.43{dice.randrange(1000):03}0"
            case FieldType.NIK:
                return f"351613450599{dice.randrange(1, 9999):04}"
            case FieldType.NIB:
                return f"0000{dice.randrange(10**9):09}"
            case FieldType.NPWP:
                return f"0000{dice.randrange(10**12):012}"
            case FieldType.PHONE:
                return f"081200{dice.randrange(10**6):06}"
        return "contoh@contoh.invalid"

    def _words(self, field: FormField, place: str) -> str:
        if field.pattern is not None:
            return field.pattern.example
        number = place.rpartition(".")[2]
        if field.label.id.startswith("Nomor"):
            return f"{self._dice(field, place).randrange(1, 1000):03}/CONTOH/2026"
        own = f"{field.label.id.rstrip('?')} {number if number.isdigit() else ''}".strip()
        for words in (_AYU if field.prefill == "name" else f"{own} (contoh)", _WORD):
            if len(words) <= field.max_length:
                return words
        return _WORD[: field.max_length]

    def _date(self, field: FormField, seen: Mapping[str, Any]) -> date:
        """Not before another date and, when it is a date of the future, never too early to be sent."""
        first = date_of(seen.get(field.not_before or ""))
        if field.latest:
            return first or self.today - timedelta(days=30)
        asked = (each for one in self.spec.all_fields() for each in (one, *one.columns))
        followers = [other for other in asked if other.not_before == field.key]
        if any(other.latest for other in followers) and not field.earliest:
            return first or self.today - timedelta(days=60)
        days = 2 * self.spec.processing_days(self.kind) + _SOMEDAY if self.spec.limits else _SOMEDAY
        ahead = self.today + timedelta(days=days + self._dice(field).randrange(28))
        return ahead if first is None else max(ahead, first + timedelta(days=90))


def _number(field: FormField, dice: random.Random) -> str:
    """Between its bounds, small where there are none; with decimals where it may have some."""
    step = Decimal(1).scaleb(-field.decimals)
    least = Decimal(str(field.minimum)) if field.minimum is not None else Decimal(1)
    ahead = Decimal(500_000 if field.type is FieldType.MONEY else 20)
    most = Decimal(str(field.maximum)) if field.maximum is not None else least + ahead
    least = min(least, most) if field.minimum is None else least
    steps = int((min(most, least + ahead) - least) / step)
    chosen = (least + step * dice.randint(0, max(0, steps))).quantize(step)
    return str(cleaning.number_as_stored(max(chosen, least)))
