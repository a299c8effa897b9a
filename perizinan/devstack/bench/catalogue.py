"""A catalogue as a large office has it: the shipped types, and copies of them under other names."""

from datetime import datetime

from applications.catalogue import yamlfile
from applications.catalogue.load import publish_all
from applications.catalogue.schema import Text

TYPES = 200


def fill(now: datetime) -> None:
    shipped = [yamlfile.read(path) for path in yamlfile.shipped()]
    copies = []
    for n in range(TYPES - len(shipped)):
        spec = shipped[n % len(shipped)]
        name = Text(id=f"{spec.name.id} {n}", en=f"{spec.name.en} {n}")
        copies.append(spec.model_copy(update={"slug": f"{spec.slug}-{n}", "name": name, "popular": False}))
    publish_all(specs=copies, by=None, now=now)
