"""The Arabic catalogue: found words, kept translations, and what is wrong with them.

Python alone: a machine without GNU gettext can extract, check and compile. The compiled file is
committed, so that a clone shows Arabic with nothing but the runtime's requirements.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "locale" / "ar" / "LC_MESSAGES"
CATALOGUE: Final = FOLDER / "django.po"
COMPILED: Final = FOLDER / "django.mo"
PACKAGES: Final = ("kycreview", "journeys", "reviews")
TEMPLATE_FOLDERS: Final = ("templates", *PACKAGES)
FORMS: Final = 6
# Django's and CLDR's rule: 11 to 99 is the fifth form, 100 and the like the last.
PLURAL_RULE: Final = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
)
# Words of the functions, and which of their arguments are words: `c` is the context.
FUNCTIONS: Final[Mapping[str, tuple[int | tuple[int, str], ...] | None]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}|</?\w[^>]*>")
# Arabic says none, one and two in words: those forms may leave the number out, and only it.
NUMBERS: Final = frozenset({"count", "n", "age", "days", "years", "unused", "pages"})

Words = str | tuple[str, ...]
Key = tuple[str | None, Words]


@cache
def found() -> dict[Key, list[str]]:
    """Every sentence marked for translation, and the files that hold it."""
    places: dict[Key, list[str]] = {}
    for file, source in _sources():
        for _line, words, _comments, context in extract("python", source, FUNCTIONS):
            at = places.setdefault((context, words), [])
            if file not in at:
                at.append(file)
    return _one_entry_each(places)


def read() -> Catalog:
    """The catalogue as it is on disk."""
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="ar", domain="django", abort_invalid=True)


def update() -> Catalog:
    """Take new words in, let go of those that nothing says any more, and compile."""
    before = read()
    after = Catalog(
        locale="ar",
        domain="django",
        header_comment=before.header_comment,
        project="kycreview",
        version="1",
        msgid_bugs_address=before.msgid_bugs_address,
        creation_date=before.creation_date,
        revision_date=before.revision_date,
        last_translator=before.last_translator,
        language_team=before.language_team,
        fuzzy=False,
    )
    after.mime_headers = [("Plural-Forms", PLURAL_RULE)]
    for (context, words), files in sorted(found().items(), key=lambda entry: entry[1][0]):
        known = before.get(words[0] if isinstance(words, tuple) else words, context)
        after.add(
            words,
            _kept(known, words),
            locations=[(file, 0) for file in files],
            flags=known.flags - {"python-format"} if known else (),
            context=context,
        )
    with CATALOGUE.open("wb") as stream:
        write_po(stream, after, width=100, include_lineno=False, omit_header=False)
    COMPILED.write_bytes(compiled(read()))
    return after


def compiled(catalogue: Catalog) -> bytes:
    """What Django reads at run time."""
    stream = BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def faults(catalogue: Catalog) -> Iterator[str]:
    """What is missing or wrong, a sentence each; nothing where the catalogue is complete."""
    if catalogue.plural_forms != PLURAL_RULE:
        yield f"another rule of plurals: {catalogue.plural_forms}"
    wanted = found()
    held = {(message.context, _id(message)): message for message in catalogue if message.id}
    for key, files in wanted.items():
        message = held.get(key)
        if message is None:
            yield f"not in the catalogue: {key[1]!r} ({files[0]})"
            continue
        for fault in _faults_of(message):
            yield f"{fault}: {key[1]!r} ({files[0]})"
    for key in held.keys() - wanted.keys():
        yield f"said nowhere any more: {key[1]!r}"


def _faults_of(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    if isinstance(message.id, str):
        said = message.string
        if not isinstance(said, str) or not said.strip():
            yield "not translated"
        elif _placeholders(said) != _placeholders(message.id):
            yield "other placeholders"
        return
    forms = message.string if isinstance(message.string, (tuple, list)) else ()
    if len(forms) != FORMS or not all(form and form.strip() for form in forms):
        yield "not all six plural forms"
        return
    whole = _placeholders(message.id[1])
    uncounted = [one for one in whole if one.strip("%()").rpartition(")")[0] not in NUMBERS]
    for index, form in enumerate(forms):
        here = _placeholders(form)
        if here != whole and not (index < 3 and set(uncounted) <= set(here) <= set(whole)):
            yield f"other placeholders in form {index}"


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _sources() -> Iterator[tuple[str, BytesIO]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), BytesIO(path.read_bytes())
    for folder in TEMPLATE_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".html", ".txt"}:
                name = path.relative_to(ROOT).as_posix()
                calls = templatize(path.read_text(encoding="utf-8"), origin=name)
                # A template's indentation means nothing, and Python's reader would stumble on it.
                flat = "\n".join(line.lstrip() for line in calls.splitlines())
                yield name, BytesIO(flat.encode())


def _one_entry_each(places: dict[Key, list[str]]) -> dict[Key, list[str]]:
    """A sentence that is also the singular of a counted one has one entry, the counted one."""
    counted = {(context, words[0]) for context, words in places if isinstance(words, tuple)}
    return {key: files for key, files in places.items() if key not in counted}


def _kept(known: Message | None, words: Words) -> Words:
    said = known.string if known and _id(known) == words else ""
    if isinstance(words, tuple):
        return tuple(said) if said and not isinstance(said, str) else ("",) * FORMS
    return said if isinstance(said, str) else ""


def _id(message: Message) -> Words:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def main(arguments: list[str]) -> int:
    if not settings.configured:
        settings.configure()
    if arguments not in (["update"], ["check"]):
        print("usage: python -m tools.catalogue update|check")
        return 2
    catalogue = update() if arguments == ["update"] else read()
    wrong = list(faults(read()))
    if COMPILED.read_bytes() != compiled(read()):
        wrong.append("the compiled file is older than the catalogue: run `make catalogue`")
    for fault in wrong:
        print(fault)
    print(f"{len(catalogue)} entries, {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
