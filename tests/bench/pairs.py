"""Whole processes timed in alternating pairs, because one figure on a busy machine says nothing."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Timer
from time import perf_counter

_SCALE = 2**20 if sys.platform == "darwin" else 2**10
_LONGEST_SECONDS = 120


@dataclass(frozen=True)
class Run:
    """One process: wall seconds and the most memory it held, in MiB."""

    seconds: float
    mebibytes: float


@dataclass(frozen=True)
class Row:
    """A line of the table: the budget, both medians, the ratio's median and range, and our peak memory."""

    name: str
    ours: float
    peer: float
    ratio: float
    lowest: float
    highest: float
    mebibytes: float
    budget: str
    unit: str = "s"

    def cells(self) -> list[str]:
        """The line as text."""
        return [
            self.name,
            f"{self.ours:.3g} {self.unit}",
            f"{self.peer:.3g} {self.unit}",
            f"{self.ratio:.2f} ({self.lowest:.2f}–{self.highest:.2f})",
            f"{self.mebibytes:.0f} MiB" if self.mebibytes else "",
            self.budget,
        ]


def process(module: str, *arguments: str) -> Run:
    """Run `python -m module arguments` to its end."""
    started = perf_counter()
    child = subprocess.Popen([sys.executable, "-m", module, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)} ended with {child.returncode}")
    return Run(perf_counter() - started, usage.ru_maxrss / _SCALE)


def until_told(module: str, *arguments: str, environment: Mapping[str, str]) -> Run:
    """Run `python -m module arguments` until it says its first line; it ends by itself thereafter."""
    started = perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(environment),
    )
    # A window that never comes that far would be waited for without end.
    bound = Timer(_LONGEST_SECONDS, child.kill)
    bound.start()
    told = child.stdout.readline() if child.stdout is not None else b""
    seconds = perf_counter() - started
    bound.cancel()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode or not told:
        raise RuntimeError(f"{module} {' '.join(arguments)} ended with {child.returncode} and said nothing")
    return Run(seconds, usage.ru_maxrss / _SCALE)


def compared(name: str, pairs: Sequence[tuple[Run, Run]], budget: str) -> Row:
    """The line for pairs of (ours, peer)."""
    ratios = [ours.seconds / peer.seconds for ours, peer in pairs]
    return Row(
        name,
        statistics.median(ours.seconds for ours, _ in pairs),
        statistics.median(peer.seconds for _, peer in pairs),
        statistics.median(ratios),
        min(ratios),
        max(ratios),
        max(ours.mebibytes for ours, _ in pairs),
        budget,
    )


def alternating(name: str, ours: Sequence[float], peer: Sequence[float], budget: str) -> Row:
    """The line for milliseconds measured alternately in one process."""
    ratios = [one / other for one, other in zip(ours, peer, strict=True)]
    return Row(
        name,
        statistics.median(ours),
        statistics.median(peer),
        statistics.median(ratios),
        min(ratios),
        max(ratios),
        0,
        budget,
        "ms",
    )
