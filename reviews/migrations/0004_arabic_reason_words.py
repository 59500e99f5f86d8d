"""The Arabic words of the first reasons, in the terms of the Arabic pages.

Only words that are still as they were first written are changed: a house's own stay.
"""

from django.db import migrations

# (reason, column, as it was, as it is now)
WORDS = [
    ("approve-doc-ok", "reviewer_text", "الوثيقة تبدو أصلية", "المستند يبدو أصليًا"),
    ("approve-face-same", "reviewer_text",
     "الشخص نفسه في الوثيقة والصورة", "الشخص نفسه في المستند والصورة الذاتية"),
    ("approve-check-false-alarm", "reviewer_text",
     "الفحص الفاشل إنذار خاطئ", "الاختبار الفاشل إنذار خاطئ"),
    ("approve-match-other-person", "reviewer_text",
     "نتيجة التدقيق تخص شخصًا آخر", "التطابق في الفحص يخص شخصًا آخر"),
    ("reject-doc-altered", "reviewer_text", "الوثيقة معدّلة", "المستند معدّل"),
    ("reject-doc-altered", "applicant_text", "تعذّر قبول الوثيقة.", "تعذّر قبول المستند."),
    ("reject-doc-not-genuine", "reviewer_text", "الوثيقة غير أصلية", "المستند غير أصلي"),
    ("reject-doc-not-genuine", "applicant_text", "تعذّر قبول الوثيقة.", "تعذّر قبول المستند."),
    ("reject-not-live", "reviewer_text", "الصورة ليست حية", "الصورة الذاتية ليست لقطة حية"),
    ("reject-doc-type-not-accepted", "reviewer_text",
     "نوع الوثيقة غير مقبول", "نوع المستند غير مقبول"),
    ("reject-doc-type-not-accepted", "applicant_text",
     "هذا النوع من الوثائق غير مقبول.", "هذا النوع من المستندات غير مقبول."),
    ("reject-screening", "reviewer_text", "نتيجة التدقيق", "نتيجة الفحص"),
    ("resubmit-glare", "reviewer_text", "انعكاس ضوئي على الوثيقة", "انعكاس ضوئي على المستند"),
    ("resubmit-glare", "applicant_text",
     "يرجى تصوير الوثيقة مرة أخرى دون انعكاسات.", "يرجى تصوير المستند مرة أخرى دون انعكاسات."),
    ("resubmit-blurred", "applicant_text",
     "يرجى تصوير الوثيقة مرة أخرى بوضوح وفي إضاءة جيدة.",
     "يرجى تصوير المستند مرة أخرى بوضوح وفي إضاءة جيدة."),
    ("resubmit-cut-off", "reviewer_text", "الوثيقة مقطوعة", "المستند مقطوع"),
    ("resubmit-cut-off", "applicant_text",
     "يرجى إظهار الوثيقة كاملة في الصورة.", "يرجى إظهار المستند كاملًا في الصورة."),
    ("resubmit-back-missing", "reviewer_text", "الوجه الخلفي مفقود", "الجهة الخلفية مفقودة"),
    ("resubmit-back-missing", "applicant_text",
     "يرجى تصوير الوجه الخلفي أيضًا.", "يرجى تصوير الجهة الخلفية أيضًا."),
    ("resubmit-expired", "reviewer_text", "الوثيقة منتهية الصلاحية", "المستند منتهي الصلاحية"),
    ("resubmit-expired", "applicant_text",
     "يرجى استخدام وثيقة سارية.", "يرجى استخدام مستند ساري الصلاحية."),
    ("resubmit-wrong-document", "reviewer_text", "مطلوب وثيقة أخرى", "مطلوب مستند آخر"),
    ("resubmit-wrong-document", "applicant_text",
     "يرجى استخدام إحدى الوثائق المقبولة.", "يرجى استخدام أحد المستندات المقبولة."),
    ("resubmit-no-portrait", "reviewer_text",
     "صورة الوثيقة غير مقروءة", "صورة الوجه في المستند غير مقروءة"),
    ("resubmit-no-portrait", "applicant_text",
     "يرجى تصوير الوجه الذي يحمل الصورة الشخصية مرة أخرى.",
     "يرجى تصوير الجهة التي تحمل صورة الوجه مرة أخرى."),
]  # fmt: skip


def mend(apps, schema_editor):
    _change(apps, schema_editor, [(code, column, old, new) for code, column, old, new in WORDS])


def put_back(apps, schema_editor):
    _change(apps, schema_editor, [(code, column, new, old) for code, column, old, new in WORDS])


def _change(apps, schema_editor, words):
    texts = apps.get_model("reviews", "ReasonText").objects.using(schema_editor.connection.alias)
    for code, column, before, after in words:
        texts.filter(reason_id=code, language="ar", **{column: before}).update(**{column: after})


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_looking")]
    operations = [migrations.RunPython(mend, put_back)]
