"""Archives that need large libraries or programs (rar, 7z) are taken apart in the worker process."""

from __future__ import annotations

from parsers.apart.calling import call_apart
from parsers.formats.takings import Takings

SECONDS = 3.5
MEGABYTES = 450


def unpack(name: str, data: bytes, takings: Takings) -> None:
    """Add the files of the archive to `takings`."""
    reply = call_apart("archive", name, data, seconds=SECONDS, megabytes=MEGABYTES)
    for path, octets in reply.files:
        if takings.wants(path, len(octets)):
            takings.put(path, octets)
    if reply.paper.problem:
        takings.problems.append(reply.paper.problem)
