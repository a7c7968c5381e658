"""A choice that explains itself."""


class Hinted(str):
    """A choice's label with a line under it: `choices=[("3", Hinted("Learning", "We look at data regularly."))]`."""

    __slots__ = ("hint",)
    hint: str

    def __new__(cls, label: str, hint: str = "") -> "Hinted":
        self = super().__new__(cls, label)
        self.hint = hint
        return self
