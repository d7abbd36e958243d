"""Documents are uploaded within limits, looked over, and kept only when the editor saves the draft."""

import io

import docx
import pytest

from intake.domain import Role
from tests.console.office import Browser, Office

PAGE = "/knowledge/import"
ABOUT = {
    "id": "xinwen", "title": "新文件", "topic": "新政策", "region": "湖南省", "issuer": "县农业农村局",
    "valid_from": "2026-01-01", "valid_to": "",
}  # fmt: skip


def _docx() -> bytes:
    document = docx.Document()
    document.add_heading("补贴标准", 1)
    document.add_paragraph("每亩补100元。")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def test_a_document_becomes_a_draft(editor: Browser, library: Office) -> None:
    """What was read is shown with its places beside the draft; saving that keeps it, and nothing before does."""
    shown = editor.upload(PAGE, PAGE, ("通知.docx", _docx()), **ABOUT)
    assert "每亩补100元。 ［第2段］" in shown.words
    assert library.workshop.drafts.all() == {}
    saved = editor.submit(PAGE, "/knowledge/edit/save", sheet="", text=shown.sheet_text)
    assert saved.location == "/knowledge/sheets/xinwen/edit?done=saved"
    assert "anchor: 第2段" in editor.get(saved.location).sheet_text


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("坏的.docx", b"PK\x03\x04not a zip", "文件坏了"),
        ("老的.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "老格式"),
        ("../../etc/passwd", b"\x00\x01\x02" * 100, "看不出是什么文件"),
        ("空的.txt", b"   ", "文件是空的"),
        ("", b"", "请先选一份文件"),
    ],
)
def test_a_bad_upload_is_refused_in_words(editor: Browser, name: str, content: bytes, told: str) -> None:
    """Whatever is sent, the page says what is wrong and what was typed is still there."""
    shown = editor.upload(PAGE, PAGE, (name, content), **ABOUT)
    assert shown.status == 422
    assert told in shown.words
    assert 'value="xinwen"' in shown.text


def test_what_is_missing_is_named(editor: Browser) -> None:
    """Fields left empty, and dates that are none, are named by their Chinese names."""
    shown = editor.upload(PAGE, PAGE, ("通知.txt", "补贴标准".encode()), **{**ABOUT, "title": "", "issuer": " "})
    assert "还要填：标题、发布单位" in shown.words
    wrong = editor.upload(PAGE, PAGE, ("通知.txt", "补贴标准".encode()), **{**ABOUT, "valid_from": "明年"})
    assert "日期要写成" in wrong.words


def test_too_large_a_file_is_cut_off(editor: Browser) -> None:
    """More than the limit is not taken in, whatever length it claims."""
    assert editor.upload(PAGE, PAGE, ("大.txt", b"x" * 10_200_000), **ABOUT).status == 413


def test_without_its_token_no_file_is_looked_at(editor: Browser) -> None:
    """An upload from another site is refused before anything reads the document."""
    assert editor.upload(PAGE, PAGE, ("通知.docx", _docx()), csrf="forged", **ABOUT).status == 403
    body = b"--x\r\nnot a form\r\n"
    assert editor.send("POST", PAGE, body, "multipart/form-data; boundary=x").status == 403
    assert editor.send("POST", PAGE, body, "multipart/form-data").status == 403


def test_only_editors_upload(library: Office) -> None:
    """Who may read but not edit is refused, with a file that is right in every way."""
    reader = library.member("县里老王", Role.COUNTY)
    shown = reader.upload("/knowledge", PAGE, ("通知.docx", _docx()), csrf=reader.get("/").token, **ABOUT)
    assert shown.status == 403
