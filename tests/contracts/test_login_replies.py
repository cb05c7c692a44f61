"""What servers say when they let nobody in: wrong secret, busy just now, or closed for a while."""

from __future__ import annotations

import pytest

from mailroom.errors import Blocked, LoginRefused, Unreachable
from mailroom.providers.login_replies import login_error
from tests.contracts.mailbox_kinds import NO_MAILBOX

QQ = (
    "Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, "
    "or system is busy. More information at https://help.mail.qq.com/detail/108/1023"
)
SAID = [
    # the secret is wrong, or the service is not switched on
    ("LOGIN Login error or password error", LoginRefused),
    ("[AUTHENTICATIONFAILED] Authentication failed.", LoginRefused),
    ("[AUTHENTICATIONFAILED] Invalid credentials (Failure)", LoginRefused),
    ("[ALERT] Application-specific password required", LoginRefused),
    ("535 5.7.8 Error: authentication failed: (reason unavailable)", LoginRefused),
    ("535 Login Fail. Please enter your authorization code to login.", LoginRefused),
    ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", LoginRefused),
    ("LOGIN failed.", LoginRefused),
    (QQ, LoginRefused),
    # only now
    ("[UNAVAILABLE] Temporary authentication failure. [mail:2018-03-12 10:00:00]", Unreachable),
    (
        "[LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
        Unreachable,
    ),
    ("[ALERT] Too many simultaneous connections. (Failure)", Unreachable),
    ("[INUSE] mailbox in use", Unreachable),
    ("Server busy, try again later", Unreachable),
    # it counts failures
    ("Too many failed login attempts", Blocked),
    ("[ALERT] Account exceeded: too many invalid logins, try again later", Blocked),
    ("451 4.7.0 too much fail authentication", Blocked),
    ("554 IP is rejected, smtp auth error limit exceed", Blocked),
    ("554 IP in blacklist", Blocked),
    ("535 account is locked", Blocked),
    ("登录过于频繁，请稍后再试", Blocked),
]


@pytest.mark.parametrize(("said", "kind"), SAID, ids=[said[:30] for said, _ in SAID])
def test_the_words_of_a_refusal_decide_when_to_knock_again(said, kind):
    assert type(login_error(NO_MAILBOX, said, "secret")) is kind
