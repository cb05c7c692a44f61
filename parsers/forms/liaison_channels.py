"""Which channels a liaison form covers: the hotline, the mayor's mailbox, or both (分别填报并注明)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.forms.entries import tight
from parsers.reading import Person

BOTH = ("hotline", "mayors_mailbox")
CODES = {"热线": "hotline", "信箱": "mayors_mailbox"}

NOTE_TO_FILLER = re.compile(
    r"请将此表|分别填报此表|若.{0,24}不在一个科室|前报|报送至|填表说明|填报说明|报市长公开电话"
)
"""What is printed below the blank form for whoever fills it in."""

_PRINTED = re.compile(r"热线(?:和|与|及|、|以及)(?:市长)?信箱|热线(?:办(?!理)|中心|平台)")
"""Both channels named together, as in the printed title, and the office's own name: neither says which it is."""

_CHANNEL = r"(?:市)?(?:政务服务|政务|12345|市民|便民)*(?:热线|市长信箱|信箱)"
_ALONE = re.compile(
    rf"(?:(?:注明?|备注|说明|(?:填报|办理)?(?:事项|类别|项目|渠道))[:：])?[（(【]?({_CHANNEL})(?:部分|专用|用|填报|办理(?:工作)?)?[)）】]?"
)
"""A line or remark that is nothing but the name of a channel: （市长信箱）, 注：市长信箱."""

_HEADING = re.compile(
    rf"(?:[（(]?[一二三1-3][)）]?[、.．,，)）:]?|第[一二三1-3](?:部分|份)[:、]?)?[（(【]?({_CHANNEL})(?:办理)?(?:工作|部分|方面)?(?:办理)?(?:联系表|联系人|联络人|人员)?(?:名单|信息|情况)?[)）】]?[:]?"
)
"""A line above the people of one channel: 一、政务服务热线, （二）市长信箱办理工作联系人：."""

_SAYS_SO = re.compile(
    r"(?:此|本)(?:表|件|份)?(?:为|是|仅|只|系|填)[^，。；]{0,12}?(热线|信箱)"
    r"|(?:仅|只|专)(?:负责|承办|办理|含|限|填|用|为)[^，。；]{0,8}?(热线|信箱)"
    r"|(热线|信箱)(?:办理工作)?(?:联系表|联系人|部分)"
)


def channels_of_title(title: str) -> tuple[str, ...]:
    """Return the one channel that a title names beside or in place of the printed words for both, else ()."""
    return _one(_PRINTED.sub("", title.replace("\n", " ")))


def channel_headed(text: str) -> str:
    """Return the code of the channel whose people stand below this line or cell, or ""."""
    hit = _HEADING.fullmatch(tight(text))
    return next(iter(_one(hit[1])), "") if hit else ""


def channels_of(
    title: str, letter: str, lines: Sequence[str] = (), people: Sequence[Person] = ()
) -> tuple[str, ...]:
    """Return which channels a form covers: both, unless its title, the letter, its lines or its people's remarks name just
    one.
    """
    if found := channels_of_title(title):
        return found
    for texts in ([letter], lines):
        said = {found for text in texts for each in re.split(r"[。\n]", text) if (found := _said(each))}
        if len(said) == 1:
            return said.pop()
    return _of_remarks(people) or BOTH


def _of_remarks(people: Sequence[Person]) -> tuple[str, ...]:
    """Return the one channel that the remarks name, or (); what stands beside some of the liaisons alone is only theirs."""
    named = [(person.role, found) for person in people if (found := _one(person.note or ""))]
    channels = {found for _, found in named}
    of_form = any("此表" in (person.note or "") or "本表" in (person.note or "") for person in people)
    theirs = {role for role, _ in named} == {"liaison"} and len(named) < sum(
        person.role == "liaison" for person in people
    )
    return channels.pop() if len(channels) == 1 and (of_form or not theirs) else ()


def _said(sentence: str) -> tuple[str, ...]:
    if NOTE_TO_FILLER.search(sentence):
        return ()
    if alone := _ALONE.fullmatch(re.sub(r"\s", "", sentence)):
        return _one(alone[1])
    hit = _SAYS_SO.search(sentence)
    both = "热线" in sentence and "信箱" in sentence and "分别" not in sentence
    return _one(next(word for word in hit.groups() if word)) if hit and not both else ()


def _one(text: str) -> tuple[str, ...]:
    named = tuple(code for word, code in CODES.items() if word in text)
    return named if len(named) == 1 else ()
