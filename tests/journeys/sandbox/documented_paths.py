"""Every path that the providers' documents and bodies name. `{}` is any one key, `[]` any index."""

from __future__ import annotations

IDWISE = [
    "journey_id",
    "customer_id",
    "flow_id",
    "journey_definintion_id",
    "reference_number",
    "reference_no",
    "user_id",
    "start_time",
    "end_time",
    "system_decision",
    "manual_decision",
    "final_decision",
    "model_version",
    "documents",
    "document",
    "selfie",
    "rule_results",
    "applicant",
    "aml",
    "screening_checks",
    "device_intelligence",
    "documents.{}.step_title",
    "documents.{}.progress",
    "documents.{}.has_passed_rules",
    "documents.{}.document_type",
    "documents.{}.document_subtype",
    "documents.{}.issuing_country",
    "documents.{}.issuing_country_code",
    "documents.{}.extracted_fields.{}.value",
    "documents.{}.extracted_fields.{}.type",
    "documents.{}.extracted_fields.{}.source",
    "document.{}.extracted_fields.{}.read_accuracy",
    "documents.{}.validation_result.validation_outcome",
    "documents.{}.validation_result.validation_checks.[].name",
    "documents.{}.validation_result.validation_checks.[].description",
    "documents.{}.validation_result.validation_checks.[].result",
    "documents.{}.validation_result.validation_checks.[].result_description",
    "documents.{}.validation_result.[].name",
    "documents.{}.face_match_result.is_matched",
    "documents.{}.face_match_result.score",
    "documents.{}.face_match_result.images.[].image_path",
    "documents.{}.face_match_result.images.[].image_source",
    "document.{}.face_match_result.images.[]",
    "documents.{}.images.front_side_image_path",
    "documents.{}.images.back_side_image_path",
    "documents.{}.images.front_side_cropped_image_path",
    "documents.{}.images.back_side_cropped_image_path",
    "documents.{}.images.portrait_image_path",
    "documents.{}.images.front_image_path",
    "documents.{}.images.back_image_path",
    "documents.{}.images.front_cropped_image_path",
    "documents.{}.images.back_cropped_image_path",
    "document.{}.images.input_image_path",
    "documents.{}.media_files.front_side_pdf_path",
    "documents.{}.media_files.back_side_pdf_path",
    "selfie.progress",
    "selfie.has_passed_rules",
    "selfie.status",
    "selfie.is_live",
    "selfie.liveness_status_code",
    "selfie.image_path",
    "selfie.cropped_image_path",
    "selfie.video_path",
    "rule_results.{}.name",
    "rule_results.{}.result",
    "rule_results.{}.description",
    "rule_results.{}.information",
    "rule_results.{}.tips",
    "rule_results.{}.details.[].title",
    "rule_results.{}.details.[].result",
    "rule_results.{}.details.[].result_description",
    "rule_results.{}.details.[].reference_object.object_key",
    "rule_results.{}.details.[].reference_object.instance_key",
    "rule_results.{}.details.{}.title",
    "applicant.applicant_id",
    "applicant.profile_image_path",
    "applicant.full_name",
    "applicant.personal_number",
    "applicant.birth_date",
    "aml.applicability",
    "aml.ongoing_monitoring_enabled",
    "aml.last_ongoing_monitoring_update",
    "aml.search_datetime",
    "aml.matches.[].name",
    "aml.matches.[].countries",
    "aml.matches.[].countries.[]",
    "aml.matches.[].datesOfBirth",
    "aml.matches.[].datesOfBirth.[]",
    "aml.matches.[].notes",
    "aml.matches.[].notes.[]",
    "aml.matches.[].datasets.[]",
    "aml.matches.[].aliases.[].firstName",
    "aml.matches.[].aliases.[].middleName",
    "aml.matches.[].aliases.[].lastName",
    "aml.matches.[].aliases.[].type",
    "aml.matches.[].addresses.[].addressType",
    "aml.matches.[].addresses.[].line1",
    "aml.matches.[].addresses.[].line2",
    "aml.matches.[].addresses.[].postcode",
    "aml.matches.[].addresses.[].city",
    "aml.matches.[].addresses.[].county",
    "aml.matches.[].addresses.[].countryIsoCode",
    "aml.matches.[].sex",
    "aml.matches.[].score",
    "aml.matches.[].resourceId",
    "aml.matches.[].resource_id",
    "aml.matches.[].details.adverse-media.title",
    "aml.matches.[].details.adverse-media.data",
    "aml.matches.[].details.adverse-media.datasets",
    "aml.matches.[].details.adverse-media.datasets_classes",
    "aml.matches.[].details.adverse-media.media_links",
    "aml.matches.[].details.pep-institution",
    "aml.matches.[].is_whitelisted",
    "aml.matches.[].match_status",
    "aml.matches.[].aml_record_version",
    "aml.matches.[].ongoing_monitor_update_type",
    "aml.matches.[].match_id",
    "screening_checks.additional_face_db.face_match_results.[].is_matched",
    "screening_checks.additional_face_db.face_match_results.[].score",
    "screening_checks.additional_face_db.face_match_results.[].images.[].image_path",
    "screening_checks.additional_face_db.face_match_results.[].images.[].image_source",
    "screening_checks.additional_face_db.image_path",
    "screening_checks.uae_goverment_db_check.{}",
    "device_intelligence.signals_outcome",
    "device_intelligence.device_signals.[].key",
    "device_intelligence.device_signals.[].name",
    "device_intelligence.device_signals.[].result",
    "device_intelligence.device_signals.[].description",
]

_INTELLIGENCE = "documentIntelligence"
_STATUS = f"{_INTELLIGENCE}.completeStatus"
_ELEMENTS = f"{_INTELLIGENCE}.authenticityCheck.{{}}.{{}}.[]"
_PREDICTED = f"{_INTELLIGENCE}.predictedIdType"


def _under(prefix: str, names: str) -> list[str]:
    return [f"{prefix}{name}" for name in names.split()]


SIGNZY = [
    *[
        "result",
        "data",
        "flow.flowId",
        "flow.version",
        "flow.test",
        "currentStatus",
        "step",
        "message",
        "_id",
        "id",
        "clientId",
        "userId",
        "journeyId",
        "callbackSent",
        "callbacksSent",
        "mobileStatus",
        "isFrontendJourneyRequired",
        "inQueue",
        "createdAt",
        "startedAt",
        "completedAt",
        "updatedAt",
        "_deleted",
        "deleted",
        "deletionTimeLimit",
        "__v",
        "v",
        "externalApiResponses.[]",
    ],
    *_under(
        "processingConfig.",
        "callbackUrl authKeyForCallback redirectTime language successRedirectUrl "
        "failureRedirectUrl journeyLinkValidity journeySessionExpiry",
    ),
    *_under(
        "capturedData.",
        "images.frontDoc images.backDoc images.selfie consent livenessConsent country idType "
        "location.latitude location.longitude idType2 verificationType verificationType2 "
        "autoCaptureCameraLoadDelayFront autoCaptureCameraLoadDelayBack frontCaptureMode "
        "frontCaptureMode2 frontCaptureMode3 backCaptureMode backCaptureMode2 backCaptureMode3",
    ),
    *_under("matchPercentage.", "dateOfBirthMatch addressMatch fullNameMatch documentNumberMatch"),
    *_under(
        f"{_STATUS}.detailsOptical.",
        "docType expiry imageQA mrz overallStatus pagesCount security text vds",
    ),
    *_under(f"{_STATUS}.", "optical overallStatus message severity portrait rfid"),
    f"{_INTELLIGENCE}.imageQuality.result",
    *[
        f"{_INTELLIGENCE}.imageQuality.{side}.{name}"
        for side in ("frontIdCheck", "backIdCheck")
        for name in [
            "imageGlares",
            "imageFocus",
            "imageResolution",
            "imageColorness",
            "perspective",
            "bounds",
            "portrait",
            "brightness",
        ]
    ],
    *_under(f"{_INTELLIGENCE}.extractedFieldErrors.[].", "fieldName message errorStatus"),
    *_under(
        f"{_INTELLIGENCE}.authenticityCheck.",
        "frontAuthenticityCheckList.photoEmbedType frontAuthenticityCheckList.liveness "
        "frontAuthenticityCheckList.ocrSecurityText backAuthenticityCheckList.imagePattern "
        "ocrSecurityText.elementResult imagePattern.etalonImage photoEmbedType.elementType",
    ),
    *_under(f"{_ELEMENTS}.", "elementResult elementDiagnose elementType image etalonImage"),
    *[
        f"{_INTELLIGENCE}.graphicFields.fieldList.{depth}.{name}"
        for depth in ("[]", "[].[]")
        for name in ["fieldType", "value", "docSide", "source", "containerType"]
    ],
    *[
        f"{_PREDICTED}{side}.{name}"
        for side in ("Front", "Back")
        for name in [
            "DocumentName",
            "P",
            "FDSIDList.ICAOCode",
            "FDSIDList.dCountryName",
            "FDSIDList.dDescription",
            "FDSIDList.dFormat",
            "FDSIDList.dMRZ",
            "FDSIDList.dType",
            "FDSIDList.dYear",
            "FDSIDList.isDeprecated",
            "FDSISList.sdeprecated",
            "FDSIDList.dStateCode",
            "FDSIDList.dStateName",
        ]
    ],
    *_under(f"{_INTELLIGENCE}.", "idExpired attempts docIntelligenceCompletedAt"),
    *[
        f"{_INTELLIGENCE}.extractedFields.{label}"
        for label in (
            *[
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
                "CDOI",
                "State",
                "Side1",
            ],
            *[
                "Remainder Term",
                "DL Endorsed",
                "Document Class Code",
                "Issuing State Name",
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
                "Years Since Issue",
                "Date of Issue",
                "Issue Date",
                "Place of Issue",
                "Profession",
                "Given Names",
                "Surname",
                "MRZ Type",
                "Guardian's Name",
                "Split Address",
            ],
        )
    ],
    *_under(
        "selfieAnalysis.",
        "passiveLiveliness.status passiveLiveliness.liveness passiveLiveliness.score "
        "passiveLiveness.liveness faceMatch.status faceMatch.verified faceMatch.message "
        "faceMatch.matchPercentage additionalFaceChecks.maskDetection.status "
        "additionalFaceChecks.maskDetection.result.found "
        "additionalFaceChecks.maskDetection.result.confidence "
        "additionalFaceChecks.faceCoverDetection.status "
        "additionalFaceChecks.faceCoverDetection.result.isFaceCovered "
        "additionalFaceChecks.faceCoverDetection.result.faceGears.[] attempts "
        "selfieAnalysisCompletedAt",
    ),
    *_under(
        "userInfo.",
        "phoneNumber externalReferenceId dateOfBirth emailAddress name.firstName name.lastName "
        "address.street address.street2 address.city address.region address.postalCode "
        "address.country id.idType id.country matchImage",
    ),
    "externalApiResponses.[].api",
    *[
        f"externalApiResponses.[].input.{label}"
        for label in ("Emirates ID Number", "Date of Birth", "Current Nationality")
    ],
    *_under(
        "externalApiResponses.[].response.",
        "emiratesIdNumber dateOfBirth currentNationality issueDate expiryDate eidCardNumber "
        "overallStatus",
    ),
    *_under(
        "ipAddresses.{}.",
        "message asn isp countryCode region city organization latitude longitude isCrawler "
        "timezone mobile host proxy vpn tor recentAbuse botStatus fraudScore address",
    ),
]
