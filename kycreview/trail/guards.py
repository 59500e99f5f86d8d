"""The triggers that refuse changes to the trail, for both databases. Owns their names and SQL.

Written by hand, since no library makes them for SQLite. Frozen with the migration that runs it: a
change comes as a new migration. Whoever alters a trail table on SQLite must put the triggers back:
Django rebuilds the table there, and its triggers go with it.
"""

ENTRIES = "trail_trailentry"
HEAD = "trail_trailhead"
DETAILS = "trail_traildetail"

# name -> (table, event, condition under which it is refused).
# A detail may be deleted (erasure), never changed.
# The INSERT triggers stop INSERT OR REPLACE, which deletes rows without firing DELETE triggers.
_SQLITE: dict[str, tuple[str, str, str]] = {
    "trail_entry_no_update": (ENTRIES, "UPDATE", ""),
    "trail_entry_no_delete": (ENTRIES, "DELETE", ""),
    "trail_entry_no_replace": (
        ENTRIES,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {ENTRIES} WHERE seq = NEW.seq OR id = NEW.id"
        " OR prev_mac = NEW.prev_mac)",
    ),
    "trail_head_forward": (
        HEAD,
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.seq < OLD.seq OR NEW.seq > OLD.seq + 1",
    ),
    "trail_head_no_delete": (HEAD, "DELETE", ""),
    "trail_head_no_replace": (HEAD, "INSERT", f"EXISTS (SELECT 1 FROM {HEAD})"),
    "trail_detail_no_update": (DETAILS, "UPDATE", ""),
    "trail_detail_no_replace": (
        DETAILS,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {DETAILS} WHERE id = NEW.id"
        " OR (entry_id = NEW.entry_id AND name = NEW.name))",
    ),
}
# name -> (table, events, level).
_POSTGRESQL: dict[str, tuple[str, str, str]] = {
    "trail_entry_no_change": (ENTRIES, "UPDATE OR DELETE", "ROW"),
    "trail_entry_no_truncate": (ENTRIES, "TRUNCATE", "STATEMENT"),
    "trail_head_forward": (HEAD, "UPDATE OR DELETE", "ROW"),
    "trail_head_no_truncate": (HEAD, "TRUNCATE", "STATEMENT"),
    "trail_detail_no_update": (DETAILS, "UPDATE", "ROW"),
    "trail_detail_no_truncate": (DETAILS, "TRUNCATE", "STATEMENT"),
}
SQLITE_TRIGGERS = frozenset(_SQLITE)
POSTGRESQL_TRIGGERS = frozenset(_POSTGRESQL)

_FUNCTION = """
CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the trail is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_HEAD_FUNCTION = """
CREATE FUNCTION trail_head_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.seq BETWEEN OLD.seq AND OLD.seq + 1 THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on % is refused: the head only moves forward', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def statements(vendor: str) -> list[str]:
    """The SQL that puts the triggers up, one statement an item."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} {_when(condition)}"
            f"BEGIN SELECT RAISE(ABORT, '{event} on {table} is refused: {name}'); END"
            for name, (table, event, condition) in _SQLITE.items()
        ]
    made = [_FUNCTION, _HEAD_FUNCTION]
    for name, (table, event, level) in _POSTGRESQL.items():
        function = "trail_head_only_forward" if name == "trail_head_forward" else "trail_refuse"
        made.append(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"FOR EACH {level} EXECUTE FUNCTION {function}()"
        )
        made.append(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    return made


def reverse_statements(vendor: str) -> list[str]:
    """The SQL that takes them down again, for an undone migration."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER {name}" for name in _SQLITE]
    dropped = [f"DROP TRIGGER {name} ON {table}" for name, (table, _, _) in _POSTGRESQL.items()]
    return [
        *dropped,
        "DROP FUNCTION trail_refuse()",
        "DROP FUNCTION trail_head_only_forward()",
    ]


def _when(condition: str) -> str:
    return f"WHEN {condition} " if condition else ""
