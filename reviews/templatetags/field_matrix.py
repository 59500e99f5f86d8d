"""Fields of one document as rows by name and columns by source. Compares and judges nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from journeys.choices import FieldSource
from journeys.providers.results import DeclaredValue, ExtractedField
from reviews.evidence.shapes import StepShown, Tree
from reviews.templatetags.visible_text import one_line

# Machine-readable zones stand apart: two lines of 44 characters fit into no column.
WHOLE_ROW = {"mrz_lines", "mrz"}
ORDER = ("viz", "mrz", "barcode", "nfc", "unknown", "inferred", "applicant")


@dataclass
class Row:
    """One house name; `cells` holds the fields of each source, `declared` what was said."""

    name: str
    key: str
    cells: dict[str, list[ExtractedField]] = field(default_factory=dict)
    declared: list[DeclaredValue] = field(default_factory=list)

    def in_order(self, columns: Sequence[Column]) -> list[list[ExtractedField]]:
        return [self.cells.get(column.code, []) for column in columns]


@dataclass(frozen=True)
class Column:
    """One source that gave at least one value."""

    code: str
    label: object


@dataclass(frozen=True)
class Matrix:
    """`zones` are machine-readable lines; `has_declared` says whether anything was declared."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    zones: tuple[ExtractedField, ...]
    has_declared: bool

    @property
    def lines(self) -> list[tuple[Row, list[list[ExtractedField]]]]:
        return [(row, row.in_order(self.columns)) for row in self.rows]


def matrix_of(step: StepShown, declared: Sequence[DeclaredValue] = ()) -> Matrix:
    """Rows in the order in which the provider sent the names; repeated values all stay."""
    rows: dict[str, Row] = {}
    for one in step.fields:
        if one.name in WHOLE_ROW:
            continue
        row = rows.setdefault(one.name, Row(one.name, one.key))
        row.cells.setdefault(one.source.code, []).append(one)
    for said in declared:
        if said.name in rows:
            rows[said.name].declared.append(said)
    seen = {code for row in rows.values() for code in row.cells}
    codes = [*ORDER, *sorted(seen.difference(ORDER))]
    labels: Mapping[str, object] = {one.value: one.label for one in FieldSource}
    return Matrix(
        columns=tuple(Column(code, labels.get(code, code)) for code in codes if code in seen),
        rows=tuple(rows.values()),
        zones=tuple(one for one in step.fields if one.name in WHOLE_ROW),
        has_declared=any(row.declared for row in rows.values()),
    )


def values_named(tree: Tree, names: Sequence[str]) -> list[str]:
    """What was read or declared under any of these names, each spelling once."""
    read = [field for step in tree.steps for field in step.fields if field.name in names]
    said = [one for one in tree.declared if one.name in names]
    values = [*(field.value for field in read), *(one.value for one in said)]
    return list(dict.fromkeys(value for value in values if value))


def zone_lines(value: str | None) -> list[str]:
    """The lines of a machine-readable zone. Signzy's engine puts a ^ between them."""
    return (value or "").replace("^", "\n").splitlines()


def shown_name(name: str, key: str = "") -> SafeString:
    """Our own word for a name we know, else the provider's label, else the name in words."""
    known = NAMES.get(name)
    if known is not None:
        return format_html("{}", known)
    for ending, words in VARIANTS.items():
        stem = NAMES.get(name.removesuffix(f"_{ending}"))
        if stem is not None:
            return format_html("{}, {}", stem, words)
    return one_line(key or name.replace("_", " "))


# Values of their own: a date of another calendar is never compared with a western one.
VARIANTS: Mapping[str, object] = {
    "native": _("native script"),
    "hijri": _("Hijri calendar"),
    "persian": _("Persian calendar"),
    "buddhist": _("Buddhist calendar"),
    "nepali": _("Nepali calendar"),
    "ethiopian": _("Ethiopian calendar"),
    "hebrew": _("Hebrew calendar"),
    "check_digit": _("check digit"),
}
NAMES: Mapping[str, object] = {
    "full_name": _("Full name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "given_names": _("Given names"),
    "middle_name": _("Middle name"),
    "surname": _("Surname"),
    "birth_date": _("Date of birth"),
    "document_number": _("Document number"),
    "personal_number": _("Personal number"),
    "identity_card_number": _("Identity card number"),
    "sex": _("Sex"),
    "nationality": _("Nationality"),
    "nationality_code": _("Nationality code"),
    "issuing_country": _("Issuing country"),
    "issuing_country_code": _("Issuing country code"),
    "issuing_authority": _("Issuing authority"),
    "issue_date": _("Date of issue"),
    "expiry_date": _("Date of expiry"),
    "birth_place": _("Place of birth"),
    "issue_place": _("Place of issue"),
    "address": _("Address"),
    "address_street": _("Street"),
    "address_street2": _("Street, second line"),
    "address_city": _("City"),
    "address_region": _("Region"),
    "address_postal_code": _("Postal code"),
    "address_country": _("Country of the address"),
    "profession": _("Profession"),
    "father_name": _("Father's name"),
    "mother_name": _("Mother's name"),
    "marital_status": _("Marital status"),
    "blood_group": _("Blood group"),
    "religion": _("Religion"),
    "sponsor": _("Sponsor"),
    "mrz_lines": _("Machine-readable zone"),
    "mrz_type": _("Type of the machine-readable zone"),
    "document_name": _("Name of the document"),
    "document_class": _("Document class"),
    "document_discriminator": _("Document discriminator"),
    "final_check_digit": _("Final check digit"),
    "optional_data": _("Optional data"),
    "address_parts": _("Address in parts"),
    "guardian_name": _("Guardian's name"),
    "remaining_months": _("Remaining months"),
    "years_since_issue": _("Years since issue"),
    "age": _("Age"),
    "age_at_issue": _("Age at issue"),
    "height": _("Height"),
    "weight": _("Weight"),
    "eye_color": _("Colour of the eyes"),
    "license_class": _("Licence class"),
    "license_endorsements": _("Licence endorsements"),
    "license_restrictions": _("Licence restrictions"),
    "license_issue_type": _("Type of issue"),
    "signature": _("Signature"),
    "account_number": _("Account number"),
    "bank_name": _("Bank"),
    "bill_date": _("Date of the bill"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "country": _("Country"),
    "id_type": _("Type of document"),
    "expected_id_type": _("Expected type of document"),
    "expected_country": _("Expected country"),
}
