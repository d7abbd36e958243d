"""How often somebody may try a password."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

MINUTES = 15
_LONGEST_NAME = 40


class Attempts:
    """Counts attempts per name and address, and per address over all names (which bounds the cost of hashing)."""

    def __init__(self, per_name: int = 5, per_address: int = 100) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._per_name = RateLimitItemPerMinute(per_name, MINUTES)
        self._per_address = RateLimitItemPerMinute(per_address, MINUTES)

    def allow(self, name: str, address: str) -> bool:
        """Count an attempt and tell whether it may be made."""
        return self._limiter.hit(self._per_address, "address", address) and self._limiter.hit(
            self._per_name, "name", name[:_LONGEST_NAME], address
        )

    def forget(self, name: str, address: str) -> None:
        """Count from nought again for a name that has signed in."""
        self._limiter.clear(self._per_name, "name", name[:_LONGEST_NAME], address)
