"""What the made-up audience writes: cards, team names, and sentences for an open question."""

from __future__ import annotations

from functools import lru_cache

from collective.share.rehearsal.audience.chance import chance, listed, shuffled

# What could have been said at the pilot's tables, in words made up for this. {word} is one of the writer's own three.
_CARDS = {
    "need": (
        "Somebody to ask before I buy another system",
        "An hour a month that my manager agrees is work",
        "A list of what others count for {word}, and why",
        "Help to say no to a funder’s spreadsheet",
        "A plain guide to consent that volunteers will read",
        "One person outside who looks at my numbers with me",
        "A way to join up records when a family comes to three of us",
        "To know which of our figures anybody uses",
        "Training that starts from a spreadsheet, not from a dashboard",
        "Words to explain to trustees why {word} is hard to count",
        "A safe place to say that our data is a mess",
        "An example of a data policy for twelve staff",
        "Someone who has moved off the old database and lived",
        "Examples of questions that people who come to us like answering",
        "A quiet way to compare ourselves with others in {word}",
        "To meet others who are the only data person where they work",
        "A second pair of eyes before the annual report goes out",
        "Fewer forms for the same person on the same day",
        "Somebody patient to ask about formulas",
        "Permission to stop collecting what nobody reads",
        "To see how a charity of our size set up {word} records",
    ),
    "idea": (
        "Pair each of us with somebody one step further on",
        "A shared calendar of small conversations, always at lunch",
        "Swap one report with another charity and read it aloud",
        "A shelf of templates, each with a note by whoever used it",
        "Five charities in {word} agree on three questions and ask them all",
        "A phone hour: ring a data person, any question",
        "Write down what we stopped counting, and what happened then",
        "Invite a trustee to every third meeting",
        "A monthly question that everybody answers in a sentence",
        "Volunteers with data skills adopt one helpline each",
        "Collect stories next to numbers, on the same form",
        "A small fund for trying something and reporting that it failed",
        "Visit one another: half a day at somebody else’s desk",
        "A map of who knows what, with who has time for it",
        "Bring one chart that did not work, and say why",
        "A glossary written by people who had to look things up",
        "Let the people we support ask a question of our data",
        "Keep one empty chair for somebody who is new",
        "Make the boring parts together: an afternoon of tidying",
    ),
    "thought": (
        "We have more data than questions",
        "It was a relief to hear that others start from paper as well",
        "Nobody here is a beginner in knowing their people",
        "Being four at a table made it easy to speak",
        "The larger charity at our table had the same trouble, with more staff",
        "Maturity sounds like growing up; we want to be useful",
        "In {word} the important things happen between appointments",
        "I came for tools and leave with two names",
        "Our best evidence is in the case notes, and nobody reads them",
        "Everybody measures how many; hardly anybody measures for whom",
        "A topic helps, but a question helps more",
        "I did not expect an arts group and a food bank to agree on so much",
        "We count visits because visits are easy to count",
        "Trust came first; the spreadsheet followed",
        "Half of our knowledge leaves when somebody changes jobs",
    ),
    "concern": (
        "Those who need this most have no time to come",
        "Who keeps it going when the funding ends?",
        "Small organisations could be outvoted by large ones",
        "People in {word} told us things in trust; numbers travel",
        "One more community to belong to, one more inbox",
        "Not everybody is comfortable on a video call",
        "If it is only data people, nothing changes at the top",
        "We may all end up counting what is easy",
        "Jargon: half of what I heard last year I had to look up",
        "Who decides what happens with what we write here?",
        "With so few cases, our people could be recognised",
        "Good intentions, and then April comes",
        "Somebody has to keep the list tidy, and it will be the same person again",
        "What if the answers are not what our funder hopes for?",
    ),
    "feedback": (
        "Twenty minutes were just right for four people",
        "More time for the second question, please",
        "I would have liked to know the question the day before",
        "Good that I needed no account",
        "Please do it again in the evening for those who work shifts",
        "The map at the start made me feel less alone",
        "Say who is speaking first; we lost a minute being polite",
        "I would bring a colleague next time",
        "The table names broke the ice",
        "Please keep it to an hour",
        "I liked that a question stood on the table and not a topic",
        "The second table was easier than the first",
    ),
}
_TEAMS = listed(
    "The Missing Values|Small but Significant|Four of a Kind|Tea and Tables|The Outliers|Pivot and Friends|Sum of Us|"
    "The Plain Averages|Rows Before Columns|The Long Tail|Count Me In|Nearly Normal|The Footnotes|Four Corners|Open Questions|"
    "The Last Backup|Better Than Medians|Kettle’s On|The Untidy Sheet|Data Dumplings|Common Denominators|The Merged Cells|"
    "One More Column|The Good Enoughs|Cells and Counties|Round Figures|The Raw Data|Null and Voices|Bar Chart Regulars|"
    "Error Margins"
)
_SENTENCES = (
    "That we stop asking people the same thing twice",
    "A figure for {word} that I would stand behind",
    "Knowing whom to ring",
    "Fewer reports, and somebody who reads them",
    "That our volunteers see what their notes are for",
    "To find out what happens to people after they leave us",
    "One honest comparison",
    "Time, more than tools",
)
_PILE = tuple((kind, text) for kind, texts in _CARDS.items() for text in texts)
CARDS_EACH = 3


def card(seed: int, number: int, step: int, nth: int, word: str) -> tuple[str, str]:
    """(kind, text) of somebody's `nth` card in a step. The pile is dealt round, so that few cards are written twice."""
    return dealt(seed, step, number * CARDS_EACH + nth, word)


def dealt(seed: int, step: int, place: int, word: str) -> tuple[str, str]:
    """The card at this place of the step's pile, which begins again when it is through."""
    pile = _pile(seed, step)
    kind, text = pile[place % len(pile)]
    return kind, text.format(word=word)


@lru_cache(maxsize=64)
def _pile(seed: int, step: int) -> list[tuple[str, str]]:
    return shuffled(_PILE, seed, "cards", step)


def team_name(seed: int, step: int, group: int, taken: frozenset[str]) -> str:
    """A name that no other table of the round has; numbered once all are given away."""
    heard = {name.casefold() for name in taken}
    for name in shuffled(_TEAMS, seed, "teams", step, group):
        if name.casefold() not in heard:
            return name
    return f"Table talk {group}"


def sentence(seed: int, number: int, prompt: int, word: str) -> str:
    """An answer to an open question."""
    return _SENTENCES[int(chance(seed, number, prompt, "sentence") * len(_SENTENCES))].format(word=word)
