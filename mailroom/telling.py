"""What an operator is told when a command could not do its work: one Chinese sentence, and the exit status."""

from __future__ import annotations

import logging

import click

from config.faults import ConfigFaults
from generators.letter import BrokenTemplate
from generators.message import BadAddress
from ledger.casework import NotAllowed
from mailroom.commands.chinese import complaint_in_chinese
from mailroom.errors import MailroomError
from mailroom.outages import outage_of

log = logging.getLogger(__name__)

UNDONE, WRONG = 1, 2  # exit statuses: could not be done; wrong use or wrong config


def tell(error: Exception) -> int:
    """Say on stderr what went wrong; returns the exit status. A bug goes to the office's log with its trace."""
    if isinstance(error, click.UsageError):
        if error.ctx is not None:
            click.echo(error.ctx.get_usage(), err=True)
        click.echo(complaint_in_chinese(error.format_message()), err=True)
        return WRONG
    click.echo(sentence_about(error), err=True)
    return WRONG if isinstance(error, ConfigFaults) else UNDONE


def sentence_about(error: Exception) -> str:
    """The sentence for an operator."""
    if isinstance(error, ConfigFaults | MailroomError | NotAllowed | BrokenTemplate | BadAddress):
        return str(error)
    if isinstance(error, click.Abort):
        return "已中止"
    if isinstance(error, click.ClickException):
        return error.format_message()
    if outage := outage_of(error):
        if _log_file():  # before an office is open the trace would only bury the sentence
            log.error("ledger or disk failed", exc_info=error)
        return outage
    log.error("a command failed", exc_info=error)
    where = f"，详见日志 {place}" if (place := _log_file()) else ""
    return f"程序出错（{type(error).__name__}）{where}"


def _log_file() -> str:
    """Where the office's log is written; "" before an office is open."""
    files = (getattr(handler, "baseFilename", "") for handler in logging.getLogger().handlers)
    return next((file for file in files if file), "")
