"""The order of the rooms, read from where the imports are guarded too."""

from configparser import ConfigParser
from functools import cache
from pathlib import Path


@cache
def ranks(root: Path) -> dict[str, int]:
    """Each room's height, as {"collective.ground.lib": 0, …}; rooms side by side have the same height."""
    parser = ConfigParser()
    parser.read(root / ".importlinter")
    lines = parser["importlinter:contract:floors"]["layers"].split("\n")
    layers = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    return {name.strip(" ()"): height for height, line in enumerate(reversed(layers)) for name in line.split("|")}


def room_of(dotted: str, root: Path) -> str | None:
    """The room that a module is in: "collective.talk.rooms" for "collective.talk.rooms.models"."""
    return next((room for room in ranks(root) if dotted == room or dotted.startswith(room + ".")), None)


def room_of_file(path: Path, root: Path) -> str | None:
    return room_of(".".join(path.relative_to(root).with_suffix("").parts), root)


def may_use(user: str, used: str, root: Path) -> bool:
    """Whether the room `user` may know the room `used`: itself, or one below."""
    return user == used or ranks(root)[user] > ranks(root)[used]


def sources(root: Path, pattern: str = "collective/**/*.py") -> list[Path]:
    """Our files of one kind, without what others wrote or a machine made."""
    left_out = {"migrations", "vendor", "__pycache__", "node_modules"}
    return sorted(path for path in root.glob(pattern) if path.is_file() and not left_out.intersection(path.parts))
