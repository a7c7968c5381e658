"""Small groups: rounds, draws, tables and seats, and what was written, named, voted and felt there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from collective.gather.gatherings.models import WAYS
from collective.join.people.models import Member, is_organiser
from collective.talk.rooms.models import Participant, Room, RoomAct, Step

CARD_LENGTH = 600
LOT, MIXED, ALIKE = "random", "mixed", "alike"
AIMS = [(LOT, "Mix"), (MIXED, "Balanced"), (ALIKE, "Alike")]


class Round(models.Model):
    """A step in which people sit in small groups, and how the groups are made. The question on the table is the step's title.

    `links` are video links table by table; where they end, or without any, `link_pattern` serves.
    `aim` is how the next draw puts people together, and `traits` what it looks at when that is not a plain lot: see traits.py.

    `sealed_at`: since when a study keeps to itself how this round is drawn. While it is set, nobody on the desk sees the seed
    or the aim, types a seed, picks who sits where before the room sees the tables, or reads why; who sits where is known only
    as everybody knows it. Empty for a round that belongs to no study.
    """

    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="round")
    size = models.PositiveSmallIntegerField(default=4)
    smallest = models.PositiveSmallIntegerField(default=3)
    largest = models.PositiveSmallIntegerField(default=5)
    mix_ways = models.BooleanField(default=False)
    link_pattern = models.CharField(max_length=300, blank=True)
    links = models.JSONField(default=list, blank=True)
    aim = models.CharField(max_length=8, choices=AIMS, default=LOT)
    traits = models.JSONField(default=list, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(aim__in=[aim for aim, _ in AIMS]), name="round_aim_known"),
            models.CheckConstraint(
                condition=Q(
                    smallest__gte=2, size__gte=models.F("smallest"), largest__gte=models.F("size"), largest__lte=12
                ),
                name="sizes_in_order",
            ),
        ]

    @property
    def question(self) -> str:
        return self.step.title


class DrawQuerySet(models.QuerySet["Draw"]):
    def visible_to(self, viewer: object) -> DrawQuerySet:
        if isinstance(viewer, Participant):
            return self.standing().filter(round__step__room=viewer.room_id, published_at__isnull=False)
        return self if is_organiser(viewer) else self.none()

    def standing(self) -> DrawQuerySet:
        return self.filter(undone_at__isnull=True)


class Draw(models.Model):
    """One draw: proposed to the host, then published to the room. Undone draws stay as a record.

    What makes it again from the same people and meetings: `seed`, `aim`, `traits`, the tables `kept` as they were in the draw
    before it (their numbers), and, of several rounds that were planned together, how many (`rounds`) and which this is (`nth`,
    from 1).
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="draws")
    seed = models.BigIntegerField()
    method = models.CharField(max_length=20)
    aim = models.CharField(max_length=8, choices=AIMS, default=LOT)
    traits = models.JSONField(default=list, blank=True)
    kept = models.JSONField(default=list, blank=True)
    rounds = models.PositiveSmallIntegerField(default=1)
    nth = models.PositiveSmallIntegerField(default=1)
    sentences = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = DrawQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(undone_at__isnull=True), name="one_standing_draw_per_round"
            ),
            models.CheckConstraint(condition=Q(aim__in=[aim for aim, _ in AIMS]), name="draw_aim_known"),
            models.CheckConstraint(
                condition=Q(nth__gte=1, nth__lte=models.F("rounds")), name="draw_is_one_of_those_planned"
            ),
        ]


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, viewer: object) -> GroupQuerySet:
        """A participant sees the table they sit at; the organiser sees all."""
        if isinstance(viewer, Participant):
            return self.filter(
                seats__participant=viewer, draw__published_at__isnull=False, draw__undone_at__isnull=True
            ).distinct()
        return self if is_organiser(viewer) else self.none()


class Group(models.Model):
    """A table. Its number is what people look for; its name is what its members call it."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=8, choices=WAYS, blank=True)
    name = models.CharField(max_length=60, blank=True)
    named_by = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    link = models.URLField(max_length=400, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "number"], name="tables_are_numbered_once")]

    def __str__(self) -> str:
        return f"Table {self.number}"


class Seat(models.Model):
    """Who sits at which table. Somebody who goes keeps the row, with the time; the place is then free.

    `alone_at`: when this person said that nobody else is there.
    """

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="seats")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="seats")
    place = models.PositiveSmallIntegerField()
    late = models.BooleanField(default=False)
    seated_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    alone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "participant"], condition=Q(left_at__isnull=True), name="one_table_per_person_and_draw"
            ),
            models.UniqueConstraint(
                fields=["group", "place"], condition=Q(left_at__isnull=True), name="one_person_per_place"
            ),
        ]


class Move(models.Model):
    """Somebody was put at another table after the draw. `act` says who did it, when and how; a swap or a repair is one act of
    several moves. `undone_by` is the act that took it back. `from_group` is empty for somebody who had no seat.
    """

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="moves")
    act = models.ForeignKey(RoomAct, on_delete=models.CASCADE, related_name="moves")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="moves")
    from_group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    to_group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    undone_by = models.ForeignKey(RoomAct, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "participant"], name="one_move_each_in_an_act"),
            models.CheckConstraint(
                condition=Q(from_group__isnull=True) | ~Q(from_group=models.F("to_group")), name="a_move_goes_elsewhere"
            ),
        ]


class Pair(models.Model):
    """Two people of a room who are to sit apart, or together, in every draw from now on.

    A pair stands once, the smaller key first, so that no two people are asked apart and together at the same time.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="pairs")
    one = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    together = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_wish_for_a_pair"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="a_pair_has_two_people_in_order"),
        ]


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, viewer: object) -> CardQuerySet:
        """A participant sees the cards of the tables they sit or sat at, and their own even when hidden, since they may take
        them back; the organiser sees all."""
        if isinstance(viewer, Participant):
            tables = Q(
                group__seats__participant=viewer, group__draw__published_at__isnull=False, hidden_at__isnull=True
            )
            return self.filter(Q(author=viewer) | tables).distinct()
        return self if is_organiser(viewer) else self.none()

    def shown(self) -> CardQuerySet:
        return self.filter(hidden_at__isnull=True)


class Card(models.Model):
    """Something somebody wrote down at a table: evidence, without a name on it."""

    KINDS = [
        ("need", "Need"),
        ("idea", "Idea"),
        ("thought", "Thought"),
        ("concern", "Concern"),
        ("feedback", "Feedback"),
    ]

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="cards")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="cards")
    author = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="cards")
    kind = models.CharField(max_length=10, choices=KINDS)
    text = models.CharField(max_length=CARD_LENGTH)
    key = models.CharField(max_length=64, unique=True)
    may_be_used = models.BooleanField(default=False)
    from_paper = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_card_says_something")]


class Vote(models.Model):
    """One person's favourite team name in one vote step. May be changed until it closes."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="name_votes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="name_votes")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="votes")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "participant"], name="one_vote_each")]


class Ballot(models.Model):
    """The state of a team-name vote: counted and shown once closed."""

    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="ballot")
    closed_at = models.DateTimeField(null=True, blank=True)


class Rating(models.Model):
    """How the conversation at one table was for one person, from 1 (it did not work) to 5 (it could not be better)."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="ratings")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="ratings")
    value = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "participant"], name="one_rating_each"),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=5), name="ratings_run_from_1_to_5"),
        ]
