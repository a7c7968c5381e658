"""What goes over the wire: one structure for every letter, the same words as text and as a page, nobody's data in a header."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collective.ground.community import actions as community
from collective.ground.lib.errors import Refused
from collective.ground.outbox import actions, envelope
from collective.ground.outbox.actions import CalendarPart
from collective.ground.outbox.core import addresses, paper
from collective.ground.outbox.letterhead import Letterhead
from collective.ground.outbox.models import Letter
from tests.ground.outbox_kit import NOON, open_postbox, post, use

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:12@example.org\r\n"
    "SUMMARY:Käse und Brot mit vielen Wörtern, damit die Zeile länger als 75 Okte\r\n tte wird\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def postbox(settings):
    with open_postbox() as inside:
        use(settings, inside)
        yield inside


def sent(postbox, **facts):
    post(**facts)
    assert actions.deliver_due(now=NOON) == 1
    return postbox.arrived[-1][1]


def shape(part):
    """("multipart/mixed", [...]) of a message, types only."""
    kind = part.get_content_type()
    return (kind, [shape(each) for each in part.iter_parts()]) if part.is_multipart() else kind


@pytest.mark.django_db
class TestStructure:
    def test_a_plain_letter_is_words_and_a_page(self, postbox):
        assert shape(sent(postbox)) == ("multipart/alternative", ["text/plain", "text/html"])

    def test_an_invitation_carries_its_calendar_twice_for_outlook_looks_in_the_first_branch_only(self, postbox):
        letter = sent(postbox, calendar=CalendarPart("REQUEST", CALENDAR))
        assert shape(letter) == (
            "multipart/mixed",
            [("multipart/alternative", ["text/plain", "text/html", "text/calendar"]), "application/ics"],
        )
        first, attached = letter.iter_parts()
        calendar = list(first.iter_parts())[2]
        assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
        assert attached.get_filename() == "invite.ics"

    def test_both_calendars_arrive_byte_for_byte(self, postbox):
        letter = sent(postbox, calendar=CalendarPart("REQUEST", CALENDAR))
        first, attached = letter.iter_parts()
        calendar = list(first.iter_parts())[2]
        assert attached.get_payload(decode=True) == CALENDAR.encode()
        assert calendar.get_payload(decode=True) == CALENDAR.encode()

    def test_a_method_that_is_not_the_one_inside_is_refused_at_once(self):
        with pytest.raises(ValueError, match="METHOD:CANCEL"):
            CalendarPart("CANCEL", CALENDAR)


@pytest.mark.django_db
class TestHeaders:
    def test_say_who_writes_and_where_answers_go_and_nothing_of_the_reader(self, postbox, settings):
        settings.DEFAULT_FROM_EMAIL = "The Data Collective <hello@community.example>"
        community.describe(contact="people@community.example")
        letter = sent(postbox, key="seat:12:77", about="gathering:12", why="You signed up.", person=77)
        assert letter["Reply-To"] == "people@community.example"
        assert letter["Auto-Submitted"] == "auto-generated"
        assert re.fullmatch(r"<[0-9a-f]{32}@community\.example>", letter["Message-ID"])
        assert {name.lower() for name in letter} == {
            *("content-type", "mime-version", "subject", "from", "to", "reply-to", "date"),
            *("auto-submitted", "message-id"),
        }

    def test_the_identity_stays_however_often_it_is_tried(self, postbox):
        postbox.answers["amina@example.org"] = "451 later"
        first = post().message_id
        actions.deliver_due(now=NOON)
        del postbox.answers["amina@example.org"]
        again = Letter.objects.get()
        actions.deliver_due(now=again.due_at)
        assert postbox.arrived[0][1]["Message-ID"] == f"<{first}>"

    @pytest.mark.parametrize("sign", ["\n", "\r", "\r\n", "\x00", "\x0b", "\x85", "\u2028", "\x1c"])
    def test_an_address_with_a_line_break_is_refused_in_words_and_reaches_nobody(self, postbox, sign):
        letter = post(to=f"amina@example.org{sign}Bcc: all@example.org" if sign != "\x00" else "a\x01@example.org")
        actions.deliver_all(now=NOON)
        assert postbox.arrived == []
        assert letter.state == "stopped"
        assert "line break or a hidden character" in letter.problem
        assert "\n" not in letter.to

    def test_one_address_that_cannot_be_does_not_stop_the_next_letter(self, postbox):
        post(key="bad", to="nobody at all")
        post(key="good", to="bea@example.org")
        actions.deliver_all(now=NOON)
        assert postbox.addresses() == ["bea@example.org"]

    @pytest.mark.parametrize("sign", ["\n", "\r\n", "\x0b", "\u2028", "\x85"])
    def test_a_line_break_in_a_subject_or_a_reason_adds_no_header(self, postbox, sign):
        letter = sent(postbox, subject=f"Your seat{sign}Bcc: all@example.org", why=f"You{sign}X-Evil: 1", stream="news")
        assert "Bcc" not in letter
        assert "X-Evil" not in letter
        assert letter["Subject"] == "Your seat Bcc: all@example.org"


class TestAddress:
    @pytest.mark.parametrize(
        "good",
        ["ada@example.org", "a.b+c@sub.example.co.uk", "o'neil@example.org", "x@münchen.example", "me@localhost"],
    )
    def test_usual_ones_are_taken(self, good):
        assert addresses.checked(f" {good} ") == good

    @pytest.mark.parametrize(
        ("bad", "said"),
        [
            ("", "needs a name"),
            ("ada", "needs a name"),
            ("@example.org", "needs a name"),
            ("a@b@example.org", "one address only"),
            ("a@example.org, b@example.org", "one address only"),
            ("Ada <ada@example.org>", "one address only"),
            ("ada @example.org", "one address only"),
            (".ada@example.org", "a dot or a sign"),
            ("ada@example..org", "not a domain"),
            ("ada@-example.org", "not a domain"),
            ("ada@example", "not a domain"),
            ("ädä@example.org", "without accents"),
            (f"{'a' * 65}@example.org", "longer than"),
            ("ada@example.org\nBcc: x@example.org", "line break"),
        ],
    )
    def test_others_are_refused_with_what_is_wrong(self, bad, said):
        with pytest.raises(Refused, match=said):
            addresses.checked(bad)

    @given(st.text())
    def test_nothing_that_is_taken_could_add_a_header_or_a_reader(self, text):
        try:
            taken = addresses.checked(text)
        except addresses.BadAddress:
            return
        assert taken.count("@") == 1
        assert not re.search(r"[\s,;<>\x00-\x1f\x7f]", taken)


class Page(HTMLParser):
    """The words of a page, and its links with theirs."""

    def __init__(self, text):
        super().__init__()
        self.words, self.links, self._in = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self._in.append(tag)
        if tag == "a":
            self.links.append([dict(attrs)["href"], ""])

    def handle_endtag(self, tag):
        while self._in and self._in.pop() != tag:
            pass

    def handle_data(self, data):
        if "style" in self._in or "title" in self._in:
            return
        self.words.append(data)
        if "a" in self._in:
            self.links[-1][1] += data


TEXT = """Dear Amina,

you have a seat.

Your own page, where you can change it all and give your seat back at any time:
https://community.example/seat/abc/

Yes, I am coming:
https://community.example/seat/abc/coming/

You said yes to:
- Write to me
- Use <b>what</b> I write

    ABCD-EFGH

See https://community.example/, or answer this letter."""


class TestPage:
    def page(self, text=TEXT, **facts):
        letter = Letter(subject="Your seat", to="amina@example.org", text=text, **facts)
        return envelope.html(letter, Letterhead("The Data Collective"))

    def test_says_every_word_of_the_text_and_nothing_more(self):
        words = " ".join("".join(Page(self.page()).words).split())
        assert words.startswith("The Data Collective Dear Amina, you have a seat.")
        assert "Use <b>what</b> I write" in words
        assert words.endswith("See https://community.example/, or answer this letter.")

    def test_a_line_that_is_only_a_link_is_a_button_named_by_the_short_line_before_it(self):
        assert Page(self.page()).links == [
            ["https://community.example/seat/abc/", "Open the page"],
            ["https://community.example/seat/abc/coming/", "Yes, I am coming"],
            ["https://community.example/", "https://community.example/"],
        ]

    def test_what_somebody_typed_is_never_markup(self):
        assert "<script>" not in self.page('<script>alert(1)</script>\n\nhttps://x.example/"onmouseover="x')
        assert "<b>" not in self.page('https://x.example/"><b>')

    def test_loads_nothing_from_anywhere_and_knows_the_dark(self):
        page = self.page()
        assert not re.search(r"<(img|link|script|iframe)|url\(|@import", page)
        assert "prefers-color-scheme: dark" in page
        assert '<html lang="en-GB">' in page

    @given(st.text(alphabet=st.sampled_from("ab :-\n\t https://x.y/ć<>&\"'"), max_size=200))
    def test_no_word_is_lost_between_text_and_page(self, text):
        found = []
        for block in paper.blocks(text):
            found += [piece.words for line in block.lines for piece in line] + [block.label, block.link]
        page = "".join(found)
        kept = re.sub(r"[-*•.,;:!?)'\s]", "", text)
        seen = re.sub(r"[-*•.,;:!?)'\s]", "", page)
        assert set(kept) <= set(seen) | set("Openthepage")

    @given(st.text(max_size=200))
    def test_the_pieces_of_a_line_are_the_line(self, line):
        assert "".join(piece.words for piece in paper.pieces(line)) == line
