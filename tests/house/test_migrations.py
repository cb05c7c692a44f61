"""An old ledger becomes, step by step, what a new one is. Where the models change without a step, this fails."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import psycopg
import pytest

from ledger.migrations import STEPS
from ledger.models import TABLES, Answer, Journal, Mail, Petitioner, SchemaVersion, database
from ledger.opening import open_ledger

FIRST = Path(__file__).parents[1] / "ledger" / "first"
ROWS = """
INSERT INTO "mail" ("id", "mailbox", "folder", "uidvalidity", "uid", "sha256", "size", "message_id", "content_print",
 "from_address", "from_name", "subject", "kept_at", "state", "what", "why", "attempts") VALUES
 (7, 'main', 'INBOX', '1', '7', 'aa', 1, '', '', 'a@example.cn', '', '', '2018-03-12 10:00:00', 'settled', '', '', 0);
INSERT INTO "department" ("id", "name", "kind", "aliases", "addresses", "keywords") VALUES (3, '羊庄镇人民政府', 'town', '[]', '[]', '[]');
INSERT INTO "case" ("id", "case_no", "upper", "channel", "level", "kind", "title", "request_text", "secret", "place",
 "department_named", "urgency", "return_form", "rule_set", "status", "registered_at") VALUES
 (5, 'TZ-2018-000005-9', '', 'hotline', 'city', 'service', '路灯', '路灯不亮', {false}, '', '', 'normal', {false}, '2018', 'dispatched', '2018-03-12 10:00:00');
INSERT INTO "petitioner" ("id", "case_id", "name", "phone", "address") VALUES (2, 5, '张三丰', '13812345678', '某街');
INSERT INTO "dispatch" ("id", "case_id", "department_id", "role", "round", "dispatched_at", "due_at", "provisional",
 "due_trace", "state", "because") VALUES
 (4, 5, 3, 'lead', 1, '2018-03-12 10:00:00', '2018-03-15 17:00:00', {false}, '[]', 'open', '');
INSERT INTO "answer" ("id", "dispatch_id", "mail_id", "at", "complete", "missing", "facts", "measures", "informed_by",
 "handler", "approver", "phone") VALUES (9, 4, 7, '2018-03-13 10:00:00', {false}, '[]', '', '', '王五', '李四', '赵六', '5512345');
INSERT INTO "journal" ("id", "case_id", "act", "at", "by", "because", "mail_id") VALUES (6, 5, 'register', '2018-03-12 10:00:00', '系统', '来件', 7);
INSERT INTO "schemaversion" ("version") VALUES (1);
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def new_url(request, url, tmp_path):
    """A second, empty database of the same kind."""
    if url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    host = request.getfixturevalue("postgres_host")
    fresh = host.new_database()
    yield fresh
    host.drop_database(fresh)


@pytest.fixture
def old_ledger(url):
    """A ledger as the first program left it, with rows."""
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    tables = (FIRST / f"{kind}.sql").read_text(encoding="utf-8")
    tell(url, tables + ROWS.format(false="0" if kind == "sqlite" else "FALSE"))
    return url


def tell(url: str, sql: str) -> None:
    """Run SQL past the program."""
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as plain:
            plain.executescript(sql)
        return
    with psycopg.connect(url, autocommit=True) as plain:
        plain.execute(sql)


def schema(url: str) -> dict[str, tuple]:
    """Open the ledger and return its tables: columns with type, indexes, references."""
    found = open_ledger(url)
    try:
        return {
            table: (
                [
                    (each.name, each.data_type, each.null, each.primary_key)
                    for each in found.get_columns(table)
                ],
                sorted((each.name, tuple(each.columns), each.unique) for each in found.get_indexes(table)),
                sorted(
                    (each.column, each.dest_table, each.dest_column) for each in found.get_foreign_keys(table)
                ),
            )
            for table in sorted(found.get_tables())
        }
    finally:
        database.close()


def test_an_old_ledger_has_the_same_tables_as_a_new_one_once_it_was_opened(old_ledger, new_url):
    migrated, new = schema(old_ledger), schema(new_url)

    assert migrated.keys() == new.keys() == {table._meta.table_name for table in TABLES}
    for table in new:
        assert migrated[table] == new[table], (
            f"{table}: the models have changed, a step in ledger/migrations has not"
        )


def test_what_an_old_ledger_holds_is_still_there(old_ledger):
    open_ledger(old_ledger)
    try:
        assert SchemaVersion.get().version == len(STEPS)
        assert (Petitioner.get_by_id(2).name, Petitioner.get_by_id(2).phone) == ("张三丰", "13812345678")
        answer = Answer.get_by_id(9)
        assert (answer.handler, answer.approver, answer.mail.from_address) == ("李四", "赵六", "a@example.cn")
        assert Journal.get_by_id(6).by == "系统"
        more = Journal.create(case=5, act="note", at=answer.at, by="值班员" * 200)
        assert len(Journal.get_by_id(more.id).by) == 600
        assert Mail.select().count() == 1
    finally:
        database.close()


def test_a_ledger_is_migrated_once(old_ledger):
    first, second = schema(old_ledger), schema(old_ledger)

    assert first == second


def test_a_ledger_that_has_the_change_already_stays_as_it_is(new_url):
    """Between the first ledger and the second step the tables changed without a number of their own."""
    before = schema(new_url)
    tell(new_url, 'UPDATE "schemaversion" SET "version" = 1')

    assert schema(new_url) == before


def test_a_ledger_of_a_newer_program_is_not_touched(old_ledger):
    tell(old_ledger, f'UPDATE "schemaversion" SET "version" = {len(STEPS) + 1}')

    with pytest.raises(ValueError, match="请升级程序"):
        open_ledger(old_ledger)
    database.close()
