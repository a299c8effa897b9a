from applications.answers.models import AnswerSet
from applications.catalogue.models import LegalBasis, PermitType, TypeDraft, Version
from applications.corrections.models import Point, Round
from applications.documents.models import DocumentVersion, Photo, Upload
from applications.lifecycle.models import Application, ClockInterval, StatusChange, WorkItem
from applications.permits.models import NumberCounter, NumberEntry, Permit, SigningAttempt

__all__ = [
    "AnswerSet",
    "Application",
    "ClockInterval",
    "DocumentVersion",
    "LegalBasis",
    "NumberCounter",
    "NumberEntry",
    "Permit",
    "PermitType",
    "Photo",
    "Point",
    "Round",
    "SigningAttempt",
    "StatusChange",
    "TypeDraft",
    "Upload",
    "Version",
    "WorkItem",
]
