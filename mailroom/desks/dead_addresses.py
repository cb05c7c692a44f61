"""退信地址: an address that letters come back from for good is written to no more; what came back goes to the next on file,
and the department is asked for its form again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from generators.wording import month_day_words
from ledger import addresses, arrivals, casework, listings, postbook, worklists
from ledger.models import Department, Held, Letter, Mail
from ledger.opening import transaction
from ledger.vocabulary import LetterState
from mailroom import holding, passing_on, resending
from mailroom.address_book import where_put_right
from mailroom.desks import clearing, liaison_chase, secrecy, serving
from mailroom.office import Office
from parsers.reading import Bounce

# What a server gives as reason where it refuses the letter, not the address: content, size, our own standing.
ABOUT_THE_LETTER = re.compile(
    r"(?<![\d.])5\.(?:3\.4|6\.\d+|7\.\d+)(?![\d.])|spam|virus|垃圾邮件|病毒|违规|敏感|内容|附件|too (?:large|big)|size limit|过大|超过.{0,8}(?:大小|限制)"
    r"|blacklist|block ?list|blocked|黑名单|policy|reputation|SPF|DKIM|DMARC|频率|too many|relay",
    re.IGNORECASE,
)

# What a server answers that is asked to take a letter for somebody it does not know.
UNKNOWN_THERE = re.compile(
    r"发信服务器不接受收件人.*服务器答复.*(?:(?<![\d.])5\.1\.[0-36](?![\d.])|user unknown|unknown user|no such (?:user|recipient|mailbox)|does not exist"
    r"|invalid (?:user|recipient|mailbox)|用户不存在|无此用户|没有此用户)",
    re.IGNORECASE | re.DOTALL,
)

COMMAND = "mailroom departments address "
WORKS = re.compile(rf"{COMMAND}(.+) --works (\S+)")
NO_OTHER = "没有别的邮箱可用，在更正以前信都打印送达，请电话索要新邮箱"
TO_PRINT = "这一封已列入待打印送达（mailroom tasks）"


@dataclass(frozen=True)
class Burial:
    """What was done about a bounce: `told` are Chinese sentences for the pen and the journal, `passed_on` the new letter."""

    told: str = ""
    passed_on: Letter | None = None


def bury(
    office: Office, letter: Letter | None, bounce: Bounce, mail: Mail | None, *, now: datetime
) -> Burial:
    """Write an address off that a letter of ours came back from for good, and send the letter to the next on file.

    Inside the caller's transaction. A full mailbox, a delay and a letter that was refused for what is in it say nothing
    against the address.
    """
    address = _address_of(letter, bounce)
    if letter is None or not address or not bounce.permanent or ABOUT_THE_LETTER.search(bounce.reason or ""):
        return Burial()
    holders = [each for each in addresses.holders_of(address) if not _mended_since(letter, each, address)]
    if arrivals.wrote_since(
        address, letter.posted_at
    ):  # a late notice: somebody there has written to us since
        holders = []
    if letter.department is None or letter.department not in holders:
        return Burial()
    because = f"《{letter.subject}》{addresses.RETURNED}{bounce.reason or '原因未写明'}"
    new = [each for each in holders if addresses.bury(each, address, because=because, now=now, mail=mail)]
    fresh = passing_on.pass_on(office, letter, now=now, because=f"{address} 退信")
    for row in serving.not_reached(letter) if fresh is not None else []:
        serving.serve(office, row, now=now)
    printed = fresh is None and passing_on.keep_to_print(letter, address, now=now)
    for department in new:
        reason = f"我办{month_day_words(letter.posted_at)}发往 {address} 的信件被退回"
        if addresses.live(department):
            liaison_chase.ask_for_address(office, department, address, reason, now=now)
    sharing = "、".join(each.name for each in new if each != letter.department)
    also = f"{sharing}同用这个邮箱，一并停用" if sharing else ""
    told = _told(letter.department, fresh, printed=printed)
    return Burial(holding.one_sentence(told, also), fresh)


def pass_refused_on(office: Office, *, now: datetime) -> int:
    """Do the same for the letters that the server, asked to take them, did not take as it knows nobody of that name; returns
    how many went to another address.
    """
    passed_on = 0
    for entry in listings.open_held_of_kinds("letter"):
        letter = entry.letter
        if letter is None or letter.state != LetterState.FAILED or len([*letter.to, *letter.cc]) != 1:
            continue
        if UNKNOWN_THERE.search(letter.last_error):
            with transaction():
                passed_on += _pass_refused_on(office, entry, letter, now=now)
    return passed_on


def _pass_refused_on(office: Office, entry: Held, letter: Letter, *, now: datetime) -> bool:
    [address] = letter.to
    bounce = Bounce(recipient=address, permanent=True, reason=letter.last_error)
    burial = bury(office, letter, bounce, None, now=now)
    anew = secrecy.send_instead(office, letter, now=now)
    if burial.passed_on is None and anew is None:
        return False
    told = holding.one_sentence(burial.told, secrecy.told_of(anew) if anew else "")
    because = f"对方服务器没有这个邮箱：{address}，{told}"
    clearing.settle([entry], now=now, by=casework.SYSTEM, because=because)
    ways = [by_phone(office, address), way_back(letter, address)]
    postbook.hold(what="bounce", because=because, suggestions=ways, now=now, case=letter.case)
    return True


def settle_mended(office: Office, *, now: datetime, by: str = casework.SYSTEM) -> None:
    """Close the entries about addresses that are dead no longer, or no longer on file, by whatever way that came about. One that asks for a
    letter to be sent again stays open for that; where it says that nothing can be written to the department, it says no
    more so once something can.
    """
    with transaction():
        for entry in listings.open_held_of_kinds("bounce"):
            for way in entry.suggestions:
                if found := WORKS.fullmatch(way["do"]):
                    _look_again(entry, way["do"], *found.groups(), now=now, by=by)


def _look_again(entry: Held, way: str, name: str, address: str, *, now: datetime, by: str) -> None:
    department = worklists.department_named(name)
    if department is None:
        return
    on_file = {each.lower() for each in department.addresses}
    dead = {row.address for row in addresses.dead_of(department)} & on_file
    alive = addresses.live(department)
    for way_again in [each["do"] for each in entry.suggestions if _asks_about(each["do"], alive)]:
        postbook.suggest_no_more(entry, way_again)
    again = any(each["do"].startswith(resending.COMMAND) for each in entry.suggestions)
    if alive and NO_OTHER in entry.because:
        now_true = f"以后的信发往 {alive[0]}" + ("，这一封还没有重发" if again else "")
        postbook.say_instead(entry, entry.because.replace(NO_OTHER, now_true))
    if address.lower() in dead:
        return
    if again:
        postbook.suggest_no_more(entry, way)
    else:
        clearing.settle([entry], now=now, by=by, because=f"{address} 已更正")


def _asks_about(do: str, alive: list[str]) -> bool:
    """Whether a way out sends again the letter that asked for a form as one of these addresses was dead: it works again."""
    chase = f"{resending.COMMAND}{liaison_chase.KIND}/"
    return do.startswith(chase) and do.endswith(tuple(f"-{address.lower()}" for address in alive))


def by_phone(office: Office, address: str) -> holding.Suggestion:
    """The way out of a letter that came back: somebody telephones, and puts the address right where it stands."""
    why = "，".join(filter(None, ["地址可能停用或写错", where_put_right(office, address)]))
    return holding.suggest(f"电话核对 {address} 的邮箱，更正后重发", why)


def way_back(letter: Letter, address: str) -> holding.Suggestion:
    """The way out where the address turns out to work."""
    name = letter.department.name if letter.department else "单位"
    return holding.suggest(f"{COMMAND}{name} --works {address}", "核实这个邮箱能用的")


def _address_of(letter: Letter | None, bounce: Bounce) -> str:
    """Whose mailbox it was: the recipient that the notice names, else the only one that the letter had."""
    if letter is None:
        return ""
    every = [*letter.to, *letter.cc]
    named = (bounce.recipient or "").lower()
    if named:
        return named if named in (each.lower() for each in every) else ""
    return every[0].lower() if len(every) == 1 else ""


def _mended_since(letter: Letter, department: Department, address: str) -> bool:
    """Whether the address was found to work after this letter went out: a late notice says nothing about it now."""
    mended = addresses.last_mended(department, address)
    return mended is not None and letter.posted_at <= mended


def _told(department: Department, fresh: Letter | None, *, printed: bool) -> str:
    others = addresses.live(department)
    if fresh is not None:
        return f"已改寄{department.name}的另一邮箱 {'、'.join(fresh.to)}，以后的信也发往那里"
    if others:
        return f"{department.name}以后的信发往 {others[0]}，这一封没有改寄"
    return f"{department.name}{NO_OTHER}" + (f"；{TO_PRINT}" if printed else "")
