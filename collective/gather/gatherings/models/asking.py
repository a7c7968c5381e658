"""What a gathering asks of those who sign up, what they answered, and whom they asked to come along."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from collective.gather.gatherings.models.gathering import Gathering
from collective.gather.gatherings.models.signing_up import SignUp
from collective.ground.lib import ids
from collective.join.people.models import Member, Person, is_organiser


class Question(models.Model):
    """One question on the sign-up form. What is said to a question with `remember_as` is offered again at the next gathering."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=200)
    required = models.BooleanField(default=False)
    remember_as = models.SlugField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="question_asks_something")]

    def __str__(self) -> str:
        return self.text


class ReplyQuerySet(models.QuerySet["Reply"]):
    def visible_to(self, viewer: object) -> ReplyQuerySet:
        if is_organiser(viewer):
            return self
        return self.filter(sign_up__person__member=viewer) if isinstance(viewer, Member) else self.none()


class Reply(models.Model):
    """What somebody answered when they signed up."""

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="replies")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="replies")
    text = models.CharField(max_length=500)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sign_up", "question"], name="one_reply_to_a_question")]


class RememberedQuerySet(models.QuerySet["Remembered"]):
    def visible_to(self, viewer: object) -> RememberedQuerySet:
        if is_organiser(viewer):
            return self
        return self.filter(person__member=viewer) if isinstance(viewer, Member) else self.none()


class Remembered(models.Model):
    """An answer that is kept for the next time, so that nobody is asked twice: what they eat, what they need to take part."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="remembered")
    key = models.SlugField(max_length=40)
    text = models.CharField(max_length=500)
    at = models.DateTimeField()

    objects = RememberedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_remembered_of_a_kind")]


class InviteQuerySet(models.QuerySet["Invite"]):
    def visible_to(self, viewer: object) -> InviteQuerySet:
        """An organiser sees all, a member those they asked themself."""
        if is_organiser(viewer):
            return self
        return self.filter(from_sign_up__person__member=viewer) if isinstance(viewer, Member) else self.none()

    def with_token(self, token: str) -> InviteQuerySet:
        """The one that the link in the letter is of."""
        return self.filter(token=token) if token else self.none()


class Invite(models.Model):
    """Somebody was asked to come along. They sign up themself, by the link in the letter; until then they hold no seat."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="invites")
    from_sign_up = models.ForeignKey(SignUp, null=True, blank=True, on_delete=models.SET_NULL, related_name="invites")
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    at = models.DateTimeField()
    token = models.CharField(max_length=40, unique=True, default=ids.new_token)
    sign_up = models.OneToOneField(SignUp, null=True, blank=True, on_delete=models.SET_NULL, related_name="came_by")

    objects = InviteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), "gathering", name="one_invite_to_an_address"),
            models.CheckConstraint(condition=~Q(email=""), name="invite_goes_somewhere"),
        ]
