"""What a server's refusal means, and whose turn it is: the provider's own tags first, then the code and the stage."""

from __future__ import annotations

from enum import Enum

from mailroom.errors import Blocked, MailroomError, Misconfigured, Refused, Temporary, Unreachable
from mailroom.providers import netease


class Stage(Enum):
    """Where in the conversation a reply was given; its value begins the sentence about it."""

    LOGIN = "登录发信服务器时："
    SENDER = "发信服务器不接受发件地址："
    RECIPIENT = "发信服务器不接受收件人："
    LETTER = "发信服务器不接受信件："


_LOGIN_CODES = (530, 534, 535, 538)
_TOO_LARGE = 552
_MEANINGS = {
    450: "收件信箱暂时不可用",
    451: "服务器暂时出错",
    452: "服务器空间不足",
    550: "地址不存在或被拒收",
    551: "收件人不在该服务器",
    552: "信件过大或收件人信箱已满",
    553: "地址不被接受",
    554: "被服务器拒绝",
}


def reply_words(reply: bytes) -> str:
    """Return a reply as one line. QQ and others answer in raw GBK."""
    try:
        text = reply.decode("utf-8")
    except UnicodeDecodeError:
        text = reply.decode("gb18030", errors="replace")
    return " ".join(text.split())


def reply_error(code: int, reply: bytes, stage: Stage, *, recipients: tuple[str, ...] = ()) -> MailroomError:
    """Return the error that a refusing reply means."""
    words = reply_words(reply)
    rule = netease.reply_rule(code, words)
    turn = rule.turn if rule else _turn(code, stage)
    reason = rule.sentence if rule else _MEANINGS.get(code, "服务器拒绝")
    sentence = f"{stage.value}{reason}（服务器答复：{code} {words}）"
    if turn is netease.Turn.OPERATOR:
        return Misconfigured(sentence)
    if turn is netease.Turn.PERSON:
        return Refused(sentence, recipients=recipients, as_spam=rule is not None and rule.as_spam)
    # The account or the line has to wait, not this letter: none is to blame, and none to be given up for it. (An
    # untagged 4xx after MAIL may be about this letter's size: it must not keep all others waiting behind it.)
    waits = stage is Stage.LOGIN or (stage is Stage.SENDER and rule is not None)
    kind = Unreachable if waits else Temporary
    if rule and rule.blocks:
        kind = Blocked
    if rule:
        return kind(sentence, retry_after=rule.retry_after, next_day=rule.next_day)
    return kind(sentence)


def wants_new_connection(code: int, reply: bytes) -> bool:
    """Tell whether this reply only means that the connection has been used enough."""
    rule = netease.reply_rule(code, reply_words(reply))
    return rule is not None and rule.reconnect


def _turn(code: int, stage: Stage) -> netease.Turn:
    """By the code alone: 4xx passes; 5xx before the recipients is no letter's fault, unless that one is too large."""
    if code < 500:
        return netease.Turn.NOBODY
    if code in _LOGIN_CODES:
        return netease.Turn.OPERATOR
    if stage is Stage.LOGIN or (stage is Stage.SENDER and code != _TOO_LARGE):
        return netease.Turn.OPERATOR
    return netease.Turn.PERSON
