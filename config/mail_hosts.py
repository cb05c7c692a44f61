"""What is known of the large mail providers before a word was spoken with them: by the name of the server.

Sources: the domain notes, 4.1 to 4.3 (sessions and replies published by users of the services).
"""

from __future__ import annotations

NETEASE = ("163.com", "126.com", "yeah.net", "188.com")
QQ = ("qq.com",)
MICROSOFT_CHINA = ("partner.outlook.cn",)  # 世纪互联
GOOGLE = ("gmail.com", "googlemail.com")
# They take no password of the web mail, only a code made in its settings (授权码).
AUTHORISATION_CODE = (*NETEASE, *QQ)

# Where real answers land besides the inbox; a folder that an account does not have is passed over.
NETEASE_JUNK = ("垃圾邮件", "广告邮件", "订阅邮件", "病毒文件夹", "病毒邮件")
QQ_JUNK = ("Junk",)
# What a free account may send was never published: users tell of some dozens to some hundreds a day, and of being taken
# for a spammer when letters follow each other at once. The companies' hosts (qiye.163.com) are told otherwise.
NETEASE_FREE = ("163.com", "126.com", "yeah.net")
NETEASE_COMPANY = ("qiye.163.com",)
NETEASE_LETTERS_A_DAY = 150
NETEASE_SECONDS_BETWEEN = 10
# QQ lets an account make folders only below this one.
QQ_CUSTOM_FOLDERS = "其他文件夹"
# An authorisation code of NetEase ends by itself, since about 2020 after so many days.
NETEASE_CODE_DAYS = 180


def belongs(host: str, domains: tuple[str, ...]) -> bool:
    """Tell whether a server is one of a provider's, by its name."""
    host = host.lower().rstrip(".")
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def junk_folders_of(host: str) -> tuple[str, ...]:
    """The folders beside the inbox in which this provider puts mail that is no junk."""
    if belongs(host, NETEASE):
        return NETEASE_JUNK
    return QQ_JUNK if belongs(host, QQ) else ()


def letter_limits_of(host: str) -> tuple[int, int]:
    """How many letters a day, and how many seconds from one to the next, this provider bears; 0: no limit known."""
    free = belongs(host, NETEASE_FREE) and not belongs(host, NETEASE_COMPANY)
    return (NETEASE_LETTERS_A_DAY, NETEASE_SECONDS_BETWEEN) if free else (0, 0)


def password_days_of(host: str) -> int:
    """After how many days this provider lets a password end; 0: not by itself."""
    return NETEASE_CODE_DAYS if belongs(host, NETEASE) else 0


def token_url_of(host: str, tenant: str) -> str:
    """Where Microsoft 365 (or 世纪互联) gives tokens for a tenant; Google's needs none. "": not known."""
    if belongs(host, GOOGLE):
        return "https://oauth2.googleapis.com/token"
    if not tenant:
        return ""
    place = (
        "login.partner.microsoftonline.cn" if belongs(host, MICROSOFT_CHINA) else "login.microsoftonline.com"
    )
    return f"https://{place}/{tenant}/oauth2/v2.0/token"


def scope_of(host: str) -> str:
    """What an application asks of Microsoft 365 by its own right: all that the administrator granted it."""
    place = (
        "https://partner.outlook.cn" if belongs(host, MICROSOFT_CHINA) else "https://outlook.office365.com"
    )
    return f"{place}/.default"
