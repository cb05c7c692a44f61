"""The offices in which the stories happen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.in_files import FolderOffice
from tests.journeys.offices import OfficeAtWork, share_templates
from tests.journeys.replies import dispatched_on_monday
from tests.journeys.seen import Seen
from tests.journeys.served import ServedOffice

NewAddress = Callable[..., str]


@pytest.fixture(autouse=True)
def one_set_of_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """See `share_templates`."""
    share_templates(monkeypatch)


@pytest.fixture(params=["dovecot-postfix", "folder"])
def office(request: pytest.FixtureRequest, tmp_path: Path, new_address: NewAddress) -> OfficeAtWork:
    """An office, once on real servers and once in a folder."""
    return request.getfixturevalue("served" if request.param == "dovecot-postfix" else "in_folder")


@pytest.fixture
def served(request: pytest.FixtureRequest, tmp_path: Path, new_address: NewAddress) -> ServedOffice:
    """An office on a real Dovecot and Postfix."""
    place = ServedOffice(tmp_path / "office", new_address, request.getfixturevalue("mail_host"))
    place.open()
    return place


@pytest.fixture
def in_folder(tmp_path: Path, new_address: NewAddress) -> FolderOffice:
    """An office whose mail is files."""
    place = FolderOffice(tmp_path / "office", new_address)
    place.open()
    return place


@pytest.fixture
def dispatched(office: OfficeAtWork) -> Seen:
    """A case on the town's desk since Monday morning: the letter there."""
    return dispatched_on_monday(office)
