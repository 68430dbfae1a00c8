"""The collector of garbage rests during acts that make very much, and only then."""

import gc
from threading import Event, Thread

import pytest

from desktop.system.collector import resting_collector


def test_the_collector_rests_until_the_last_act_is_over() -> None:
    with resting_collector():
        with resting_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_acts_in_two_threads_rest_until_both_are_over() -> None:
    begun, end = Event(), Event()

    def act() -> None:
        with resting_collector():
            begun.set()
            end.wait()

    other = Thread(target=act)
    with resting_collector():
        other.start()
        begun.wait()
    assert not gc.isenabled()
    end.set()
    other.join()
    assert gc.isenabled()


def test_the_collector_goes_on_after_an_act_that_failed() -> None:
    @resting_collector()
    def failing() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert gc.isenabled()
