"""Exact queues against tables and against chains solved by brute force."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pytest
from scipy.sparse import coo_matrix, csc_matrix
from scipy.sparse.linalg import spsolve

from simulator.stats.queues import (
    erlang_b,
    erlang_c,
    jackson,
    mg1,
    mmc,
    mmc_wait_beyond,
    preemptive_resume,
    traffic,
    traffic_of_routes,
)

State = tuple[int, ...]
Moves = Callable[[State], Iterable[tuple[State, float]]]


def stationary(states: Sequence[State], moves: Moves) -> Mapping[State, float]:
    """The long-run probabilities of a chain, from its balance equations and nothing else."""
    index = {state: place for place, state in enumerate(states)}
    rows, columns, rates = [], [], []
    for state in states:
        for target, rate in moves(state):
            if target in index and rate > 0:
                rows += [index[target], index[state]]
                columns += [index[state], index[state]]
                rates += [rate, -rate]
    size = len(states)
    places = (np.array(rows), np.array(columns))
    balance = csc_matrix(coo_matrix((np.array(rates), places), shape=(size, size)))
    # the last balance equation follows from the others; the first probability is set to 1 instead
    weights = np.ones(size)
    weights[1:] = spsolve(balance[1:, 1:], -balance[1:, [0]].toarray().ravel())
    return dict(zip(states, (weights / weights.sum()).tolist(), strict=True))


@pytest.mark.parametrize(
    ("servers", "offered", "waits"),
    [(1, 0.5, 0.5), (2, 1.0, 1 / 3), (2, 1.8, 0.8526), (5, 4.0, 0.5541), (10, 8.0, 0.4092)],
)
def test_erlang_c_agrees_with_the_tables(servers: int, offered: float, waits: float) -> None:
    assert erlang_c(servers, offered) == pytest.approx(waits, abs=5e-5)


@pytest.mark.parametrize(
    ("servers", "offered", "lost"), [(1, 1.0, 0.5), (2, 1.0, 0.2), (5, 4.0, 0.1991), (3, 0.0, 0.0)]
)
def test_erlang_b_agrees_with_the_tables(servers: int, offered: float, lost: float) -> None:
    assert erlang_b(servers, offered) == pytest.approx(lost, abs=5e-5)


@pytest.mark.parametrize("servers", [1, 2, 5])
@pytest.mark.parametrize("load", [0.5, 0.8, 0.9])
def test_an_m_m_c_queue_is_its_birth_death_chain(servers: int, load: float) -> None:
    arrival, service = 0.7, 0.7 / (servers * load)

    def moves(state: State) -> Iterable[tuple[State, float]]:
        (present,) = state
        return [((present + 1,), arrival), ((present - 1,), min(present, servers) * service)]

    share = stationary([(present,) for present in range(600)], moves)
    present = sum(state[0] * chance for state, chance in share.items())
    waiting = sum(max(state[0] - servers, 0) * chance for state, chance in share.items())
    answer = mmc(arrival, service, servers)
    assert answer.present == pytest.approx(present, rel=1e-9)
    assert answer.wait == pytest.approx(waiting / arrival, rel=1e-9)
    assert answer.sojourn == pytest.approx(present / arrival, rel=1e-9)
    assert answer.utilisation == pytest.approx(load)


def test_the_tail_of_the_wait_integrates_to_the_mean_wait() -> None:
    times = np.linspace(0, 400, 400_001)
    tail = [mmc_wait_beyond(float(time), 1.6, 1.0, 2) for time in times]
    assert np.trapezoid(tail, times) == pytest.approx(mmc(1.6, 1.0, 2).wait, rel=1e-6)


def test_constant_services_wait_half_as_long_as_exponential_ones() -> None:
    assert mg1(0.8, 1.0, 1.0).wait == pytest.approx(mmc(0.8, 1.0).wait / 2)
    assert mg1(0.8, 1.0, 2.0) == mmc(0.8, 1.0)


def test_an_m_g_1_wait_is_the_wait_of_lindleys_recursion() -> None:
    generator = np.random.default_rng(21)
    batches, length, warm = 100, 4000, 1000
    low, high = 0.2, 3.0
    mean, moment = (low + high) / 2, (low**2 + low * high + high**2) / 3
    rate = 0.5 / mean
    waits = np.zeros(batches * 20)
    totals = np.zeros_like(waits)
    for turn in range(length):
        service = generator.uniform(low, high, size=waits.size)
        waits = np.maximum(waits + service - generator.exponential(1 / rate, waits.size), 0)
        totals += waits if turn >= warm else 0
    means = totals / (length - warm)
    error = means.std(ddof=1) / math.sqrt(means.size)
    exact = mg1(rate, mean, moment).wait
    assert exact * 0.02 > 4 * error
    assert abs(means.mean() - exact) / error < 4


def test_a_pre_emptive_queue_is_its_chain_of_two_classes() -> None:
    rates, means = (0.3, 0.4), (0.8, 0.9)
    high, low = preemptive_resume(rates, means)

    def moves(state: State) -> Iterable[tuple[State, float]]:
        urgent, plain, begun = state
        yield (urgent + 1, plain, begun), rates[0]
        yield (urgent, plain + 1, begun or int(urgent == 0 and plain == 0)), rates[1]
        if urgent:
            yield (urgent - 1, plain, int(begun or (urgent == 1 and plain > 0))), 1 / means[0]
        elif plain:
            yield (0, plain - 1, int(plain > 1)), 1 / means[1]

    states = [
        (urgent, plain, begun)
        for urgent in range(40)
        for plain in range(130)
        for begun in (0, 1)
        # somebody plain has begun only if present, and has if nobody urgent is
        if begun <= plain and (urgent > 0 or begun == min(plain, 1))
    ]
    share = stationary(states, moves)
    urgent = sum(state[0] * chance for state, chance in share.items())
    plain = sum(state[1] * chance for state, chance in share.items())
    not_begun = sum((state[1] - state[2]) * chance for state, chance in share.items())
    assert high.present == pytest.approx(urgent, rel=1e-6)
    assert low.present == pytest.approx(plain, rel=1e-6)
    assert low.sojourn == pytest.approx(plain / rates[1], rel=1e-6)
    assert low.wait == pytest.approx(not_begun / rates[1], rel=1e-6)


def test_a_better_class_does_not_notice_the_worse_ones() -> None:
    assert preemptive_resume([0.3, 0.4], [0.8, 0.9])[0] == preemptive_resume([0.3], [0.8])[0]


def test_a_jackson_network_is_its_joint_chain() -> None:
    external, services, servers = (0.5, 0.2), (1.4, 0.8), (1, 2)
    routing = [[0.1, 0.6], [0.3, 0.0]]

    def moves(state: State) -> Iterable[tuple[State, float]]:
        for here in (0, 1):
            came = list(state)
            came[here] += 1
            yield tuple(came), external[here]
            busy = min(state[here], servers[here]) * services[here]
            left = list(state)
            left[here] -= 1
            yield tuple(left), busy * (1 - sum(routing[here]))
            there = list(left)
            there[1 - here] += 1
            yield tuple(there), busy * routing[here][1 - here]

    share = stationary([(a, b) for a in range(90) for b in range(60)], moves)
    present = [sum(state[here] * chance for state, chance in share.items()) for here in (0, 1)]
    answer = jackson(0.7, traffic(external, routing), services, servers)
    assert [station.present for station in answer.stations] == pytest.approx(present, rel=1e-6)
    assert answer.sojourn == pytest.approx(sum(present) / 0.7, rel=1e-6)


def test_traffic_counts_every_visit_of_every_kind() -> None:
    rates = traffic_of_routes([2.0, 0.5], [[0, 1, 0], [2, 1]], 4)
    assert rates.tolist() == [4.0, 2.5, 0.5, 0.0]


def test_kinds_on_fixed_routes_and_their_chances_have_the_same_traffic() -> None:
    # from station 0 one kind goes to 1, the other leaves: together 2 of 3 go on
    by_chance = traffic([3.0, 0.0], [[0.0, 2 / 3], [0.0, 0.0]])
    assert by_chance == pytest.approx(traffic_of_routes([2.0, 1.0], [[0, 1], [0]], 2))


@pytest.mark.parametrize(
    "refused",
    [
        lambda: erlang_c(2, 2.0),
        lambda: erlang_b(0, 1.0),
        lambda: mmc(1.0, 1.0),
        lambda: mmc(-1.0, 1.0),
        lambda: mmc(math.nan, 1.0),
        lambda: mg1(0.5, 1.0, 0.5),
        lambda: preemptive_resume([0.5, 0.6], [1.0, 1.0]),
        lambda: traffic([1.0], [[1.0]]),
        lambda: traffic([1.0, 1.0], [[0.5]]),
        lambda: traffic([-1.0], [[0.5]]),
        lambda: jackson(1.0, [1.0], [1.0], [1]),
    ],
)
def test_queues_without_a_long_run_are_refused(refused: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=" "):
        refused()
