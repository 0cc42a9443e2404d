"""`python -m tests.pictures`: the README's pictures of the explorer, taken of corpus/ in headless Chromium."""

from __future__ import annotations

import base64
import tempfile
import time
from pathlib import Path

import kg
from tests.browser import open_file, start
from tests.conftest import CORPUS, ROOT

SIZE = {"width": 1400, "height": 860, "deviceScaleFactor": 1, "mobile": False}
WORK, AREA = "滇中引水工程", "云南省"
SETTLED = 0.8  # seconds until the camera rests


def main() -> None:
    folder = ROOT / "docs" / "images"
    with tempfile.TemporaryDirectory() as name:
        kg.build(CORPUS, name)
        graph = kg.open(name)
        work, area = (graph.explain(label)[0].thing.name.iri.rpartition("/")[2] for label in (WORK, AREA))
        wanted = {
            "explorer": ("light", f"#city={area}&e={work}&z=sum"),
            "explorer-overview": ("dark", "#v=overview"),
            "explorer-time": ("light", f"#v=time&e={work}"),
        }
        for picture, (scheme, fragment) in wanted.items():
            (folder / f"{picture}.png").write_bytes(_taken(graph.html, fragment, scheme))


def _taken(page: Path, fragment: str, scheme: str) -> bytes:
    browser = start()
    try:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SIZE)
        open_file(browser, page, fragment)
        time.sleep(SETTLED)
        return base64.b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", {})["data"])
    finally:
        browser.quit()


if __name__ == "__main__":
    main()
