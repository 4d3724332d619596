"""From release to repair: failures, paging, triage up the route, rollback, bad fixes."""

from __future__ import annotations

from typing import Any

from simulator.engines.columns import Sum
from simulator.engines.compiled.count import (
    count_failure,
    count_incident,
    count_of_window,
    count_release,
    count_restored,
)
from simulator.engines.compiled.count_end import count_blame
from simulator.engines.compiled.count_latent import chance_to_show, count_latent
from simulator.engines.compiled.crossing import log_born, name_error
from simulator.engines.compiled.events import after, entry
from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.layout import Grows
from simulator.engines.compiled.memory import (
    bounce,
    common,
    edge_now,
    error,
    free_error,
    fresh,
    incident,
    item,
    job,
    kind,
    take_error,
    team_now,
    team_row,
)
from simulator.engines.compiled.response_work import recovery
from simulator.engines.compiled.station import new_job, submit
from simulator.engines.log import NO_ITEM, Happening, Rank, Task
from simulator.mechanisms.incidents import (
    DEFECT,
    EXTERNAL,
    LAST,
    RESOLVER,
    fixed_badly,
    latency,
    manifests,
    severity,
)
from simulator.mechanisms.luck import Purpose, bad_fix_key, combine, happens, joined, uniform
from simulator.mechanisms.team import rolls_back, traces


@kernel
def release(s: Any, slot: int) -> None:
    """Release an item: what is latent in it may manifest from now on."""
    it = item(s, slot)
    it.released = s.now
    count, errors = 0, it.errors
    while errors != 0:
        count, errors = count + 1, error(s, errors).next
    if s.logging:
        row = entry(s, Happening.RELEASED)
        row.item, row.a = it.number, count
    count_release(s, slot)
    count_latent(s, slot)
    errors = it.errors
    it.errors = 0
    while errors != 0:
        live, errors = errors, error(s, errors).next
        _go_live(s, live, slot, NO_ITEM, 1)


@kernel_inline
def _number(s: Any, item_slot: int) -> int:
    return int(item(s, item_slot).number) if item_slot != 0 else -1


@kernel
def _go_live(s: Any, slot: int, item_slot: int, place: int, foreseen: int) -> None:
    """Decide whether, when and how badly a live error manifests; `place` names an external."""
    wrong, now = error(s, slot), common(s)
    chance = chance_to_show(s, wrong.mechanism)
    shows = manifests(wrong.key, chance)
    row = entry(s, Happening.LATENT)
    row.item, row.error, row.value = _number(s, item_slot), wrong.number, chance
    row.a, row.b, row.c, row.d = wrong.mechanism, wrong.depth, wrong.generation, 1 if shows else 0
    if not shows:
        free_error(s, slot)
        return
    grade = severity(wrong.key, now.p1, now.p2, now.p3, now.escalation, wrong.depth)
    failure = _new_incident(s, slot, item_slot, grade, place, foreseen)
    delay = latency(wrong.key, now.latency)
    if s.now + delay >= s.horizon:
        _log_failure(s, Happening.AFTER_HORIZON, failure, s.now + delay)
        return
    after(s, delay, Rank.FAILURE, wrong.number, failure, 0)


@kernel
def _new_incident(
    s: Any, error_slot: int, item_slot: int, grade: int, place: int, foreseen: int
) -> int:
    slot = fresh(s, Grows.INCIDENT)
    new = incident(s, slot)
    new.error, new.item, new.severity, new.place = error_slot, item_slot, grade, place
    new.failed, new.took, new.done, new.attempt = -1.0, -1.0, 0, 0
    new.next, new.drawn = 0, -1
    new.foreseen = foreseen
    return slot


@kernel
def _log_failure(s: Any, happening: int, slot: int, when: float) -> None:
    failure = incident(s, slot)
    wrong, row = error(s, failure.error), entry(s, happening)
    if failure.item != 0:
        row.value = when - item(s, failure.item).released
    row.item, row.error = _number(s, failure.item), wrong.number
    row.a, row.b, row.c = failure.severity, wrong.depth, wrong.generation
    if count_failure(s, slot, when, row.value, happening == Happening.AFTER_HORIZON):
        count_blame(s, slot)


@kernel
def external(s: Any, n: int) -> None:
    """Let external incident `n` happen now, straight to its resolver."""
    slot, now = take_error(s), common(s)
    key = combine(s.external_key, n)
    name_error(s, slot, key, EXTERNAL, -1, 1, n)
    log_born(s, slot, 0, n)
    grade = severity(key, now.external_p1, now.external_p2, now.external_p3, 1.0, 0)
    handle(s, _new_incident(s, slot, 0, grade, NO_ITEM + n, 1))


@kernel
def handle(s: Any, slot: int) -> None:
    """Begin an incident: it shows now, and the first team is paged."""
    failure = incident(s, slot)
    failure.failed = s.now
    _log_failure(s, Happening.FAILED, slot, s.now)
    count_incident(s, slot)
    wrong = error(s, failure.error)
    if failure.item == 0:
        failure.straight = 1
        failure.resolver = (
            wrong.origin if wrong.mechanism == DEFECT else common(s).external_resolver
        )
        failure.team = failure.resolver
    else:
        failure.resolver = resolver(s, failure.error)
        failure.straight = _goes_straight(s, failure.error)
        failure.team = _first_paged(s, slot)
    _page(s, slot)


@kernel
def _first_paged(s: Any, slot: int) -> int:
    """Return the team that is paged first, and note who is to be next."""
    failure, pages = incident(s, slot), common(s).pages
    if pages == RESOLVER:
        return int(failure.resolver)
    route = kind(s, item(s, failure.item).kind)
    first = bounce(s, route.first_bounce).value
    if pages == LAST:
        failure.next = 1
        return int(first)
    key, least = error(s, failure.error).key, 1.0
    for place in range(route.bounces):
        team = bounce(s, route.first_bounce + place).value
        lot = uniform(joined(key, team_row(s, team).stirred), Purpose.PAGED, 0)
        if lot < least:
            first, least = team, lot
    failure.drawn = first
    return int(first)


@kernel
def resolver(s: Any, slot: int) -> int:
    """Return who can repair: a defect's team, else an owned crossing's owner, else the sender."""
    wrong = error(s, slot)
    if wrong.mechanism == DEFECT:
        return int(wrong.origin)
    edge = edge_now(s, wrong.origin)
    return int(edge.owner if wrong.owned else edge.source)


@kernel
def _goes_straight(s: Any, slot: int) -> int:
    wrong = error(s, slot)
    if wrong.mechanism != DEFECT:
        return int(wrong.owned)
    row = team_now(s, wrong.origin)
    chance = traces(row, recovery(s, slot, wrong.origin))
    return 1 if happens(wrong.key, Purpose.TRACEABLE, 0, chance) else 0


@kernel
def _page(s: Any, slot: int) -> None:
    failure, row = incident(s, slot), entry(s, Happening.PAGED)
    row.item, row.place, row.a = _number(s, failure.item), failure.team, failure.attempt
    row.error = error(s, failure.error).number
    if failure.attempt > 0:
        count_of_window(s, slot, Sum.PASSED_ON)
    _submit(s, slot, Task.TRIAGE)


@kernel
def _submit(s: Any, slot: int, task: int) -> None:
    failure = incident(s, slot)
    number = item(s, failure.item).number if failure.item != 0 else failure.place
    new_slot = new_job(s, failure.team, task, number, slot)
    new = job(s, new_slot)
    new.line, new.error = failure.severity - 1, error(s, failure.error).number
    submit(s, new_slot)


@kernel
def triaged(s: Any, slot: int) -> None:
    """Go on after a triage: perhaps a rollback, then the next team or the repair."""
    failure = incident(s, slot)
    if failure.attempt == 0 and failure.item != 0:
        _roll_back(s, slot)
    if failure.team == failure.resolver:
        _submit(s, slot, Task.REPAIR)
        return
    failure.attempt += 1
    failure.team = failure.resolver if failure.straight == 1 else _next_paged(s, slot)
    _page(s, slot)


@kernel
def _next_paged(s: Any, slot: int) -> int:
    """Return the next team up the route that was not drawn; past the first step the resolver."""
    failure = incident(s, slot)
    route = kind(s, item(s, failure.item).kind)
    while failure.next < route.bounces:
        team = bounce(s, route.first_bounce + failure.next).value
        failure.next += 1
        if team != failure.drawn:
            return int(team)
    return int(failure.resolver)


@kernel
def _roll_back(s: Any, slot: int) -> None:
    """After the first triage: undo the release, if it can be undone and ran everywhere."""
    failure = incident(s, slot)
    last = bounce(s, kind(s, item(s, failure.item).kind).first_bounce).value
    wrong, row = error(s, failure.error), team_now(s, last)
    chance = rolls_back(row, recovery(s, failure.error, last))
    if not happens(wrong.key, Purpose.ROLLBACK, 0, chance):
        return
    whole = item(s, failure.item).last_owned == 1
    noted = entry(s, Happening.ROLLED_BACK if whole else Happening.ROLLBACK_PARTIAL)
    noted.item, noted.place = _number(s, failure.item), last
    noted.error = wrong.number
    count_of_window(s, slot, Sum.ROLLED_BACK if whole else Sum.ROLLED_BACK_PARTLY)
    if whole:
        after(s, common(s).rollback_duration, Rank.RESTORE, wrong.number, slot, 0)


@kernel
def restore(s: Any, slot: int, by_rollback: int) -> None:
    """End an outage, unless it has ended before."""
    failure = incident(s, slot)
    if failure.done == 1:
        return
    failure.done = 1
    took, row = s.now - failure.failed, entry(s, Happening.RESTORED)
    row.item, row.error = _number(s, failure.item), error(s, failure.error).number
    row.value, row.a = took, by_rollback
    count_restored(s, slot, took)


@kernel
def repaired(s: Any, slot: int) -> None:
    """End an incident; what fixing it broke goes live at once."""
    failure = incident(s, slot)
    wrong, row = error(s, failure.error), entry(s, Happening.REPAIRED)
    row.item, row.place, row.error = _number(s, failure.item), failure.team, wrong.number
    restore(s, slot, 0)
    if fixed_badly(wrong.key, wrong.generation, common(s).bad_fix):
        defect = bad_fix(s, failure.error, failure.item, failure.team)
        _go_live(s, defect, failure.item, failure.place, 0)
    free_error(s, failure.error)


@kernel
def bad_fix(s: Any, parent_slot: int, item_slot: int, team: int) -> int:
    """Return the defect that fixing an error left behind in `team`."""
    slot = take_error(s)
    new, parent = error(s, slot), error(s, parent_slot)
    key = bad_fix_key(parent.key, parent.generation)
    name_error(s, slot, key, DEFECT, team, 0, 0)
    new.generation = parent.generation + 1
    new.root_mechanism, new.root_origin = parent.root_mechanism, parent.root_origin
    new.root_owned = parent.root_owned
    log_born(s, slot, item_slot, parent.number)
    return slot
