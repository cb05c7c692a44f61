"""How a command comes by its office, its case and its department; each missing one is a Chinese sentence."""

from __future__ import annotations

import re
from datetime import datetime

import click

from config.settings import ConfigFaults
from ledger import listings, worklists
from ledger.models import Case, Department, Held, Letter
from mailroom.demonstration.clock import is_demonstration, office_time
from mailroom.errors import MailroomError, Misconfigured
from mailroom.logbook import open_logbook
from mailroom.office import Office, china_now, open_office
from parsers.numbers import find_case_numbers, wide_to_narrow


class NotThere(MailroomError):
    """What the command names is not in the ledger."""


def office_of(ctx: click.Context, *, servers: bool = False, works: bool = False) -> Office:
    """Open the office that the command line means, until the command ends.

    `servers`: the command talks to mail servers, so passwords must be there. `works`: it is the process that works
    the office, and turns the pages of the log.
    """
    try:
        office = open_office(ctx.obj, secrets=servers)
    except ValueError as error:  # a ledger made by a newer program, an address it does not know
        raise Misconfigured(str(error)) from error
    ctx.call_on_close(office.close)
    open_logbook(office.settings.logging, turns_pages=works)
    return office


def demonstrated(ctx: click.Context) -> datetime | None:
    """How far a demonstration office was played: the time at which its commands act. None: it is a real office."""
    if not is_demonstration(ctx.obj):
        return None
    office_of(ctx)
    return office_time()


def now_of(ctx: click.Context) -> datetime:
    """When a command acts, where nothing else is said: now; in a demonstration office, as far as it was played."""
    return demonstrated(ctx) or china_now()


def office_with_servers_if_known(ctx: click.Context) -> Office:
    """Open the office with its passwords where they are at hand; else without: most such commands need none."""
    try:
        return office_of(ctx, servers=True)
    except ConfigFaults:
        return office_of(ctx)


def case_of(number: str) -> Case:
    """The case with this number of ours, or of the upper platform; one of ours may be typed as in mails: tz2018…."""
    typed = wide_to_narrow(number).strip()
    case = worklists.case_by_number(number) or worklists.case_by_upper_number(typed) or _retyped(typed)
    if case is None:
        raise NotThere(f"台账中没有工单 {number}")
    return case


def _retyped(number: str) -> Case | None:
    """The case that a number in lower case, without hyphens or with an O for a 0 means; its prefix says which office."""
    prefix = re.match(r"[A-Za-z]{1,4}", number)
    proven = find_case_numbers(number, prefix[0].upper()).sound if prefix else ()
    return worklists.case_by_number(proven[0]) if len(proven) == 1 else None


def department_of(name: str) -> Department:
    """The department with this name or alias."""
    department = worklists.department_named(name)
    if department is None:
        raise NotThere(f"没有名为“{name}”的单位（或简称对应多个单位）")
    return department


def held_of(number: int) -> Held:
    """The entry of the holding pen with this number."""
    held = listings.held_by_id(number)
    if held is None:
        raise NotThere(f"待人工中没有第 {number} 条")
    return held


def letter_of(key: str) -> Letter:
    """The letter with this key."""
    letter = worklists.letter_by_key(key)
    if letter is None:
        raise NotThere(f"发件登记中没有 {key}")
    return letter
