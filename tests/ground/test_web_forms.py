"""Forms: hint before input, message beside the field, a summary first, and ids that lead somewhere."""

import re

from django import forms
from django.template import Context, Template

from collective.ground.web.forms.choices import Hinted
from collective.ground.web.forms.renderer import HouseRenderer


class Sample(forms.Form):
    default_renderer = HouseRenderer
    name = forms.CharField(help_text="As you would like to be called")
    org = forms.CharField(required=False, label="Organisation")
    place = forms.ChoiceField(
        label="Which Newport?", widget=forms.RadioSelect, choices=[("w", "Wales"), ("i", Hinted("Wight", "An island"))]
    )
    days = forms.MultipleChoiceField(
        required=False, help_text="Any", widget=forms.CheckboxSelectMultiple, choices=[("t", "<Tuesday>")]
    )
    start = forms.SplitDateTimeField(label="When", required=False)
    agree = forms.BooleanField(label="Write to me", help_text="Once a month")
    secret = forms.CharField(widget=forms.HiddenInput, initial="s")

    def clean(self) -> dict[str, object]:
        raise forms.ValidationError("The two do not fit.")


def drawn(form: forms.Form, text: str = "{{ form }}") -> str:
    return Template("{% load web %}" + text).render(Context({"form": form}))


def test_every_description_and_every_label_leads_to_something() -> None:
    html = drawn(Sample({"secret": "s"}))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    named = [target for found in re.findall(r'aria-describedby="([^"]+)"', html) for target in found.split()]
    named += re.findall(r'\sfor="([^"]+)"', html)
    assert named
    assert set(named) <= set(ids)


def test_every_line_of_the_summary_leads_to_an_input() -> None:
    form = Sample({"secret": "s"})
    summary, html = drawn(form, "{% error_summary form %}"), drawn(form)
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_name", "id_place_0", "id_agree"]
    for target in targets:
        assert re.search(rf'<(input|select|textarea)[^>]*\sid="{target}"', html)
    assert "Four things to put right" in summary
    assert "<strong>The two do not fit.</strong>" in summary


def test_the_summary_takes_the_focus_without_a_script() -> None:
    assert 'role="alert" tabindex="-1" autofocus' in drawn(Sample({}), "{% error_summary form %}")


def test_there_is_no_summary_before_anything_was_sent() -> None:
    assert drawn(Sample(), "{% error_summary form %}{% error_summary nothing %}").strip() == ""


def test_the_hint_comes_before_the_input_and_the_message_beside_it() -> None:
    html = drawn(Sample({"secret": "s"}), "{% field form.name %}")
    assert html.index("<label") < html.index("As you would like") < html.index("Error: ") < html.index("<input")
    assert 'aria-invalid="true"' in html


def test_only_what_may_be_left_out_says_so() -> None:
    assert "you may leave this out" in drawn(Sample(), "{% field form.org %}")
    assert "you may leave this out" not in drawn(Sample(), "{% field form.name %}{% field form.agree %}")


def test_a_group_of_choices_is_a_fieldset_with_a_legend_and_a_seat_for_each() -> None:
    html = drawn(Sample(), "{% field form.place %}")
    assert "<legend>Which Newport?</legend>" in html
    assert html.count('class="pick"') == html.count('type="radio"') == 2
    assert "<strong>Wight</strong></span><span" in html.replace("\n", "")
    assert "An island" in html


def test_labels_are_escaped() -> None:
    assert "&lt;Tuesday&gt;" in drawn(Sample(), "{% field form.days %}")


def test_hidden_fields_come_once_and_without_a_label() -> None:
    html = drawn(Sample())
    assert html.count('name="secret"') == 1
    assert "Secret" not in html


def test_a_set_of_forms_is_drawn_by_the_house_too() -> None:
    formset = forms.formset_factory(Sample, extra=2)(prefix="rows")
    html = str(formset)
    assert html.count("<legend>Which Newport?</legend>") == 2
    assert 'name="rows-TOTAL_FORMS"' in html
