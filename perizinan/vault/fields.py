"""A text column that holds ciphertext and reads as str."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from perizinan.vault import crypto

if TYPE_CHECKING:
    _TextField = models.TextField[Any, Any]
else:
    _TextField = models.TextField


class Secret(str):
    """A str whose repr is empty of content, so that tracebacks and debug logs cannot print it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(…)"


class _SecretAttribute(DeferredAttribute):
    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = Secret(value) if isinstance(value, str) else value


class EncryptedField(_TextField):
    """Empty text and NULL stay as they are. Equality is asked of a digest column, so lookups are refused."""

    descriptor_class = _SecretAttribute

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Secret | None:
        if value is None:
            return None
        return Secret(crypto.decrypt(value) if value else "")

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return crypto.encrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
