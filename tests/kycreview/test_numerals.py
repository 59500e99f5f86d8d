"""Arabic digits where a person chose them: in our own words, and nowhere else."""

from __future__ import annotations

import pytest

from kycreview.staff.numerals import page_with_arabic_digits, with_arabic_digits


@pytest.mark.parametrize(
    "said,written",
    [
        ("5 مارس 2026، 14:07", "٥ مارس ٢٠٢٦، ١٤:٠٧"),
        ("0.83 · 12,000 · 3/5 · 45 %", "٠٫٨٣ · ١٢٬٠٠٠ · ٣/٥ · ٤٥ ٪"),
        ("\N{MINUS SIGN}2 و+3 (7)", "\N{MINUS SIGN}٢ و+٣ (٧)"),
        # Names of standards and of things, an ISO day, an entity.
        ("ICAO 9303 TD1 2026-03-05 &#39; 4k", "ICAO 9303 TD1 2026-03-05 &#39; 4k"),
    ],
)
def test_a_number_of_ours_is_written_with_its_separators(said: str, written: str) -> None:
    assert with_arabic_digits(said) == written


@pytest.mark.parametrize(
    "html",
    [
        '<bdi translate="no">784-1990-1234567-1</bdi>',
        "<bdi>1<bdi>2</bdi>3</bdi>",
        '<span class="tag mono">P&lt;UTO 12</span>',
        '<time class="ltr">2026-03-05 14:07:09 UTC</time>',
        '<p title="7" data-n="8"><input value="9"></p>',
        "<style>a { top: 1px }</style><script>let a = 1;</script><!-- 5 -->",
        '<svg><text x="1">2</text></svg><kbd>3</kbd><code>4</code><textarea>5</textarea>',
        '<option value="1">1</option>',
    ],
)
def test_what_is_not_our_own_text_keeps_its_digits(html: str) -> None:
    assert page_with_arabic_digits(html) == html


def test_our_words_around_and_behind_it_follow_the_choice() -> None:
    html = '<p>1 <bdi>2<br>3</bdi> 4 <b class="ltr figures">+5</b> <i class="ltr">6</i> 7</p>'

    written = page_with_arabic_digits(html)

    assert written == (
        '<p>١ <bdi>2<br>3</bdi> ٤ <b class="ltr figures">+٥</b> <i class="ltr">6</i> ٧</p>'
    )
