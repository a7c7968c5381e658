"""Which rows speak of the same person?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from collective.gather.gatherings.signup_files.clean import folded, shown
from collective.gather.gatherings.signup_files.names import same_person
from collective.gather.gatherings.signup_files.rows import Draft

_Key = tuple[str, str]
#: Of many people with one name two are remembered: more would not make the row any clearer.
ENOUGH_TO_DOUBT: Final = 2


@dataclass(slots=True, eq=False)
class Group:
    """Rows of one person, in the order of the file."""

    drafts: list[Draft] = field(default_factory=list)

    @property
    def name(self) -> str:
        return next((name for draft in self.drafts if (name := draft.fields.get("name"))), "")

    @property
    def lead(self) -> Draft:
        """The row that speaks for the person: the first that is not a cancellation, else the first."""
        return next((draft for draft in self.drafts if draft.fields.get("status") != "cancelled"), self.drafts[0])


def group(drafts: Sequence[Draft], *, came: bool) -> list[Group]:
    """Put rows of the same person together.

    came
        the file says who came, so that one person has a row for each time they connected, sometimes without their
        address. Then a full name is enough to join rows; in a list of sign-ups it takes name and organisation.

    Rows with the same address belong together unless their names cannot be the same person's: one person may have
    booked for a colleague. Rows without an address are joined to the only person with that name; where there are two,
    or where the name alone is too little to go by, the row stays apart and the organiser is asked.
    """
    grouping = _Grouping(came)
    with_address = [draft for draft in drafts if "email" in draft.fields]
    without = [draft for draft in drafts if "email" not in draft.fields]
    for draft in with_address:
        grouping.by_address(draft)
    for draft in without:
        grouping.by_name(draft)
    for each in grouping.groups:
        each.drafts.sort(key=lambda draft: draft.line)
    return grouping.groups


class _Grouping:
    def __init__(self, came: bool) -> None:
        self.came = came
        self.groups: list[Group] = []
        self.addresses: dict[str, Group] = {}
        self.keys: dict[_Key, list[Group]] = {}

    def by_address(self, draft: Draft) -> None:
        address = draft.fields["email"]
        known = self.addresses.get(address)
        if known is None:
            self.addresses[address] = self._new(draft)
        elif same_person(draft.fields.get("name", ""), known.name):
            self._add(known, draft)
        else:
            draft.problem(
                f"{address} is also the address of {known.name} in row {known.drafts[0].line}. If {draft.fields['name']} is"
                " somebody else, give them their own address in the file, or import them without one."
            )
            del draft.fields["email"]
            self._new(draft)

    def by_name(self, draft: Draft) -> None:
        key = _key(draft)
        alike = self.keys.get(key, []) if key else []
        if not alike or key is None:
            self._new(draft)
        elif self._enough(key) and len(alike) == 1:
            self._add(alike[0], draft)
        else:
            self._ask(draft, alike)
            self._new(draft)

    def _enough(self, key: _Key) -> bool:
        return bool(key[1]) or (self.came and " " in key[0])

    def _ask(self, draft: Draft, alike: list[Group]) -> None:
        rows = " and ".join(f"row {each.drafts[0].line}" for each in alike)
        draft.problem(
            f"there is no address, and {rows} also {'have' if len(alike) > 1 else 'has'} the name"
            f" {shown(draft.fields.get('name', ''))}. If this is another person, import them; if not, leave this row out."
        )

    def _new(self, draft: Draft) -> Group:
        made = Group()
        self.groups.append(made)
        self._add(made, draft)
        return made

    def _add(self, to: Group, draft: Draft) -> None:
        to.drafts.append(draft)
        key = _key(draft)
        if key is not None:
            sharing = self.keys.setdefault(key, [])
            if len(sharing) < ENOUGH_TO_DOUBT and to not in sharing:
                sharing.append(to)


def _key(draft: Draft) -> _Key | None:
    name = folded(draft.fields.get("name", ""))
    return (name, folded(draft.fields.get("organisation", ""))) if name else None
