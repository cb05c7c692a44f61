"""The office's log: a file beside the office, in China time, with telephones and identity numbers masked."""

from __future__ import annotations

import logging
import time
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from generators.privacy import mask_text

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
    handler.of_the_office = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(settings.level.upper())
    for chatty in ("apscheduler", "imapclient"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


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
