"""The words of a permit type: Indonesian first, English beside it; keys that other parts name."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{2,60}$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """A text in Indonesian with an optional English one; a plain string in the file is Indonesian."""

    id: str
    en: str = ""

    def __str__(self) -> str:
        from django.utils.translation import get_language

        return self.en if self.en and (get_language() or "id").startswith("en") else self.id

    def __bool__(self) -> bool:
        return bool(self.id)


def _text(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


Said = Annotated[Text, BeforeValidator(_text)]
NOTHING = Text(id="")
