"""What errors of Exchange, of a web server and of the line become at the provider's border."""

from __future__ import annotations

import re

import pytest
from exchangelib import errors

from mailroom.errors import MailroomError, Misconfigured, Refused, Unreachable
from mailroom.providers.ews_autodiscover import _allowed
from mailroom.providers.ews_errors import MEANINGS, HttpStatus, translated
from tests.servers.exchange import schema


@pytest.mark.parametrize("code", sorted(MEANINGS))
def test_every_code_has_a_chinese_sentence_that_names_it(code):
    known = getattr(errors, code, None)
    error = known("no") if known else errors.TransportError(f"Unknown ResponseCode: {code} (no)")
    told = translated(error, "mail.example.cn", patience=60)
    assert type(told) is MEANINGS[code].turn
    assert re.search(r"[\u4e00-\u9fff]", str(told))
    assert "mail.example.cn" in str(told)


@pytest.mark.parametrize(
    ("status", "turn", "words"),
    [
        (401, Misconfigured, "密码"),
        (403, Misconfigured, "EWS"),
        (404, Misconfigured, "url"),
        (302, Misconfigured, "url"),
        (413, Refused, "大"),
        (429, Unreachable, "暂时"),
        (500, Unreachable, "暂时"),
        (503, Unreachable, "暂时"),
    ],
)
def test_every_status_of_a_web_server_says_whose_turn_it_is(status, turn, words):
    told = translated(HttpStatus(status, retry_after=7), "mail.example.cn", patience=60)
    assert type(told) is turn
    assert words in str(told)
    if turn is Unreachable:
        assert told.retry_after == 7


def test_a_bug_is_no_fault_of_the_server():
    assert translated(KeyError("x"), "mail.example.cn", patience=60) is None


def test_a_secret_that_a_server_repeats_is_left_out():
    told = translated(errors.ErrorAccessDenied("no: geheim"), "x", patience=60, secrets=("geheim", ""))
    assert isinstance(told, MailroomError)
    assert "geheim" not in str(told)


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example.cn/EWS/Exchange.asmx",
        "https://mail.example.com/autodiscover/autodiscover.svc",
        "https://evil-example.cn/autodiscover/autodiscover.svc",
        "",
    ],
)
def test_a_password_is_carried_to_no_other_domain_and_over_no_open_wire(url):
    with pytest.raises(Misconfigured, match="url"):
        _allowed(url, "office@example.cn")


def test_a_server_of_the_same_domain_may_be_gone_to():
    url = "https://mail.example.cn/autodiscover/autodiscover.svc"
    assert _allowed(url, "office@example.cn") == url


def test_every_code_is_one_that_the_schema_or_a_newer_server_has():
    """Where Microsoft's schema is at hand."""
    files = [place / "messages.xsd" for place in schema._PLACES if (place / "messages.xsd").is_file()]
    if not files:
        pytest.skip("no schema here")
    named = set(re.findall(r'enumeration value="(Error\w+)"', files[0].read_text(encoding="utf-8")))
    newer = {"ErrorConnectionFailedTransientError", "ErrorExceededMaxRecipientLimit"}
    newer |= {"ErrorMessageSubmissionBlocked", "ErrorUnsupportedMailboxType"}
    assert MEANINGS.keys() - named == newer
