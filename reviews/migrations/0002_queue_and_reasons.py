"""The first queue, and reason codes with their words in English and Arabic.

The Arabic wording still needs a native reader; it is marked so in reviews/README.md. Applicants'
texts are neutral and never tell how something was found.
"""

from django.db import migrations

REASONS = [
    ("approve", "doc-ok", "Document looks genuine", "الوثيقة تبدو أصلية", "", ""),
    ("approve", "face-same", "Same person on document and selfie", "الشخص نفسه في الوثيقة والصورة", "", ""),
    ("approve", "data-explained", "Difference in the data is explained", "الاختلاف في البيانات مفسَّر", "", ""),
    ("approve", "check-false-alarm", "Failed check is a false alarm", "الفحص الفاشل إنذار خاطئ", "", ""),
    ("approve", "match-other-person", "Screening match is another person", "نتيجة التدقيق تخص شخصًا آخر", "", ""),
    ("approve", "policy-exception", "Accepted by policy exception", "قُبل باستثناء من السياسة", "", ""),
    ("reject", "doc-altered", "Document altered", "الوثيقة معدّلة",
     "We could not accept your document.", "تعذّر قبول الوثيقة."),
    ("reject", "doc-not-genuine", "Document not genuine", "الوثيقة غير أصلية",
     "We could not accept your document.", "تعذّر قبول الوثيقة."),
    ("reject", "face-different", "Different person", "شخص مختلف",
     "We could not confirm your identity.", "تعذّر تأكيد الهوية."),
    ("reject", "not-live", "Selfie not live", "الصورة ليست حية",
     "We could not confirm your identity.", "تعذّر تأكيد الهوية."),
    ("reject", "under-age", "Under the minimum age", "دون الحد الأدنى للعمر",
     "The minimum age is not reached.", "لم يتحقق الحد الأدنى للعمر."),
    ("reject", "doc-type-not-accepted", "Type of document not accepted", "نوع الوثيقة غير مقبول",
     "This type of document is not accepted.", "هذا النوع من الوثائق غير مقبول."),
    ("reject", "screening", "Screening result", "نتيجة التدقيق",
     "We could not accept your application.", "تعذّر قبول الطلب."),
    ("reject", "data-conflict", "Data conflict not explained", "تعارض في البيانات دون تفسير",
     "We could not confirm your details.", "تعذّر تأكيد البيانات."),
    ("resubmit", "glare", "Glare on the document", "انعكاس ضوئي على الوثيقة",
     "Please photograph the document again without reflections.",
     "يرجى تصوير الوثيقة مرة أخرى دون انعكاسات."),
    ("resubmit", "blurred", "Picture blurred", "الصورة غير واضحة",
     "Please photograph the document again, sharp and in good light.",
     "يرجى تصوير الوثيقة مرة أخرى بوضوح وفي إضاءة جيدة."),
    ("resubmit", "cut-off", "Document cut off", "الوثيقة مقطوعة",
     "Please show the whole document in the picture.", "يرجى إظهار الوثيقة كاملة في الصورة."),
    ("resubmit", "back-missing", "Back side missing", "الوجه الخلفي مفقود",
     "Please photograph the back side as well.", "يرجى تصوير الوجه الخلفي أيضًا."),
    ("resubmit", "expired", "Document expired", "الوثيقة منتهية الصلاحية",
     "Please use a document that is still valid.", "يرجى استخدام وثيقة سارية."),
    ("resubmit", "wrong-document", "Another document needed", "مطلوب وثيقة أخرى",
     "Please use one of the accepted documents.", "يرجى استخدام إحدى الوثائق المقبولة."),
    ("resubmit", "face-covered", "Face covered", "الوجه مغطى",
     "Please take the selfie again with the face uncovered.",
     "يرجى التقاط الصورة الذاتية مرة أخرى والوجه مكشوف."),
    ("resubmit", "selfie-quality", "Selfie not usable", "الصورة الذاتية غير صالحة",
     "Please take the selfie again in good light, facing the camera.",
     "يرجى التقاط الصورة الذاتية مرة أخرى في إضاءة جيدة وبمواجهة الكاميرا."),
    ("resubmit", "no-portrait", "Portrait not readable", "صورة الوثيقة غير مقروءة",
     "Please photograph the side with the portrait again.",
     "يرجى تصوير الوجه الذي يحمل الصورة الشخصية مرة أخرى."),
    ("resubmit", "address-outdated", "Proof of address too old", "إثبات العنوان قديم",
     "Please send a newer proof of address.", "يرجى إرسال إثبات عنوان أحدث."),
]  # fmt: skip


def seed(apps, schema_editor):
    Queue = apps.get_model("reviews", "Queue")
    Reason = apps.get_model("reviews", "Reason")
    ReasonText = apps.get_model("reviews", "ReasonText")
    Queue.objects.get_or_create(slug="main", defaults={"name": "Onboarding"})
    for order, (outcome, code, english, arabic, to_applicant, to_applicant_ar) in enumerate(REASONS):
        slug = f"{outcome}-{code}"
        Reason.objects.create(code=slug, outcome=outcome, order=order)
        ReasonText.objects.create(
            reason_id=slug, language="en", reviewer_text=english, applicant_text=to_applicant
        )
        ReasonText.objects.create(
            reason_id=slug, language="ar", reviewer_text=arabic, applicant_text=to_applicant_ar
        )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
