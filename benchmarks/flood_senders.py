"""The senders of the flood, and how long they waited."""


class Flood:
    """What was said in one flood, and how it was answered."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.said: set[str] = set()
        self.asked_ms: list[float] = []
        self.refused = 0
        self.took_s = 0.0
        self._answered_ms: list[float] = []
        self._again = 0

    @property
    def each_s(self) -> float:
        """How many were said in a second in truth."""
        return len(self.said) / self.took_s

    def heard(self, delivery: dict[str, object]) -> None:
        """Count one attempt to deliver a message."""
        if delivery["attempt"] or not delivery["ok"]:
            self._again += 1
        if delivery["ok"]:
            self._answered_ms.append(float(str(delivery["duration_ms"])))

    def answers(self) -> str:
        """Percentiles of how long Slack waited for an answer to a message."""
        return f"{percentiles(self._answered_ms)}; {self._again} failed or repeated"

    def asks(self) -> str:
        """Percentiles of what `/feedback` took meanwhile."""
        return f"{percentiles(self.asked_ms)}; {self.refused} refused"


def percentiles(found_ms: list[float]) -> str:
    """Return the median and the slowest in words."""
    ordered = sorted(found_ms)
    last = len(ordered) - 1
    p50, p99 = (ordered[min(int(len(ordered) * share), last)] for share in (0.5, 0.99))
    return f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, max {ordered[-1]:.0f} ms"
