"""A room: its run-sheet, who is in it, what is asked, what was answered, and each act of its host in order."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from collective.gather.gatherings.models import IN_ROOM, WAYS, Gathering
from collective.ground.lib import ids
from collective.join.people.models import Member, Person, is_organiser


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, viewer: object) -> RoomQuerySet:
        """A participant sees their own room; an organiser sees all; nobody else sees any."""
        if isinstance(viewer, Participant):
            return self.filter(pk=viewer.room_id)
        return self if is_organiser(viewer) else self.none()

    def with_code(self, code: str) -> RoomQuerySet:
        """The room that is open under this code: the code is the permission to come in."""
        return self.filter(code=ids.typed_code(code), closed_at__isnull=True)

    def with_stage_token(self, token: str) -> RoomQuerySet:
        """The room whose stage has this secret address."""
        return self.filter(stage_token=token.replace("\0", ""))

    def real(self) -> RoomQuerySet:
        """Without rehearsals: what history, figures and studies may read."""
        return self.filter(rehearsal_of__isnull=True)


class Room(models.Model):
    """One sitting of a gathering. A rehearsal is a twin of a room with a made-up audience, wiped by deleting it.

    `act` is the number of the last host act: it orders everything a host did, and tells every screen whether it is up to date.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="rooms")
    rehearsal_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="rehearsals")
    code = models.CharField(max_length=8, default=ids.new_code)
    stage_token = models.CharField(max_length=40, unique=True, default=ids.new_token)
    title = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    current = models.ForeignKey("Step", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    act = models.PositiveIntegerField(default=0)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(closed_at__isnull=True), name="one_open_room_per_code"
            ),
            models.UniqueConstraint(
                fields=["gathering"], condition=Q(rehearsal_of__isnull=True), name="one_real_room_per_gathering"
            ),
            models.UniqueConstraint(fields=["rehearsal_of"], name="one_rehearsal_at_a_time"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False), name="room_opened_before_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_rehearsal(self) -> bool:
        return self.rehearsal_of_id is not None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class Step(models.Model):
    """One entry of the run-sheet. `kind` names who draws it: see steps.py."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="steps")
    position = models.SmallIntegerField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=160)
    body = models.TextField(blank=True)
    picture_alt = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=5)
    settings = models.JSONField(default=dict, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    extra_seconds = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "position"], name="one_step_per_position"),
        ]

    def __str__(self) -> str:
        return self.title


class Picture(models.Model):
    """The picture of a text step, re-encoded and small, kept in the database so that a backup holds it."""

    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="picture")
    media_type = models.CharField(max_length=20)
    data = models.BinaryField()


class Visit(models.Model):
    """When a step was really on: going back makes a second one."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="visits")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="visit_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["step"], condition=Q(to_at__isnull=True), name="one_running_visit_per_step"
            ),
        ]


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, viewer: object) -> ParticipantQuerySet:
        if isinstance(viewer, Participant):
            return self.filter(pk=viewer.pk)
        return self if is_organiser(viewer) else self.none()

    def here(self) -> ParticipantQuerySet:
        return self.filter(left_at__isnull=True)


class Participant(models.Model):
    """Somebody in the room: a phone with a private token, or a person marked by hand. Needs no account."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="participations")
    made_up = models.BooleanField(default=False)
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160, blank=True)
    way = models.CharField(max_length=8, choices=WAYS, default=IN_ROOM)
    facilitating = models.BooleanField(default=False)
    may_use_notes = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    known_by = models.CharField(
        max_length=8,
        choices=[
            ("link", "Private link"),
            ("email", "Address typed"),
            ("name", "Name typed"),
            ("new", "Walked in"),
            ("hand", "Organiser"),
        ],
        default="new",
    )
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "person"], name="one_seat_per_person_and_room"),
            models.CheckConstraint(
                condition=Q(made_up=False) | Q(person__isnull=True), name="made_up_people_are_nobody"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReturnCode(models.Model):
    """A short code from the organiser that brings one person back to their seat on another phone. Used once."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="return_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Prompt(models.Model):
    """What a prompt step asks. `turn` counts how often it was started afresh; answers belong to a turn."""

    ANONYMITY = [
        ("anonymous", "Anonymous"),
        ("linked", "Linked to you for research, if you agreed"),
        ("named", "With your name"),
    ]

    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="prompt")
    kind = models.CharField(max_length=12)
    anonymity = models.CharField(max_length=10, choices=ANONYMITY, default="anonymous")
    options = models.JSONField(default=list, blank=True)
    at_most = models.PositiveSmallIntegerField(default=1)
    turn = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    hidden = models.BooleanField(default=False)
    frozen = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False), name="prompt_opened_before_closed"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class PromptKey(models.Model):
    """The key that lets an anonymous answer be changed while its prompt is open. Destroyed at close: see anonymity.py."""

    prompt = models.OneToOneField(Prompt, on_delete=models.CASCADE, related_name="key")
    secret = models.BinaryField()


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, viewer: object) -> AnswerQuerySet:
        """Raw answers are the organiser's to read; a participant sees their own while they are linked to it."""
        if isinstance(viewer, Participant):
            return self.filter(participant=viewer)
        return self if is_organiser(viewer) else self.none()


class Answer(models.Model):
    """What one person answers to a prompt in one turn. The last word counts; totals are always counted from these rows.

    `holder` is the participant's key, or for an anonymous prompt a keyed hash that becomes a random number at close.
    """

    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="answers")
    turn = models.PositiveSmallIntegerField()
    holder = models.CharField(max_length=64)
    anonymous = models.BooleanField()
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    values = models.JSONField()
    by_hand = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prompt", "turn", "holder"], name="one_answer_each"),
            models.CheckConstraint(
                condition=Q(anonymous=True, participant__isnull=True) | Q(anonymous=False, participant__isnull=False),
                name="anonymous_answers_point_at_nobody",
            ),
        ]


class Receipt(models.Model):
    """A submission that was counted: a phone that sends it again changes nothing. Holds no person; destroyed at close."""

    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="receipts")
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prompt", "key"], name="each_submission_counts_once")]


class HiddenTerm(models.Model):
    """A word or sentence the host took off the screens. Reversible: the answers stay as they are."""

    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="hidden_terms")
    term = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prompt", "term"], name="a_term_is_hidden_once")]


class RoomAct(models.Model):
    """One thing the host did, numbered in the order it took effect."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="acts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "number"], name="acts_are_numbered_once")]
