"""A closed language for fees and computed numbers: names, decimal numbers, + - * / ( ) and a few functions.

`luas * tarif * hari(mulai, selesai)`. Nothing else can be said, so a formula of an admin can do no harm: no
attributes, no powers, no strings, bounded length, depth and size. Amounts are Decimal. Errors: `NotAFormula` while
reading; `Uncountable` when the answers at hand give no number (one is missing, or a division by zero).
"""

import ast
import datetime
from collections.abc import Callable, Iterator, Mapping
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from functools import lru_cache
from typing import Any

LONGEST = 300
DEEPEST = 30
LARGEST = 18  # digits before the comma of a result; what was typed by mistake counts as nothing
_CONTEXT = Context(prec=28, Emax=30, traps=[DivisionByZero, InvalidOperation, Overflow])


class NotAFormula(ValueError):
    """Says what cannot be read, in words."""


class Uncountable(ValueError):
    """The formula is fine; the answers give no number."""


def names(formula: str) -> frozenset[str]:
    """The fields and rates it needs, without fields of rows. Raises NotAFormula."""
    return frozenset(_names(_read(formula)))


def dates(formula: str) -> frozenset[str]:
    """The names that must be dates."""
    calls = [node for node in ast.walk(_read(formula)) if isinstance(node, ast.Call)]
    return frozenset(
        argument.id
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in _OF_DATES
        for argument in call.args
        if isinstance(argument, ast.Name)
    )


def rows(formula: str) -> list[tuple[str, str]]:
    """(field of rows, column) of each `baris` and `jumlah`; the column of a count is empty."""
    calls = [node for node in ast.walk(_read(formula)) if isinstance(node, ast.Call)]
    return [
        (words[0], words[1] if len(words) > 1 else "")
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in _OF_ROWS
        for words in [[argument.id for argument in call.args if isinstance(argument, ast.Name)]]
    ]


def value(formula: str, known: Mapping[str, Any]) -> Decimal:
    """`known`: Decimal or int for numbers and rates, date for dates. Raises NotAFormula, Uncountable."""
    try:
        found = _value(_read(formula), known)
    except (DivisionByZero, InvalidOperation, Overflow) as error:
        raise Uncountable(formula) from error
    if not found.is_finite() or found.adjusted() >= LARGEST:
        raise Uncountable(formula)
    return found


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name):
            yield name
        case ast.Call(func=ast.Name(id=name), args=args):
            if name not in _OF_ROWS:
                for argument in args:
                    yield from _names(argument)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _names(child)


@lru_cache(maxsize=500)
def _read(formula: str) -> ast.expr:
    if len(formula) > LONGEST:
        raise NotAFormula(f"longer than {LONGEST} letters")
    try:
        tree = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotAFormula("not readable; write it like luas * tarif") from error
    _check(tree, 0)
    return tree


def _check(node: ast.AST, depth: int) -> None:
    if depth > DEEPEST:
        raise NotAFormula("too many brackets inside each other")
    match node:
        case ast.Name():
            return
        case ast.Constant(value=bool()):
            raise NotAFormula(f"{ast.unparse(node)} is no number")
        case ast.Constant(value=int() | float()):
            return
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            _check(node.left, depth + 1)
            _check(node.right, depth + 1)
        case ast.UnaryOp(op=ast.USub()):
            _check(node.operand, depth + 1)
        case ast.Call(func=ast.Name(id=name), keywords=[]) if name in _ARGUMENTS:
            _check_call(node, name, depth)
        case _:
            raise NotAFormula(f"{ast.unparse(node)!r} is not possible in a formula")


def _check_call(node: ast.Call, name: str, depth: int) -> None:
    least, most = _ARGUMENTS[name]
    if not least <= len(node.args) <= most:
        raise NotAFormula(f"{name} takes {least if least == most else f'{least} to {most}'} values")
    if name in _OF_DATES | _OF_ROWS and not all(isinstance(argument, ast.Name) for argument in node.args):
        raise NotAFormula(f"{name} takes names only")
    for argument in node.args:
        _check(argument, depth + 1)


def _value(node: ast.AST, known: Mapping[str, Any]) -> Decimal:
    match node:
        case ast.Constant(value=number):
            return Decimal(str(number))
        case ast.Name(id=name):
            return _number(name, known)
        case ast.UnaryOp(operand=operand):
            return -_value(operand, known)
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, known), _value(right, known))
        case ast.Call(func=ast.Name(id=name), args=args) if name in _OF_DATES:
            first, last = (_date(argument.id, known) for argument in args if isinstance(argument, ast.Name))
            return Decimal(_OF_DATES[name](first, last))
        case ast.Call(func=ast.Name(id=name), args=args) if name in _OF_ROWS:
            return _OF_ROWS[name](known, *(argument.id for argument in args if isinstance(argument, ast.Name)))
        case ast.Call(func=ast.Name(id=name), args=args):
            return _FUNCTIONS[name](*(_value(argument, known) for argument in args))
    raise NotAFormula(ast.unparse(node))


def _number(name: str, known: Mapping[str, Any]) -> Decimal:
    found = known.get(name)
    if isinstance(found, int | Decimal) and not isinstance(found, bool):
        return Decimal(found)
    raise Uncountable(name)


def _date(name: str, known: Mapping[str, Any]) -> datetime.date:
    found = known.get(name)
    if isinstance(found, datetime.date):
        return found
    raise Uncountable(name)


def _count(known: Mapping[str, Any], field: str) -> Decimal:
    """Rows; none given is none, not unknown."""
    return Decimal(len(known.get(field) or []))


def _sum(known: Mapping[str, Any], field: str, column: str) -> Decimal:
    total = Decimal(0)
    for row in known.get(field) or []:
        total = _CONTEXT.add(total, _number(column, row))
    return total


def _days(first: datetime.date, last: datetime.date) -> int:
    """Both days count: a banner from 1 to 7 March hangs 7 days."""
    return max(0, (last - first).days + 1)


def _months(first: datetime.date, last: datetime.date) -> int:
    """Begun months: from 10 January to 9 February one, to 10 February two."""
    if last < first:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + (last.day >= first.day)


_OPERATORS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: _CONTEXT.add,
    ast.Sub: _CONTEXT.subtract,
    ast.Mult: _CONTEXT.multiply,
    ast.Div: _CONTEXT.divide,
}
_FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "min": min,
    "maks": max,
    "bulat": lambda number: number.to_integral_value(ROUND_HALF_UP),
    "naik": lambda number: number.to_integral_value(ROUND_CEILING),
    "turun": lambda number: number.to_integral_value(ROUND_FLOOR),
}
_OF_DATES: dict[str, Callable[[datetime.date, datetime.date], int]] = {"hari": _days, "bulan": _months}
_OF_ROWS: dict[str, Callable[..., Decimal]] = {"baris": _count, "jumlah": _sum}
_ARGUMENTS = {
    **dict.fromkeys(("min", "maks"), (2, 5)),
    **dict.fromkeys(("bulat", "naik", "turun", "baris"), (1, 1)),
    **dict.fromkeys(("hari", "bulan", "jumlah"), (2, 2)),
}
