"""The second half of a long document, laid out by a process of its own while this one lays out the first.

A process more changes the time and nothing else. Where there is none, or it ends before its work is done, this
one does that work, and what went wrong there goes wrong here, where it is told.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from audit.report.layout_warnings import collected_warnings, warn_again

if TYPE_CHECKING:
    from audit.report.typesetting import Extent, Half, Numbers

# -P: nothing is loaded from the folder that somebody works in.
_COMMAND = ("-P", "-m", "audit.report.second_process")


class SecondHalf:
    """The second half of a document: a ``Half`` in another process, or here where there is none."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._job: tuple[str, Mapping[str, bytes]] | None = None

    def start(self) -> None:
        """Start the other process, which loads what it needs while nobody knows yet what it has to do."""
        if self._folder is None:
            # The fonts that it unpacks go with it, however it ends.
            self._folder = TemporaryDirectory(prefix="audit-", ignore_cleanup_errors=True)
            self._process = _started(self._folder.name)

    def begin(self, html: str, assets: Mapping[str, bytes]) -> None:
        """Lay it out, unless it is being laid out already."""
        job = (html, assets)
        if self._job == job:
            return
        if self._job is not None:
            self.close()
        self.start()
        self._job = job
        self._tell(pickle.dumps(job))

    def extent(self) -> Extent:
        """How long it is, and where its places are."""
        answer: Extent | None = self._answer()
        return self._here.extent() if answer is None else answer

    def number(self, numbers: Numbers) -> None:
        """Tell it the numbers of its pages, so that it can be written."""
        self._numbers = numbers
        self._tell(pickle.dumps(numbers))

    def mended(self) -> bytes:
        """Its PDF, with its tags mended."""
        answer: tuple[bytes, list[str]] | None = self._answer()
        if answer is None:
            self._here.number(self._numbers)
            return self._here.mended()
        content, warnings = answer
        warn_again(warnings)
        return content

    def close(self) -> None:
        """End the other process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()
        if self._folder is not None:
            self._folder.cleanup()

    @cached_property
    def _here(self) -> Half:
        from audit.report.typesetting import Half  # noqa: PLC0415  the other process takes its job meanwhile

        assert self._job is not None
        return Half.second(*self._job)

    def _tell(self, what: bytes) -> None:
        if self._process is not None and self._process.stdin is not None:
            try:
                pickle.dump(what, self._process.stdin)
                self._process.stdin.flush()
            except OSError:
                self.close()

    def _answer(self) -> Any:
        if self._process is not None and self._process.stdout is not None:
            try:
                return pickle.load(self._process.stdout)  # noqa: S301  what our own process wrote
            except (EOFError, OSError, pickle.UnpicklingError):
                self.close()
        return None


def _started(folder: str) -> subprocess.Popen[bytes] | None:
    """The other process, with a folder for its temporary files.

    None where it would gain nothing, or the interpreter is part of another program.
    """
    if (os.cpu_count() or 1) < 2 or getattr(sys, "frozen", False) or not sys.executable:
        return None
    path = os.pathsep.join(str(Path(one).resolve()) for one in sys.path)
    try:
        return subprocess.Popen(  # noqa: S603  this interpreter, with constants
            [sys.executable, *_COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "TMPDIR": folder},
        )
    except OSError:
        return None


def _work() -> None:
    """Lay out the job that stands on the standard input, and answer on the standard output."""
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    with ThreadPoolExecutor(1) as reading:
        # Nobody waits until this process has loaded its libraries: bytes of bytes are taken without any.
        job = reading.submit(pickle.load, asked)
        from audit.report.collecting import without_garbage_collection  # noqa: PLC0415
        from audit.report.typesetting import Half  # noqa: PLC0415

    def answer(what: object) -> None:
        pickle.dump(what, answers)
        answers.flush()

    with collected_warnings() as warnings, without_garbage_collection():
        half = Half.second(*pickle.loads(job.result()))  # noqa: S301
        answer(half.extent())
        half.number(pickle.loads(pickle.load(asked)))  # noqa: S301
        answer((half.mended(), warnings))


if __name__ == "__main__":
    _work()
