"""Who signed for an answer, written without colons: `经办人李四，审核人王五，电话5512345`; the colons are put in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.forms.people import COMPOUND, NO_NAMES, SURNAMES
from parsers.labels import Labels
from parsers.numbers import wide_to_narrow
from parsers.paper import Line

LONGEST_SIGNED = 120
"""Characters of a run of signers: three names, their posts and two telephones."""

_ROLES = ("handler", "approver", "phone")
# Words that only an answer's signature has: 负责人 or 联系人 may stand in anybody's text, and count beside one of these.
_SIGNS = re.compile(
    r"经办|承办|办理|办件|具体|填[报表写]|审[核批签定阅]|签[发批]|复核|核[签准查实]|[拟撰]稿|查办|调查|处[理置]"
)
_NAME = re.compile(
    rf"(?:(?:{COMPOUND})[ \u3000]?[\u3400-\u9fff\U00020000-\U0003ffff]{{1,2}}|[{SURNAMES}](?:[ \u3000]{{1,2}}[\u3400-\u9fff\U00020000-\U0003ffff](?![\u3400-\u9fff\U00020000-\U0003ffff])|[\u3400-\u9fff\U00020000-\U0003ffff]{{1,2}}))"
)
_POST = re.compile(
    r"同志|(?:副?[科股局镇所队站主]长|副?主任|书记)|[ \u3000]*[（(](?:签字|签名|签章|盖章|章)[）)]"
)
_PHONE = re.compile(
    r"(?:\d{3,4}[-—－ ]?)?\d{7,8}(?:[-—转]\d{1,4})?(?!\d)|1\d{10}(?!\d)|1\d{2}[- ]\d{4}[- ]\d{4}(?!\d)"
)
_JOINS = re.compile(
    r"[ \t\u3000]*(?:[:：]|[为是](?=[ \u3000]*[\u3400-\u9fff\U00020000-\U0003ffff\d]))?[ \t\u3000]*"
)
_REVIEWED = re.compile(
    r"(?P<who>(?:分管|主管|主要|单位|值班)?(?:副?(?:局长|镇长|主任|书记|站长|所长|科长)|领导|负责人))(?:[：:]?\s*)"
    rf"(?P<name>{_NAME.pattern})(?:同志)?\s*已经?(?:审[核阅签批定]|签[发批])(?:同意|通过)?(?=[\s，,。；;）)]|$)"
)
"""An approver told in a sentence: 分管领导李四已审核."""
_REPLIES = re.compile(
    rf"(?P<start>(?:^|[。；;！!？?）)\s]|[（(【\[])\s*)(?P<label>[回答]复人员?){_JOINS.pattern}(?P<name>{_NAME.pattern})(?:同志)?[，,；;、\s]*$"
)
"""Who replies, before a reviewer in the same line: 回复人：李四，分管领导王五已审核."""
_WORD = re.compile(r"[\u4e00-\u9fff]{2,10}")
_BETWEEN = re.compile(r"[\s，,、；;。．|｜/（()）【】\[\]]*")
_NOTED = re.compile(r"^\s*(?:附注?|注|落款|签署)\s*[:：]\s*")
"""What may stand before signers as a note: `附：承办人李四，审核人王五`."""
_STARTS = re.compile(r"^[\s（(【\[]*|[。；;！!？?…]\s*[（(【\[]?\s*|[（(【\[]\s*")


@dataclass(frozen=True)
class _Signer:
    label: str
    role: str
    value: str


def with_colons(lines: Sequence[Line], labels: Labels) -> list[Line]:
    """Return as many lines, those with signers without colons written with them.

    A role may stand above its name (经办人, below it 李四): the two lines become one and an empty one. A run of signers
    fills a line, or ends it behind a sentence; one whose roles all have their colons stays as it is.
    """
    written = [replace(line, text=signed(line.text, labels)) for line in lines]
    for i, line in enumerate(written[:-1]):
        below = written[i + 1]
        if _ends_in_signer(line.text, labels) and _PHONE.fullmatch(wide_to_narrow(below.text.strip())):
            written[i + 1] = replace(below, text=f"联系电话：{below.text.strip()}")
            continue
        if 0 < len(line.text.strip()) <= 10 and 0 < len(below.text.strip()) <= 20:
            run = _run(f"{line.text.strip()}：{below.text.strip()}", labels)
            if (
                run
                and len(run) == 1
                and _role(line.text.strip(), labels)
                and _may_stand_above(run, written, i, labels)
            ):
                written[i] = replace(line, text=f"{run[0].label}：{run[0].value}")
                written[i + 1] = replace(below, text="")
    return written


def _ends_in_signer(text: str, labels: Labels) -> bool:
    """Whether a line is a signer with a colon and nothing behind the name: below it stands the telephone alone."""
    label, colon, name = text.strip().rpartition("：")
    label = re.split(r"[，,\s。]", label)[-1]
    return bool(
        colon
        and _SIGNS.match(label)
        and _role(label, labels) in ("handler", "approver")
        and _NAME.fullmatch(name)
    )


def signed(text: str, labels: Labels) -> str:
    """Return `text` with colons behind the roles of the signers that end it, or as it is where nobody signs so."""
    replied = _replied_and_reviewed(text, labels)
    if replied:
        return replied
    text, plain = _REVIEWED.sub(r"审核人：\g<name>", text), text
    noted = _NOTED.match(text)
    if not noted and not _SIGNS.search(text, max(0, len(text) - LONGEST_SIGNED)):
        return plain  # as most cells do; the walk below costs thirty times that
    if noted and len(_run(text[noted.end() :], labels)) > 1:
        text = text[noted.end() :]
    for start in _STARTS.finditer(text, max(0, len(text) - LONGEST_SIGNED)):
        rest = text[start.end() :]
        if not rest or not _role_at(rest, 0, labels):
            continue
        run = _run(rest, labels)
        if run and any(_SIGNS.match(s.label) and s.role != "phone" for s in run):
            if all(re.search(rf"{re.escape(s.label)}\s*[:：]", rest) for s in run):
                return text
            before = text[: start.end()].rstrip(" \u3000（(【[")
            return before + "，".join(f"{s.label}：{s.value}" for s in run)
    return plain


def _replied_and_reviewed(text: str, labels: Labels) -> str:
    """Return `text` with colons behind who replies, who has reviewed and what signs follow them; "" where it ends otherwise."""
    reviewed = _REVIEWED.search(text, max(0, len(text) - LONGEST_SIGNED))
    replies = _REPLIES.search(text[: reviewed.start()]) if reviewed else None
    if not reviewed or not replies:
        return ""
    run = _run(f"审核人：{reviewed['name']}{text[reviewed.end() :]}", labels)
    if not run:
        return ""
    before = text[: replies.start()] + replies["start"].rstrip(" \u3000（(【[")
    signers = (f"{each.label}：{each.value}" for each in run)
    return "，".join((f"{before}{replies['label']}：{replies['name']}", *signers))


def _may_stand_above(run: Sequence[_Signer], lines: Sequence[Line], at: int, labels: Labels) -> bool:
    """Whether a role above its value is an answer's; a telephone only below somebody who signed."""
    if run[0].role != "phone":
        return _SIGNS.match(run[0].label) is not None
    return any(
        _role(line.text.partition("：")[0].strip(), labels) in ("handler", "approver") for line in lines[:at]
    )


def _run(text: str, labels: Labels) -> list[_Signer]:
    """Return the signers that `text` consists of, or [] where it holds anything else."""
    text = wide_to_narrow(text)
    found: list[_Signer] = []
    at = 0
    while at < len(text):
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        if at == len(text):
            break
        more = _value(text, at, labels) if found else None
        if more:  # a second name, or the telephone behind the name
            found[-1] = replace(found[-1], value=f"{found[-1].value}、{text[at:more].strip()}")
            at = more
            continue
        item = next(_items(text, at, labels), None)
        if item is None:
            return []
        signer, at = item
        found.append(signer)
    return found


def _items(text: str, at: int, labels: Labels) -> Iterator[tuple[_Signer, int]]:
    """Yield the signers that may stand at `at`, each with where it ends; the longest role first."""
    for length in range(10, 1, -1):
        label = text[at : at + length]
        role = _role(label, labels)
        if not role and _WORD.fullmatch(label) and labels.is_label(label):
            return  # 承办单位 is no 承办 by the name of 单位
        if len(label) < length or not role:
            continue
        begin = _JOINS.match(text, at + length).end()  # type: ignore[union-attr]
        end = _value(text, begin, labels, role)
        if end:
            yield _Signer(label, role, text[begin:end].strip()), end


def _value(text: str, at: int, labels: Labels, role: str = "") -> int | None:
    """Return where the name or number at `at` ends: before a mark, a blank, the next role, or the end."""
    if role != "approver" and role != "handler":
        hit = _PHONE.match(text, at)
        if hit or role == "phone":
            return hit.end() if hit else None
    hit = _NAME.match(text, at)
    for end in range(hit.end(), at + 1, -1) if hit and not NO_NAMES.match(hit[0]) else ():
        if not _NAME.fullmatch(text, at, end):
            continue
        post = _POST.match(text, end)
        stop = post.end() if post else end
        if stop == len(text) or _BETWEEN.match(text, stop).end() > stop or _role_at(text, stop, labels):  # type: ignore[union-attr]
            return stop
    return None


def _role_at(text: str, at: int, labels: Labels) -> bool:
    return any(_role(text[at : at + length], labels) for length in range(2, 11))


def _role(text: str, labels: Labels) -> str:
    """Return "handler", "approver" or "phone" where `text` is a label of that, else ""."""
    if not _WORD.fullmatch(text):
        return ""
    meaning = labels.meaning("answer", text)
    return meaning[0] if meaning and meaning[0] in _ROLES else ""
