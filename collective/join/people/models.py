"""A person is anyone we hold; a member can sign in. Consent is a row that keeps the wording it was given to."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from datetime import datetime

NAME_LENGTH = 120
WORDS_AT_MOST = 3
MATURITY = [
    ("1", "Unaware"),
    ("2", "Emerging"),
    ("3", "Learning"),
    ("4", "Developing"),
    ("5", "Mastering"),
    ("not-sure", "Not sure"),
    ("rather-not-say", "Rather not say"),
]
#: How many people work or volunteer in somebody's organisation, smallest first.
ORGANISATION_SIZES = [
    ("1", "Just me"),
    ("2-10", "2 to 10 people"),
    ("11-50", "11 to 50 people"),
    ("51-250", "51 to 250 people"),
    ("251+", "More than 250 people"),
]
#: Up to ten people: for whom seats can be kept.
SMALL_SIZES = frozenset({"1", "2-10"})


def folded(text: str) -> str:
    """A name for comparing only: no case, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, viewer: object) -> OrganisationQuerySet:
        return self if is_organiser(viewer) else self.none()


class Organisation(models.Model):
    """Where somebody works or volunteers. Kept so that colleagues can be put at different tables."""

    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=160, unique=True)

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def named(cls, name: str) -> Organisation | None:
        """The organisation with this name, made if it is new; None for an empty name."""
        name = " ".join(name.split())[:160]
        if not name:
            return None
        return cls.objects.get_or_create(folded=folded(name)[:160], defaults={"name": name})[0]


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, viewer: object) -> PersonQuerySet:
        """An organiser sees everybody; a member sees themselves; nobody else sees anyone."""
        if is_organiser(viewer):
            return self
        if isinstance(viewer, Member) and viewer.is_active:
            return self.filter(member=viewer)
        return self.none()

    def with_email(self, email: str) -> PersonQuerySet:
        return self.filter(email=email.strip().lower()) if email.strip() else self.none()


class Person(models.Model):
    """Anyone we hold: somebody who signed up, came as a guest, or is a member."""

    name = models.CharField(max_length=NAME_LENGTH)
    email = models.EmailField(null=True, blank=True)  # noqa: DJ001 - NULL keeps the unique rule to those who gave one
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    # What this person said of it. Two people of one organisation may say different things, so it stands here.
    organisation_size = models.CharField(max_length=8, choices=ORGANISATION_SIZES, blank=True)
    role = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    place_key = models.CharField(max_length=120, blank=True)
    words = models.JSONField(default=list, blank=True)
    maturity = models.CharField(max_length=16, choices=MATURITY, blank=True)
    capacity_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_email"),
            models.CheckConstraint(condition=Q(email__isnull=True) | ~Q(email=""), name="no_empty_email"),
            models.CheckConstraint(
                condition=Q(organisation_size__in=["", "1", "2-10", "11-50", "51-250", "251+"]),
                name="organisation_size_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_a_small_organisation(self) -> bool:
        """Up to ten people, as they said; who said nothing is not counted as small."""
        return self.organisation_size in SMALL_SIZES


class MemberManager(BaseUserManager["Member"]):
    def create_user(self, email: str, now: datetime, name: str = "") -> Member:
        """A member with this address, joined to the person we may already hold under it."""
        email = email.strip().lower()
        person = Person.objects.with_email(email).first()
        if person is None:
            person = Person.objects.create(name=name or email.split("@")[0], email=email, created_at=now)
        member = self.model(email=email, person=person, joined_at=now)
        member.set_unusable_password()
        member.save(using=self._db)
        # The first code that comes back proves the address; without this row a second one would be asked for.
        apps.get_model("account", "EmailAddress").objects.create(user=member, email=email, primary=True)
        return member

    def get_by_natural_key(self, email: str) -> Member:
        return self.get(email__iexact=email)


class Member(AbstractBaseUser):
    """A person who can sign in, by a code sent to their address. There are no passwords."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="member")
    joined_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    is_staff = False
    is_superuser = False

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = MemberManager()

    def __str__(self) -> str:
        return self.person.name

    def has_role(self, kind: str) -> bool:
        return self.roles.filter(kind=kind, ended_at__isnull=True).exists()


class Role(models.Model):
    """What a member may do beyond their own things, since when, and who said so."""

    ORGANISER = "organiser"
    KINDS = [(ORGANISER, "Organiser")]

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=KINDS)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"], condition=Q(ended_at__isnull=True), name="one_live_role_of_a_kind"
            ),
        ]


class Wording(models.Model):
    """A consent text as it was shown. Never changed: a new text is a new version."""

    purpose = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="one_text_per_version")]


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, viewer: object) -> ConsentQuerySet:
        if is_organiser(viewer):
            return self
        return self.filter(person__member=viewer) if isinstance(viewer, Member) else self.none()

    def standing(self) -> ConsentQuerySet:
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """One yes, for one purpose, by one person: to which words, when and where."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    given_where = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_consent_per_purpose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="withdrawn_after_given",
            ),
        ]


def is_organiser(viewer: object) -> bool:
    """Whether this viewer runs gatherings for the community."""
    return isinstance(viewer, Member) and viewer.is_active and viewer.has_role(Role.ORGANISER)
