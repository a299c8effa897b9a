"""Types that take no new cases: nothing is started, a draft stays readable and is not sent."""

from applications.catalogue.models import Version, spec_of
from applications.catalogue.schema import PermitTypeSpec
from applications.lifecycle.models import Application


class TypeClosed(Exception):
    """Carries the version that says why, and where else."""

    def __init__(self, spec: PermitTypeSpec) -> None:
        super().__init__(spec.slug)
        self.spec = spec


def takes_cases(spec: PermitTypeSpec) -> bool:
    return spec.local and spec.closed is None


def newest_id(application: Application) -> int:
    """The version of its type that is in force now."""
    return application.version.permit_type.current_id or application.version_id


def number_of(application: Application) -> int:
    """Of its version; without the whole form, which autosave need not read."""
    return Version.objects.values_list("number", flat=True).get(pk=application.version_id)


def closed_spec(application: Application) -> PermitTypeSpec | None:
    """What its type says now, when it takes no new cases."""
    spec = spec_of(newest_id(application))
    return None if takes_cases(spec) else spec
