"""The template tags: provider text is shown for what it is, and nothing unknown reads as a pass."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone, translation

from journeys.choices import Outcome
from journeys.providers import results as r
from reviews.comparing.visible_text import CLAMP, attribute_text
from reviews.evidence import shapes
from reviews.templatetags import status_words
from reviews.templatetags.field_words import values_named
from tests.reviews.evidence.bare_trees import bare_tree

# Pictures are not mirrored: what lies on one, or beside one of a pair, stays on its side.
ON_A_PICTURE = (".v-lens ", ".window-crop ", ".v-pair .v-side:nth-child")
HOSTILE = "</bdi><script>alert(1)</script>\u202egnp.exe"


def render(source: str, **context: object) -> str:
    return str(Template(source).render(Context(context)))


def test_provider_text_is_escaped_and_isolated() -> None:
    shown = render("{% ext value %}", value=HOSTILE)
    assert shown.startswith("<bdi")
    assert shown.endswith("</bdi>")
    assert shown.count("</bdi>") == 1
    assert "<script" not in shown
    assert 'translate="no"' in shown


@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\u00ad", "\x00", "\U000e0041"]
)
def test_a_hidden_character_becomes_a_visible_mark(character: str) -> None:
    shown = render("{% ext value %}", value=f"pass{character}port")
    assert character not in shown
    assert f"⟦U+{ord(character):04X}⟧" in shown


def test_a_lone_surrogate_can_be_sent_to_a_browser() -> None:
    assert "⟦U+D800⟧" in render("{% ext value %}", value="a\ud800b").encode("utf-8").decode("utf-8")


def test_a_joiner_that_is_spelling_stays_and_one_that_hides_is_shown() -> None:
    persian = "می\u200cخواهم"
    assert "\u200c" in render("{% ext value %}", value=persian)
    assert "⟦U+200C⟧" in render("{% ext value %}", value="ad\u200cmin")


@pytest.mark.parametrize(
    "value, tag",
    [("محمد", "und-Arab"), ("माया", "und-Deva"), ("陈兰英", "und-Hani"), ("Zoë", "und-Latn")],
)
def test_the_script_of_a_text_is_named(value: str, tag: str) -> None:
    assert f'lang="{tag}"' in render("{% ext value %}", value=value)


def test_a_given_language_wins_over_the_guessed_script() -> None:
    assert 'lang="fa"' in render("{% ext value 'fa' %}", value="محمد")


@pytest.mark.parametrize("value", [None, ""])
def test_what_was_not_sent_is_said_in_words(value: str | None) -> None:
    shown = render("{% ext value %}", value=value)
    assert "—" in shown
    assert "not sent" in shown


def test_zero_is_not_absent() -> None:
    assert "0" in render("{% ext value %}", value=0)
    assert "not sent" not in render("{% ext value %}", value=0)


def test_long_text_is_folded_and_nothing_of_it_is_lost() -> None:
    text = "a" * CLAMP + "b" * 500
    shown = render("{% ext value %}", value=text)
    assert "<details" in shown
    assert "500 more characters" in shown
    assert re.sub("<summary>.*?</summary>|<[^>]*>", "", shown) == text


def test_one_line_is_cut_with_an_ellipsis() -> None:
    assert "…" in render("{% ext_line value 10 %}", value="a\nb" * 10)
    assert "\n" not in render("{% ext_line value %}", value="a\nb")


def test_an_attribute_is_wrapped_in_an_isolate() -> None:
    assert attribute_text("a\u202eb") == "\u2068a⟦U+202E⟧b\u2069"


def test_only_a_pass_looks_like_a_pass() -> None:
    for outcome in Outcome.values:
        shown = render("{% status value 'outcome' %}", value=r.Coded(outcome, ""))
        assert ("tag-pass" in shown) == (outcome == "pass"), outcome
        assert ("#i-check" in shown) == (outcome == "pass"), outcome


@pytest.mark.parametrize("vocabulary", list(status_words.VOCABULARIES))
def test_an_unknown_value_never_looks_like_a_pass_and_shows_its_text(vocabulary: str) -> None:
    shown = render("{% status value v %}", value=r.Coded("unknown", "ПРИНЯТО"), v=vocabulary)
    assert "tag-pass" not in shown
    assert "ПРИНЯТО" in shown


def test_the_text_of_an_unknown_value_is_not_trusted() -> None:
    shown = render("{% status value 'verdict' %}", value=r.Coded("unknown", HOSTILE))
    assert "<script" not in shown
    assert "⟦U+202E⟧" in shown


def test_a_code_that_is_in_no_list_shows_itself() -> None:
    shown = render("{% status value 'outcome' %}", value="splendid")
    assert "splendid" in shown
    assert "tag-pass" not in shown


def test_none_is_shown_as_not_sent() -> None:
    shown = render("{% status value 'severity' %}", value=None)
    assert "Not sent" in shown
    assert "tag-blank" in shown


@pytest.mark.parametrize("vocabulary", list(status_words.VOCABULARIES))
def test_every_word_of_a_vocabulary_has_a_tag_with_icon_and_word(vocabulary: str) -> None:
    for code, word in status_words.VOCABULARIES[vocabulary].words.items():
        shown = render("{% status code v %}", code=code, v=vocabulary)
        assert "<svg" in shown
        assert str(word).replace("'", "&#x27;") in shown


def test_the_spelling_of_a_known_value_is_in_the_title() -> None:
    shown = render("{% status value 'outcome' %}", value=r.Coded("not_done", "NA"))
    assert "Not run" in shown
    assert 'title="\u2068NA\u2069"' in shown


def test_words_translate_with_the_page() -> None:
    with translation.override("ar"):
        assert "tag-pass" in render("{% status 'pass' 'outcome' %}")


def test_a_moment_is_shown_in_the_persons_zone_with_utc_beside_it() -> None:
    moment = r.Moment("2026-11-19T22:05:12+00:00", "1795125912000")
    with timezone.override("Asia/Dubai"):
        shown = render("{% when value 'second' %}", value=moment)
    assert "20 Nov 2026, 02:05:12" in shown
    assert "2026-11-19 22:05:12 UTC" in shown


def test_a_moment_without_a_zone_says_so() -> None:
    moment = r.Moment("2026-11-19T22:05:12+00:00", "2026-11-19T22:05:12", is_naive=True)
    assert "without a zone" in render("{% when value %}", value=moment)


def test_what_is_no_time_is_shown_as_it_was_sent() -> None:
    assert "soon &lt;b&gt;" in render("{% when value %}", value=r.Moment(None, "soon <b>"))


@pytest.mark.parametrize(
    "value, words",
    [
        (r.Day("1958", "1958", "year"), '1958</time> <span class="meta">year only'),
        (r.Day("1958-03", "03/1958", "month"), "month only"),
        (r.Day("1991-04-02", "02/04/1991", "day"), "2 Apr 1991"),
        (r.Day(None, "32/13/1991", ""), "32/13/1991"),
        (r.Day("9999-99-99", "??", "day"), "??"),
    ],
)
def test_a_day_says_what_is_missing_of_it(value: r.Day, words: str) -> None:
    assert words in render("{% day value %}", value=value)


def test_a_number_keeps_its_spelling() -> None:
    assert "99.00%" in render("{% number value %}", value=r.Measured(0.99, "99.00%"))
    assert "NA" in render("{% number value %}", value=r.Measured(None, "NA"))
    assert "not sent" in render("{% number value %}", value=None)


def test_a_distance_is_in_hours_and_minutes() -> None:
    soon = timezone.now() + timedelta(hours=1, minutes=52, seconds=30)
    assert "in 1 h 52 min" in render("{% distance value %}", value=soon)
    assert "26 min ago" in render(
        "{% distance value %}", value=timezone.now() - timedelta(minutes=26, seconds=5)
    )
    far = render("{% distance value %}", value=datetime(2020, 1, 2, tzinfo=UTC))
    assert "2 Jan 2020" in far
    assert "ago" not in far


def test_values_of_a_name_are_listed_once_each_spelling() -> None:
    viz, mrz = r.Coded("viz", "VIZ"), r.Coded("mrz", "MRZ")
    step = shapes.StepShown(
        part=r.DocumentStep(step_id="0"),
        fields=(
            r.ExtractedField(name="surname", key="Surname", value="Al Salem", source=viz),
            r.ExtractedField(name="surname", key="surname", value="Al-Salem", source=viz),
            r.ExtractedField(name="surname", key="Surname", value="Al Salem", source=mrz),
            r.ExtractedField(name="mrz_lines", key="MRZ", value="P<UTO^N48", source=mrz),
        ),
    )
    declared = (r.DeclaredValue(name="surname", value="Salem"),)
    tree = bare_tree(steps=(step,), declared=declared)
    assert values_named(tree, ["surname"]) == ["Al Salem", "Al-Salem", "Salem"]


def test_a_field_name_of_ours_is_translated_and_a_providers_is_not_trusted() -> None:
    assert render("{% field_name 'birth_date' 'DOB' %}") == "Date of birth"
    assert "Hijri" in render("{% field_name 'birth_date_hijri' 'Birth Date Hijri' %}")
    assert "&lt;i&gt;" in render("{% field_name 'odd' key %}", key="<i>odd")


@pytest.mark.parametrize(
    "template",
    sorted(Path(settings.BASE_DIR).glob("templates/**/*.html")),
    ids=lambda path: str(path.name),
)
def test_a_template_holds_no_inline_style_or_script_and_trusts_no_text(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|hx-on|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    # The one exception is the QR code that our own server draws for an authenticator app.
    assert "|safe" not in source.replace("{{ totp_svg|safe }}", "")
    assert "mark_safe" not in source


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    sprite = (Path(settings.BASE_DIR) / "static" / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', sprite))
    named: set[str] = set()
    for template in Path(settings.BASE_DIR).glob("templates/**/*.html"):
        named |= set(re.findall(r"{% icon \"([a-z0-9-]+)\"", template.read_text(encoding="utf-8")))
    for vocabulary in status_words.VOCABULARIES.values():
        named |= {look.icon for look in vocabulary.looks.values()}
    named |= {status_words.UNKNOWN.icon, status_words.PLAIN.icon, status_words.BLANK.icon}
    assert named - drawn == set()


def test_style_sheets_name_no_physical_side() -> None:
    # What is to be mirrored for right-to-left must not say left or right.
    physical = re.compile(
        r"(?<![-\w])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right)\s*:"
        r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
    )
    wrong = []
    for sheet in Path(settings.BASE_DIR).glob("static/css/**/*.css"):
        rules = sheet.read_text(encoding="utf-8").splitlines()
        named = [line for line in rules if physical.search(line)]
        wrong += [f"{sheet.name}: {line}" for line in named if not line.startswith(ON_A_PICTURE)]
    assert wrong == []
