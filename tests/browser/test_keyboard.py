"""With the keyboard alone every control of a page can be reached, and one sees where one is."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Street
from tests.browser.windows import Open
from tests.console.office import ADMIN, COUNTY, EDITOR

PAGES = (
    ("/sign-in", ""),
    ("/", COUNTY),
    ("/cases/{new}", COUNTY),
    ("/campaigns/new", COUNTY),
    ("/numbers", COUNTY),
    ("/accounts", ADMIN),
    ("/knowledge/sheets/yulu/edit", EDITOR),
    ("/knowledge/publish", EDITOR),
)
_MOST = 400
# Each control gets a number; what lies in a closed fold, or is left out on purpose, is not to be reached.
_COUNT = """() => {
  const found = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
  const shown = found.filter(one => !one.disabled && one.type !== "hidden" && one.tabIndex >= 0
    && (one.checkVisibility({visibilityProperty: true}) || one.matches(".skip")));
  shown.forEach((one, place) => { one.dataset.place = place; });
  return shown.length;
}"""
_FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  return [one.dataset.place ?? "", style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""


def _walk(page: Page) -> tuple[set[str], list[str]]:
    """Press Tab until the page is left twice, and return which controls were reached and which did not show it."""
    reached: set[str] = set()
    dim: list[str] = []
    left = 0  # the first round begins where the page put the focus, perhaps in the middle
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            left += 1
            if left == 2:
                break
            continue
        place, visible = page.evaluate(_FOCUSED)
        reached.add(place)
        if not visible:
            dim.append(page.evaluate("document.activeElement.outerHTML"))
    return reached - {""}, dim


@pytest.mark.parametrize(("path", "who"), PAGES)
def test_every_control_is_reached_and_shows_it(window: Open, street: Street, path: str, who: str) -> None:
    """Tab goes through all that can be pressed or filled in, with an outline around each."""
    page = street.let_in(window(street.address), who)
    page.goto(path.format_map(street.named))
    controls = page.evaluate(_COUNT)
    reached, dim = _walk(page)
    missed = {str(place) for place in range(controls)} - reached
    assert [page.locator(f'[data-place="{place}"]').evaluate("one => one.outerHTML") for place in missed] == []
    assert dim == []


def test_the_bar_can_be_skipped(window: Open, street: Street) -> None:
    """The first Tab shows the way past the bar; Enter takes it."""
    page = street.let_in(window(street.address), COUNTY)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
