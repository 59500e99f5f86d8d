"""The Arabic words of the first reasons are the ones that the Arabic pages use."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from reviews.models import ReasonText

mended = import_module("reviews.migrations.0004_arabic_reason_words")
# Document, screening and the side of a document, as the pages do not say them.
OTHER_WORDS = ("وثيقة", "الوثائق", "التدقيق", "الوجه الخلفي")


@pytest.mark.django_db
def test_the_first_reasons_use_the_words_of_the_pages() -> None:
    texts = ReasonText.objects.filter(language="ar")

    said = [one.reviewer_text + one.applicant_text for one in texts]

    assert len(said) >= 24
    assert [text for text in said if any(word in text for word in OTHER_WORDS)] == []


@pytest.mark.django_db
def test_words_that_a_house_wrote_itself_stay() -> None:
    editor = SimpleNamespace(connection=connection)
    mended.put_back(apps, editor)
    altered = ReasonText.objects.get(reason_id="reject-doc-altered", language="ar")
    assert altered.reviewer_text == "الوثيقة معدّلة"
    ReasonText.objects.filter(pk=altered.pk).update(reviewer_text="كلمات المؤسسة")

    mended.mend(apps, editor)

    altered.refresh_from_db()
    assert altered.reviewer_text == "كلمات المؤسسة"
    assert altered.applicant_text == "تعذّر قبول المستند."
