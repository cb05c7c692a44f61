"""追查: does a department's mail about a secret case show that it knows, or looked for, who asked? The letter forbids it.

Nobody should have to find that out after the answer has gone up; a person telephones the department at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generators.people import WORDS, given_name_of, loose, without_title
from generators.privacy import is_secret, without_petitioner
from ledger import listings, worklists
from ledger.models import Dispatch, Petitioner
from ledger.vocabulary import LetterState
from mailroom import holding
from parsers.numbers import find_phones
from parsers.reading import Reading

_ASKER = "举报人|诉求人|反映人|来电人|投诉人|信访人|写信人|来信人"
_CLAUSE = r"[^，,。；;！!？?\n]"
_SOUGHT = re.compile(
    f"(?:约谈|找到|找过|找出|查到|查明|查找|查清|锁定|摸排|排查|走访|上门|联系上?|告知|致电|电话|回访|见面|当面|会见|沟通|对接|劝说|劝导|"
    f"做通|说服|询问|训诫|批评教育|警告|安抚|慰问|解释|答复|反馈|核实出?|与|向|对){_CLAUSE}{{0,10}}?(?:{_ASKER})(?!{_CLAUSE}{{0,3}}?(?:反映|所|举报|投诉|诉求|提出|的问题))"
)
_KNOWN = re.compile(
    f"(?:{_ASKER})(?:本人)?(?:已|也|均|现)?(?:系|名叫|家住|住在|承诺|保证|表示|同意|认可|签字|签名|满意|知晓|理解|接受|对{_CLAUSE}{{0,12}}?满意)"
    f"|(?:不再|不要再?|别再|不得再)(?:进行)?(?:投诉|举报|反映|上访|信访|拨打)|息诉|息访|撤诉|撤回(?:投诉|举报|诉求)"
)
# 由贵办答复诉求人, 因保密未联系诉求人: nobody was looked for.
_NOT_DONE = re.compile("请|由|建议|无法|未|不|没|贵办|你办|热线|市长公开电话|保密")


TELLS_WHO = ("dispatch", "amendment", "correction")  # kinds of letters to departments that may say who asked
GONE = (LetterState.SENT, LetterState.SENDING, LetterState.UNKNOWN)


def knows_who_asked(row: Dispatch) -> bool:
    """Whether we told the department ourselves who asked, before the case turned secret."""
    turned = listings.became_secret_at(row.case)
    return turned is not None and any(
        letter.kind in TELLS_WHO and letter.state in GONE and letter.posted_at <= turned
        for letter in worklists.find_letters(case=row.case)
        if letter.department is not None and letter.department.id == row.department.id
    )


def signs_of_tracing(row: Dispatch, reading: Reading) -> list[str]:
    """Return why a department's mail about a secret case must be seen by a person; Chinese sentences, [] for none.

    One that had the name from us, before the case turned secret, shows nothing by knowing it.
    """
    case = row.case
    if not is_secret(case):
        return []
    known = knows_who_asked(row)
    petitioner = worklists.petitioner_of(case)
    text = "\n".join(_texts(reading))
    sentences = []
    if not known and petitioner is not None and _names(text, petitioner):
        sentences.append("来件里写着诉求人的姓名或电话：本件保密，请查明单位怎样知道的")
    if told := _telling_clause(text):
        shown = without_petitioner(told, petitioner)[:24]
        sentences.append(f"来件里写着“{shown}”：本件保密，不得打听、追查诉求人")
    elif not known and reading.answer and reading.answer.petitioner_informed:
        sentences.append("本件保密，没有提供诉求人，反馈却写已告知当事人，请查明告知了谁")
    return sentences


def ask_how_they_know(row: Dispatch) -> holding.Suggestion:
    """What a person does first about such a mail."""
    ask = f"立即电话{row.department.name}，问清怎样知道诉求人的，重申不得打听、追查"
    return holding.suggest(ask, "本件保密")


def _texts(reading: Reading) -> Iterator[str]:
    """What the department wrote itself: the new part of its mail, and its answer or reason in a document."""
    yield reading.new_text
    for answer in (reading.answer, *reading.answers):
        if answer:
            yield from (text for text in (answer.facts, answer.measures) if text)
    asked = reading.send_back or reading.extension
    if asked and asked.reason:
        yield asked.reason


def _names(text: str, petitioner: Petitioner) -> bool:
    """Whether a text has the petitioner's name, the given one too, or telephone; 张先生 may be anybody."""
    plain, given = without_title(petitioner.name or ""), given_name_of(petitioner.name or "")
    names = [plain] if len(plain) >= 2 and given else []
    if len(given) >= 2 and given not in WORDS:
        names.append(given)
    phones = set(find_phones(petitioner.phone or ""))
    return any(loose(name).search(text) for name in names) or bool(phones & set(find_phones(text)))


def _telling_clause(text: str) -> str:
    """Return the first clause that tells of contact with who asked, or of his giving in."""
    for clause in re.split(r"[，,。；;！!？?\n]", text):
        if _KNOWN.search(clause) or (_SOUGHT.search(clause) and not _NOT_DONE.search(clause)):
            return clause.strip()
    return ""
