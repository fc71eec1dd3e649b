"""Debian's Chromium, headless and offline, on the run that other tests share."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

PAGES = {
    "first page": "index.html",
    "unit": "units/so-noi-vu.html",
    "province": "notebooks/50_province_report.html",
    "audit": "audit/so-noi-vu.html",
    "findings": "findings.html",
}


@dataclass
class Heard:
    """What a page asked for outside its folder, and what it complained of."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def site(finished):
    """The folder of the run."""
    return finished.folder


@pytest.fixture(scope="session")
def browser():
    """A browser that was not downloaded by the tests."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium (chromium) is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def visit(browser, site):
    """Open a page of the run by its address, and hear what it does."""

    @contextmanager
    def opened(address, *, width=1280, **how):
        context = browser.new_context(viewport={"width": width, "height": 900}, **how)
        heard = Heard()

        def let(route):
            url = route.request.url
            if url.startswith(("file:", "data:")):
                route.continue_()
            else:
                heard.requests.append(url)
                route.abort()

        context.route("**/*", let)
        page = context.new_page()
        page.on("console", lambda said: heard.errors.append(said.text))
        page.on("pageerror", lambda error: heard.errors.append(str(error)))
        page.on("requestfailed", lambda request: heard.errors.append(request.url))
        page.goto((site / address).as_uri())
        yield page, heard
        context.close()

    return opened
