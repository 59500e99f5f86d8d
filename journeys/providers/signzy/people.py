"""Who the journey is about, what was said before anything was read, and what registers answered.

Owns prefilled data, choices and consents; compares nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journeys.choices import ConsentKind, MediaKind
from journeys.providers.bodies import Node, clean, plain_key
from journeys.providers.field_names import field_name
from journeys.providers.reading import Draft, Reading, read_day
from journeys.providers.results import (
    ApplicantPart,
    Consent,
    DeclaredValue,
    ExtractedField,
    MediaUse,
    Named,
    RegistryAnswer,
)
from journeys.providers.signzy.envelope import Envelope, is_blank, under
from journeys.providers.signzy.pictures import media_use, names_a_picture

# Path of plain keys below userInfo -> house name. The address and the expected document keep their
# section in the name, since `country` alone would mean three things.
DECLARED_NAMES = {
    ("phonenumber",): "phone",
    ("dateofbirth",): "birth_date",
    ("emailaddress",): "email",
    ("name",): "full_name",
    ("name", "firstname"): "first_name",
    ("name", "lastname"): "last_name",
    ("address",): "address",
    ("address", "street"): "address_street",
    ("address", "street2"): "address_street2",
    ("address", "city"): "address_city",
    ("address", "region"): "address_region",
    ("address", "postalcode"): "address_postal_code",
    ("address", "country"): "address_country",
    ("id", "idtype"): "expected_id_type",
    ("id", "country"): "expected_country",
}
# What the applicant chose on the way.
CHOSEN = (
    ("country", "country"),
    ("idType", "id_type"),
    ("idType2", "id_type_2"),
    ("idType3", "id_type_3"),
)
# Not declared values: the reference belongs to the journey, the picture to the media.
ELSEWHERE = frozenset({"externalreferenceid", "matchimage"})


def read_declared(reading: Reading, envelope: Envelope) -> tuple[DeclaredValue, ...]:
    found: list[DeclaredValue] = []
    captured = envelope.find("capturedData")
    for key, name in CHOSEN:
        for node in captured.children(key) if captured is not None else []:
            if node.is_leaf:
                found.append(_declared(reading, node, name))
    stack: list[tuple[tuple[str, ...], str, Node]] = []
    user = envelope.find("userInfo")
    if user is not None and user.kind == "object":
        stack = [((plain_key(key),), key, node) for key, node in reversed(user.members)]
    while stack:
        path, label, node = stack.pop()
        if path[0] in ELSEWHERE:
            continue
        if node.is_leaf:
            name = DECLARED_NAMES.get(path) or field_name(label)
            found.append(_declared(reading, node, name))
        for key, member in reversed(node.members):
            stack.append(((*path, plain_key(key)), f"{label} {key}", member))
        stack.extend((path, label, item) for item in reversed(node.items))
    return tuple(found)


def match_images(reading: Reading, envelope: Envelope, *, owner: Draft) -> Iterator[MediaUse]:
    """The face that the client sent along to be compared."""
    user = envelope.find("userInfo")
    for node in user.children("matchImage") if user is not None else []:
        if names_a_picture(node):
            yield media_use(
                reading.draft(node), node, kind=MediaKind.EXTERNAL_FACE, step_id="selfie"
            )
        else:
            owner.text(node, "match_image")


def read_consents(reading: Reading, envelope: Envelope) -> tuple[Consent, ...]:
    """Both consents, always: one that was not sent was not given."""
    captured = envelope.find("capturedData")
    found = []
    for key, kind in (
        ("consent", ConsentKind.PROCESSING),
        ("livenessConsent", ConsentKind.BIOMETRICS),
    ):
        node = under(captured, key)
        draft = reading.draft(node)
        found.append(Consent(kind=kind, given=draft.outcome(node, "given"), **draft.traced()))
    return tuple(found)


def read_applicant(
    reading: Reading,
    envelope: Envelope,
    *,
    fields: Sequence[ExtractedField],
    declared: Sequence[DeclaredValue],
) -> tuple[ApplicantPart, ...]:
    """The client's id of the person; name and birth date as the document has them, else as said."""
    user_id = envelope.find("userId")
    draft = reading.draft(user_id)
    applicant_id = draft.text(user_id, "applicant_id")
    read = {field.name: field.value or "" for field in reversed(fields) if field.value}
    said = {value.name: value.value for value in reversed(declared) if value.value}
    full_name = _full_name(fields, said)
    birth_date = read.get("birth_date") or said.get("birth_date", "")
    personal_number = read.get("personal_number") or read.get("identity_card_number", "")
    if user_id is None and not (full_name or birth_date or personal_number):
        return ()
    return (
        ApplicantPart(
            applicant_id=applicant_id,
            full_name=full_name,
            personal_number=personal_number,
            birth_date=read_day(birth_date) if birth_date else None,
            **draft.traced(),
        ),
    )


def registry_answers(
    reading: Reading, envelope: Envelope, *, owner: Draft
) -> tuple[RegistryAnswer, ...]:
    """What registers were asked. Labels are kept as they stand, repeated ones too."""
    found: list[RegistryAnswer] = []
    stack = list(reversed(envelope.every((("externalApiResponses",),))))
    while stack:
        node = stack.pop()
        if is_blank(node):
            owner.text(node, "external_api_responses")
        elif node.kind == "array":
            stack.extend(reversed(node.items))
        elif node.child("api", "input", "response") is not None:
            found.append(_registry_answer(reading, node))
        else:
            stack.extend(member for _, member in reversed(node.members))
    return tuple(found)


def _registry_answer(reading: Reading, node: Node) -> RegistryAnswer:
    draft = reading.draft(node)
    response = node.child("response")
    outcome = draft.outcome(under(response, "overallStatus"))
    return RegistryAnswer(
        key=draft.text(node.child("api"), "key"),
        outcome=outcome,
        asked=_named(draft, node.child("input"), "asked"),
        answered=_named(draft, response, "answered", without="overallstatus"),
        **draft.traced(),
    )


def _named(
    draft: Draft, node: Node | None, attribute: str, *, without: str = ""
) -> tuple[Named, ...]:
    if node is None:
        return ()
    if node.kind != "object":
        value = draft.keep(node, attribute)
        return (Named("", value),) if value and not is_blank(node) else ()
    last = node.child(without) if without else None
    return tuple(
        Named(clean(key), draft.keep(member, attribute))
        for key, member in node.members
        if member is not last
    )


def _declared(reading: Reading, node: Node, name: str) -> DeclaredValue:
    draft = reading.draft(node)
    value = draft.text(node, "value")
    return DeclaredValue(name=name, value=value, **draft.traced())


def _full_name(fields: Sequence[ExtractedField], said: dict[str, str]) -> str:
    """`names`, then first and last name, then "Surname And Given Names" (which can be in another
    script), then what was declared. All of them stay visible as fields."""
    by_key = {plain_key(field.key): field.value or "" for field in reversed(fields)}
    pair = " ".join(
        piece for piece in (by_key.get("firstname", ""), by_key.get("lastname", "")) if piece
    )
    latin = " ".join(
        piece for piece in (by_key.get("givennames", ""), by_key.get("surname", "")) if piece
    )
    declared = " ".join(
        piece for piece in (said.get("first_name", ""), said.get("last_name", "")) if piece
    )
    return (
        by_key.get("names")
        or by_key.get("fullname")
        or by_key.get("name")
        or pair
        or latin
        or by_key.get("surnameandgivennames")
        or declared
        or said.get("full_name", "")
    )
