"""Where failures start, and what would be gone without each place."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from simulator.questions.answered import Answered
from simulator.questions.asking import (
    HERE,
    Engine,
    Means,
    PlanName,
    Replications,
    Seed,
    Worlds,
    question,
)
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.accounts.account import Account as Found
    from simulator.present.document import Document

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
        rows = {name: asdict(found[name]) for name in names}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("side")

    def __repr__(self) -> str:
        found = self.found
        return f"Account({found.plan!r}, replications={found.replications}, seed={found.seed})"

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.account.words import shown

        return shown(self.found)


@question
def account(
    source: Source,
    plan: PlanName = "today",
    *,
    replications: Replications = 30,
    worlds: Worlds = 200,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Account:
    """Tell where failures of FILE start, and what would be gone without each place.

    In the company most like yours: of all that the file's ranges and records leave possible, the
    one nearest to their mean. The same luck with perfect teams, perfect handovers, both and
    neither; then by what goes wrong, by place and by kind of work.

    Raises
    ------
    ValueError
        For a plan or an engine that does not exist, no replications, and a plan that releases
        nothing.

    Examples
    --------
    edgewise account typical-company
    edgewise account typical-company --plan "between teams first" -n 200
    """
    from simulator.methods.accounts.account import STEPS
    from simulator.methods.accounts.account import account as account_of
    from simulator.methods.middle import most_like

    scenario, run = organisation_of(source).scenario, means.runner(seed, engine)
    with means.progress("plausible organisations", worlds) as step:
        like = most_like(scenario, run, worlds=worlds, progress=step)
    with means.progress("perfect places", STEPS) as step:
        found = account_of(
            scenario,
            run,
            plan=plan,
            replications=range(replications),
            like=like,
            progress=step,
        )
    return Account(found=found)
