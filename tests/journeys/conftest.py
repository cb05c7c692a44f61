"""The offices in which the stories happen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.offices import FolderOffice, OfficeAtWork
from tests.journeys.served import ServedOffice

NewAddress = Callable[..., str]


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
