"""The sentences that say why a journey is no pass, and the words of ours that stand in them.

They are stored in English, as they stand here; a page finds a stored sentence again by its
template and shows it in the reader's language. Another text here leaves stored ones untranslated.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from journeys.providers.marking import gettext_noop as _


class Word(StrEnum):
    """What may stand in a sentence in the place of a provider's word."""

    FAIL = _("fail")
    UNCERTAIN = _("uncertain")
    NOT_DONE = _("not done")
    UNKNOWN = _("unknown")
    NOTHING_SAID = _("nothing was said")

    FRONT = _("front")
    BACK = _("back")

    FIRST_DOCUMENT = _("Document")
    SECOND_DOCUMENT = _("Document 2")
    THIRD_DOCUMENT = _("Document 3")

    CRAWLER = _("crawler")
    PROXY = _("proxy")
    VPN = _("vpn")
    TOR = _("tor")
    RECENT_ABUSE = _("recent abuse")
    BOT = _("bot")

    STATUS = _("the journey's status")
    DELETION = _("whether the data was deleted")
    CONSENT = _("the consent")
    FACE_CONSENT = _("the consent to face analysis")
    DOCUMENT_RESULT = _("the document's result")
    LIVENESS = _("liveness")
    FACE_MATCH = _("the face match")


class Sentence(StrEnum):
    """A sentence for each thing that stands in the way of a pass."""

    # Either provider
    NOT_FINISHED = _("The applicant has not finished the journey.")

    # IDWise: the journey
    REFERRED = _("IDWise referred the journey to a person.")
    REJECTED = _("IDWise rejected the journey by its rules.")
    NO_DECISION = _("IDWise's system decision says nothing, which is no known decision.")
    UNKNOWN_DECISION = _("IDWise's system decision says “%(raw)s”, which is no known decision.")
    DECIDED_BY_A_PERSON = _("A person decided “%(raw)s” at IDWise.")
    FINAL_IS_NOT_LATEST = _(
        "The final decision “%(raw)s” is not the latest decision that was sent."
    )
    MARKED_AS_DELETED = _("IDWise marks the journey as deleted.")
    NO_END_TIME = _("The journey has no end time, so it is not finished.")
    NO_SELFIE_SECTION = _("The answer has no section about the selfie.")
    NO_RULES_SECTION = _("The answer has no section about the rules.")
    NO_AML_SECTION = _("The answer has no section about the AML screening.")
    SECTION_UNREADABLE = _("The section “%(key)s” cannot be read.")
    UNKNOWN_VALUE = _("“%(raw)s” (%(home)s) is no known value.")
    SENT_TWICE = _("“%(key)s” was sent twice with two different values.")

    # IDWise: documents and the selfie
    NO_DOCUMENT_SENT = _("No document was sent.")
    DOCUMENT_NOT_COMPLETED = _("Document “%(name)s” is not completed (%(said)s).")
    DOCUMENT_RULES_NOT_PASSED = _("Document “%(name)s” has not passed its rules.")
    DOCUMENT_NOT_VALIDATED = _("Document “%(name)s” has not passed validation.")
    CHECK_NOT_PASSED = _("The check “%(name)s” has not passed (%(said)s).")
    FACE_NOT_MATCHED = _("The face of “%(name)s” was not matched (%(said)s).")
    SELFIE_STEP_NOT_COMPLETE = _("The selfie step is not complete.")
    SELFIE_NOT_COMPLETED = _("The selfie is not completed (%(said)s).")
    SELFIE_RULES_NOT_PASSED = _("The selfie has not passed its rules.")
    LIVENESS_REPORTS = _("The liveness check reports “%(raw)s”.")
    SELFIE_NOT_LIVE = _("The selfie is not live (%(said)s).")
    LIVENESS_NOT_SAID = _("The answer does not say whether the selfie is live.")
    LIVENESS_NOT_RUN = _("The liveness check was not run.")

    # IDWise: rules, screening and device
    RULE_NOT_PASSED = _("The rule “%(name)s” has not passed (%(said)s).")
    RULE_DETAIL_NOT_PASSED = _(
        "A detail of the rule “%(rule)s: %(name)s” has not passed (%(said)s)."
    )
    NOT_SCREENED = _("The AML screening was not made (%(said)s).")
    SCREENING_FOUND = _("The AML screening found “%(name)s”.")
    DEVICE_NOT_PASSED = _("The device checks have not passed (%(said)s).")
    DEVICE_CHECK_NOT_PASSED = _("The device check “%(name)s” has not passed (%(said)s).")

    # Signzy: the journey
    ENDED_EARLY = _("Signzy ended the journey before it was finished.")
    NO_KNOWN_STATUS = _("The journey's status is missing or unknown.")
    NOT_AT_THE_END = _("The last step is not the end of the journey.")
    DATA_DELETED = _("Signzy has deleted the journey's data.")
    DATA_DELETION_UNKNOWN = _("It is not known whether Signzy has deleted the journey's data.")
    PROCESSING_REFUSED = _("The consent to processing was refused.")
    PROCESSING_MISSING = _("The consent to processing is missing.")
    FACE_ANALYSIS_REFUSED = _("The consent to face analysis was refused.")
    FACE_ANALYSIS_MISSING = _("The consent to face analysis is missing.")
    NOT_CONFIRMED = _("An external service did not confirm the data.")
    SAID_DIFFERENTLY = _("The answer gives %(what)s more than once, and differently.")
    REPEATED = _("The answer repeats “%(key)s” with another value.")
    IN_NO_TABLE = _("Signzy sent “%(raw)s” for %(home)s, which is in no table.")

    # Signzy: documents
    NOT_PROCESSED = _("Signzy could not process the document.")
    DOCUMENT_FAILED = _("The document failed.")
    NO_DOCUMENT = _("There is no document.")
    ASKED_FOR_REVIEW = _("%(title)s: Signzy asks for a review.")
    RESULT_MISSING = _("%(title)s: the result is missing.")
    RESULT_UNKNOWN = _("%(title)s: the result is not a known one.")
    MEDIUM_FLAG = _("%(title)s: a flag of medium severity was raised.")
    HIGH_FLAG = _("%(title)s: a flag of high severity was raised.")
    UNKNOWN_FLAG = _("%(title)s: a flag of unknown severity was raised.")
    NOT_SURELY_VALID = _("%(title)s: expired, or not known whether it is.")
    NO_FRONT = _("%(title)s: there is no picture of the front.")
    NO_BACK = _("%(title)s: it has a back, and there is no picture of it.")
    FIELDS_UNSURE = _("Fields could not be read, or their sources disagree.")
    CHECK_FAILED = _("Check “%(check)s”: failed.")
    CHECK_UNCERTAIN = _("Check “%(check)s”: uncertain.")
    CHECK_UNKNOWN = _("Check “%(check)s”: no known result.")
    CHECK_FAILED_ON = _("Check “%(check)s” (%(side)s): failed.")
    CHECK_UNCERTAIN_ON = _("Check “%(check)s” (%(side)s): uncertain.")
    CHECK_UNKNOWN_ON = _("Check “%(check)s” (%(side)s): no known result.")

    # Signzy: faces and the network
    NO_SELFIE = _("There is no selfie.")
    LIVENESS_FAILED = _("The liveness check failed.")
    LIVENESS_UNCLEAR = _("There is no clear result of the liveness check.")
    FACES_DIFFER = _("The faces do not match.")
    FACES_UNCLEAR = _("There is no clear result of the face match.")
    FACES_CONTRADICT = _("The face match's message contradicts its result.")
    IP_FLAG_FOUND = _("IP address, %(flag)s: found.")
    IP_FLAG_UNKNOWN = _("IP address, %(flag)s: not known.")
    FRAUD_SUSPICIOUS = _("IP address: the fraud score is suspicious.")
    FRAUD_RISKY = _("IP address: the fraud score is risky.")
    FRAUD_HIGH = _("IP address: the fraud score is high.")


# Places that hold nothing but a word of ours.
OWN_SLOTS: Final[Mapping[str, tuple[Word, ...]]] = {
    "side": (Word.FRONT, Word.BACK),
    "title": (Word.FIRST_DOCUMENT, Word.SECOND_DOCUMENT, Word.THIRD_DOCUMENT),
    "flag": (Word.CRAWLER, Word.PROXY, Word.VPN, Word.TOR, Word.RECENT_ABUSE, Word.BOT),
    "what": (
        Word.STATUS,
        Word.DELETION,
        Word.CONSENT,
        Word.FACE_CONSENT,
        Word.DOCUMENT_RESULT,
        Word.LIVENESS,
        Word.FACE_MATCH,
    ),
}
# The place for a check's name, which may be one that we gave it.
CHECK_SLOT: Final = "check"
# The place for a provider's own word, where a word of ours stands if it sent none.
SAID_SLOT: Final = "said"
UNSAID: Final = (Word.FAIL, Word.UNCERTAIN, Word.NOT_DONE, Word.UNKNOWN, Word.NOTHING_SAID)
