"""A file of a format → its text, read in a process of its own with a clock; whatever happens there is the file's fault."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Timer

from kg.model import DataError
from kg.pages.arrival import Text

SECONDS = 60.0  # that a file may take
MORE = 20.0  # seconds for each MB of it
MOST = 1200.0  # seconds
CODE = "from kg.pages.child import main; main()"


@dataclass(slots=True)
class Reader:
    """Starts the process when a file is to be read, and again after one that ended it."""

    seconds: float = SECONDS
    process: subprocess.Popen[bytes] | None = None
    owner: int = 0  # a forked process inherits this value, and must not read by another's child
    lock: Lock = field(default_factory=Lock)

    def read(self, path: Path, where: str, *, member: str = "", size: int = 0) -> Text:
        """The text of a file, or of a `member` of an archive. Raises DataError with the reason where there is none."""
        request = json.dumps({"path": str(path), "member": member, "where": where}).encode() + b"\n"
        seconds = min(MOST, self.seconds + MORE * size / 2**20)
        with self.lock:
            answer = self._answer(request, where, seconds)
        if "fault" in answer:
            raise DataError(str(answer["fault"]))
        date = answer["date"]
        return Text(
            str(answer["text"]),
            str(date) if date else None,
            _lines(answer["notes"]),
            _lines(answer["losses"]),
        )

    def _answer(self, request: bytes, where: str, seconds: float) -> dict[str, object]:
        process = self._running()
        clock = Timer(seconds, process.kill)
        clock.daemon = True
        clock.start()
        line = b""
        try:
            line = _asked(process, request)
        finally:
            late = not clock.is_alive()
            clock.cancel()
            if not line.endswith(
                b"\n"
            ):  # also after Ctrl-C: what it would answer later belongs to no other file
                self.close()
        if not line.endswith(b"\n"):
            why = f"took longer than {seconds:.0f} s" if late else "ended its reader (a crash, or no memory)"
            raise DataError(f"{where}: cannot be read: it {why}")
        answer: dict[str, object] = json.loads(line)
        if "memory" in str(answer.get("fault", "")).lower():
            self.close()  # what it took stays with it
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is not None and self.owner == os.getpid() and self.process.poll() is None:
            return self.process
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", CODE, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl-C in a terminal is for the driver
        )
        self.owner = os.getpid()
        return self.process

    def close(self) -> None:
        """End the process, if it is ours."""
        process, self.process = self.process, None
        if process is None or self.owner != os.getpid():
            return
        process.kill()
        with suppress(OSError, ValueError):
            process.communicate()


def _asked(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    if process.stdin is None or process.stdout is None:
        return b""
    with suppress(OSError):  # it has ended
        process.stdin.write(request)
        process.stdin.flush()
    return process.stdout.readline()


def _lines(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


READER = Reader()
atexit.register(READER.close)
