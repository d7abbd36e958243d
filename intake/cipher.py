"""Personal data made unreadable at rest, and keyed digests to find equal values without reading them."""

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from intake.domain import Channel
from intake.errors import KeyProblem

_CONVERSATION_DIGITS = 24


class FieldCipher:
    """Encrypts fields with the first key and reads them with any; the last key, the oldest, keys the digests.

    New keys are put in front, so that digests stay the same when the encrypting key changes.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise KeyProblem("a field key is malformed: 32 bytes in URL-safe base64 are expected") from error
        self._digest_key = hashlib.sha256(b"mingbai lookup " + keys[-1].encode()).digest()

    def encrypt(self, text: str) -> str:
        """Return `text` encrypted, as ASCII; different at every call."""
        return self.encrypt_bytes(text.encode())

    def decrypt(self, token: str) -> str:
        """Return the text that `encrypt` made `token` of; raises KeyProblem when no key fits."""
        return self.decrypt_bytes(token).decode()

    def encrypt_bytes(self, content: bytes) -> str:
        """Return `content` encrypted, as ASCII; different at every call."""
        return self._fernet.encrypt(content).decode()

    def decrypt_bytes(self, token: str) -> bytes:
        """Return the bytes that `encrypt_bytes` made `token` of; raises KeyProblem when no key fits."""
        try:
            return self._fernet.decrypt(token)
        except InvalidToken as error:
            raise KeyProblem("a field cannot be read with the field keys at hand") from error

    def rotate(self, token: str) -> str:
        """Return `token` encrypted anew with the first key; raises KeyProblem when no key fits."""
        try:
            return self._fernet.rotate(token).decode()
        except InvalidToken as error:
            raise KeyProblem("a field cannot be read with the field keys at hand") from error

    def encrypt_optional(self, text: str | None) -> str | None:
        """Encrypt `text` unless there is none."""
        return None if text is None else self.encrypt(text)

    def decrypt_optional(self, token: str | None) -> str | None:
        """Decrypt `token` unless there is none; raises KeyProblem."""
        return None if token is None else self.decrypt(token)

    def digest(self, purpose: str, *parts: str) -> str:
        """Return 64 hex digits, equal for equal `purpose` and `parts` and telling nothing of them."""
        message = "\x1f".join((purpose, *parts)).encode()
        return hmac.new(self._digest_key, message, hashlib.sha256).hexdigest()

    def conversation_key(self, channel: Channel, raw_id: str) -> str:
        """Return the opaque key of a conversation: the channel's name and 24 digits of a digest of its own id."""
        return f"{channel.value}-{self.digest('conversation', channel.value, raw_id)[:_CONVERSATION_DIGITS]}"
