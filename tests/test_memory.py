"""Memory while much is made at once: the collector is as it was, however the block ends."""

import gc

import pytest

from thoisu.memory import uncollected


def failing() -> None:
    assert not gc.isenabled()
    raise ValueError("hỏng")


def test_the_collector_rests_inside_and_goes_on_behind_an_error() -> None:
    with pytest.raises(ValueError, match="hỏng"), uncollected():
        failing()
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected(), uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()  # the inner block has not let it go on
    assert gc.isenabled()
