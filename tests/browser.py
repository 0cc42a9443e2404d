"""Chromium with the network off, and the explorer opened in it: for the browser tests and bench/explorer.py."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
DRIVER = shutil.which("chromedriver")
ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--force-prefers-reduced-motion", "--window-size=1400,900",
)  # fmt: skip
MISSING = "chromium and chromedriver are not here: apt-get install chromium chromium-driver fonts-noto-cjk"
SECONDS = 15


def start(language: str = "zh-CN", trace: str = "") -> Chrome:
    """A browser with the network off; `trace` are the categories of events that its log of performance is to have too."""
    options = ChromeOptions()
    if trace:
        options.add_experimental_option("perfLoggingPrefs", {"traceCategories": trace})
    for argument in (*ARGUMENTS, f"--lang={language}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.binary_location = str(CHROMIUM)
    browser = Chrome(options=options, service=ChromeService(DRIVER))
    browser.execute_cdp_cmd("Network.enable", {})
    set_network(browser, on=False)
    return browser


@contextmanager
def running(language: str = "zh-CN") -> Iterator[Chrome]:
    """A browser of a test or of a session of tests, which skip where there is none."""
    if CHROMIUM is None or DRIVER is None:
        pytest.skip(MISSING)
    browser = start(language)
    try:
        yield browser
    finally:
        browser.quit()


def set_network(browser: Chrome, *, on: bool) -> None:
    through = -1 if on else 0
    wanted = {"offline": not on, "latency": 0, "downloadThroughput": through, "uploadThroughput": through}
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", wanted)


def open_file(browser: Chrome, path: Path, fragment: str = "") -> None:
    """Open a page afresh and wait until it is drawn and its facts are read."""
    browser.get("about:blank")
    browser.get(path.as_uri() + fragment)
    WebDriverWait(browser, SECONDS).until(
        lambda b: (
            b.execute_script("return document.body.dataset.ready + document.body.dataset.facts") == "yesyes"
        )
    )


def events(browser: Chrome, method: str) -> list[dict[str, object]]:
    """The parameters of the network events of one kind since the last look."""
    found = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [event["params"] for event in found if event["method"] == method]
