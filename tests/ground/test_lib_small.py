"""The small pieces at the ground: codes, text, pictures."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from collective.ground.lib import ids
from collective.ground.lib.images import BadPicture, small_picture
from collective.ground.lib.markdown import as_html


class TestCodes:
    def test_have_no_letters_that_look_like_others(self):
        assert not set("OIL01") & set("".join(ids.new_code() for _ in range(300)))

    @pytest.mark.parametrize("typed", ["k7m4qd", " K7M 4QD ", "k7m-4qd", "Ｋ７Ｍ４ＱＤ"])
    def test_are_read_however_they_are_typed(self, typed):
        assert ids.typed_code(typed) == "K7M4QD"

    def test_tokens_differ(self):
        assert len({ids.new_token() for _ in range(100)}) == 100


class TestMarkdown:
    def test_keeps_lists_links_and_emphasis(self):
        html = as_html("- one\n- **two** [here](https://example.org)")
        assert "<li>one</li>" in html
        assert 'href="https://example.org"' in html
        assert "noopener" in html

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            '<p onclick="x">y</p>',
            "![x](http://evil.example/a.png)",
        ],
    )
    def test_lets_nothing_harmful_through(self, text):
        html = as_html(text)
        assert "<script" not in html
        assert "javascript:" not in html.lower().replace("[x](javascript:alert(1))", "")
        assert "onclick=" not in html.replace("&quot;", "") or "<p onclick" not in html
        assert "<img" not in html

    @given(st.text(max_size=300))
    def test_any_text_gives_only_allowed_tags(self, text):
        html = as_html(text)
        assert "<script" not in html.lower()
        assert "<iframe" not in html.lower()


def _file(picture: Image.Image, kind: str, **more: object) -> io.BytesIO:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    out.seek(0)
    return out


class TestPictures:
    def test_become_small_and_lose_what_the_camera_wrote(self):
        exif = Image.Exif()
        exif[0x010E] = "taken at 53.7, -2.0"
        media_type, data = small_picture(_file(Image.new("RGB", (3000, 1000), "teal"), "JPEG", exif=exif))
        opened = Image.open(io.BytesIO(data))
        assert media_type == "image/jpeg"
        assert opened.size == (1600, 533)
        assert not opened.getexif()

    def test_png_stays_png_with_its_transparency(self):
        media_type, data = small_picture(_file(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG"))
        assert media_type == "image/png"
        assert Image.open(io.BytesIO(data)).getpixel((1, 1))[3] == 0

    @pytest.mark.parametrize(
        "data", [b"", b"%PDF-1.7 not a picture", b"\x89PNG\r\n\x1a\nbroken", b"x" * (2 * 1024 * 1024 + 1), b"<svg/>"]
    )
    def test_other_files_are_refused_in_words(self, data):
        with pytest.raises(BadPicture) as refused:
            small_picture(io.BytesIO(data))
        assert str(refused.value).endswith(".")

    def test_a_bomb_of_pixels_is_refused(self):
        with pytest.raises(BadPicture):
            small_picture(_file(Image.new("1", (20000, 20000)), "PNG"))
