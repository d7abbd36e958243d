import pytest

from language.identity import find_id_number, find_phone, is_id_number, mask_name, mask_phone, redact

ID_NUMBER = "11010519491231002X"  # the standard's own example


@pytest.mark.parametrize("text", ["13800001234", "电话138 0000 1234", "+86 138-0000-1234", f"{ID_NUMBER},13800001234"])
def test_a_mobile_number_is_found(text: str) -> None:
    """A mobile number is found with or without separators, and never inside an ID number."""
    assert find_phone(text) == "13800001234"


def test_what_is_no_phone() -> None:
    """Too few digits, a number that starts wrong and an ID number are no phones; a landline is."""
    assert find_phone("1380000123") is None
    assert find_phone("23800001234") is None
    assert find_phone(ID_NUMBER) is None
    assert find_phone("0731-84210000") == "073184210000"


def test_the_checksum_of_an_id_number_counts() -> None:
    """An ID number with one changed digit is not one."""
    assert find_id_number(f"身份证{ID_NUMBER.lower()}") == ID_NUMBER
    assert find_id_number("110105194912310021") is None
    assert not is_id_number("123")


def test_masks_hide_what_identifies() -> None:
    """Of a phone the first three and last four digits stay, of a name the first character."""
    assert (mask_phone("13800001234"), mask_name("王小二"), mask_name("王"), mask_name("")) == (
        "138****1234", "王**", "王*", "",
    )  # fmt: skip


def test_redacted_text_holds_no_numbers() -> None:
    """Phones, ID numbers and long runs of digits are gone, amounts and years stay."""
    hidden = redact(f"我电话13800001234,身份证{ID_NUMBER},卡号6222020000001,2023年补1500元")
    assert not any(number in hidden for number in ("13800001234", ID_NUMBER, "6222020000001"))
    assert "2023年补1500元" in hidden
