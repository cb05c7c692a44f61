"""The bench of the corpora measures what it says; where the corpora are at hand, ours is not worse than told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.corpora import CORPORA, __main__, bounces, mails, missing, quotes, truths
from bench.corpora.readers import READERS
from bench.corpora.seen import Truth, same_line, same_sender, same_text, wrong_names

needs_corpora = pytest.mark.skipif(bool(missing(CORPORA)), reason=missing(CORPORA))

MAIL = (
    'From: "=?gbk?B?vNc=?=" <A@x.cn>\r\nSubject: TZ\r\nMIME-Version: 1.0\r\n'
    "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n你好\r\n"
    "--B\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n1\r\n--B--\r\n"
).encode()
REPORT = (
    b"From: MAILER-DAEMON@x.cn\r\nSubject: failed\r\nContent-Type: multipart/report; report-type=delivery-status;"
    b" boundary=B\r\n\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.cn\r\n\r\n"
    b"Final-Recipient: rfc822; a@x.cn\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--B--\r\n"
)


def put(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_without_the_corpora_it_says_so_and_measures_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(__main__, "CORPORA", tmp_path / "none")

    done = CliRunner().invoke(__main__.main)

    assert (done.exit_code, done.output) == (0, "没有 ../shared/corpora，无从测量。\n")


def test_white_space_marks_of_quotation_and_invisible_signs_make_no_difference_and_nothing_else():
    assert same_line("转办 \u200bTZ", " 转办\tTZ")
    assert not same_line("转办 TZ", "转办 TX")
    assert same_text(("> 一\r\n> 二",), ("一 二", "三"))
    assert not same_text(("一〓",), ("一二",))
    assert same_sender(("a@x.cn", "A@x.cn"), ("", "a@X.cn"))
    assert not same_sender(("甲", "a@x.cn"), ("乙", "a@x.cn"))
    assert wrong_names(("a.txt", "b.txt"), ("a.txt", "a.txt")) == 1


def test_expectations_of_zammad_are_read_without_what_it_makes_up(tmp_path: Path):
    put(
        tmp_path / "mail/zammad/m.yml",
        "--- !ruby/hash:Some::Hash\nsubject: TZ\nfrom_email: a@x.cn\nfrom_display_name: ''\nbody: <div>你好</div>\n"
        "content_type: text/html\nattachments:\n- !ruby/hash:Some::Hash\n  data: !binary |-\n    MQ==\n  filename: a.csv\n"
        "- filename: message.html\n",
    )
    box = put(tmp_path / "mail/zammad/m.box", MAIL)

    assert truths.mails(tmp_path) == [box]
    assert truths.truths(tmp_path) == [Truth(box, "TZ", ("", "a@x.cn"), ("你好",), ("a.csv",))]


def test_expectations_of_stalwart_are_read_and_what_it_lost_is_left_out(tmp_path: Path):
    head = [
        {"name": "subject", "value": {"Text": "T\ufffd"}},
        {"name": "from", "value": {"Address": {"List": [{"name": "甲", "address": "a@x.cn"}]}}},
    ]
    named = {"ContentType": {"attributes": [{"name": "filename", "value": "a.csv"}]}}
    told = {
        "text_body": [1],
        "html_body": [1],
        "attachments": [2],
        "parts": [
            {"headers": head, "body": {"Multipart": [1, 2]}},
            {"headers": [], "body": {"Text": "你好"}},
            {"headers": [{"name": "content_disposition", "value": named}], "body": {"Binary": [49]}},
        ],
    }
    put(tmp_path / "mail/stalwart-mail-parser/m.json", json.dumps(told))

    [truth] = truths.truths(tmp_path)

    assert (truth.path.suffix, truth.subject, truth.sender) == (".eml", None, ("甲", "a@x.cn"))
    assert (set(truth.texts or ()), truth.names) == ({"你好"}, ("a.csv",))


@pytest.mark.parametrize("name", list(READERS))
def test_every_parser_is_asked_for_the_same(name: str, tmp_path: Path):
    path = put(tmp_path / "m.eml", MAIL)
    right = Truth(path, "TZ", None, ("你好",), ("a.csv",))
    wrong = Truth(path, "TX", None, ("再见",), ("b.csv",))

    tally = mails.tally_of(READERS[name], [path], [right, wrong])

    assert (tally.refused, tally.header_raised, tally.body_raised, tally.unread) == (0, 0, 0, 0)
    assert [what for what, _ in tally.wrong] == ["subject", "text", "file name"]
    assert mails.expected([right, wrong]) == {"subject": 2, "sender": 0, "text": 2, "file name": 2}


def test_the_tree_of_parts_is_compared_with_that_of_mime4j(tmp_path: Path):
    folder = tmp_path / "mail/mime4j"
    put(folder / "same.msg", MAIL)
    put(
        folder / "same_decoded.xml",
        '<message><multipart><text-body name="1"/><binary-body/></multipart></message>',
    )
    other = put(folder / "other.msg", MAIL)
    put(folder / "other_decoded.xml", "<message><text-body/></message>")

    assert mails.trees(tmp_path) == ([other], 2)


def test_bounces_are_compared_with_what_sisimai_says(tmp_path: Path):
    first = {"reason": "userunknown", "hard": True, "status": "5.1.1", "reply": ""}
    complaint = {"reason": "feedback", "hard": False, "status": "", "reply": ""}
    put(tmp_path / "expected/sisimai-expected.json", json.dumps({"a-01": [first], "a-02": [complaint]}))
    put(tmp_path / "bounces/sisimai-set/a-01.eml", REPORT)
    put(tmp_path / "bounces/sisimai-set/a-02.eml", MAIL)

    for read in bounces.READERS.values():
        counts, wrong = bounces.against_sisimai(tmp_path, read)
        assert wrong == []
        assert counts["failure known"] == counts["exact code"] == counts["no failure, left alone"] == 1
        assert bounces.recognised(tmp_path, read)["sisimai-set"] == (1, 2)


def test_only_mail_without_the_marks_of_a_notice_can_be_a_false_alarm(tmp_path: Path):
    paths = [put(tmp_path / "a.eml", MAIL), put(tmp_path / "b.eml", REPORT)]

    assert bounces.false_alarms(paths, lambda raw: bounces.Told("", None, "")) == (paths[:1], 1)


def test_a_reply_is_exact_but_for_white_space(tmp_path: Path):
    folder = tmp_path / "quotes/email-reply-trimmer/test"
    for name, true in (("right", "Yes,  do.\n"), ("wrong", "No.")):
        put(folder / f"emails/{name}.txt", "Yes, do.\n\nOn Thu, 15 Mar 2018, x <x@x.cn> wrote:\n> Do?\n")
        put(folder / f"trimmed/{name}.txt", true)
    put(tmp_path / "expected/talon-text-cases.json", "[]")

    assert quotes.measure(tmp_path)["email-reply-trimmer"] == (1, 2, ["wrong.txt"])


@needs_corpora
def test_no_mail_of_the_corpora_is_refused_and_few_are_seen_otherwise_than_expected():
    expectations = truths.truths(CORPORA)

    tally = mails.tally_of(READERS["ours"], truths.mails(CORPORA), expectations)

    assert (tally.refused, tally.header_raised, tally.body_raised) == (0, 0, 0)
    assert tally.unread <= 3
    assert tally.count("subject") <= 1
    assert tally.count("sender") <= 4
    assert tally.count("text") <= 16
    assert tally.count("file name") <= 4
    assert len(mails.trees(CORPORA)[0]) <= 4


@needs_corpora
def test_bounces_of_the_corpora_are_known_and_ordinary_mails_are_not_taken_for_them():
    counts, _ = bounces.against_sisimai(CORPORA, bounces.ours)

    assert counts["failure known"] >= 325
    assert counts["no failure, left alone"] == 15
    assert counts["class of the code (4 for now, 5 for good)"] >= 280
    assert counts["a full mailbox passes"] >= 15
    assert bounces.false_alarms(truths.mails(CORPORA), bounces.ours)[0] == []


@needs_corpora
def test_as_many_replies_of_the_corpora_are_exact_as_told():
    exact = {name: count for name, (count, _, _) in quotes.measure(CORPORA).items()}

    assert exact["talon"] >= 18
    assert exact["email-reply-trimmer"] >= 27
    assert exact["unquotemail"] >= 35
