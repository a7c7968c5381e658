"""What a rule says no to."""


class Refused(Exception):
    """The base of every anticipated "no". Its message is fit for the person to read: what happened, and what to do."""

    status = 409
