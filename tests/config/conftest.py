"""Loading an office.toml, for the config tests."""

import pytest

from config.settings import ConfigFaults, load
from tests.config.offices import ENV


@pytest.fixture
def office(tmp_path):
    """Write an office.toml and load it."""

    def load_text(text, env=ENV, **options):
        (tmp_path / "office.toml").write_text(text, encoding="utf-8")
        return load(tmp_path, env, **options)

    return load_text


@pytest.fixture
def faults_of(office):
    """The faults of an office.toml, as key → sentence."""

    def collect(text, env=ENV):
        with pytest.raises(ConfigFaults) as caught:
            office(text, env)
        return {fault.key: fault.sentence for fault in caught.value.faults}

    return collect
