"""What is peculiar to 163.com, 126.com, yeah.net (Coremail), and to QQ: kept as data, read top to bottom.

- SELECT is refused ("Unsafe Login") on every connection that sent no ID after log-in.
- No IDLE, no MOVE, no UIDNEXT on SELECT; `UID FETCH n:*` brings the last mail even where its UID is below n.
- The server itself puts what was submitted by SMTP into 已发送; an APPEND would make a second copy.
- Real answers land in 垃圾邮件, 广告邮件 or 病毒文件夹; those are looked into as well (`config.mail_hosts`).
- QQ lets an account make folders only below 其他文件夹.
- Refusals carry a tag ("554 DT:SPM …") that says more than the code.

Sources: sessions and replies published by users of the service, collected in the domain notes, 4.1 to 4.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from config.mail_hosts import AUTHORISATION_CODE, NETEASE, QQ, QQ_CUSTOM_FOLDERS, belongs
from mailroom.errors import Misconfigured
from mailroom.providers.base import Advice

ID_FIELDS = {
    "name": "hotline-mailroom",
    "version": "1",
    "vendor": "hotline-mailroom",
}  # any non-empty ID opens SELECT
MOST_LETTERS_A_CONNECTION = 10  # one more is answered 450 MI:DMC


class Turn(Enum):
    """Whose turn a refused letter is; each becomes one of `mailroom.errors`."""

    NOBODY = "Temporary"
    OPERATOR = "Misconfigured"
    PERSON = "Refused"


@dataclass(frozen=True)
class ReplyRule:
    """What a reply with this code and tag means; the first rule that fits is taken."""

    code: int
    tag: str  # looked for in the reply, whatever the case; "" fits any
    turn: Turn
    sentence: str
    retry_after: float | None = None  # seconds
    next_day: bool = False
    reconnect: bool = False  # a new connection helps at once
    as_spam: bool = False  # it was the letter's words
    blocks: bool = False  # the account or this machine is shut out; knocking makes it longer


_HOURS = 2 * 3600.0
_BLOCKED = "发信服务器暂时封锁了本机地址或账号，程序将停发两小时；请检查密码是否正确、发信是否过频"

REPLIES = (
    ReplyRule(535, "", Turn.OPERATOR, "发信登录被拒绝，请核对账号和密码"),
    ReplyRule(
        550, "User has no permission", Turn.OPERATOR, "该账号没有开通 SMTP 服务，请在网页邮箱的设置中开通"
    ),
    ReplyRule(
        553,
        "Mail from must equal",
        Turn.OPERATOR,
        "发件地址与登录账号不一致，请核对 office.address 与 courier.user",
    ),
    ReplyRule(
        501,
        "mail from address must be same",
        Turn.OPERATOR,
        "发件地址与登录账号不一致，请核对 office.address 与 courier.user",
    ),
    ReplyRule(553, "Local user only", Turn.OPERATOR, "发信服务器只接受登录后的本站用户，请核对账号和端口"),
    ReplyRule(
        554, "DT:SUM", Turn.OPERATOR, "信头的发件人与登录账号不一致，请核对 office.address 与 courier.user"
    ),
    ReplyRule(554, "DT:SPM", Turn.PERSON, "信件被当作垃圾邮件拒收，原样重发无用，请改主题再发", as_spam=True),
    ReplyRule(554, "MI:STC", Turn.NOBODY, "账号当日的发信数量已用完，明日零时后再发", next_day=True),
    ReplyRule(451, "MI:SFQ", Turn.NOBODY, "十五分钟内发信过多，稍后再发", retry_after=15 * 60.0),
    ReplyRule(450, "MI:DMC", Turn.NOBODY, "一次连接内发信过多，换连接再发", reconnect=True),
    ReplyRule(450, "RP:DRC", Turn.NOBODY, "一次连接内收件人过多，换连接再发", reconnect=True),
    ReplyRule(
        450, "MI:CEL", Turn.NOBODY, "服务器认为错误指令过多，请把日志交给程序维护人员", retry_after=_HOURS
    ),
    ReplyRule(450, "MI:CCL", Turn.NOBODY, "服务器认为指令过多，请把日志交给程序维护人员", retry_after=_HOURS),
    ReplyRule(451, "RP:CEL", Turn.NOBODY, "服务器认为错误收件人过多，请核对各单位邮箱", retry_after=_HOURS),
    ReplyRule(451, "DT:SPM", Turn.NOBODY, "服务器要求稍后重试", retry_after=2 * 60.0),
    ReplyRule(451, "too much fail authentication", Turn.NOBODY, _BLOCKED, retry_after=_HOURS, blocks=True),
    ReplyRule(421, "HL:", Turn.NOBODY, _BLOCKED, retry_after=_HOURS, blocks=True),
    ReplyRule(554, "HL:", Turn.NOBODY, _BLOCKED, retry_after=_HOURS, blocks=True),
    ReplyRule(554, "IP is rejected", Turn.NOBODY, _BLOCKED, retry_after=_HOURS, blocks=True),
    ReplyRule(554, "IP in blacklist", Turn.NOBODY, _BLOCKED, retry_after=_HOURS, blocks=True),
    ReplyRule(421, "", Turn.NOBODY, "服务器关闭了连接", reconnect=True),
)


def reply_rule(code: int, text: str) -> ReplyRule | None:
    """Return the first rule for this reply; None where only the code speaks."""
    text = text.lower()
    return next((rule for rule in REPLIES if rule.code == code and rule.tag.lower() in text), None)


def is_netease(host: str) -> bool:
    """Tell whether this is one of NetEase's servers, by its name."""
    return belongs(host, NETEASE)


def login_hint(host: str) -> str:
    """What to add to "check the password": these providers take only a code made in the web mail's settings."""
    return (
        "；密码应填写网页邮箱中生成的客户端授权码，且已开启 IMAP/SMTP 服务"
        if belongs(host, AUTHORISATION_CODE)
        else ""
    )


def refused_folder(folder: str, reply: str) -> Misconfigured | None:
    """The sentence for NetEase's refusal to open a folder; None where the reply is another."""
    if "unsafe login" not in reply.lower():
        return None
    return Misconfigured(
        f"服务器以“Unsafe Login”拒绝打开 {folder}：账号被网易认为不安全，请登录网页邮箱处理（答复：{reply}）"
    )


def own_folder(name: str, *, host: str, existing: list[str]) -> str:
    """The name under which a server lets an account have a folder of its own: at QQ below 其他文件夹."""
    below = f"{QQ_CUSTOM_FOLDERS}/{name}"
    if name in existing or name.startswith(f"{QQ_CUSTOM_FOLDERS}/"):
        return name
    is_qq = belongs(host, QQ) or any(each.split("/")[0] == QQ_CUSTOM_FOLDERS for each in existing)
    return below if is_qq else name


def courier_advice(host: str, *, letters_per_connection: int, save_sent: str) -> list[str]:
    """What to tell an operator whose letters go out through NetEase."""
    if not is_netease(host):
        return []
    found: list[str] = []
    if save_sent == "append":
        found.append(Advice("网易服务器会自己保存已发送的信，save_sent 应为 server，否则每封存两份"))
    if not 0 < letters_per_connection <= MOST_LETTERS_A_CONNECTION:
        most = MOST_LETTERS_A_CONNECTION
        found.append(Advice(f"网易服务器一次连接只收 {most} 封，请调小 letters_per_connection"))
    return found
