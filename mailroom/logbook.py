"""The office's log: a file beside the office, in China time, with telephones and identity numbers masked."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

import click

from generators.privacy import mask_text
from mailroom.providers.disk import reason_of

if TYPE_CHECKING:
    from config.settings import LoggingSettings

EIGHT_HOURS = 8 * 3600


class MaskedFormatter(logging.Formatter):
    """One line a record, masked as every list of the office is (rules.md, Privacy)."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.converter = _china_time

    def format(self, record: logging.LogRecord) -> str:
        """The record's line and trace."""
        return mask_text(super().format(record))


def _china_time(seconds: float | None) -> time.struct_time:
    return time.gmtime((seconds or 0.0) + EIGHT_HOURS)


def open_logbook(settings: LoggingSettings, *, turns_pages: bool) -> None:
    """Send the log where the config says.

    Only the process that works the office begins a new file when one is full (`turns_pages`): two processes that
    rename the same file lose lines.
    """
    root = logging.getLogger()
    for handler in list(root.handlers):
        if getattr(handler, "of_the_office", False):
            root.removeHandler(handler)
            handler.close()
    handler = _handler(settings, turns_pages)
    handler.setFormatter(MaskedFormatter())
    handler.handleError = _say_once(handler)  # type: ignore[method-assign, assignment]
    handler.of_the_office = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(settings.level.upper())
    for chatty in ("apscheduler", "peewee"):  # peewee would write whole rows, names and all
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
    # It warns, in English, of every reply in UTF-8; what is wrong it raises.
    logging.getLogger("imapclient").setLevel(logging.ERROR)


def _say_once(handler: logging.Handler) -> Callable[[logging.LogRecord], None]:
    """Where the log can't be written (a full disk): one sentence on stderr, not a trace for every line."""
    said: list[str] = []

    def say(record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        if not said and error is not None:
            said.append(
                reason_of(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
            )
            click.echo(f"日志 {getattr(handler, 'baseFilename', '')} 写不进去：{said[0]}", err=True)

    return say


def _handler(settings: LoggingSettings, turns_pages: bool) -> logging.Handler:
    if settings.file is None:
        return logging.StreamHandler()
    settings.file.parent.mkdir(parents=True, exist_ok=True)
    if turns_pages:
        size = settings.file_mb * 1_000_000
        return RotatingFileHandler(
            settings.file, maxBytes=size, backupCount=settings.files, encoding="utf-8", delay=True
        )
    return logging.FileHandler(settings.file, encoding="utf-8", delay=True)
