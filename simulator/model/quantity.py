"""One number of a scenario, with what is known about it."""

from dataclasses import dataclass, field

__all__ = ["Quantity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number of a scenario, in internal units [working days, person-days, plain numbers].

    Parameters
    ----------
    value
        The best guess.
    low, high
        The range of what is plausible; None when the number is taken as known.
    because
        Why, in the author's words.
    n
        The number of records, or the years of them, behind it (observed figures only).
    varies
        How much it differs from place to place: the standard deviation of the logarithm of the odds
        of failing (a probability) or of the value (else). None where every place is alike.
    origin
        The key path where it was written; "" for a default of the register. Places that
        inherit a value share its origin, and so share one unknown. Not part of equality.
    """

    value: float
    low: float | None = None
    high: float | None = None
    because: str | None = None
    n: float | None = None
    varies: float | None = None
    origin: str = field(default="", compare=False)

    @property
    def uncertain(self) -> bool:
        """Whether a range was given that is wider than the value."""
        return not (self.low in (None, self.value) and self.high in (None, self.value))
