"""Which inputs move an output: Morris screening, and Sobol shares of its variance."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.stats.estimate import Estimate, Floats

__all__ = ["Apportioned", "Share", "apportioned", "screened"]

Output = Callable[[Floats], Floats]
"""From points in the unit cube, one a row, to one number a point."""
_RESAMPLES = 500


@dataclass(frozen=True, kw_only=True)
class Share:
    """Which share of an output's variance an input has `alone`, and with all it acts on, `whole`.

    The first-order and the total Sobol index, with 95 % bootstrap intervals.
    """

    alone: Estimate
    whole: Estimate


@dataclass(frozen=True, kw_only=True)
class Apportioned:
    """Shares by group, and the 2 n independent points of the design with their outputs."""

    shares: Mapping[str, Share]
    points: Floats
    outputs: Floats


def screened(number: int, output: Output, *, paths: int, seed: int) -> Floats:
    """Return by how much each of `number` inputs moves an output (Morris' mu*).

    The mean size of the change when one input alone goes two thirds of its way, over `paths` walks
    that change every input once.

    References
    ----------
    Morris (1991), Technometrics 33:161, doi 10.1080/00401706.1991.10484804; Campolongo, Cariboni
    and Saltelli (2007), Environ. Model. Softw. 22:1509, doi 10.1016/j.envsoft.2006.10.004.
    """
    from SALib.analyze import morris
    from SALib.sample import morris as sample

    problem = _problem([f"{index}" for index in range(number)])
    points = sample.sample(problem, paths, seed=seed)
    values = output(points)
    if np.ptp(values) == 0.0:
        return np.zeros(number)
    found = morris.analyze(problem, points, values, seed=seed)
    return np.asarray(found["mu_star"], dtype=float)


def apportioned(groups: Sequence[str], output: Output, *, n: int, seed: int) -> Apportioned:
    """Return which shares of an output's variance come from groups of inputs.

    `groups` names the group of each input; inputs of one group are taken together. The output is
    asked for n (g + 2) points with g groups; `n` is a power of two.

    References
    ----------
    Saltelli et al. (2010), Comput. Phys. Commun. 181:259, doi 10.1016/j.cpc.2009.09.018.
    """
    from SALib.analyze import sobol
    from SALib.sample import sobol as sample

    names = list(dict.fromkeys(groups))
    problem = _problem([f"{index}" for index in range(len(groups))], groups)
    points = sample.sample(problem, n, calc_second_order=False, seed=seed)
    values = output(points)
    if np.ptp(values) == 0.0:
        indices = {key: np.zeros(len(names)) for key in ("S1", "S1_conf", "ST", "ST_conf")}
    else:
        with warnings.catch_warnings():
            # of a resample in which nothing differs, which has no share of anything
            warnings.filterwarnings("ignore", message="Constant values", category=UserWarning)
            indices = sobol.analyze(
                problem, values, calc_second_order=False, num_resamples=_RESAMPLES, seed=seed
            )
    shares = {
        name: Share(
            alone=_estimate(indices["S1"][index], indices["S1_conf"][index], n),
            whole=_estimate(indices["ST"][index], indices["ST_conf"][index], n),
        )
        for index, name in enumerate(names)
    }
    step = len(names) + 2
    own = np.isin(np.arange(len(points)) % step, (0, step - 1))
    return Apportioned(shares=shares, points=points[own], outputs=values[own])


def _problem(names: Sequence[str], groups: Sequence[str] = ()) -> dict[str, Any]:
    of = {"groups": list(groups)} if groups else {}
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names), **of}


def _estimate(best: Any, half: Any, n: int) -> Estimate:
    best, half = np.nan_to_num((best, half))
    return Estimate(best=float(best), low=float(best - half), high=float(best + half), n=n)
