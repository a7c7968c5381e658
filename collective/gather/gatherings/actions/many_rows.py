"""Thousands of new rows at once, several times faster than one object for each: the list of 20,000 in one request."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: Fields whose values the database takes as they are in Python.
_AS_THEY_ARE = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.ForeignKey)


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for circles of garbage meanwhile. A hundred thousand small objects make none, and looking at them over and over
    takes a third of the time. Two at once are harmless: whoever ends first lets the search begin again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def insert_many(model: type[models.Model], rows: Iterable[Mapping[str, Any]], *, passing_over: bool = False) -> None:
    """Insert a row for each mapping of attribute names ("person_id", "made_at") to values. What a mapping leaves out gets
    the field's default, asked for anew each time where it is a function. `passing_over` leaves out the rows that a unique rule
    refuses; without it they raise IntegrityError.

    Like `bulk_create`, it sends no signals; unlike it, it makes no objects and answers no keys. Call it inside a transaction.
    """
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    held = list(rows)
    columns_of_values = [_column(field, held) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({places}) {'ON CONFLICT DO NOTHING' if passing_over else ''}",  # noqa: S608
            list(zip(*columns_of_values, strict=True)),
        )


def _column(field: models.Field, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """What goes into this field's column, for each row. A column at a time is much quicker than a row at a time."""
    name, default = field.attname, field.get_default
    if not any(name in row for row in rows):
        said = [default() for _ in rows] if callable(field.default) else [default()] * len(rows)
    else:
        said = [row[name] if name in row else default() for row in rows]
    return said if isinstance(field, _AS_THEY_ARE) else _prepared(field, said)


def _prepared(field: models.Field, said: Sequence[Any]) -> list[Any]:
    """As the database takes them; what comes again is worked out once."""
    known: dict[Any, Any] = {}
    ready = []
    for value in said:
        key = tuple(value) if isinstance(value, list) else value
        if key not in known:
            known[key] = field.get_db_prep_save(value, connection)
        ready.append(known[key])
    return ready
