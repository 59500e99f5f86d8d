"""Every path that Signzy's documents and bodies name, and the home that the house gives it.

`{x}` stands for one key, `[]` for one index of a list. The homes are all that the path may have: a
picture's path is a media use, or, where nothing was captured, a value of the part it belongs to.
"""

from __future__ import annotations

INTELLIGENCE = "documentIntelligence"
OPTICAL = f"{INTELLIGENCE}.completeStatus.detailsOptical"
GRAPHIC = f"{INTELLIGENCE}.graphicFields.fieldList[][]"
FRONT_CHECKS = f"{INTELLIGENCE}.authenticityCheck.frontAuthenticityCheckList"
# As the vendor's page prints it.
PRINTED_CHECKS = "documentintelligence.authenticitycheck.frontauthenticitychecklist"
USER = "userInfo"
ADDRESS = "ipAddresses.{ip}"

# Keys of `extractedFields` in the vendor's sample, in its table, and in real bodies.
LABELS_OF_SAMPLE = (
    "Remainder Term",
    "DL Endorsed",
    "Document Class Code",
    "Issuing State Name",
    "Age At Issue",
    "Age",
    "names",
    "Surname And Given Names",
    "Final CheckDigit",
    "Nationality Code",
    "Date of Expiry CheckDigit",
    "Date of Expiry",
    "Date of Birth CheckDigit",
    "MRZ Strings",
    "Issuing State Code",
    "Document Number",
    "Document Number CheckDigit",
    "Sex",
    "Date of Birth",
    "Optional Data CheckDigit",
    "Identity Card Number",
    "Optional Data",
    "Nationality",
    "Years Since Issue",
    "Date of Issue",
    "Place of Issue",
    "Profession",
    "firstName",
    "Given Names",
    "lastName",
    "Surname",
    "MRZ Type",
)
KEYS_OF_TABLE = (
    "firstName",
    "lastName",
    "names",
    "address",
    "number",
    "dob",
    "issuingState",
    "expiryDate",
    "nationality",
    "gender",
    "documentName",
    "remainderTerm",
    "dlRestrictionCode",
    "yearsSinceIssue",
    "ageAtIssue",
    "age",
    "height",
    "weight",
    "eyesColor",
    "dlClass",
    "dlEndorsed",
    "dateOfIssue",
    "dlIssType",
    "addressPostalCode",
    "addressJurisdictionCode",
    "addressCity",
    "addressStreet",
    "documentDiscriminator",
)
LABELS_OF_REAL_BODIES = (
    "Issue Date",
    "Address",
    "Split Address.district[]",
    "Split Address.state[][]",
    "Split Address.city",
    "Split Address.pincode",
    "Guardian's Name",
    "CDOI",
    "State",
    "Side1",
)
QUALITY_KEYS = (
    "imageGlares",
    "imageFocus",
    "imageResolution",
    "imageColorness",
    "perspective",
    "bounds",
    "portrait",
    "brightness",
)


def _element(path: str) -> dict[str, set[str]]:
    return {
        f"{path}.elementResult": {"check.outcome"},
        f"{path}.elementDiagnose": {"check.diagnose"},
        f"{path}.elementType": {"check.element_type"},
        f"{path}.image": {"media_use.locator", "check.submitted"},
        f"{path}.etalonImage": {"media_use.locator", "check.reference"},
    }


def _predicted(side: str) -> dict[str, set[str]]:
    path = f"{INTELLIGENCE}.predictedIdType{side}"
    engine = f"{path}.FDSIDList"
    return {
        f"{path}.DocumentName": {"predicted_type.name"},
        f"{engine}.ICAOCode": {"predicted_type.icao_code"},
        f"{engine}.dCountryName": {"predicted_type.country_name"},
        f"{engine}.dDescription": {"predicted_type.description"},
        f"{engine}.dFormat": {"predicted_type.format"},
        f"{engine}.dMRZ": {"predicted_type.has_mrz"},
        f"{engine}.dType": {"predicted_type.type"},
        f"{engine}.dYear": {"predicted_type.year"},
        f"{engine}.isDeprecated": {"predicted_type.is_deprecated"},
        f"{engine}.dStateCode": {"predicted_type.state_code"},
        f"{engine}.dStateName": {"predicted_type.state_name"},
        f"{path}.P": {"predicted_type.probability"},
    }


HOMES: dict[str, set[str]] = {
    # A1 flow and configuration
    "flow.flowId": {"journey.flow_id"},
    "flow.version": {"journey.flow_version"},
    "flow.test": {"journey.is_test"},
    "processingConfig.callbackUrl": {"journey.callback_url"},
    "processingConfig.authKeyForCallback": {"journey.callback_key"},
    "processingConfig.redirectTime": {"journey.redirect_seconds"},
    "processingConfig.language": {"journey.language"},
    "processingConfig.successRedirectUrl": {"journey.success_redirect_url"},
    "processingConfig.failureRedirectUrl": {"journey.failure_redirect_url"},
    "processingConfig.journeyLinkValidity": {"journey.link_valid_seconds"},
    "processingConfig.journeySessionExpiry": {"journey.session_valid_seconds"},
    # A2 captured data
    "capturedData.images.frontDoc": {"media_use.locator"},
    "capturedData.images.backDoc": {"media_use.locator"},
    "capturedData.images.selfie": {"media_use.locator"},
    "capturedData.consent": {"consent.given"},
    "capturedData.livenessConsent": {"consent.given"},
    "capturedData.country": {"declared_value.value"},
    "capturedData.idType": {"declared_value.value"},
    "capturedData.location.latitude": {"device_report.latitude"},
    "capturedData.location.longitude": {"device_report.longitude"},
    "capturedData.idType2": {"declared_value.value"},
    "capturedData.verificationType": {"document_step.verification_type"},
    "capturedData.verificationType2": {"document_step.verification_type_2"},
    "capturedData.autoCaptureCameraLoadDelayFront": {"document_step.camera_load_delay_front"},
    "capturedData.autoCaptureCameraLoadDelayBack": {"document_step.camera_load_delay_back"},
    "capturedData.frontCaptureMode": {"document_step.front_capture_mode"},
    "capturedData.frontCaptureMode2": {"document_step.front_capture_mode_2"},
    "capturedData.frontCaptureMode3": {"document_step.front_capture_mode_3"},
    "capturedData.backCaptureMode": {"document_step.back_capture_mode"},
    "capturedData.backCaptureMode2": {"document_step.back_capture_mode_2"},
    "capturedData.backCaptureMode3": {"document_step.back_capture_mode_3"},
    # A3 match with prefilled data
    "matchPercentage.dateOfBirthMatch": {"check.score"},
    "matchPercentage.addressMatch": {"check.score"},
    "matchPercentage.fullNameMatch": {"check.score"},
    "matchPercentage.documentNumberMatch": {"check.score"},
    # A4 document intelligence
    f"{OPTICAL}.docType": {"check.outcome"},
    f"{OPTICAL}.expiry": {"check.outcome"},
    f"{OPTICAL}.imageQA": {"check.outcome"},
    f"{OPTICAL}.mrz": {"check.outcome"},
    f"{OPTICAL}.overallStatus": {"check.outcome"},
    f"{OPTICAL}.pagesCount": {"document_step.pages_count"},
    f"{OPTICAL}.security": {"check.outcome"},
    f"{OPTICAL}.text": {"check.outcome"},
    f"{OPTICAL}.vds": {"check.outcome"},
    f"{INTELLIGENCE}.completeStatus.optical": {"check.outcome"},
    f"{INTELLIGENCE}.completeStatus.overallStatus": {"document_step.verdict"},
    f"{INTELLIGENCE}.completeStatus.message": {"document_step.message"},
    f"{INTELLIGENCE}.completeStatus.severity": {"document_step.severity"},
    f"{INTELLIGENCE}.completeStatus.portrait": {"check.outcome"},
    f"{INTELLIGENCE}.completeStatus.rfid": {"check.outcome"},
    f"{INTELLIGENCE}.imageQuality.result": {"check.outcome"},
    **{
        f"{INTELLIGENCE}.imageQuality.{side}IdCheck.{key}": {"check.outcome"}
        for side in ("front", "back")
        for key in QUALITY_KEYS
    },
    f"{INTELLIGENCE}.extractedFieldErrors[].fieldName": {"extraction_error.field_name"},
    f"{INTELLIGENCE}.extractedFieldErrors[].message": {"extraction_error.message"},
    f"{INTELLIGENCE}.extractedFieldErrors[].errorStatus": {"extraction_error.status"},
    **{
        path: home
        for key in ("photoEmbedType", "imagePattern", "liveness")
        for path, home in _element(f"{FRONT_CHECKS}.{key}[]").items()
    },
    f"{FRONT_CHECKS}.ocrSecurityText[].elementResult": {"check.outcome"},
    f"{FRONT_CHECKS}.ocrSecurityText[].elementDiagnose": {"check.diagnose"},
    **_element(f"{INTELLIGENCE}.authenticityCheck.backAuthenticityCheckList.Image Pattern[]"),
    f"{GRAPHIC}.fieldType": {"media_use.label"},
    f"{GRAPHIC}.value": {"media_use.locator"},
    f"{GRAPHIC}.docSide": {"media_use.side"},
    f"{GRAPHIC}.source": {"media_use.source"},
    f"{GRAPHIC}.containerType": {"media_use.container_type"},
    **_predicted("Front"),
    **_predicted("Back"),
    f"{INTELLIGENCE}.idExpired": {"document_step.is_expired"},
    **{
        f"{INTELLIGENCE}.extractedFields.{key}": {"extracted_field.value"}
        for key in (*LABELS_OF_SAMPLE, *KEYS_OF_TABLE, *LABELS_OF_REAL_BODIES)
    },
    f"{INTELLIGENCE}.attempts": {"document_step.attempts"},
    f"{INTELLIGENCE}.docIntelligenceCompletedAt": {"document_step.completed_at"},
    # A5 selfie analysis
    "selfieAnalysis.passiveLiveliness.status": {"selfie.liveness_status"},
    "selfieAnalysis.passiveLiveliness.liveness": {"selfie.liveness"},
    "selfieAnalysis.passiveLiveliness.score": {"selfie.liveness_score"},
    "selfieAnalysis.faceMatch.status": {"face_comparison.status"},
    "selfieAnalysis.faceMatch.verified": {"face_comparison.outcome"},
    "selfieAnalysis.faceMatch.message": {"face_comparison.message"},
    "selfieAnalysis.faceMatch.matchPercentage": {"face_comparison.score"},
    "selfieAnalysis.additionalFaceChecks.maskDetection.status": {"check.status"},
    "selfieAnalysis.additionalFaceChecks.maskDetection.result.found": {"check.outcome"},
    "selfieAnalysis.additionalFaceChecks.maskDetection.result.confidence": {"check.score"},
    "selfieAnalysis.additionalFaceChecks.faceCoverDetection.status": {"check.status"},
    "selfieAnalysis.additionalFaceChecks.faceCoverDetection.result.isFaceCovered": {
        "check.outcome"
    },
    "selfieAnalysis.additionalFaceChecks.faceCoverDetection.result.faceGears[]": {"check.message"},
    "selfieAnalysis.attempts": {"selfie.attempts"},
    "selfieAnalysis.selfieAnalysisCompletedAt": {"selfie.completed_at"},
    # A6 identity, status, prefilled data, bookkeeping
    "_id": {"journey.database_id"},
    "clientId": {"journey.client_id"},
    "userId": {"applicant.applicant_id"},
    "journeyId": {"journey.provider_id"},
    "currentStatus": {"journey.lifecycle"},
    "step": {"journey.step"},
    "message": {"journey.message"},
    "callbackSent": {"journey.callback_sent"},
    "mobileStatus": {"journey.mobile_status"},
    "isFrontendJourneyRequired": {"journey.is_frontend_journey_required"},
    "inQueue": {"journey.in_queue"},
    f"{USER}.phoneNumber": {"declared_value.value"},
    f"{USER}.externalReferenceId": {"journey.reference"},
    f"{USER}.dateOfBirth": {"declared_value.value"},
    f"{USER}.emailAddress": {"declared_value.value"},
    f"{USER}.name.firstName": {"declared_value.value"},
    f"{USER}.name.lastName": {"declared_value.value"},
    f"{USER}.address.street": {"declared_value.value"},
    f"{USER}.address.street2": {"declared_value.value"},
    f"{USER}.address.city": {"declared_value.value"},
    f"{USER}.address.region": {"declared_value.value"},
    f"{USER}.address.postalCode": {"declared_value.value"},
    f"{USER}.address.country": {"declared_value.value"},
    f"{USER}.id.idType": {"declared_value.value"},
    f"{USER}.id.country": {"declared_value.value"},
    f"{USER}.matchImage": {"media_use.locator"},
    "externalApiResponses[].api": {"registry_answer.key"},
    "externalApiResponses[].input.{label}": {"registry_answer.asked"},
    "externalApiResponses[].response.emiratesIdNumber": {"registry_answer.answered"},
    "externalApiResponses[].response.dateOfBirth": {"registry_answer.answered"},
    "externalApiResponses[].response.currentNationality": {"registry_answer.answered"},
    "externalApiResponses[].response.issueDate": {"registry_answer.answered"},
    "externalApiResponses[].response.expiryDate": {"registry_answer.answered"},
    "externalApiResponses[].response.eidCardNumber": {"registry_answer.answered"},
    "externalApiResponses[].response.overallStatus": {"registry_answer.outcome"},
    f"{ADDRESS}.message": {"ip_address.message"},
    f"{ADDRESS}.asn": {"ip_address.asn"},
    f"{ADDRESS}.isp": {"ip_address.isp"},
    f"{ADDRESS}.countryCode": {"ip_address.country"},
    f"{ADDRESS}.region": {"ip_address.region"},
    f"{ADDRESS}.city": {"ip_address.city"},
    f"{ADDRESS}.organization": {"ip_address.organization"},
    f"{ADDRESS}.latitude": {"ip_address.latitude"},
    f"{ADDRESS}.longitude": {"ip_address.longitude"},
    f"{ADDRESS}.isCrawler": {"ip_address.crawler"},
    f"{ADDRESS}.timezone": {"ip_address.timezone"},
    f"{ADDRESS}.mobile": {"ip_address.mobile"},
    f"{ADDRESS}.host": {"ip_address.host"},
    f"{ADDRESS}.proxy": {"ip_address.proxy"},
    f"{ADDRESS}.vpn": {"ip_address.vpn"},
    f"{ADDRESS}.tor": {"ip_address.tor"},
    f"{ADDRESS}.recentAbuse": {"ip_address.recent_abuse"},
    f"{ADDRESS}.botStatus": {"ip_address.bot"},
    f"{ADDRESS}.fraudScore": {"ip_address.fraud_score"},
    f"{ADDRESS}.address": {"ip_address.postal_address"},
    "createdAt": {"journey.created_at"},
    "startedAt": {"journey.started_at"},
    "completedAt": {"journey.ended_at"},
    "updatedAt": {"journey.updated_at"},
    "_deleted": {"journey.is_deleted"},
    "deletionTimeLimit": {"journey.retention"},
    "__v": {"journey.database_version"},
}

# Paths that only some bodies have: the file, the path from its root, the homes.
ELSEWHERE: tuple[tuple[str, str, set[str]], ...] = (
    (
        "journey_details_v2",
        "result.data.selfieAnalysis.passiveLiveness.success",
        {"selfie.is_liveness_answered"},
    ),
    (
        "journey_details_v2",
        "result.data.selfieAnalysis.passiveLiveness.livenessConfirmed",
        {"selfie.liveness"},
    ),
    (
        "journey_details_v2",
        "result.data.selfieAnalysis.faceMatch.success",
        {"face_comparison.is_answered"},
    ),
    (
        "journey_details_v2",
        "result.data.selfieAnalysis.faceMatch.matched",
        {"face_comparison.outcome"},
    ),
    ("tables_shape", f"{INTELLIGENCE}.predictedIdTypeFront", {"predicted_type.name"}),
    (
        "tables_shape",
        f"{INTELLIGENCE}.authenticityCheck.ocrSecurityText.elementResult",
        {"check.outcome"},
    ),
    (
        "tables_shape",
        f"{INTELLIGENCE}.predictedIdTypeBack.fdsislist.sDeprecated",
        {"predicted_type.is_deprecated"},
    ),
    (
        "tables_shape",
        "selfieAnalysis.additionalFaceChecks.faceCoverDetection.result.faceGears",
        {"check.message"},
    ),
    ("second_document", "capturedData.verificationType2", {"document_step.verification_type"}),
    ("second_document", "capturedData.frontCaptureMode2", {"document_step.front_capture_mode"}),
    ("second_document", "capturedData.images.frontDoc2", {"media_use.locator"}),
    ("second_document", "capturedData.images.backDoc2", {"document_step.back_image"}),
    ("not_started", f"{INTELLIGENCE}.status", {"document_step.progress"}),
    ("not_started", "capturedData.images.selfie", {"selfie.image"}),
    ("not_started", "capturedData.images.frontDoc", {"document_step.front_image"}),
    ("not_started", "processingConfig", {"journey.processing_config"}),
    ("not_started", "matchPercentage", {"document_step.match_percentage"}),
    ("not_started", "userInfo", {"journey.user_info"}),
    ("not_started", "externalApiResponses", {"journey.external_api_responses"}),
    ("not_started", "ipAddresses", {"journey.ip_addresses"}),
    ("clean_pass", f"{INTELLIGENCE}.extractedFieldErrors", {"document_step.extraction_errors"}),
    (
        "clean_pass",
        "selfieAnalysis.additionalFaceChecks.faceCoverDetection.result.faceGears",
        {"check.message"},
    ),
    ("deleted_at_provider", INTELLIGENCE, {"document_step.document_intelligence"}),
    ("deleted_at_provider", "selfieAnalysis", {"selfie.selfie_analysis"}),
    (
        "tables_shape",
        f"{GRAPHIC.removesuffix('[]')}.value",
        {"media_use.locator", "document_step.graphic_field"},
    ),
    (
        "document_sample_lowercase",
        "documentintelligence.predictedidtypefront.fdsislist.sdeprecated",
        {"predicted_type.is_deprecated"},
    ),
    ("document_sample_lowercase", " id", {"journey.database_id"}),
    ("document_sample_lowercase", " v", {"journey.database_version"}),
    ("document_sample_lowercase", " deleted", {"journey.is_deleted"}),
    ("document_sample_lowercase", "callbackssent", {"journey.callback_sent"}),
    (
        "document_sample_lowercase",
        f"{PRINTED_CHECKS}.image pattern[].elementresult",
        {"check.outcome"},
    ),
    (
        "document_sample_lowercase",
        "documentintelligence.imagequality.frontidcheck.imageglares",
        {"check.outcome"},
    ),
    (
        "document_sample_lowercase",
        "externalapiresponses[].input.{label}",
        {"registry_answer.asked"},
    ),
)
