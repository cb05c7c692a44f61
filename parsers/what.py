"""What a mail is: an ordered list of rules, read from top to bottom; the first that speaks decides.

Each rule takes the evidence and returns one Chinese sentence, why the mail is of that kind, or "".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from parsers.forms.liaison_change import is_liaison_change
from parsers.labels import Labels

_REPLY = re.compile(r"^\s*(?:回复|答复|回覆|re|aw|sv)\s*[:：]", re.IGNORECASE)
_PREFIX = re.compile(
    r"^\s*(?:(?:回复|答复|回覆|转发|轉寄|轉發|re|fw|fwd|aw|sv)\s*[:：]\s*|[\[【](?:外部邮件|外部|SPAM)[\]】]\s*)+",
    re.IGNORECASE,
)

_URGES = re.compile(
    r"催办|督办(?!科|室|局|组|处)|(?:即将|将于[^，。；]{0,24}|已经?|马上|快要|临近)(?:到期|超期|逾期|超时)|临期|(?:仍|尚|至今|还|一直)未(?:办结|回复|反馈|签收|上报|收到|按)|黄牌|红牌|超期未|逾期未|超期(?:提醒|预警)|到期提醒"
)
_WITHDRAWS = re.compile(
    r"撤(?:单|销|回|件)|作废|(?:取消|终止)(?:办理|该|此|工单|转办)|(?:不再|不要再|无需|不必|不用|停止|暂停|终止)(?:继续)?(?:办理|处理)|(?:已|予以)(?:收回|注销)"
)
_RETURNS = re.compile(
    r"(?:退回|驳回|发回|打回)[^。；]{0,24}(?:重办|重新|补充|修改|完善|整改|再次)|(?:请|须|应)?重新(?:办理|核实|调查|回复|答复|上报)|重办|审核(?:未通过|不通过)|未通过审核|不予(?:通过|办结)|(?:回复|答复|办理结果)[^。；]{0,16}不(?:符合|规范|合格|完整|具体|予认可)"
)
_NOT_OURS = r"(?:我|本)(?:单位|局|镇|街道|办|委|公司|中心|大队|部门|辖区|处|所|校|院|站)"
_SENDS_BACK = re.compile(
    rf"退单|退件|退办|(?:申请|请求|请予?以?|予以|现将?|特|作|做|需|拟|建议|给予)[^，。；]{{0,12}}(?:退回|改派|转派|另行转办|重新(?:派单|分办|转办|派发|指派))|(?:退回|改派)(?:你办|贵办|申请|处理|至|给|其他|市)|"
    rf"不(?:属于?|归|在|是|由|为){_NOT_OURS}|(?:非|不属){_NOT_OURS}|(?:不属于?|不在|超出|非){_NOT_OURS}?[^，。；]{{0,6}}(?:职责|职权|管辖|辖区|业务|职能|管理)(?:范围|权限)?|与{_NOT_OURS}(?:职责|业务|工作)?无关|{_NOT_OURS}(?:无|没有)[^，。；]{{0,6}}(?:职责|职权|权限|管辖权|职能|执法权)"
)
_EXTENDS = re.compile(
    r"(?:申请|请求|恳请|请予?|拟|需|特|希望|望|现|准予|批准|能否|可否|要求)[^，。；]{0,16}(?:延期|延长|宽限|延时|延缓|延至|展期|顺延)|(?:延期|延长|顺延|宽限)[^，。；]{0,12}(?:\d|[一二两三五七十])+\s*个?(?:工作)?[日天]|延期(?:申请|办理|回复|办结|至|到)"
)
_INSTRUCTS = re.compile(
    r"批示(?:如下|指出|要求|[：:]|内容|件|精神|意见)|(?:作出|作|做出|上|有|重要|的)批示|领导批示|(?:签批|批阅|批注|指示)(?:如下|意见|[：:])|批示[^，。；]{0,6}[“\"]"
)
_ASKS_INSTRUCTION = re.compile(r"请(?:领导|您|示)?批示|妥否.{0,4}批示|待.{0,6}批示|报.{0,8}批示|呈.{0,8}批示")
_RESULT = re.compile(
    r"经查|经核实|经调查|经现场|经了解|经走访|经勘|经检查|经实地|属实|(?:办理|处理|调查|核查|核实)(?:情况|结果)(?:如下|[：:])|回复如下|答复如下|报告如下|"
    r"(?:已|已经|现已|均已|全部)(?:处理|办结|解决|办理完毕|整改|维修|修复|清理|落实|妥善|恢复|回复(?:诉求|当事|来电|反映|群众|市民)|答复(?:诉求|当事|来电|反映|群众)|反馈(?:诉求|当事|来电|反映|群众)|告知|联系)|(?:办理|处理|整改|维修)完(?:毕|成)|(?:诉求人|来电人|反映人|当事人|群众)[^。；]{0,16}(?:满意|认可|无异议)"
)
_RECEIVED = re.compile(
    r"收到|签收|收悉|已阅|知悉|已接收|已接件|已转|已安排|(?:马上|立即|尽快|抓紧|及时|正在|认真|按时|按期|按要求|会)[^，。；]{0,6}(?:办|处理|落实|安排|核实|调查|联系|回复)|好的|明白|遵照|照办|OK|ok"
)
_ASKS_BACK = re.compile(
    r"收到(?:请|后|回|吗|了吗|没|否)|是否收到|请(?:确认)?(?:查收|签收|收悉|注意查收)|收到回"
)
_TRANSFERS = re.compile(
    r"(?:现|今|兹)?(?:将|把)[^。；]{0,60}(?:工单|诉求|案件|信件|来信|事项|转办件|转办|热线)[^。；]{0,20}(?:转|交|派|发|送)(?:去|给|你|贵|至|办|请|来)|(?:现|兹)转去|转去[^。；]{0,20}(?:工单|诉求|信件|事项)|请(?:办理|处理|受理)(?:以下|下列|附件)|待办工单|"
    r"(?:工单|诉求|信件|转办单|交办单|转办件|来信|转办函)[^。；]{0,10}(?:见附件|请查收|请办理|请接收|附后)|(?:转|交|派)(?:你|贵)(?:单位|办|市)[^。；]{0,20}(?:办理|处理)"
)
_TO_MAYOR = re.compile(
    r"^\s*(?:尊敬的|敬爱的)?[^，。；]{0,8}(?:市长|书记|区长|领导)[^，。；]{0,4}[，,：:！!]?\s*(?:您好|你好)?"
)
_REQUESTS = re.compile(
    r"反映|投诉|举报|求助|咨询|建议|请(?:问|求|帮|您|市|领导|政府|有关)|希望|恳请|能否|解决|感谢"
)
_UPPER_SENDER = re.compile(r"12345|热线|平台|省|信箱|网站|受理中心|督办|督查")
_FURTHER = re.compile(
    r"会议|培训|报名|周刊|简报|放假|值班(?:表|安排)|退订|征求意见|参会|考试|招聘|发票|工资|问卷|中奖|优惠"
)


@dataclass(frozen=True)
class Evidence:
    """What the rules look at. Kinds are those of `judging.judge`; `body_kind` is that of the mail's own text."""

    labels: Labels
    subject: str
    new_text: str
    sender: str
    machine: str = ""
    machine_why: str = ""
    body_kind: str = ""
    kinds: tuple[tuple[str, str], ...] = ()  # (name of the document, its kind), for readable documents
    unread: tuple[str, ...] = ()  # names of documents that could not be read
    case_nos: tuple[str, ...] = ()  # all of ours, quoted mail included
    upper_nos: tuple[str, ...] = ()  # those in subject, text and documents, quoted mail left out
    answers_mail: bool = False  # In-Reply-To or References are there

    @property
    def is_reply(self) -> bool:
        """Whether the subject begins with 回复: or Re:, so that the rest of it are our own words."""
        return _REPLY.match(self.subject) is not None

    @property
    def own_subject(self) -> str:
        """The subject as far as the sender wrote it: nothing of a reply's."""
        return "" if self.is_reply else _PREFIX.sub("", self.subject)

    @property
    def words(self) -> str:
        """Own subject and new text."""
        return f"{self.own_subject}\n{self.new_text}"

    @property
    def concerns_a_case(self) -> bool:
        """Whether the mail speaks of a case of ours: by its number, or as a reply."""
        return bool(self.case_nos) or self.is_reply or self.answers_mail

    def documents_of(self, kind: str) -> list[str]:
        """Return the names of the readable documents of that kind."""
        return [name for name, found in self.kinds if found == kind]


def _by_document(kind: str, noun: str) -> Callable[[Evidence], str]:
    def rule(e: Evidence) -> str:
        names = e.documents_of(kind)
        return f"「{names[0]}」是{noun}。" if names else ""

    return rule


def _notice_by_subject(e: Evidence) -> str:
    if e.is_reply or not (e.upper_nos or _UPPER_SENDER.search(e.sender)) or (e.case_nos and not e.upper_nos):
        return ""
    hit = re.search(
        r"催办|撤单|撤回|撤销|退回|重办|督办通知|到期提醒|超期|逾期|临期|驳回|预警", e.own_subject
    )
    return f"主题里写着「{hit[0]}」，是上级平台就已转的工单发来的。" if hit else ""


def _notice_by_text(e: Evidence) -> str:
    if (
        not (e.upper_nos or _UPPER_SENDER.search(e.sender))
        or (e.case_nos and not e.upper_nos)
        or e.body_kind == "case"
    ):
        return ""
    for pattern, verb in ((_WITHDRAWS, "撤回"), (_RETURNS, "退回重办"), (_URGES, "催办")):
        hit = pattern.search(e.words)
        if hit and not _TRANSFERS.search(e.new_text):
            return f"来文里写着「{hit[0]}」，是上级平台{verb}工单。"
    return ""


def _liaison_by_text(e: Evidence) -> str:
    return "来文说的是联系人变更。" if is_liaison_change(e.new_text) and not e.unread else ""


def _extension_by_text(e: Evidence) -> str:
    hit = _EXTENDS.search(e.words)
    return (
        f"来文里写着「{hit[0]}」，申请延期。"
        if hit and e.concerns_a_case and not _answered_at_length(e)
        else ""
    )


def _send_back_by_text(e: Evidence) -> str:
    hit = _SENDS_BACK.search(e.words)
    return (
        f"来文里写着「{hit[0]}」，要求退单。"
        if hit and e.concerns_a_case and not _answered_at_length(e)
        else ""
    )


def _answered_at_length(e: Evidence) -> bool:
    """Whether the text has the headings of an answer: then 不属于我单位 or 延期 is only a remark in it."""
    return (
        e.body_kind == "answer" and re.search(r"反馈(?:当事人|诉求人)|审核人|承办人", e.new_text) is not None
    )


def _instruction_by_text(e: Evidence) -> str:
    hit = _INSTRUCTS.search(e.words)
    return f"来文里写着「{hit[0]}」，转达领导批示。" if hit and not _ASKS_INSTRUCTION.search(e.words) else ""


def _follow_up_by_text(e: Evidence) -> str:
    return "正文是回访记录。" if e.body_kind == "follow_up" else ""


def _answer_by_text(e: Evidence) -> str:
    if e.body_kind == "answer":
        return (
            "正文写了调查核实或处理情况。"
            if e.concerns_a_case or e.upper_nos or re.search("办理|回复|处理", e.subject)
            else ""
        )
    hit = _RESULT.search(e.new_text)
    if hit and e.concerns_a_case and not e.unread and not _TRANSFERS.search(e.new_text):
        return f"回信里写着「{hit[0]}」，是办理结果。"
    return ""


def _case_by_text(e: Evidence) -> str:
    if e.body_kind == "case":
        return "正文里有工单的各项内容。"
    if e.upper_nos and not e.is_reply and not e.case_nos and _TRANSFERS.search(e.new_text):
        return f"来文转办上级工单 {e.upper_nos[0]}。"
    return ""


def _letter_to_mayor(e: Evidence) -> str:
    mailbox = re.search("市长信箱|致市长|给市长", e.own_subject) or _TO_MAYOR.match(e.new_text)
    long_enough = len(re.sub(r"\s", "", e.new_text)) >= 20
    if (
        mailbox
        and long_enough
        and not e.case_nos
        and not e.is_reply
        and _REQUESTS.search(e.new_text)
        and not _FURTHER.search(e.own_subject)
    ):
        return "正文是写给市长的信。"
    return ""


_UNREAD_NOUNS = (
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
    if not e.unread or (_FURTHER.search(e.words) and not e.concerns_a_case):
        return "", ""
    for where, text in (("附件名", " ".join(e.unread)), ("主题", e.own_subject), ("正文", e.new_text)):
        text = re.sub(r"\s+", "", text)
        for kind, noun in _UNREAD_NOUNS:
            word = e.labels.in_title(kind, text)
            if word and not (kind == "case" and e.case_nos):
                return kind, f"附件读不出来，{where}里写着「{word}」，应当是{noun}。"
    if _TRANSFERS.search(e.new_text) and not e.case_nos:
        return "case", "附件读不出来，正文说是转办，应当是工单。"
    if e.concerns_a_case and not re.search("催|提醒", e.own_subject):
        return "answer", "附件读不出来，是对本办转办单的回信，应当是办理结果。"
    return "", ""


def _acknowledgement(e: Evidence) -> str:
    text = re.sub(r"发自我的.*|\s+", "", e.new_text)
    if not e.concerns_a_case or len(text) > 80 or _ASKS_BACK.search(text):
        return ""
    hit = _RECEIVED.search(text)
    return f"回信只写了「{hit[0]}」，没有办理结果。" if hit else ""


RULES: tuple[tuple[str, Callable[[Evidence], str]], ...] = (
    ("liaison_form", _by_document("liaison_form", "联系表")),
    ("extension", _by_document("extension", "延期申请")),
    ("send_back", _by_document("send_back", "退单申请")),
    ("follow_up", _by_document("follow_up", "回访记录")),
    ("instruction", _by_document("instruction", "领导批示")),
    ("upper_notice", _notice_by_subject),
    ("answer", _by_document("answer", "办理结果")),
    ("extension", lambda e: _extension_by_text(e) if e.body_kind != "case" else ""),
    ("send_back", lambda e: _send_back_by_text(e) if e.body_kind != "case" else ""),
    ("case", _by_document("case", "工单")),
    ("case", lambda e: _case_by_text(e) if e.body_kind == "case" else ""),
    ("liaison_form", _liaison_by_text),
    ("instruction", lambda e: _instruction_by_text(e) if not e.unread else ""),
    ("follow_up", _follow_up_by_text),
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
    for what, rule in RULES:
        why = rule(e)
        if why:
            return what, why
    what, why = _by_words(e)
    if what:
        return what, why
    why = _acknowledgement(e)
    if why:
        return "acknowledgement", why
    return "other", "没有读到工单、办理结果、联系表等任何一种材料，由人判断。"
