"""Headings in anybody's words; names, addresses, words, answers and times as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collective.gather.gatherings.signup_files import recognise
from collective.gather.gatherings.signup_files.addresses import looks_like_address, read_address
from collective.gather.gatherings.signup_files.answers import attendance_of, is_yes, maturity_of, status_of
from collective.gather.gatherings.signup_files.clean import clean, folded
from collective.gather.gatherings.signup_files.headings import field_of
from collective.gather.gatherings.signup_files.names import read_name, same_person
from collective.gather.gatherings.signup_files.times import month_comes_first, read_time
from collective.gather.gatherings.signup_files.words import read_words
from collective.ground.lib.tables import read_table


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Where are you joining us from?", "place"),
        ("Town/City", "place"),
        ("Home City", "place"),
        ("Where is your organisation based?", "place"),
        ("Up to three words for the focus of your organisation", "words"),
        ("Three words", "words"),
        ("In three words, what does your charity do?", "words"),
        ("Charity", "organisation"),
        ("What is the name of your organisation?", "organisation"),
        ("Organization", "organisation"),
        ("COMPANY", "organisation"),
        ("Where do you work?", "organisation"),
        ("E-mail address", "email"),
        ("E-Mail", "email"),
        ("your_email", "email"),
        ("Email Address (work)", "email"),
        ("Buyer Email", "ignore"),
        ("Surname", "last_name"),
        ("first_name", "first_name"),
        ("What's your first name?", "first_name"),
        ("Full name", "name"),
        ("Please tell us your name", "name"),
        ("Job Title", "role"),
        ("Role in your organisation", "role"),
        ("How would you describe your organisation's data maturity?", "maturity"),
        ("How data mature is your organisation?", "maturity"),
        ("Size of organisation (income)", "organisation_size"),
        ("How many staff do you have?", "organisation_size"),
        ("Approval Status", "status"),
        ("RSVP", "status"),
        ("Will you be coming?", "status"),
        ("Registration Time", "signed_up_at"),
        ("Timestamp", "signed_up_at"),
        ("Date submitted", "signed_up_at"),
        ("Would you like to facilitate a table?", "facilitator"),
        ("Online or in person?", "attendance"),
        ("How will you join?", "attendance"),
        ("checked_in_at", "join_time"),
        ("Access requirements", "notes"),
        ("Anything else we should know?", "notes"),
        ("Phone", "ignore"),
        ("Ticket Type", "ignore"),
        ("Dietary requirements", "ignore"),
        ("Marketing consent", "ignore"),
        ("Ünrelated", "ignore"),
        ("", "ignore"),
    ],
)
def test_a_heading_in_any_wording_names_its_field(heading, field):
    assert field_of(heading)[0] == field


class TestRecognising:
    def test_a_field_is_proposed_once_and_the_plain_heading_wins(self):
        table = read_table(b"Name of your manager,Name,Note,Comment\nx,Ada,a,b\n", "x.csv")
        assert recognise(table).mapping == {0: "ignore", 1: "name", 2: "notes", 3: "notes"}

    def test_a_list_without_headings_is_known_by_what_is_in_it(self):
        table = read_table(b"Ada Lovelace,ada@x.org\nMary Somerville,mary@x.org\n", "x.csv")
        assert recognise(table).mapping == {0: "name", 1: "email"}

    def test_a_ticket_that_says_how_people_join_is_used(self):
        table = read_table(b"Name,Ticket Type\nAda,Online place\nBob,In the room\n", "x.csv")
        assert recognise(table).mapping == {0: "name", 1: "attendance"}

    def test_the_mapping_is_plain_data_for_every_column(self):
        table = read_table(b"a;b;c\n1;2;3\n", "x.csv")
        assert recognise(table).mapping == {0: "ignore", 1: "ignore", 2: "ignore"}


class TestNames:
    @pytest.mark.parametrize(
        ("text", "name", "organisation"),
        [
            ("Tomasz Singh", "Tomasz Singh", ""),
            ("Singh, Tomasz", "Tomasz Singh", ""),
            ("Ó Murchú, Quentin", "Quentin Ó Murchú", ""),
            ("Ada Lovelace, MBE", "Ada Lovelace", ""),
            ("Ada Lovelace, Open Trust", "Ada Lovelace", "Open Trust"),
            ("Hywel - Open Helpline", "Hywel", "Open Helpline"),
            ("Hywel | Open Helpline", "Hywel", "Open Helpline"),
            ("Hywel – Open Helpline (he/him)", "Hywel", "Open Helpline"),
            ("Hywel Rees-Jones", "Hywel Rees-Jones", ""),
            ("Eóin Li (she/her)", "Eóin Li", ""),
            ("Eóin Li [they/them/theirs]", "Eóin Li", ""),
            ("Eóin Li she/her", "Eóin Li", ""),
            ("Eóin Li | he/him", "Eóin Li", ""),
            ("Theo He", "Theo He", ""),
            ("Femi Taylor (Femi)", "Femi Taylor (Femi)", ""),
            ("Pixel Moore", "Pixel Moore", ""),
            ("Judith Guest", "Judith Guest", ""),
            ("李小龙", "李小龙", ""),
        ],
    )
    def test_a_name_is_read(self, text, name, organisation):
        read = read_name(text)
        assert (read.name, read.organisation, read.why) == (name, organisation, "")

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Femi Taylor (Femi)", "Femi Taylor"),
            ("Tez (Tomasz Singh)", "Tomasz Singh"),
            ("iPhone (Tomasz Singh)", "Tomasz Singh"),
            ("Femi Taylor (she/her) (Femi)", "Femi Taylor"),
        ],
    )
    def test_of_a_shown_name_and_an_original_one_the_fuller_is_taken(self, text, name):
        assert read_name(text, with_original=True).name == name

    @pytest.mark.parametrize(
        "text",
        [
            "iPhone",
            "IPHONE",
            "iPad (2)",
            "iPhone 12 Pro Max",
            "Galaxy S21",
            "SM-G991B",
            "MacBook Pro",
            "DESKTOP-4F2K9QX",
            "my phone",
        ],
    )
    def test_a_device_is_not_a_name(self, text):
        assert read_name(text).name == ""
        assert read_name(text).why == "is a device, not a name"

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("Zoom user", "does not say who it is"),
            ("Guest 3", "does not say who it is"),
            ("+44 20 7946 0000", "is a telephone number, not a name"),
            ("ada@x.org", "is an email address, not a name"),
            ("!!!", "has no letters in it, so it cannot be a name"),
        ],
    )
    def test_what_else_is_not_a_name_is_told_apart(self, text, why):
        assert read_name(text).why == why

    def test_the_owner_of_a_device_is_read_with_a_note(self):
        read = read_name("Ada’s iPad")
        assert read.name == "Ada"
        assert "device" in read.note

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("Femi", "Femi Taylor", True),
            ("Tom Singh", "Tomasz Singh", True),
            ("Siobhan Begum", "Siobhán BEGUM", True),
            ("", "Ada", True),
            ("Ann Smith", "Bob Smith", False),
            ("Ada Lovelace", "Mary Somerville", False),
        ],
    )
    def test_two_names_at_one_address_are_compared_kindly(self, one, other, same):
        assert same_person(one, other) is same
        assert same_person(other, one) is same


class TestAddresses:
    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("ADA@X.ORG", "ada@x.org"),
            ("Ada Lovelace <ada@x.org>", "ada@x.org"),
            ("mailto:ada@x.org", "ada@x.org"),
            ("<ada@x.org>;", "ada@x.org"),
            ("o'neil+data@sub.x-y.org.uk", "o'neil+data@sub.x-y.org.uk"),
            ("ada@bücher.example", "ada@bücher.example"),
        ],
    )
    def test_a_good_address_is_read(self, text, address):
        assert read_address(text) == (address, "")

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("tomasz.singh25 at willow.example.org", "tomasz.singh25@willow.example.org"),
            ("ada (at) x (dot) org", "ada@x.org"),
            ("ada@@x.org", "ada@x.org"),
            ("ada@x,org", "ada@x.org"),
            ("ada @x. org", "ada@x.org"),
            ("ada@x.org; bob@x.org", "ada@x.org"),
            ("ada@x.org or 020 7946 0000", "ada@x.org"),
            ("ada@localhost", ""),
            ("ada", ""),
            ("@", ""),
            ("a" * 300 + "@x.org", ""),
            ("ada@" + "x" * 70 + ".org", ""),
        ],
    )
    def test_a_broken_address_is_never_guessed_but_may_come_with_a_suggestion(self, text, meant):
        assert read_address(text) == ("", meant)

    @given(st.text(max_size=60))
    def test_what_is_read_or_suggested_looks_like_an_address(self, text):
        assert all(not each or looks_like_address(each) for each in read_address(text))


class TestWords:
    @pytest.mark.parametrize(
        ("text", "phrases"),
        [
            ("volunteering; donkeys; health", ["volunteering", "donkeys", "health"]),
            ("arts/community/mental health", ["arts", "community", "mental health"]),
            ("young people & museums", ["young people", "museums"]),
            ("Health, health, HEALTH, grants", ["Health", "grants"]),
            ("health and wellbeing", ["health and wellbeing"]),
            ("one,, two,", ["one", "two"]),
            ("•a •b", ["a", "b"]),
            ("LGBT+ youth", ["LGBT+ youth"]),
        ],
    )
    def test_phrases_are_split_at_what_separates_them(self, text, phrases):
        assert read_words(text)[0] == phrases

    def test_without_anything_between_them_words_stay_together(self):
        assert read_words("young people museums volunteering") == (["young people museums volunteering"], [], True)
        assert read_words("domestic abuse") == (["domestic abuse"], [], False)

    def test_a_phrase_of_60_characters_is_kept_and_a_longer_one_reported(self):
        assert read_words("x" * 60) == (["x" * 60], [], False)
        assert read_words("x" * 61) == ([], ["x" * 61], False)


class TestAnswers:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Unaware", "1"),
            ("emerging", "2"),
            ("3 - Learning", "3"),
            ("Stage 4: Developing", "4"),
            ("MASTERING", "5"),
            ("3", "3"),
            ("3/5", "3"),
            ("Level 2", "2"),
            ("4.0", "4"),
            ("Not sure", "not-sure"),
            ("I don't know", "not-sure"),
            ("Rather not say", "rather-not-say"),
            ("Prefer not to say", "rather-not-say"),
            ("Learning or developing", ""),
            ("6", ""),
            ("very", ""),
        ],
    )
    def test_maturity(self, text, code):
        assert maturity_of(text) == code

    @pytest.mark.parametrize(
        ("text", "status"),
        [
            ("Attending", "going"),
            ("approved", "going"),
            ("Checked In", "came"),
            ("waitlist", "waiting"),
            ("pending_approval", "waiting"),
            ("Cancelled", "cancelled"),
            ("canceled", "cancelled"),
            ("declined", "cancelled"),
            ("denied", "cancelled"),
            ("Not Attending", "cancelled"),
            ("invited", "invited"),
            ("purple", ""),
        ],
    )
    def test_status(self, text, status):
        assert status_of(text) == status

    @pytest.mark.parametrize(
        ("text", "way"),
        [
            ("Online", "online"),
            ("On Zoom", "online"),
            ("In the room", "in the room"),
            ("In-person ticket", "in the room"),
            ("face-to-face", "in the room"),
            ("Online or in person", ""),
            ("Free place", ""),
        ],
    )
    def test_online_or_in_the_room(self, text, way):
        assert attendance_of(text) == way

    def test_yes_is_said_in_a_few_ways(self):
        assert [text for text in ("Yes", "x", "✓", "no", "", "maybe") if is_yes(text)] == ["Yes", "x", "✓"]


class TestTimes:
    @pytest.mark.parametrize(
        ("text", "month_first", "iso"),
        [
            ("2021-01-11 09:26:00+00:00", False, "2021-01-11T09:26:00+00:00"),
            ("2021-01-12T20:48:00Z", False, "2021-01-12T20:48:00+00:00"),
            ("2021-01-12", False, "2021-01-12"),
            ("01/11/2021 11:10:00 PM", True, "2021-01-11T23:10:00"),
            ("01/18/2021 12:18:00 AM", True, "2021-01-18T00:18:00"),
            ("11/01/2021 09:26", False, "2021-01-11T09:26:00"),
            ("27.01.2021", False, "2021-01-27"),
            ("27 January 2021 at 14:05", False, "2021-01-27T14:05:00"),
            ("Jan 27, 2021 2:05 PM", False, "2021-01-27T14:05:00"),
            ("Wed, 27 Jan 2021 14:05", False, "2021-01-27T14:05:00"),
            ("31/02/2021", False, ""),
            ("01/01/2021 13:00 PM", False, ""),
            ("last Tuesday", False, ""),
            ("2021-99-99", False, ""),
        ],
    )
    def test_a_time_is_read(self, text, month_first, iso):
        assert read_time(text, month_first=month_first) == iso

    def test_the_whole_column_says_which_comes_first(self):
        assert month_comes_first(["01/02/2021", "01/27/2021"])
        assert not month_comes_first(["01/02/2021", "27/01/2021"])
        assert month_comes_first(["01/02/2021 09:00:00 AM"])
        assert not month_comes_first(["01/02/2021 09:00"])
        assert not month_comes_first([])


class TestTidying:
    def test_control_and_direction_characters_are_taken_out(self):
        assert clean("  Ada\u202e\x00 \u200bLove\u00a0 lace\r\n") == "Ada Love lace"

    def test_accents_are_composed_and_kept(self):
        assert clean("Siobha\u0301n") == "Siobhán"

    def test_folding_ignores_case_accents_and_punctuation(self):
        assert folded("  SIOBHÁN  Rees-Jones. ") == "siobhan rees jones"

    @given(st.text())
    def test_tidying_twice_changes_nothing(self, text):
        assert clean(clean(text)) == clean(text)
