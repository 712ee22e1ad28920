"""One run of the test site for all tests of a module."""

from collections.abc import Iterator

import pytest

from .site import Site, running


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running() as started:
        yield started
