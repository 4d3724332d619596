"""Where failures start, and what would be gone without each place, from Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.api.answered import Answered
from simulator.api.source import Source, organisation_of
from simulator.experiments.runner import Runner
from simulator.methods.accounts.account import Account as Found
from simulator.methods.accounts.account import account as account_of
from simulator.present.document import Document
from simulator.questions.account.words import shown

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Account", "account"]

_SPLITS = ("mechanism", "place", "category")


@dataclass(frozen=True, kw_only=True)
class Account(Answered):
    """The account of one plan's failures: what `edgewise account` prints."""

    found: Found

    def frame(self, by: str = "place") -> DataFrame:
        """Return one row a mechanism, place or category [failures per 100 released].

        Columns: side, share with low and high (the shares add up to core + edge + interaction),
        born (starts there), gone with gone_low and gone_high (would be gone without). Refuses
        another split (ValueError).
        """
        import pandas as pd

        if by not in _SPLITS:
            raise ValueError(f"there is no split by {by!r}; allowed: {', '.join(_SPLITS)}")
        rows = {
            part.name: {
                "side": part.side,
                "share": part.share.best,
                "low": part.share.low,
                "high": part.share.high,
                "born": part.born.best,
                "gone": part.gone.best,
                "gone_low": part.gone.low,
                "gone_high": part.gone.high,
            }
            for part in getattr(self.found, f"by_{by}")
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis(by)

    def sides(self) -> DataFrame:
        """Return core, edge, interaction, external and total: best, low, high, n."""
        import pandas as pd

        found = self.found.as_json()
        names = ("core", "edge", "interaction", "external", "total")
        rows = {name: found[name] for name in names}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("side")

    def __repr__(self) -> str:
        found = self.found
        return f"Account({found.arm!r}, replications={found.replications}, seed={found.seed})"

    def _shown(self) -> Document:
        return shown(self.found)


def account(
    source: Source,
    plan: str = "today",
    *,
    replications: int = 50,
    seed: int = 1,
    engine: str = "auto",
) -> Account:
    """Return where the failures of one plan start, and what would be gone without each place.

    Refuses a plan or an engine that does not exist, no replications, and a plan that releases
    nothing (ValueError).
    """
    organisation = organisation_of(source)
    return Account(
        found=account_of(
            organisation.scenario,
            Runner(seed=seed, engine=engine, jobs=None),
            arm=plan,
            replications=range(replications),
        )
    )
