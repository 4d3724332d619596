"""Exact means of queues, which the simulation is held against."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulator.stats.estimate import Floats


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueMeans:
    """
    Long-run means of one queue.

    `utilisation` is the busy share of a server; `wait` [time] runs from joining to the first
    start of service; `sojourn` [time] runs from joining to the end, interruptions included;
    `present` is the mean number in the queue and in service.
    """

    utilisation: float
    wait: float
    sojourn: float
    present: float


@dataclass(frozen=True, kw_only=True, slots=True)
class JacksonMeans:
    """Every station of an open Jackson network, and the mean time from entering to leaving."""

    arrival_rates: tuple[float, ...]
    stations: tuple[QueueMeans, ...]
    sojourn: float


def erlang_b(servers: int, offered: float) -> float:
    """
    The probability that all servers are busy when nobody waits (Erlang's loss formula).

    Parameters
    ----------
    servers
        Number of servers, at least 1.
    offered
        Offered load: arrival rate times mean service time, at least 0.
    """
    if servers < 1 or not offered >= 0:
        raise ValueError(f"needs a server and a load of at least 0, not {servers} and {offered}")
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = offered * blocked / (count + offered * blocked)
    return blocked


def erlang_c(servers: int, offered: float) -> float:
    """
    The probability that an arrival has to wait (Erlang's delay formula).

    An offered load of `servers` or more has no long run and is refused.
    """
    _refuse_overload(offered / servers)
    blocked = erlang_b(servers, offered)
    return blocked / (1 - offered / servers * (1 - blocked))


def mmc(arrival_rate: float, service_rate: float, servers: int = 1) -> QueueMeans:
    """
    The means of an M/M/c queue; an overload is refused.

    Parameters
    ----------
    arrival_rate, service_rate
        Arrivals, and services of one busy server [per time], above 0.
    servers
        Number of servers, at least 1.
    """
    _refuse_not_positive(arrival_rate, service_rate)
    offered = arrival_rate / service_rate
    wait = erlang_c(servers, offered) / (servers * service_rate - arrival_rate)
    sojourn = wait + 1 / service_rate
    return QueueMeans(
        utilisation=offered / servers,
        wait=wait,
        sojourn=sojourn,
        present=arrival_rate * sojourn,
    )


def mmc_wait_beyond(time: float, arrival_rate: float, service_rate: float, servers: int) -> float:
    """The probability that an M/M/c wait exceeds a time of at least 0."""
    _refuse_not_positive(arrival_rate, service_rate)
    spare = servers * service_rate - arrival_rate
    return erlang_c(servers, arrival_rate / service_rate) * math.exp(-spare * time)


def mg1(arrival_rate: float, mean: float, second_moment: float) -> QueueMeans:
    """
    The means of an M/G/1 queue (Pollaczek and Khinchine); an overload is refused.

    Parameters
    ----------
    arrival_rate
        Arrivals [per time], above 0.
    mean, second_moment
        Mean of the service time and of its square; the square at least that of the mean.
    """
    return preemptive_resume([arrival_rate], [mean], [second_moment])[0]


def preemptive_resume(
    arrival_rates: Sequence[float],
    means: Sequence[float],
    second_moments: Sequence[float] | None = None,
) -> tuple[QueueMeans, ...]:
    """
    The means of every class of one server where a better class interrupts and work is resumed.

    Class 0 is served first. Without second moments every service is exponential, which for two
    classes is the pre-emptive-resume M/M/1. An overload is refused.

    Parameters
    ----------
    arrival_rates, means, second_moments
        For each class: arrivals [per time], mean service time, mean of its square.

    References
    ----------
    Conway, Maxwell and Miller (1967), Theory of Scheduling, chapter 8.
    """
    moments = [2 * mean * mean for mean in means] if second_moments is None else second_moments
    answers = []
    busy_before = residual = 0.0
    for rate, mean, moment in zip(arrival_rates, means, moments, strict=True):
        _refuse_not_positive(rate, mean)
        if moment < mean * mean * (1 - 1e-12):
            raise ValueError(f"a mean of {mean} leaves no second moment of {moment}")
        busy = busy_before + rate * mean
        _refuse_overload(busy)
        residual += rate * moment / 2
        wait = residual / ((1 - busy_before) * (1 - busy))
        sojourn = wait + mean / (1 - busy_before)
        answers.append(
            QueueMeans(utilisation=rate * mean, wait=wait, sojourn=sojourn, present=rate * sojourn)
        )
        busy_before = busy
    return tuple(answers)


def traffic(external: ArrayLike, routing: ArrayLike) -> Floats:
    """
    The arrival rate at every station: what enters there and what is sent there by the others.

    Parameters
    ----------
    external
        Arrivals from outside at each station [per time].
    routing
        Square table: the probability that station i (row) sends an item to station j (column).
        A table from which an item might never leave is refused.
    """
    entering = np.asarray(external, dtype=np.float64)
    table = np.asarray(routing, dtype=np.float64)
    if table.shape != (len(entering), len(entering)):
        raise ValueError(f"{len(entering)} stations need a square table, not {table.shape}")
    if (entering < 0).any() or (table < 0).any() or (table.sum(axis=1) > 1 + 1e-12).any():
        raise ValueError("rates are at least 0 and the rows of routing sum to at most 1")
    if float(np.abs(np.linalg.eigvals(table)).max()) >= 1 - 1e-12:
        raise ValueError("an item might never leave this network")
    rates = np.linalg.solve(np.eye(len(entering)) - table.T, entering)
    return np.asarray(rates, dtype=np.float64)


def traffic_of_routes(
    rates: Sequence[float], routes: Sequence[Sequence[int]], stations: int
) -> Floats:
    """
    The arrival rate at every station when each kind follows its own fixed route.

    Parameters
    ----------
    rates
        Arrivals of each kind [per time].
    routes
        For each kind the stations it visits, numbered from 0; a station may come again.
    stations
        Number of stations.
    """
    totals = np.zeros(stations)
    for rate, route in zip(rates, routes, strict=True):
        np.add.at(totals, list(route), rate)
    return totals


def jackson(
    entering: float, arrival_rates: ArrayLike, service_rates: ArrayLike, servers: Sequence[int]
) -> JacksonMeans:
    """
    The means of an open network of M/M/c stations, each as if it stood alone.

    It also holds for several kinds on fixed routes, as long as the service at a station is
    exponential and the same for all of them (Kelly 1975). An overloaded station is refused.

    Parameters
    ----------
    entering
        Arrivals from outside at all stations together [per time], above 0.
    arrival_rates
        For each station, from `traffic` or `traffic_of_routes` [per time].
    service_rates, servers
        For each station: services of one busy server [per time], number of servers.

    References
    ----------
    Jackson (1957), Oper. Res. 5:518, doi 10.1287/opre.5.4.518.
    """
    arrivals = [float(rate) for rate in np.asarray(arrival_rates, dtype=np.float64)]
    services = [float(rate) for rate in np.asarray(service_rates, dtype=np.float64)]
    _refuse_not_positive(entering)
    stations = tuple(
        mmc(arrival, service, count)
        for arrival, service, count in zip(arrivals, services, servers, strict=True)
    )
    sojourn = sum(station.present for station in stations) / entering
    return JacksonMeans(arrival_rates=tuple(arrivals), stations=stations, sojourn=sojourn)


def _refuse_not_positive(*values: float) -> None:
    """Refuse rates and times that are not above 0."""
    for value in values:
        if not (value > 0 and math.isfinite(value)):
            raise ValueError(f"rates and mean times are finite and above 0, not {value}")


def _refuse_overload(busy: float) -> None:
    """Refuse a load that has no long run."""
    if not busy < 1:
        raise ValueError(f"a load of {busy} has no long run; it must be below 1")
