"""Signed and encrypted mail, made by OpenSSL as mail programs make it: signatures come off, secrets are told."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest

from parsers import read_mail
from parsers.formats import read, sniff
from parsers.mail import open_mail
from tests.parsers.mail import outlook_files as outlook

ENTITY = "Content-Type: text/plain; charset=utf-8\r\n\r\n收到，正在办理。\r\n".encode()
ARMOUR = (
    "-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n经查，路灯已修复。\r\n- ----\r\n张三\r\n"
    "-----BEGIN PGP SIGNATURE-----\r\n\r\niQEzBAEBCAAd\r\n=abcd\r\n-----END PGP SIGNATURE-----\r\n"
)


@pytest.fixture(scope="module")
def cms(tmp_path_factory):
    """What `openssl cms` makes of an entity: cms(entity, "-sign", …) → DER."""
    folder: Path = tmp_path_factory.mktemp("cms")
    key, certificate, source = folder / "key.pem", folder / "certificate.pem", folder / "entity"
    _run(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=t", "-keyout", key, "-out", certificate
    )

    def make(entity: bytes, *words: str) -> bytes:
        source.write_bytes(entity)
        signer = ["-signer", certificate, "-inkey", key] if "-sign" in words else []
        goal = [] if signer else [certificate]
        return _run("cms", *words, "-binary", "-in", source, "-outform", "DER", *signer, *goal)

    return make


def _run(*words) -> bytes:
    return subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True).stdout


def mail(data: bytes, kind: str = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m") -> bytes:
    head = "From: zjj@t.example\r\nTo: office@163.com\r\nSubject: =?utf-8?B?5Zue5aSN?=: TZ\r\nMIME-Version: 1.0\r\n"
    return (
        f"{head}Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
        + base64.encodebytes(data).replace(b"\n", b"\r\n")
    )


@pytest.mark.parametrize(
    "words", [["-nodetach"], ["-nodetach", "-stream", "-indef"]], ids=["DER", "BER in pieces"]
)
def test_a_mail_that_is_only_signed_is_read_and_the_reading_says_so(cms, words) -> None:
    raw = mail(cms(ENTITY, "-sign", *words))

    assert open_mail(raw).body.text() == "收到，正在办理。"
    assert open_mail(raw).problems == ()
    assert read_mail(raw).why.endswith("邮件用 S/MIME 签名封装，内容已取出，签名没有核验。")


def test_a_signed_mail_may_hold_documents_and_be_signed_twice(cms) -> None:
    entity = b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nok\r\n--B\r\nContent-Type: text/csv; name=a.csv\r\n\r\na,b\r\n--B--\r\n"
    inner = cms(entity, "-sign", "-nodetach")
    again = (
        b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(inner)
    )

    opened = open_mail(mail(cms(again, "-sign", "-nodetach"), "application/x-pkcs7-mime"))

    assert opened.body.text() == "ok"
    assert [each.name for each in opened.enclosures] == ["a.csv"]


def test_a_signed_mail_of_outlook_saved_as_msg_is_read(cms) -> None:
    data = cms(ENTITY, "-sign", "-nodetach")
    tree = outlook.item(
        {outlook.SUBJECT: "x", outlook.CLASS: "IPM.Note.SMIME"}, attached=[outlook.file("smime.p7m", data)]
    )

    assert open_mail(outlook.ole_tree(tree)).body.text() == "收到，正在办理。"


@pytest.mark.parametrize("words", [[], ["-aes-256-gcm"]], ids=["enveloped", "authenticated"])
def test_an_encrypted_mail_says_who_can_open_it_and_what_to_ask(cms, words) -> None:
    opened = open_mail(mail(cms(ENTITY, "-encrypt", *words)))

    assert opened.body.text() == ""
    [problem] = opened.problems
    assert "用 S/MIME 加密" in problem
    assert "请对方不加密重寄" in problem


def test_what_was_signed_and_then_encrypted_is_encrypted(cms) -> None:
    inner = cms(ENTITY, "-encrypt")
    entity = (
        b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(inner)
    )

    assert "加密" in open_mail(mail(cms(entity, "-sign", "-nodetach"))).problems[0]


def test_a_torn_signature_does_not_give_half_a_mail(cms) -> None:
    data = cms(ENTITY * 40, "-sign", "-nodetach")
    for end in range(0, len(data), 97):
        opened = open_mail(mail(data[:end]))
        assert opened.body.text() == ""
        assert end == 0 or "已损坏或没有传完整" in opened.problems[0]


def test_a_clear_signed_mail_is_read_as_any_other() -> None:
    raw = (
        'From: a@t.example\r\nSubject: x\r\nContent-Type: multipart/signed; protocol="application/pgp-signature"; boundary=B\r\n\r\n'
        "--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n收到\r\n--B\r\n"
        "Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\n--B--\r\n"
    ).encode()
    opened = open_mail(raw)

    assert (opened.body.text(), opened.enclosures, opened.problems) == ("收到", (), ())


def test_the_armour_of_a_pgp_signature_is_no_part_of_the_text() -> None:
    opened = open_mail(f"From: a@t.example\r\nSubject: x\r\n\r\n{ARMOUR}另：附言\r\n".encode())

    assert opened.body.text() == "经查，路灯已修复。\n----\n张三\n另：附言"
    assert opened.problems == ()


def test_pgp_encryption_is_told_in_every_form() -> None:
    armour = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n=abcd\r\n-----END PGP MESSAGE-----\r\n"
    inline = open_mail(f"From: a@t.example\r\nSubject: x\r\n\r\n见下：\r\n{armour}".encode())
    whole = open_mail(
        (
            'From: a@t.example\r\nSubject: x\r\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=B\r\n\r\n'
            f"--B\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--B\r\nContent-Type: application/octet-stream\r\n\r\n{armour}--B--"
        ).encode()
    )

    assert inline.body.text() == "见下："
    for opened in (inline, whole):
        assert "用 PGP 加密" in opened.problems[0]
    assert sniff("工单.docx.asc", armour.encode()) == "pgp"
    assert "请对方不加密重寄" in read("工单.docx.asc", armour.encode()).problem


def test_a_mail_under_rights_management_says_who_can_open_it() -> None:
    raw = mail(b"v\x76\xe8\x04\x60\xc4\x11\xe3", "application/x-microsoft-rpmsg-message; name=message.rpmsg")

    assert "IRM" in open_mail(raw).problems[0]


def test_many_beginnings_of_armour_cost_no_more_than_their_length() -> None:
    text = "-----BEGIN PGP SIGNED MESSAGE-----\r\n" * 50_000

    assert "BEGIN PGP" in open_mail(b"From: a@t.example\r\nSubject: x\r\n\r\n" + text.encode()).body.text()
