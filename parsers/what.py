"""What a mail is: an ordered list of rules, read from top to bottom; the first that speaks decides.

Each rule takes the evidence and returns one Chinese sentence, why the mail is of that kind, or "".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from parsers.evidence import Evidence
from parsers.forms import wording
from parsers.forms.judging import lays_down_rules
from parsers.forms.liaison_change import is_liaison_change
from parsers.forms.prose import PLAINLY, WHO

LONGEST_NOTICE = 300
"""Characters of a notice that names no case by its number: a longer one speaks of such things in general."""

LONGEST_RECEIPT = 80
"""Characters of a letter that says no more than that ours was received."""


def _by_document(kind: str, noun: str) -> Callable[[Evidence], str]:
    def rule(e: Evidence) -> str:
        names = e.documents_of(kind)
        return f"「{names[0]}」是{noun}。" if names else ""

    return rule


def _by_body(kind: str, noun: str) -> Callable[[Evidence], str]:
    return lambda e: f"正文里有{noun}的各项内容。" if e.body_kind == kind else ""


# These may as well stand in the title of a new case: 逾期交房, 拒绝退回押金, 建议撤销站点.
MAYBE_NOTICE = re.compile(r"撤回|撤销|退回|超期|逾期|驳回|预警")
NOTICE_SUBJECT = re.compile(
    rf"催办|撤单|重办|督办通知|到期提醒|临期|【[^】]*(?:{MAYBE_NOTICE.pattern})[^】]*】"
    rf"|(?:{MAYBE_NOTICE.pattern})的?(?:工单|转办|来件|件|通知|提醒)"
)


_HANDED_ON = re.compile(r"^\W*(?:新|待办|转办|交办|派发|收到)[^:：—\-]{0,12}[:：—\-]")
"""A subject that says 新诉求： or 转办： and then tells the matter: 材料退回, 逾期交房 are the citizen's words."""


def _without_matter(subject: str) -> str:
    """Return a subject without the matter of a case that it hands on."""
    hit = _HANDED_ON.match(subject)
    return hit[0] if hit else subject


def _speaks_in_general(e: Evidence) -> bool:
    """Whether a mail names no case and speaks to everybody: a newsletter, a draft of rules, a long text about the work."""
    if e.upper_nos or e.case_nos:
        return False
    further = wording.FURTHER.search(e.words) is not None
    return e.bulk or further or len(e.new_text) > LONGEST_NOTICE or lays_down_rules(e.new_text)


def _notice_by_subject(e: Evidence) -> str:
    if (
        e.is_reply
        or _speaks_in_general(e)
        or not (e.upper_nos or wording.UPPER_SENDER.search(e.sender))
        or (e.case_nos and not e.upper_nos)
    ):
        return ""
    hit = NOTICE_SUBJECT.search(e.own_subject)
    if hit is None and e.body_kind != "case" and not e.documents_of("case"):
        hit = MAYBE_NOTICE.search(_without_matter(e.own_subject))
    return f"主题里写着「{hit[0]}」，是上级平台就已转的工单发来的。" if hit else ""


def _notice_by_text(e: Evidence) -> str:
    of_a_report = wording.OF_A_REPORT.search(e.new_text) is not None
    if _speaks_in_general(e) and not of_a_report:
        return ""
    by_upper = bool(e.upper_nos or wording.UPPER_SENDER.search(e.sender) or of_a_report)
    if not by_upper or (e.case_nos and not e.upper_nos and not of_a_report) or e.body_kind == "case":
        return ""
    for pattern, verb in (
        (wording.WITHDRAWS, "撤回"),
        (wording.RETURNS, "退回重办"),
        (wording.URGES, "催办"),
    ):
        hit = pattern.search(e.words)
        if hit and not wording.TRANSFERS.search(e.new_text):
            return f"来文里写着「{hit[0]}」，是上级平台{verb}工单。"
    return ""


def _liaison_by_text(e: Evidence) -> str:
    told = is_liaison_change(e.new_text) and not e.unread and not lays_down_rules(e.new_text)
    return "来文说的是联系人变更。" if told else ""


def _extension_by_text(e: Evidence) -> str:
    hit = wording.EXTENDS.search(e.words)
    return (
        f"来文里写着「{hit[0]}」，申请延期。"
        if hit and e.concerns_a_case and not _answered_at_length(e) and not lays_down_rules(e.new_text)
        else ""
    )


def _send_back_by_text(e: Evidence) -> str:
    hit = wording.SENDS_BACK.search(e.words)
    return (
        f"来文里写着「{hit[0]}」，要求退单。"
        if hit and e.concerns_a_case and not _answered_at_length(e) and not lays_down_rules(e.new_text)
        else ""
    )


def _answered_at_length(e: Evidence) -> bool:
    """Whether the text is an answer all the same, so that 不属于我单位 or 延期 is only a remark in it."""
    if re.search(r"退单|退回|退件|退办|改派|转派|申请延期|申请延长", e.new_text):
        return False
    if e.body_kind == "answer" and re.search(r"反馈(?:当事人|诉求人)|审核人|承办人", e.new_text):
        return True
    return (
        re.search(rf"{WHO}[^。；]{{0,16}}(?:满意|认可|理解|无异议)|向{WHO}[^。；]{{0,8}}解释", e.new_text)
        is not None
    )


def _instruction_by_text(e: Evidence) -> str:
    hit = wording.INSTRUCTS.search(e.words)
    return (
        f"来文里写着「{hit[0]}」，转达领导批示。"
        if hit and not wording.ASKS_INSTRUCTION.search(e.words)
        else ""
    )


def _answer_by_text(e: Evidence) -> str:
    if e.body_kind == "answer":
        return (
            "正文写了调查核实或处理情况。"
            if e.concerns_a_case or e.upper_nos or re.search("办理|回复|处理", e.subject)
            else ""
        )
    hit = wording.RESULT.search(e.new_text) or _finished(e.new_text)
    if hit and e.concerns_a_case and not e.unread and not wording.TRANSFERS.search(e.new_text):
        return f"回信里写着「{hit[0]}」，是办理结果。"
    return ""


def _finished(text: str) -> re.Match[str] | None:
    """Return where a few words tell a result, or that the petitioner was told, with nothing left to be done."""
    hit = wording.FINISHED.search(wording.LATER.sub("", text))
    return hit or (None if wording.LATER.search(text) else PLAINLY.search(text))


def _case_by_text(e: Evidence) -> str:
    if e.body_kind == "case":
        return "正文里有工单的各项内容。"
    if (
        e.upper_nos
        and not e.is_reply
        and not e.case_nos
        and (wording.TRANSFERS.search(e.new_text) or wording.TELLS_A_CASE.search(e.new_text))
    ):
        return f"来文转办上级工单 {e.upper_nos[0]}。"
    return ""


def _letter_to_mayor(e: Evidence) -> str:
    mailbox = re.search("市长信箱|致市长|给市长", e.own_subject) or wording.TO_MAYOR.match(e.new_text)
    if re.match(r"\s*\S{0,12}(?:公开电话|办公室|热线)", e.new_text):
        return ""  # 市长公开电话办公室 is the office itself
    long_enough = len(re.sub(r"\s", "", e.new_text)) >= 20
    if (
        mailbox
        and long_enough
        and not e.case_nos
        and not e.is_reply
        and wording.REQUESTS.search(e.new_text)
        and not wording.FURTHER.search(e.own_subject)
    ):
        return "正文是写给市长的信。"
    return ""


_UNREAD_NOUNS = (
    ("acknowledgement", "签收"),
    ("liaison_form", "联系表"),
    ("extension", "延期申请"),
    ("send_back", "退单申请"),
    ("follow_up", "回访记录"),
    ("instruction", "领导批示"),
    ("answer", "办理结果"),
    ("case", "工单"),
)


def _by_words(e: Evidence) -> tuple[str, str]:
    """Judge a mail whose documents could not be read by their names, its subject and its words."""
    if not e.unread or (wording.FURTHER.search(e.words) and not e.concerns_a_case):
        return "", ""
    for where, text in (("附件名", " ".join(e.unread)), ("主题", e.own_subject), ("正文", e.new_text)):
        text = re.sub(r"\s+", "", text)
        for kind, noun in _UNREAD_NOUNS:
            word = e.labels.in_title(kind, text)
            if word and not (kind == "case" and e.case_nos):
                return kind, f"附件读不出来，{where}里写着「{word}」，应当是{noun}。"
    if wording.TRANSFERS.search(e.new_text) and not e.case_nos:
        return "case", "附件读不出来，正文说是转办，应当是工单。"
    if e.case_nos and not re.search("催|提醒", e.own_subject):
        return "answer", "附件读不出来，是对本办转办单的回信，应当是办理结果。"
    return "", ""


def _short_words(e: Evidence) -> str:
    """Return the words of a short letter about a case, white space taken out; "" where it is long, or about none."""
    text = re.sub(r"发自我的.*|\s+", "", e.new_text) or re.sub(r"\s+", "", e.own_subject)
    return text if e.concerns_a_case and len(text) <= LONGEST_RECEIPT else ""


def _not_received(e: Evidence) -> str:
    hit = wording.NOT_RECEIVED.search(wording.IF_NOT.sub("", _short_words(e)))
    return f"回信里写着「{hit[0]}」，对方没有收到或打不开，不能算签收，由人判断。" if hit else ""


def _acknowledgement(e: Evidence) -> str:
    for name in e.documents_of("acknowledgement"):
        return f"「{name}」是签收单。"
    text = _short_words(e)
    if not text or wording.ASKS_BACK.search(text):
        return ""
    hit = wording.RECEIVED.search(text)
    return f"回信只写了「{hit[0]}」，没有办理结果。" if hit else ""


RULES: tuple[tuple[str, Callable[[Evidence], str]], ...] = (
    ("liaison_form", _by_document("liaison_form", "联系表")),
    ("extension", _by_document("extension", "延期申请")),
    ("send_back", _by_document("send_back", "退单申请")),
    ("follow_up", _by_document("follow_up", "回访记录")),
    ("instruction", _by_document("instruction", "领导批示")),
    ("upper_notice", _notice_by_subject),
    ("answer", _by_document("answer", "办理结果")),
    ("upper_notice", _by_document("upper_notice", "上级平台的通知")),
    ("extension", lambda e: _extension_by_text(e) if e.body_kind != "case" else ""),
    ("send_back", lambda e: _send_back_by_text(e) if e.body_kind != "case" else ""),
    ("liaison_form", _by_body("liaison_form", "联系表")),
    ("extension", _by_body("extension", "延期申请")),
    ("send_back", _by_body("send_back", "退单申请")),
    ("follow_up", _by_body("follow_up", "回访记录")),
    ("instruction", _by_body("instruction", "领导批示")),
    ("case", _by_document("case", "工单")),
    ("case", lambda e: _case_by_text(e) if e.body_kind == "case" else ""),
    ("answer", lambda e: _answer_by_text(e) if e.body_kind == "answer" else ""),
    ("liaison_form", _liaison_by_text),
    ("instruction", lambda e: _instruction_by_text(e) if not e.unread else ""),
    ("answer", _answer_by_text),
    ("upper_notice", _notice_by_text),
    ("case", _case_by_text),
    ("case", _letter_to_mayor),
)
"""The rules in order: documents speak before letters, and a form of one kind before the words of another."""


def decide(e: Evidence) -> tuple[str, str]:
    """Return (what, why) of a mail."""
    if e.machine:
        return e.machine, e.machine_why
    if e.own_letter:
        return "other", "这是本办自己发出的信。"
    for what, rule in RULES:
        why = rule(e)
        if why:
            return what, why
    why = _not_received(e)
    if why:
        return "other", why
    what, why = _by_words(e)
    if what:
        return what, why
    why = _acknowledgement(e)
    if why:
        return "acknowledgement", why
    return "other", "没有读到工单、办理结果、联系表等任何一种材料，由人判断。"
