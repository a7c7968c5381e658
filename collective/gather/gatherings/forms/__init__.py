"""What people type about gatherings, turned into values. Forms here never save."""

from collective.gather.gatherings.forms.lists import ByHandForm, MappingForm, UploadForm, decided, row_choices
from collective.gather.gatherings.forms.planning import CopyForm, GatheringForm, ReasonForm
from collective.gather.gatherings.forms.signing_up import SignUpForm

__all__ = [
    "ByHandForm",
    "CopyForm",
    "GatheringForm",
    "MappingForm",
    "ReasonForm",
    "SignUpForm",
    "UploadForm",
    "decided",
    "row_choices",
]
