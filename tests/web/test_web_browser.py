"""The room in a real browser, at a phone's and a desktop's width, with a keyboard and without JavaScript."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from panah.ledger import models, service
from web.conftest import PATH, Room

pytestmark = pytest.mark.browser

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
_WITHOUT = "PANAH_TEST_WITHOUT_BROWSER"
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
_SERVER = (
    "import sys; from panah.web import serve, setup; setup(sys.argv[1], single_user=True); "
    "serve('127.0.0.1', 0, ready=lambda address: print(address, flush=True))"
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser of this machine."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get(_WITHOUT) == "1":
            pytest.skip(f"there is no browser here, and {_WITHOUT}=1 allows that")
        pytest.fail(f"there is no browser here: install the Debian package 'chromium', or set {_WITHOUT}=1")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, in which Django would refuse to open its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def address(room: Room, sqlite_ledger: str) -> Iterator[str]:
    """Where the room is served by its own process, as `panah serve` does, for whoever sits at this machine."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PANAH_")}
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, sqlite_ledger], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert server.stdout is not None
    try:
        assert select.select([server.stdout], [], [], 30)[0], "the room did not open"
        yield server.stdout.readline().strip().rstrip("/")
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


def opened(browser: Any, **options: Any) -> Any:
    """A page whose complaints in the console are kept in `complaints`."""
    page = browser.new_context(**options).new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def in_browser(page: Any, script: str) -> Any:
    """What a script in the page says."""
    return page.evaluate(script)


@pytest.mark.parametrize(
    ("size", "colours"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desktop in the dark"]
)
def test_every_page_fits_its_screen_and_has_no_serious_barrier(
    chromium: Any, address: str, room: Room, size: dict[str, int], colours: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    service.review(room.figures[1], "rejected", by="ana", at=datetime.now(UTC))
    page = opened(chromium, viewport=size, color_scheme=colours)
    figure = room.figure_path(room.figures[0])
    compared = [PATH + "changes/?since=" + day for day in ("2022-09-26", "2022-09-27", "x")]
    asked = [PATH + "?as_of=2022-09-27", PATH + "?as_of=x", *compared]
    room.keep("Queues of 98,000 cars reached Georgia.", language="en")
    supposed = ("", "&kind=wave&start=2022-10-01&where=", "&kind=wave")
    ahead = [f"{PATH}outlook/?as_of=2022-09-27{more}" for more in supposed]
    for path in ("/", PATH, *asked, *ahead, room.report_path, figure, PATH + "add/", PATH + "publications/"):
        page.goto(address + path)
        width, screen = in_browser(page, "[document.documentElement.scrollWidth, window.innerWidth]")
        assert width <= screen, f"{path} is {width} wide on a screen of {screen}"
        found = Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], path
        unexpected = [text for text in page.complaints if "400" not in text]
        assert unexpected == [], path


@SIZES
def test_the_headline_is_seen_without_scrolling_and_the_chart_is_drawn(
    chromium: Any, address: str, size: dict[str, int]
) -> None:
    page = opened(chromium, viewport=size)
    page.goto(f"{address}{PATH}?as_of=2022-09-27")
    headline = page.locator(".headline .lead")
    assert "98,000 Russians" in headline.inner_text()
    box = headline.bounding_box()
    assert box["y"] + box["height"] < size["height"]
    chart = page.locator("figure img").first
    chart.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('figure img').naturalWidth > 0")
    assert ("width=340" in in_browser(page, "document.querySelector('figure img').currentSrc")) == (size is PHONE)


def test_the_page_mirrors_for_right_to_left_readers(chromium: Any, address: str) -> None:
    page = opened(chromium, viewport=PHONE)
    page.goto(address + PATH)
    in_browser(page, "document.documentElement.dir = 'rtl'")
    assert in_browser(page, "document.documentElement.scrollWidth") <= PHONE["width"]
    assert in_browser(page, "getComputedStyle(document.querySelector('.headline')).borderRightWidth") == "5px"


def test_a_report_is_added_and_reviewed_without_javascript(chromium: Any, address: str, room: Room) -> None:
    page = opened(chromium, viewport=PHONE, java_script_enabled=False)
    page.goto(address + PATH)
    page.get_by_role("link", name="Add a report").click()
    page.get_by_label("Text").fill("On Monday 1,200 Russians crossed into Georgia, the Interior Ministry said.")
    page.get_by_label("Published on").fill("2022-09-27")
    page.get_by_role("button", name="Add and read").click()
    assert page.get_by_text("The report is kept").is_visible()
    page.get_by_role("button", name="Reject figure 1").click()
    assert page.locator("article .state").first.inner_text() == "Rejected"
    page.get_by_role("link", name="Amend figure 1").click()
    page.get_by_label("Number, or lowest number").fill("1300")
    page.get_by_label("Why it is corrected").fill("a slip")
    page.get_by_role("button", name="Keep the amended figure").click()
    assert page.locator("article .state").first.inner_text() == "Amended"
    page.get_by_role("button", name="Accept figure 1").click()
    assert page.locator("article .state").first.inner_text() == "Accepted"
    decided = [review.decision for review in models.Review.objects.order_by("pk")]
    assert decided == ["rejected", "amended", "accepted"]
    page.goto(address + PATH)
    assert page.get_by_text("1,300 Russians").first.is_visible()


def test_a_figure_is_accepted_with_the_keyboard_alone(chromium: Any, address: str, room: Room) -> None:
    page = opened(chromium, viewport=DESKTOP)
    page.goto(address + room.report_path)
    page.keyboard.press("Tab")
    assert in_browser(page, "document.activeElement.textContent") == "Skip to the content"
    for _ in range(40):
        page.keyboard.press("Tab")
        if in_browser(page, "document.activeElement.value") == "accepted":
            break
    outline = in_browser(page, "getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.locator("article .state").first.inner_text() == "Accepted"
    assert page.url.endswith(f"#figure-{room.figures[0].figure_id}")


def test_the_room_prints_without_its_buttons(chromium: Any, address: str, room: Room) -> None:
    page = opened(chromium, viewport=DESKTOP)
    page.goto(address + room.report_path)
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Accept figure 1").is_visible()
    assert page.get_by_text("About 98,000 Russians").first.is_visible()


@SIZES
def test_a_bulletin_is_published_and_its_page_has_no_serious_barrier(
    chromium: Any, address: str, room: Room, size: dict[str, int]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(chromium, viewport=size)
    page.goto(f"{address}{PATH}publications/")
    page.get_by_label("Contact").fill("desk@panah.example")
    page.get_by_role("button", name="Publish").click(timeout=90_000)
    page.get_by_role("link", name="bulletin.html").click()
    assert page.get_by_text("98,000 Russians have entered Kazakhstan").first.is_visible()
    assert in_browser(page, "getComputedStyle(document.querySelector('.mast')).borderTopWidth") == "8px", "no style"
    width, screen = in_browser(page, "[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= screen
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []
    assert page.complaints == []
