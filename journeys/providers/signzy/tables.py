"""Signzy's words as house words: every enumeration of "Get Journey Results", and nothing else.

A word that is in no table here becomes UNKNOWN with its raw text; UNKNOWN never reads as a pass.
Source of all tables unless said otherwise: docs.signzy.com, One Touch KYC, Get Journey Results.
"""

from __future__ import annotations

from journeys.choices import (
    ErrorKind,
    Lifecycle,
    MediaKind,
    Outcome,
    Progress,
    Severity,
    Side,
    Verdict,
)
from journeys.providers.reading import table

# "currentStatus: current status of the journey". "teminated" is the page's own misprint.
LIFECYCLE = table(
    {
        "NOT_STARTED": Lifecycle.NOT_STARTED,
        "IN_PROGRESS": Lifecycle.IN_PROGRESS,
        "COMPLETED": Lifecycle.COMPLETED,
        "TERMINATED": Lifecycle.TERMINATED,
        "TEMINATED": Lifecycle.TERMINATED,
        "ABANDONED": Lifecycle.ABANDONED,
    }
)

# "step: the step in the journey, possible values are"; the last five stand in real bodies or in
# the list of messages, not in the list of steps.
STEP = table(
    {
        "INIT": "init",
        "CONSENT": "consent",
        "COUNTRY_SELECTION": "country_selection",
        "DOC_SELECTION": "doc_selection",
        "DOC_FRONT": "doc_front",
        "DOC_BACK": "doc_back",
        "DOC_CHECK": "doc_check",
        "DOC_REJECT": "doc_reject",
        "LIVENESS_CONSENT": "liveness_consent",
        "FACE_CAPTURE": "face_capture",
        "COMPLETE": "complete",
        "RETRIES_EXCEEDED": "retries_exceeded",
        "SESSION_TIMED_OUT": "session_timed_out",
        "TIMED_OUT": "session_timed_out",
        "JOURNEY_EXPIRED": "journey_expired",
        "EXPIRED": "journey_expired",
    }
)

# "completestatus overallstatus: indicates the outcome of the document validation step". Neither
# the case nor the separator of the last two values is known.
DOCUMENT_VERDICT = table(
    {
        "True": Verdict.PASS,
        "False": Verdict.FAIL,
        "Review": Verdict.REVIEW,
        "Processing Error": Verdict.ERROR,
    }
)

# "completestatus severity: the severity level of the flag that was triggered".
SEVERITY = table(
    {
        "NA": Severity.NONE,
        "N/A": Severity.NONE,
        "None": Severity.NONE,
        "": Severity.NONE,
        "Low": Severity.LOW,
        "Medium": Severity.MEDIUM,
        "High": Severity.HIGH,
    }
)

# "status" of a sub-result: "200" like HTTP, or "Not Started" where it was not reached.
CALL_STATUS = table(
    {
        "200": Progress.COMPLETED,
        "Completed": Progress.COMPLETED,
        "Not Started": Progress.NOT_STARTED,
        "Started": Progress.STARTED,
        "In Progress": Progress.STARTED,
        "Skipped": Progress.SKIPPED,
    }
)

# "extractedfielderrors: details about ocr issues and any mismatches between data extracted from
# ocr and data from the barcode/mrz". Only NOT_EXTRACTED was seen; the spelling of the other is not
# known, so its likely forms stand here.
ERROR_KIND = table(
    {
        "NOT_EXTRACTED": ErrorKind.NOT_EXTRACTED,
        "MISMATCH": ErrorKind.MISMATCH,
        "MISMATCHED": ErrorKind.MISMATCH,
        "NOT_MATCHED": ErrorKind.MISMATCH,
        "DATA_MISMATCH": ErrorKind.MISMATCH,
    }
)

# "docside: front > front side of id, back > back side of id".
SIDE = table({"front": Side.FRONT, "back": Side.BACK, "": Side.NONE, "NA": Side.NONE})

# "faceMatch.message": two sentences, of which only the tone counts.
FACE_MESSAGE = table(
    {
        "Verification completed with positive result": Outcome.PASS,
        "Verification completed with negative result": Outcome.FAIL,
    }
)

# "graphicfields fieldlist fieldtype": four in the sample, the rest from the document engine's list
# of graphic fields (Regula eGraphicFieldType). What is not here is OTHER with its own label.
GRAPHIC_KIND = table(
    {
        "portrait": MediaKind.PORTRAIT,
        "ghost portrait": MediaKind.GHOST_PORTRAIT,
        "signature": MediaKind.SIGNATURE,
        "document front side": MediaKind.DOC_FRONT_CROP,
        "document front": MediaKind.DOC_FRONT_CROP,
        "document rear side": MediaKind.DOC_BACK_CROP,
        "document rear": MediaKind.DOC_BACK_CROP,
        "document back": MediaKind.DOC_BACK_CROP,
    }
)
CROPPED_DOCUMENT = table({"cropped document": "cropped", "document image": "cropped"})
CROP_OF_SIDE = {
    Side.FRONT.value: MediaKind.DOC_FRONT_CROP.value,
    Side.BACK.value: MediaKind.DOC_BACK_CROP.value,
}

# "processingconfig language": Signzy's own codes, many of which are another language in ISO 639.
# The value is the tag of BCP 47 (ISO 639-1 where there is one, else 639-3).
LANGUAGE = table(
    {
        "en": "en",
        "fr": "fr",
        "hi": "hi",
        "ru": "ru",
        "es": "es",
        "ch": "zh",
        "dh": "nl",
        "ar": "ar",
        "be": "bn",
        "pg": "pt",
        "ur": "ur",
        "id": "id",
        "gr": "de",
        "jp": "ja",
        "mr": "mr",
        "tl": "te",
        "tm": "ta",
        "tu": "tr",
        "ko": "ko",
        "vm": "vi",
        "it": "it",
        "hu": "ha",
        "th": "th",
        "gj": "gu",
        "ka": "kn",
        "bj": "bho",
        "fp": "fil",
        "bm": "my",
        "pl": "pl",
        "yb": "yo",
        "od": "or",
        "ml": "ml",
        "mt": "mai",
        "uk": "uk",
        "ep": "pa",
        "sd": "su",
        "sh": "sw",
        "wp": "pnb",
        "wc": "wuu",
        "yc": "yue",
        "jv": "jv",
        "ea": "arz",
        "ip": "pes",
        "sc": "nan",
        "hc": "hak",
        "jc": "cjy",
        "ma": "ary",
        "aa": "arq",
        "ss": "apd",
        "np": "pcm",
        "xc": "hsn",
    }
)
LANGUAGE_CODE_OF = {tag: code for code, tag in LANGUAGE.items()}

# "fraudscore: 75+ = suspicious | 85+ = risky | 90+ = high risk".
FRAUD_BANDS = ((90.0, "high"), (85.0, "risky"), (75.0, "suspicious"), (0.0, "low"))
