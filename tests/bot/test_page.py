"""The chat page: it must work on an old phone, without anybody else's servers."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import bot
from bot.payloads import is_accepted
from tests.bot.conftest import PHONE, Office

pytestmark = pytest.mark.anyio
STATIC = Path(bot.__file__).parent / "static"


class _Page(HTMLParser):
    """Collects the tags of a page with their attributes, and the text inside noscript."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.without_script = ""
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside[: -self._inside[::-1].index(tag) - 1] if tag in self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if "noscript" in self._inside:
            self.without_script += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
async def html(office: Office) -> str:
    """Return the chat page."""
    async with office.web() as client:
        response = await client.get("/")
    assert response.status_code == 200
    return response.text


@pytest.fixture
def page(html: str) -> _Page:
    """Return the chat page, parsed."""
    return _Page(html)


async def test_nothing_from_elsewhere(html: str) -> None:
    """Page, style and script name no other server and load nothing but their own files."""
    everything = html + "".join(path.read_text("utf-8") for path in STATIC.iterdir())
    assert not re.search(r"(https?:)?//[a-z0-9.-]+\.[a-z]{2,}", everything, re.IGNORECASE)
    assert not re.search(r"@import|url\(", everything)


async def test_no_inline_script_or_style(page: _Page) -> None:
    """Nothing on the page needs the content policy to be loosened."""
    assert [script.get("src") for script in page.all("script")] == ["static/chat.js"]
    assert page.all("style") == []
    assert not [name for _, attributes in page.tags for name in attributes if name == "style" or name.startswith("on")]


async def test_static_files_are_served(office: Office) -> None:
    """What the page names is there, with its type, under the same policy."""
    async with office.web() as client:
        script, style = await client.get("/static/chat.js"), await client.get("/static/chat.css")
    assert (script.status_code, style.status_code) == (200, 200)
    assert "javascript" in script.headers["content-type"]
    assert "default-src 'none'" in script.headers["content-security-policy"]


async def test_security_headers(office: Office) -> None:
    """Every answer carries the policy; scripts come from here only and never inline."""
    async with office.web() as client:
        answers = [await client.get("/"), await client.get("/none"), await client.post("/api/chat")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


async def test_script_is_ecmascript_5() -> None:
    """The script uses nothing that an old phone's browser does not know."""
    script = re.sub(r"/\*.*?\*/", "", (STATIC / "chat.js").read_text("utf-8"), flags=re.DOTALL)
    modern = r"=>|`|\.\.\.|\?\.|\b(?:let|const|class|async|await|Promise)\b|\bfetch\(|\.includes\(|\bfor \(.* of "
    assert re.findall(modern, script) == []
    assert "grid" not in (STATIC / "chat.css").read_text("utf-8")


async def test_phone_is_there_without_script(page: _Page) -> None:
    """Who cannot run the script is told whom to call."""
    assert PHONE in page.without_script
    assert "12345" in page.without_script


async def test_starters_work(page: _Page) -> None:
    """The first choices are the four that people need most, and the bot takes what they send."""
    starters = [button for button in page.all("button") if "data-payload" in button or "data-text" in button]
    payloads = [str(button["data-payload"]) for button in starters if "data-payload" in button]
    assert payloads == ["/start_report", "/ask_human"]
    assert all(is_accepted(payload) for payload in payloads)
    assert [button["data-text"] for button in starters if "data-text" in button] == ["雨露计划补多少", "低保怎么办"]


async def test_accessible(page: _Page, html: str) -> None:
    """The field has a label, answers are announced, and zooming is not forbidden."""
    assert page.all("html")[0]["lang"] == "zh-CN"
    assert page.all("label")[0]["for"] == page.all("textarea")[0]["id"]
    assert 'role="log" aria-live="polite"' in html
    assert "user-scalable" not in html


async def test_type_is_large() -> None:
    """The page's type is 18 pixels or more, in three sizes."""
    style = (STATIC / "chat.css").read_text("utf-8")
    sizes = [int(size) for size in re.findall(r"^html(?:\.\w+)? \{ font-size: (\d+)px", style, re.MULTILINE)]
    smallest = min(float(size) for size in re.findall(r"font-size: ([\d.]+)rem", style))
    assert len(sizes) == 3
    assert min(sizes) * smallest >= 18
    assert all(int(size) >= 18 for size in re.findall(r"font-size: (\d+)px", style))


async def test_every_sentence_of_the_script_is_on_the_page(page: _Page) -> None:
    """The script finds each sentence it says among the page's attributes."""
    script = (STATIC / "chat.js").read_text("utf-8")
    named = set(re.findall(r'sentence\("([a-z-]+)"\)', script)) | {"retrying", "sending"}
    assert named <= {name.removeprefix("data-") for name in page.all("body")[0]}
