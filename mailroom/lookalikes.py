"""Senders that pass for somebody whom we know (仿冒): an address or a name made to look like one on file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ledger import worklists
from mailroom.correspondents import Correspondent
from mailroom.office import Office
from parsers.reading import Address, Envelope

# Domains at which anybody has his mailbox: one of them is no imitation of another. Nor are those that RFC 2606 keeps for
# examples: nobody writes from there.
PUBLIC = frozenset(
    "163.com 126.com yeah.net vip.163.com vip.126.com 188.com netease.com qq.com vip.qq.com foxmail.com sina.com sina.cn vip.sina.com"
    " sohu.com vip.sohu.com 139.com 189.cn wo.cn 21cn.com 21cn.net tom.com 263.net aliyun.com alibaba-inc.com eyou.com 2980.com"
    " gmail.com outlook.com hotmail.com live.com live.cn msn.com msn.cn icloud.com me.com yahoo.com yahoo.com.cn yahoo.cn 88.com"
    " example.com example.net example.org".split()
)
# What looks alike in the fonts of mail programs; Cyrillic and Greek letters, and what is drawn of two.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("1lI|ıіɩ", "i"),
        **dict.fromkeys("0оοօ", "o"),
        **dict(zip("аеорсухкмтнвѕјԁԛԝһ", "aeopcyxkmthbsjdqwh", strict=True)),
        **dict(zip("αερυνκ", "aepyvk", strict=True)),
        "-": "",
        "_": "",
    }
)
_SUFFIX = re.compile(r"\.(?:(?:com|net|org|gov|edu|ac|co)\.[a-z]{2}|[^.]+)$")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SHORTEST = 5  # letters; among shorter names one letter more or less is a name of its own


@dataclass(frozen=True)
class Known:
    """One whose word counts: his name, and where he writes from (addresses, or "@domain")."""

    names: tuple[str, ...]  # the full one first
    addresses: tuple[str, ...]


def resemblance(office: Office, envelope: Envelope, sender: Correspondent) -> str:
    """Return whom a mail's sender imitates and by what, a Chinese sentence; "" where nothing of the kind is seen.

    Of a sender on file it is asked whether the mail says that somebody else wrote it or gets the answer.
    """
    if not office.settings.trust.lookalikes or not sender.address:
        return ""
    known = _known(office)
    others = {each.mail.lower() for each in envelope.also_from} - {sender.address}
    if others and any(_is_on_file(each, known) for each in {sender.address, *others}):
        return f"发件人栏有两个以上的邮箱（{'、'.join([sender.address, *sorted(others)])}），不能断定是谁写的"
    if sender.upper or sender.departments or sender.leader:
        return _points_elsewhere(envelope, sender.address, known)
    if sender.ourselves:
        return ""
    return _imitates(sender.address, known) or _bears_address(envelope.sender, known)


def name_of_another(office: Office, envelope: Envelope, sender: Correspondent) -> str:
    """Return a sentence where an unknown address bears the name of somebody whom we know; "" otherwise.

    It may be his new mailbox: whoever looks at the mail should ask him.
    """
    on_file = sender.upper or sender.departments or sender.leader or sender.ourselves
    if not office.settings.trust.lookalikes or on_file or not sender.address:
        return ""
    shown = _plain_name(envelope.sender.name)
    for each in _known(office):
        if shown and shown in map(_plain_name, each.names):
            where = f"登记的邮箱是 {'、'.join(each.addresses)}" if each.addresses else "没有登记邮箱"
            return f"发件人名称是“{envelope.sender.name}”，而 {sender.address} 不是其登记的邮箱（{where}），请先核实"
    return ""


def _known(office: Office) -> list[Known]:
    settings = office.settings
    found = [Known((each.name, *each.aliases), tuple(each.addresses)) for each in worklists.departments()]
    found += [Known((each.name,), tuple(each.senders)) for each in settings.upper]
    found.append(Known((settings.office.name,), (settings.office.address,)))
    if settings.supervision.leader_address:
        found.append(Known(("领导",), (settings.supervision.leader_address,)))
    return found


def _is_on_file(address: str, known: list[Known]) -> bool:
    return any(_covers(own, address) for each in known for own in each.addresses)


def _covers(own: str, address: str) -> bool:
    own = own.lower()
    return own == address or (own.startswith("@") and address.endswith(own))


def _points_elsewhere(envelope: Envelope, address: str, known: list[Known]) -> str:
    """A mail in the name of one on file that asks for its answer elsewhere, or says that another sent it."""
    host = address.rpartition("@")[2]
    replies = {each.mail.lower() for each in envelope.reply_to} - {address}
    strange = sorted(each for each in replies if not _is_near(each, host, known))
    if strange:
        return f"来件用 {address} 的名义，却要求回复到没有登记的 {'、'.join(strange)}"
    via = envelope.sent_by.mail.lower() if envelope.sent_by else ""
    if via and via != address and not _is_near(via, host, known):
        return f"来件用 {address} 的名义，实际发送人（Sender）却是 {via}"
    return ""


def _is_near(address: str, host: str, known: list[Known]) -> bool:
    """Whether an address is on file, or a colleague's: of the same domain, which is not one of everybody's."""
    same = address.rpartition("@")[2] == host and host not in PUBLIC
    return same or _is_on_file(address, known)


def _imitates(address: str, known: list[Known]) -> str:
    """Whether an address that is not on file, or its domain, looks like one that is."""
    local, _, host = address.partition("@")
    genuine = {own.lower().rpartition("@")[2] for each in known for own in each.addresses}
    for each in known:
        for own in map(str.lower, each.addresses):
            its_local, _, its_host = own.partition("@")
            if host == its_host:
                if local != its_local and its_local and _alike(local, its_local):
                    return f"发件邮箱 {address} 与{each.names[0]}登记的 {own} 相似而不相同"
            elif host not in genuine and _host_alike(host, its_host):
                shown = "" if shown_host(host) == host else f"（即 {shown_host(host)}）"
                return f"发件邮箱 {address}{shown} 的域名与{each.names[0]}登记的 {own} 相似而不相同"
    return ""


def _host_alike(host: str, own: str) -> bool:
    if host in PUBLIC or host.endswith((".gov.cn", ".edu.cn", f".{own}")) or own.endswith(f".{host}"):
        return False  # nobody gets a name under gov.cn or edu.cn who is not what it says
    host, own = shown_host(host), shown_host(own)
    if _skeleton(host) == _skeleton(own):
        return True
    if host.startswith(f"{own}."):
        return True  # 163.com.x.cn
    (label, ending), (its_label, its_ending) = _registered(host), _registered(own)
    if label == its_label and ending == its_ending:
        return False  # names beneath one that the same people hold
    long_enough = len(its_label) >= _SHORTEST
    if ending == its_ending:
        return long_enough and _one_edit(label, its_label)
    same_name = _skeleton(host.removesuffix(ending)) == _skeleton(own.removesuffix(its_ending))
    return same_name and (long_enough or own in PUBLIC)  # 163.cn for 163.com, qq.con for qq.com


def _registered(host: str) -> tuple[str, str]:
    """The name that somebody registered, and the ending under which: mail.tz.com.cn → tz, .com.cn."""
    found = _SUFFIX.search(host)
    ending = found[0] if found else ""
    return host[: len(host) - len(ending)].rpartition(".")[2], ending


def _alike(local: str, own: str) -> bool:
    return _skeleton(local) == _skeleton(own)


def _skeleton(text: str) -> str:
    """What remains of a text for somebody who looks at it quickly (as UTS #39)."""
    text = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return text.replace("rn", "m").replace("vv", "w").replace("cl", "d")


def shown_host(host: str) -> str:
    """A domain as mail programs show it: xn--… as the letters that it stands for."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _one_edit(one: str, other: str) -> bool:
    """Whether one letter was put in, left out, replaced by another, or changed places with its neighbour. Numbers count:
    sy01 and sy02 are two names.
    """
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(map(len, (one, other)))
    )
    a, b = one[start:], other[start:]
    if any(letter.isdigit() for letter in a[:1] + b[:1]):
        return False
    swapped = a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]


def _bears_address(shown: Address, known: list[Known]) -> str:
    """Whether the displayed name is an address on file, and another one wrote."""
    named = [each.lower() for each in _ADDRESS.findall(unicodedata.normalize("NFKC", shown.name))]
    for each in named:
        if each != shown.mail.lower() and _is_on_file(each, known):
            return f"发件人名称写成登记的邮箱 {each}，实际发件邮箱是 {shown.mail}"
    return ""


def _plain_name(name: str) -> str:
    return re.sub(r"[\s\"'“”()（）]", "", unicodedata.normalize("NFKC", name))
