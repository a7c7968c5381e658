"""What people type about gatherings, turned into values. Forms here never save."""

from collective.gather.gatherings.forms.lists import ByHandForm, MappingForm, UploadForm, decided, row_choices
from collective.gather.gatherings.forms.planning import CopyForm, GatheringForm
from collective.gather.gatherings.forms.setting_up import (
    AccountForm,
    CancelForm,
    CardForm,
    EditGatheringForm,
    HostForm,
    InviteForm,
    NewGatheringForm,
    PoolForm,
    QuestionForm,
    SeriesForm,
)
from collective.gather.gatherings.forms.signing_up import SignUpForm

__all__ = [
    "AccountForm",
    "ByHandForm",
    "CancelForm",
    "CardForm",
    "CopyForm",
    "EditGatheringForm",
    "GatheringForm",
    "HostForm",
    "InviteForm",
    "MappingForm",
    "NewGatheringForm",
    "PoolForm",
    "QuestionForm",
    "SeriesForm",
    "SignUpForm",
    "UploadForm",
    "decided",
    "row_choices",
]
