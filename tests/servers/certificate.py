"""A self-signed certificate that is its own authority: clients get it as `ca_file`."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.servers.ports import program


def make_certificate(folder: Path, *names: str) -> tuple[Path, Path]:
    """Write `cert.pem` and `key.pem` for 127.0.0.1, localhost and other host names into `folder`; return both."""
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=127.0.0.1"
    hosts = ",".join(["IP:127.0.0.1", *(f"DNS:{name}" for name in ("localhost", *names))])
    certificate, key = folder / "cert.pem", folder / "key.pem"
    files = ["-keyout", str(key), "-out", str(certificate), "-addext", f"subjectAltName={hosts}"]
    subprocess.run([program("openssl", "openssl"), *words.split(), *files], check=True, capture_output=True)
    return certificate, key
