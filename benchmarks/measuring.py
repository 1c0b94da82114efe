"""Seconds and peak memory of work done in a process of its own, so that nothing is warm and nothing adds up.

The process that measures must itself stay small: on Linux a child's peak is at least the size that its
parent had when it was started. So nothing heavy is imported here or in ``sections``.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

_PEAK_UNIT = 1024 * 1024 if sys.platform == "darwin" else 1024  # ru_maxrss per MB


@dataclass(frozen=True)
class Measured:
    """What work took: seconds by the clock, and of processors in all its processes; the peak memory in MB of the
    largest of these; what it answered.
    """

    seconds: float
    cpu: float
    peak_mb: float
    answer: Any = None


def started(arguments: Sequence[str], times: int = 5) -> Measured:
    """Run Python with arguments from start to end; the median of several runs after one that is not counted."""
    runs = [_process(arguments) for _ in range(times + 1)][1:]
    return Measured(
        median(one.seconds for one in runs),
        median(one.cpu for one in runs),
        max(one.peak_mb for one in runs),
    )


def work(function: str, *arguments: object, times: int = 1) -> Measured:
    """Call ``module:function`` in a process of its own. The seconds are those of the call, without imports.

    Of several ``times`` the quickest counts: what else the machine does can only slow it down.
    """
    return min(
        (_called(sys.executable, function, arguments) for _ in range(times)), key=lambda one: one.seconds
    )


def peer(python: str, function: str, *arguments: object, limit: float, times: int = 1) -> Measured | None:
    """The same with the interpreter of another environment; None where it takes longer than ``limit`` seconds."""
    try:
        done = [_called(python, function, arguments, limit) for _ in range(times)]
    except subprocess.TimeoutExpired:
        return None
    return min(done, key=lambda one: one.seconds)


def _called(python: str, function: str, arguments: Sequence[object], limit: float | None = None) -> Measured:
    done = _process(["-m", "benchmarks.measuring", function, json.dumps(arguments)], python, limit)
    seconds, cpu, answer = json.loads(done.answer.splitlines()[-1])
    return Measured(seconds, cpu, done.peak_mb, answer)


def _process(arguments: Sequence[str], python: str = sys.executable, limit: float | None = None) -> Measured:
    start = time.perf_counter()
    # Modules are compiled once, as an installer leaves them, whatever the environment of a developer says.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command `audit` has it
    process = subprocess.Popen([python, *arguments], stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    late = threading.Timer(limit, process.kill) if limit else None
    if late:
        late.start()
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if late:
        late.cancel()
        if process.returncode == -signal.SIGKILL:
            raise subprocess.TimeoutExpired(python, limit or 0)
    if process.returncode:
        raise SystemExit(f"python {' '.join(arguments)} ended with {process.returncode}")
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _PEAK_UNIT, printed)


def _call(function: str, arguments: str) -> None:
    module, _, name = function.partition(":")
    called = getattr(importlib.import_module(module), name)
    clock, processors = time.perf_counter(), _cpu()
    answer = called(*json.loads(arguments))
    print(json.dumps([time.perf_counter() - clock, _cpu() - processors, answer]))


def _cpu() -> float:
    """Seconds of processors of this process and of those that it started and that have ended."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    _call(*sys.argv[1:])
