"""The real Virtuoso server (Debian: virtuoso-opensource-7-bin), in a folder and on ports of its own, on this machine."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.graph_server import free_port

SERVER, CLIENT = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql-v")
MISSING = "" if SERVER and CLIENT else "Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)"
USER, PASSWORD = "reporter", "kept-7-secret"
BOOT = 90.0  # seconds; 8–12 on an idle machine
SETTINGS = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = v-temp.db
TransactionFile = v-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 0
DirsAllowed = .
ServerThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""
WRITER = f"""
DB.DBA.USER_CREATE('{USER}', '{PASSWORD}');
GRANT SPARQL_UPDATE TO "{USER}";
DB.DBA.RDF_DEFAULT_USER_PERMS_SET('{USER}', 7);
"""


@dataclass(frozen=True)
class Virtuoso:
    """Addresses of a running server: of graphs, where USER logs in, and of queries."""

    store: str
    query: str


@contextmanager
def virtuoso(folder: Path) -> Iterator[Virtuoso]:
    """A running server, which ends with the block, however that ends."""
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(sql=sql, http=http), "utf-8")
    command = [str(SERVER), "+configfile", "virtuoso.ini", "+foreground", "+wait"]
    with (folder / "out.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{http}"
        _wait(f"{url}/sparql", process, folder / "out.log")
        login = [str(CLIENT), f"127.0.0.1:{sql}", "dba", "dba", "VERBOSE=OFF", "BANNER=OFF", "ERRORS=STDOUT"]
        told = subprocess.run(login, input=WRITER, capture_output=True, text=True, timeout=60, check=True)
        assert "Error" not in told.stdout, told.stdout
        yield Virtuoso(f"{url}/sparql-graph-crud-auth", f"{url}/sparql")
    finally:
        process.kill()  # nothing is to be kept
        process.wait(10)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + BOOT
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text("utf-8", "replace")[-2000:]
        try:
            httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the Virtuoso server did not come up")
