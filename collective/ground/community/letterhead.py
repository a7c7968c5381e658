"""Our letters carry the community's name and colour, and answers to them go to its address for questions."""

from collective.ground.community.models import present
from collective.ground.outbox.letterhead import Letterhead


def letterhead() -> Letterhead:
    """As the community describes itself now."""
    community = present()
    plain = Letterhead(name=community.name, contact=community.contact)
    return Letterhead(plain.name, community.cloth, plain.contact) if community.cloth else plain
