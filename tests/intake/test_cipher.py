"""Fields unreadable at rest, and digests to find equal values."""

import pytest
from cryptography.fernet import Fernet

from intake.cipher import FieldCipher
from intake.domain import Channel
from intake.errors import KeyProblem

_OLD, _NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_a_field_comes_back_and_is_never_written_the_same_way_twice() -> None:
    """Equal names cannot be told from their ciphertext."""
    cipher = FieldCipher([_OLD])
    first, second = cipher.encrypt("王建国"), cipher.encrypt("王建国")

    assert first != second
    assert cipher.decrypt(first) == cipher.decrypt(second) == "王建国"


def test_a_new_key_in_front_encrypts_and_the_old_one_still_reads() -> None:
    """Keys can be changed without touching the data."""
    field = FieldCipher([_OLD]).encrypt("王建国")
    both = FieldCipher([_NEW, _OLD])

    assert both.decrypt(field) == "王建国"
    assert FieldCipher([_NEW]).decrypt(both.encrypt("李秀英")) == "李秀英"


def test_digests_stay_the_same_when_a_key_is_put_in_front() -> None:
    """Otherwise a household would not be found again, nor a conversation."""
    assert FieldCipher([_OLD]).digest("household", "王") == FieldCipher([_NEW, _OLD]).digest("household", "王")


def test_a_field_of_another_key_is_said_to_be_unreadable() -> None:
    """The error names no field content."""
    field = FieldCipher([_OLD]).encrypt("王建国")

    with pytest.raises(KeyProblem, match="cannot be read"):
        FieldCipher([_NEW]).decrypt(field)


@pytest.mark.parametrize("key", ["short", "not base64 at all, but long enough to be", "密钥"])
def test_a_malformed_key_is_refused_without_being_repeated(key: str) -> None:
    """A mistyped key is still a secret."""
    with pytest.raises(KeyProblem, match="malformed") as caught:
        FieldCipher([key])

    assert key not in str(caught.value)


def test_digests_depend_on_key_purpose_and_where_parts_end() -> None:
    """No two questions share an answer by accident."""
    cipher = FieldCipher([_OLD])
    digests = {
        cipher.digest("a", "bc", "d"),
        cipher.digest("a", "b", "cd"),
        cipher.digest("x", "bc", "d"),
        FieldCipher([_NEW]).digest("a", "bc", "d"),
    }

    assert len(digests) == 4


def test_no_value_is_no_field() -> None:
    """An empty column stays empty."""
    cipher = FieldCipher([_OLD])

    assert cipher.encrypt_optional(None) is None
    assert cipher.decrypt_optional(None) is None
    assert cipher.decrypt_optional(cipher.encrypt_optional("13912345678")) == "13912345678"


def test_a_conversation_key_tells_its_channel_and_nothing_else() -> None:
    """The same chat always has the same key, and no chat id stands in it."""
    cipher = FieldCipher([_OLD])
    key = cipher.conversation_key(Channel.TELEGRAM, "5551234567")

    assert key == cipher.conversation_key(Channel.TELEGRAM, "5551234567")
    assert key != cipher.conversation_key(Channel.WEB, "5551234567")
    assert key.startswith("telegram-")
    assert len(key) == len("telegram-") + 24
    assert "5551234567" not in key
