"""Where scripts are off, on an old office computer, the work can be done all the same."""

from playwright.sync_api import Page, expect

from intake.domain import CaseState, Role
from tests.browser.hands import find, move, sign_in, take
from tests.browser.serving import serving
from tests.browser.windows import Open
from tests.console.office import EDITOR, Office
from tests.console.test_sheet_editor import EDIT, RENAMED


def test_a_case_is_taken_and_moved(window: Open, address: str, office: Office) -> None:
    """Sign in, find, take, one move: forms and folds of the browser's own."""
    number = office.file().case_number
    page = sign_in(window(address, java_script_enabled=False))
    find(page, number, leads_to=number)
    take(page)
    move(page, "入户核实", "入户核实")
    assert office.desk.case(number).state is CaseState.VISIT


def test_a_sheet_is_previewed(window: Open, library: Office) -> None:
    """The button shows what the script would have shown by itself."""
    library.member(EDITOR, Role.EDITOR)
    with serving(library.app()) as address:
        page: Page = sign_in(window(address, java_script_enabled=False), EDITOR)
        page.goto(EDIT)
        page.get_by_label("明白纸的内容").fill(RENAMED)
        page.get_by_role("button", name="预览").click()
        expect(page.locator("#look")).to_contain_text("雨露计划明白纸·一学期补多少")
        expect(page.get_by_label("明白纸的内容")).to_have_value(RENAMED)
