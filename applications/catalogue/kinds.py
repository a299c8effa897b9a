"""What somebody may ask of a permit type: a new permit, or something about one they hold."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from applications.catalogue.words import NOTHING, Said, Strict


class Kind(StrEnum):
    NEW = "new"
    RENEWAL = "renewal"
    AMENDMENT = "amendment"
    DUPLICATE = "duplicate"
    REVOCATION = "revocation"

    @property
    def of_a_permit(self) -> bool:
        """Names a permit that exists already."""
        return self is not Kind.NEW

    @property
    def own_validity(self) -> bool:
        """Its paper holds from its own day; an amendment or duplicate ends with the permit it is about."""
        return self in {Kind.NEW, Kind.RENEWAL}


class KindOffer(Strict):
    kind: Kind
    note: Said = NOTHING  # when and for whom, one sentence
    processing_days: Annotated[int, Field(ge=1, le=365)] | None = None  # where it differs from the type's limit


def _offer(value: Any) -> Any:
    return {"kind": value} if isinstance(value, str) else value


SaidOffer = Annotated[KindOffer, BeforeValidator(_offer)]
