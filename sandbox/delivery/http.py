"""Delivery by signed HTTP requests."""

import hashlib
import hmac
import time
from itertools import count

import httpx

from sandbox.delivery.parcel import Attempt, Parcel

MAX_REDIRECTS = 2


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The `X-Slack-Signature` of a request: v0 HMAC-SHA256 over `v0:{timestamp}:{body}`."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpDelivery:
    """Posts each payload to the app's URLs in turn and takes the response as acknowledgement."""

    def __init__(self, secret: str, urls: list[str], ack_deadline_s: float) -> None:
        self.ack_deadline_s = ack_deadline_s
        self._secret = secret
        self._urls: list[str] = []
        self._turn = count()
        self.set_urls(urls)
        self._client: httpx.AsyncClient | None = None

    def set_urls(self, urls: list[str]) -> None:
        """Where payloads go from now on."""
        self._urls = urls

    @property
    def connected(self) -> int:
        """How many URLs payloads go to."""
        return len(self._urls)

    async def attempt(self, parcel: Parcel) -> Attempt:
        """One delivery, answered within the deadline or failed."""
        if not self._urls:
            return Attempt(False, reason="connection_failed")
        kind, body = parcel.http_body()
        headers = self._headers(kind, body)
        if parcel.attempt:
            headers["X-Slack-Retry-Num"] = str(parcel.attempt)
            headers["X-Slack-Retry-Reason"] = parcel.reason
        return await self._post(self._urls[next(self._turn) % len(self._urls)], body, headers)

    async def verify_url(self, url: str, challenge: str, token: str) -> bool:
        """Whether the app answers Slack's `url_verification` request with its challenge."""
        payload = {"type": "url_verification", "token": token, "challenge": challenge}
        parcel = Parcel("event", "url_verification", "", payload)
        kind, body = parcel.http_body()
        answer = (await self._post(url, body, self._headers(kind, body))).answer
        return answer in (challenge, {"challenge": challenge}, f"challenge={challenge}")

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> Attempt:
        try:
            answer = await self._open_client().post(
                url, content=body, headers=headers, timeout=self.ack_deadline_s
            )
        except httpx.TimeoutException:
            return Attempt(False, reason="http_timeout")
        except httpx.TooManyRedirects:
            return Attempt(False, reason="too_many_redirects")
        except httpx.HTTPError:
            return Attempt(False, reason="connection_failed")
        stop = answer.headers.get("x-slack-no-retry") == "1"
        if not answer.is_success:
            return Attempt(False, None, "http_error", answer.status_code, stop)
        return Attempt(True, _content(answer), status=answer.status_code)

    def _headers(self, kind: str, body: bytes) -> dict[str, str]:
        timestamp = str(int(time.time()))
        return {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }

    def _open_client(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                # Plain HTTP on this machine only: reading the certificate store would be waste.
                verify=False,
                trust_env=False,
                follow_redirects=True,
                max_redirects=MAX_REDIRECTS,
            )
        return self._client

    async def close(self) -> None:
        """Close open connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None


def _content(answer: httpx.Response) -> object:
    if not answer.content:
        return None
    if "json" in answer.headers.get("content-type", ""):
        return answer.json()
    return answer.text
