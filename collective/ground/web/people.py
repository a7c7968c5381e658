"""How a person is written on a seat."""

import unicodedata


def initials(name: str) -> str:
    """Two letters for a name: of its first and last word, or the first two of a single word. "?" when there are none.

    An accent stays with its letter; marks, digits and pictures at the start of a word are passed over.
    """
    words = [letters for word in unicodedata.normalize("NFC", name).split() if (letters := _letters(word))]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][0].upper() + (words[0][1].upper() if len(words[0]) > 1 else "")
    return words[0][0].upper() + words[-1][0].upper()


def _letters(word: str) -> list[str]:
    """The letters of a word, each with the marks that belong to it."""
    found: list[str] = []
    for character in word:
        category = unicodedata.category(character)
        if category.startswith("L"):
            found.append(character)
        elif category.startswith("M") and found:
            found[-1] += character
    return found


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun, in words up to ten: "one table", "three tables", "12 tables"."""
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return f"{words[number] if 0 <= number <= 10 else f'{number:,}'} {one if number == 1 else many}"
