"""The interface changes of every boundary, and which of them a receiver does not know yet."""

from __future__ import annotations

from simulator.engines.program import layout
from simulator.engines.reference.world import World
from simulator.mechanisms.draws import next_arrival
from simulator.mechanisms.drift import MEMORY, change_gap, known_at
from simulator.mechanisms.luck import Purpose, combine, uniform
from simulator.mechanisms.practice import gain_if_followed, toward_cadence


class Staleness:
    """Interface changes (j, made at, known at) [days] of each boundary, oldest first."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.changes = [self._changes(edge) for edge in range(len(world.edge_words))]
        self.oldest = [0] * len(self.changes)

    def unknown(self, edge: int) -> list[int]:
        """Return the numbers j of the changes that the receiver does not know now."""
        t = self.world.env.now
        changes = self.changes[edge]
        first = self.oldest[edge]
        while first < len(changes) and changes[first][2] <= t:
            first += 1
        self.oldest[edge] = first  # time only moves on: what is known stays known
        found = []
        for j, made, known in changes[first:]:
            if made > t:
                break
            if known > t:
                found.append(j)
        return found

    def _changes(self, edge: int) -> list[tuple[int, float, float]]:
        world, program = self.world, self.world.program
        key = combine(world.key, world.edge_words[edge])
        before: list[tuple[int, float]] = []
        t, j, rate = 0.0, -1, world.epoch.edges[edge].change_rate
        while rate > 0.0:
            t = t - change_gap(key, j) / rate
            if t < -MEMORY:
                break
            before.append((j, t))
            j -= 1
        made = before[::-1]
        t, j = 0.0, 0
        starts, rates = program.epochs["at"], program.edges["change_rate"]
        while True:
            t = next_arrival(t, change_gap(key, j), starts, rates, edge)
            if t >= program.horizon:
                break
            made.append((j, float(t)))
            j += 1
        return [(j, t, known_at(key, j, t, self._cadence(edge, key, j, t))) for j, t in made]

    def _cadence(self, edge: int, key: int, j: int, t: float) -> float:
        """Return `sync_every` as in force when change `j` was made; before day 0 today's."""
        world = self.world
        epoch = world.epoch_at(t)
        row = epoch.edges[edge]
        practice = world.edge_practices[edge][layout.ACCOUNTABILITY]
        luck = uniform(key, Purpose.SYNC_ADHERENCE, j)
        g = gain_if_followed(practice, epoch.edge_starts[layout.ACCOUNTABILITY], t, luck)
        return toward_cadence(row.sync_every, row.sync_every_top, g)
