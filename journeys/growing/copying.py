"""Owns how many rows get into a table at once: COPY on PostgreSQL, one prepared INSERT on SQLite.

Values go past the models: what `columns` leaves out gets the field's default, one for all rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model

Row = Sequence[object]


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert `rows` in the running transaction; `columns` are the model's `attname`s."""
    rest = [field for field in model._meta.concrete_fields if _is_left_out(field, columns)]
    names = [*columns, *(field.attname for field in rest)]
    ends = [field.get_default() for field in rest]
    given = list(rows)
    if not given:
        return
    if connection.vendor == "postgresql":
        _copy(model, names, given, ends)
    else:
        _insert(model, names, [[*row, *ends] for row in given])


def _is_left_out(field: Field[Any, Any], columns: Sequence[str]) -> bool:
    return field.attname not in columns and not isinstance(field, AutoField)


def _copy(
    model: type[Model], columns: Sequence[str], rows: Sequence[Row], ends: Sequence[object]
) -> None:
    end = "".join(f"\t{_as_text(value)}" for value in ends) + "\n"
    text = "".join(["\t".join([_as_text(value) for value in row]) + end for row in rows])
    names = ", ".join(_quoted(columns, model))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_table(model)} ({names}) FROM STDIN") as copy,
    ):
        copy.write(text)


def _insert(model: type[Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    fields = [_field(model, name) for name in columns]
    prepared = [
        [
            field.get_db_prep_save(value, connection)
            for field, value in zip(fields, row, strict=True)
        ]
        for row in rows
    ]
    places = ", ".join(["%s"] * len(columns))
    names = ", ".join(_quoted(columns, model))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_table(model)} ({names}) VALUES ({places})",  # noqa: S608  names of models
            prepared,
        )


def _as_text(value: object) -> str:
    """One value as COPY reads it."""
    return _TEXTS.get(type(value), str)(value)


def _escaped(value: str) -> str:
    if value.isalnum():
        return value
    return (
        value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    )


def _as_json(value: object) -> str:
    return _escaped(json.dumps(value))


_TEXTS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: "\\N",
    str: _escaped,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: "\\\\x" + value.hex(),
    datetime: datetime.isoformat,
    dict: _as_json,
    list: _as_json,
}


def _field(model: type[Model], attname: str) -> Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


def _quoted(columns: Sequence[str], model: type[Model]) -> list[str]:
    return [connection.ops.quote_name(str(_field(model, name).column)) for name in columns]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
