"""PostgreSQL of one's own on loopback: one server a test session, one new database a test."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType

import psycopg

from tests.servers.ports import free_ports, program, server_folder

_PLACES = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
_OWNER = "case"
_TRIES = 4
# A test machine loses no power; what a killed client did is in the server's memory all the same.
_OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=60"


class PostgresHost:
    """One PostgreSQL server with its own folder and port. Root can't run it: it runs as user postgres."""

    port: int

    def __init__(self) -> None:
        self.folder = server_folder("pghost-")
        self._numbers = itertools.count(1)

    def __enter__(self) -> PostgresHost:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> PostgresHost:
        """Start it and return once it answers; `RuntimeError` with its log where it doesn't."""
        atexit.register(self.stop)
        shutil.chown(self.folder, "postgres")
        words = f"-D {self.folder}/db -U {_OWNER} --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync"
        self._run("initdb", *words.split())
        for _ in range(_TRIES):
            (self.port,) = free_ports(1)
            options = f"-p {self.port} -k {self.folder} {_OPTIONS}"
            done = self._run(
                "pg_ctl", *self._place, "-w", "-o", options, "-l", f"{self.folder}/log", "start", check=False
            )
            if done.returncode == 0:
                return self
        raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")

    def stop(self) -> None:
        """Stop it, ending all connections, and remove its folder."""
        atexit.unregister(self.stop)
        if (self.folder / "db" / "postmaster.pid").exists():
            self._run("pg_ctl", *self._place, "-w", "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"office_{next(self._numbers)}"
        self._tell(f"CREATE DATABASE {name}")
        return f"postgresql://{_OWNER}@127.0.0.1:{self.port}/{name}"

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._tell(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    @property
    def _place(self) -> list[str]:
        return ["-D", f"{self.folder}/db"]

    def _tell(self, sentence: str) -> None:
        with psycopg.connect(
            f"postgresql://{_OWNER}@127.0.0.1:{self.port}/postgres", autocommit=True
        ) as connection:
            connection.execute(sentence)

    def _run(self, name: str, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = [program(name, "postgresql", *_PLACES), *words]
        if os.geteuid() == 0:
            command = [program("runuser", "util-linux"), "-u", "postgres", "--", *command]
        # pg_ctl's server would inherit pipes and keep them open: output goes to a file
        with (self.folder / "commands.log").open("a+") as log:
            done = subprocess.run(command, stdout=log, stderr=log, text=True, cwd=self.folder)
            log.seek(0)
            if check and done.returncode:
                raise RuntimeError(f"{name} failed:\n{log.read()}")
        return done
