"""What every connection to a mail server shares: encryption that is always verified, and words for its failures."""

from __future__ import annotations

import os
import socket
import ssl
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from config.surroundings import is_loopback
from mailroom.errors import MailroomError, Misconfigured, Unreachable

SECURITY_NAMES = {"tls": "TLS", "starttls": "STARTTLS", "none": "不加密"}


class ServerSettings(Protocol):
    """The part of the mailbox's and the courier's settings that says where the server is and how to log in."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def security(self) -> str: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def ca_file(self) -> Path | None: ...
    @property
    def timeout_seconds(self) -> float: ...


def encryption(server: ServerSettings) -> ssl.SSLContext:
    """Return the TLS settings: certificate and name verified, against `ca_file` where the office names one.

    They are kept until the file of authorities changes: loading the system's takes 26 ms, and a courier to 163.com
    needs a new connection for every ten letters.
    """
    standard = ssl.get_default_verify_paths()
    place = server.ca_file or standard.cafile or standard.capath
    try:
        return _encryption(str(server.ca_file or ""), os.stat(place).st_mtime_ns if place else 0)
    except (OSError, ssl.SSLError) as error:
        raise Misconfigured(f"证书文件 {server.ca_file} 无法读取：{error}") from error


@lru_cache(maxsize=4)
def _encryption(ca_file: str, changed_at: int) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file or None)


def require_encryption(server: ServerSettings) -> None:
    """Refuse to talk in the clear to anything but this machine itself."""
    if server.security == "none" and not is_loopback(server.host):
        raise Misconfigured(f"不加密连接只允许用于本机，{server.host} 请改用 tls 或 starttls")


def send_at_once(connection: socket.socket) -> None:
    """Switch off Nagle's delay (with delayed ACKs it costs 40 ms a letter), and let dead peers be noticed."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)


def acknowledge_at_once(connection: socket.socket) -> None:
    """Switch off the delay of our acknowledgements (Linux; it comes back by itself when we send something).

    After a TLS 1.3 handshake the server sends two small things, its tickets and its first words, and by Nagle's rule
    keeps the second until the first is acknowledged: 43 ms a connection, 2 without the delay.
    """
    if hasattr(socket, "TCP_QUICKACK"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def connection_error(server: ServerSettings, error: Exception) -> MailroomError:
    """Say in Chinese why no connection came about, and whose turn it is."""
    place = f"{server.host}:{server.port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = error.verify_message or str(error)
        return Misconfigured(f"{place} 的证书未通过验证（{reason}）；单位自建证书请填写 ca_file")
    if isinstance(error, ssl.SSLError) and error.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"):
        return Misconfigured(f"{place} 不是 TLS 端口，请核对 port 与 security 是否相配")
    if isinstance(error, socket.gaierror):
        return Unreachable(f"找不到服务器 {server.host}，请检查网络或域名")
    if isinstance(error, TimeoutError):
        hint = "" if server.security == "tls" else "；如果它是 TLS 端口，security 应为 tls"
        return Unreachable(f"{place} 在 {server.timeout_seconds:g} 秒内没有应答{hint}")
    if isinstance(error, ConnectionRefusedError):
        return Unreachable(f"{place} 拒绝连接")
    return Unreachable(f"与 {place} 的连接中断：{without_password(str(error), server)}")


def without_password(text: str, server: ServerSettings) -> str:
    """Return `text` with the password taken out, should a server or library ever repeat it."""
    return text.replace(server.password, "***") if server.password else text
