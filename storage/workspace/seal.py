"""Sealing of tokens at rest with the key of the settings."""

import base64
import hashlib

from domain.core.errors import NotConnected


class Seal:
    """Encrypts and decrypts tokens with Fernet (AES-128-CBC and HMAC-SHA256)."""

    def __init__(self, secret_key: str) -> None:
        # Loaded here: it takes 6 MB, and a bot for one workspace seals nothing.
        from cryptography.fernet import Fernet

        digest = hashlib.sha256(secret_key.encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest))

    def close(self, token: str) -> str:
        """The token, sealed."""
        return self._fernet.encrypt(token.encode()).decode()

    def open(self, sealed: str) -> str:
        """The token; raises NotConnected when it was sealed with another key."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise NotConnected(
                "A stored Slack token was sealed with another LINCHPIN_SECRET_KEY. "
                "Set the earlier key again, or install the app anew."
            ) from error
