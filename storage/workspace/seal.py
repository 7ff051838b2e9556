"""Sealing of tokens at rest with the keys of the settings."""

import base64
import hashlib
from collections.abc import Sequence

from domain.core.errors import TokenSealed


class Seal:
    """Encrypts and decrypts tokens with Fernet (AES-128-CBC and HMAC-SHA256).

    The first key is the newest: it seals. Each of them opens what it sealed once.
    """

    def __init__(self, secret_keys: Sequence[str]) -> None:
        # Loaded here: it takes 6 MB, and a bot for one workspace seals nothing.
        from cryptography.fernet import Fernet, MultiFernet

        digests = (hashlib.sha256(key.encode()).digest() for key in secret_keys)
        self._fernets = [Fernet(base64.urlsafe_b64encode(digest)) for digest in digests]
        self._any = MultiFernet(self._fernets)

    def close(self, token: str) -> str:
        """The token, sealed with the newest key."""
        return self._fernets[0].encrypt(token.encode()).decode()

    def open(self, sealed: str) -> str:
        """The token; raises TokenSealed when none of the keys opens it."""
        from cryptography.fernet import InvalidToken

        try:
            return self._any.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise TokenSealed(
                "This workspace's Slack token was sealed with another LINCHPIN_SECRET_KEY. "
                "Add the earlier key to the setting, or install the app again."
            ) from error

    def is_newest(self, sealed: str) -> bool:
        """True when the newest key sealed it."""
        from cryptography.fernet import InvalidToken

        try:
            self._fernets[0].decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True
