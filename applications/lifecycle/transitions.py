"""THE table of moves. No status changes that is not a row here; `moves.move()` reads nothing else.

`oss` is the status code of the OSS RBA integration guide, Lampiran 10 (domain brief §4), kept from day one so
that a later connection needs no new states.
"""

from dataclasses import dataclass
from enum import StrEnum

from applications.lifecycle.states import Status, WaitingOn

S, W = Status, WaitingOn


class Effect(StrEnum):
    """What a move does to the clocks."""

    NONE = ""
    START_COMPLETENESS = "start_completeness"
    START_LEGAL = "start_legal"
    STOP = "stop"
    RESUME = "resume"
    END = "end"


@dataclass(frozen=True)
class Transition:
    verb: str
    sources: frozenset[Status]
    target: Status
    waiting_on: WaitingOn
    clock: Effect = Effect.NONE
    oss: str = ""


def _row(
    verb: str, sources: set[Status], target: Status, waiting_on: WaitingOn, clock: Effect = Effect.NONE, oss: str = ""
) -> Transition:
    return Transition(verb, frozenset(sources), target, waiting_on, clock, oss)


TABLE: dict[str, Transition] = {
    row.verb: row
    for row in [
        _row("submit", {S.DRAFT}, S.SUBMITTED, W.UNIT, Effect.START_COMPLETENESS, "09"),
        _row("start_review", {S.SUBMITTED}, S.IN_REVIEW, W.UNIT, oss="20"),
        _row("complete", {S.SUBMITTED, S.IN_REVIEW}, S.IN_REVIEW, W.UNIT, Effect.START_LEGAL, "10"),
        _row("return", {S.SUBMITTED, S.IN_REVIEW}, S.RETURNED, W.APPLICANT, Effect.STOP, "41"),
        _row("resubmit", {S.RETURNED}, S.IN_REVIEW, W.UNIT, Effect.RESUME, "42"),
        _row("recommend", {S.IN_REVIEW}, S.IN_REVIEW, W.UNIT, oss="45"),
        _row("advise_against", {S.IN_REVIEW}, S.IN_REVIEW, W.UNIT, oss="93"),
        _row("report_visit", {S.IN_REVIEW}, S.IN_REVIEW, W.UNIT, oss="40"),
        _row("ask_payment", {S.IN_REVIEW}, S.AWAITING_PAYMENT, W.PAYMENT, Effect.STOP, "31"),
        _row("confirm_payment", {S.AWAITING_PAYMENT}, S.IN_REVIEW, W.UNIT, Effect.RESUME, "33"),
        _row("endorse", {S.IN_REVIEW}, S.IN_REVIEW, W.UNIT),
        _row("approve", {S.IN_REVIEW}, S.AWAITING_SIGNATURE, W.SIGNATURE, oss="49"),
        _row("issue", {S.AWAITING_SIGNATURE}, S.ISSUED, W.NOBODY, Effect.END, "50"),
        _row("reject", {S.SUBMITTED, S.IN_REVIEW}, S.REJECTED, W.NOBODY, Effect.END, "90"),
        _row(
            "withdraw",
            {S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.RETURNED, S.AWAITING_PAYMENT},
            S.WITHDRAWN,
            W.NOBODY,
            Effect.END,
        ),
        _row("transfer", {S.SUBMITTED, S.IN_REVIEW}, S.TRANSFERRED, W.NOBODY, Effect.END),
        _row("expire", {S.DRAFT}, S.LAPSED, W.NOBODY),
        _row("lapse", {S.RETURNED}, S.LAPSED, W.NOBODY, Effect.END),
    ]
}
