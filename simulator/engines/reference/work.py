"""What a team's services take, and what they leave behind."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.engines.program import layout
from simulator.engines.reference.crossing import Boundaries
from simulator.engines.reference.item import Item, Leg
from simulator.engines.reference.route import Member
from simulator.engines.reference.station import Station
from simulator.engines.reference.world import World
from simulator.mechanisms.draws import exponential
from simulator.mechanisms.luck import Purpose, combine, happens, uniform
from simulator.mechanisms.practice import gain_if_followed
from simulator.mechanisms.team import mean_defects, removes
from simulator.mechanisms.work import defects_made, visit_effort
from simulator.model.lever import TEAM_LEVERS

_NOTHING = (0.0,) * len(TEAM_LEVERS)


class Work:
    """Service times of visits, rework, rechecks, questions and boundary work [days]."""

    def __init__(self, world: World, stations: list[Station], boundaries: Boundaries) -> None:
        self.world = world
        self.stations = stations
        self.boundaries = boundaries

    def effort(self, item: Item, team: int, step: int) -> float:
        """Return the item's effort draw of its visit number `step` to `team`, size included."""
        row = self.world.epoch.teams[team]
        key = combine(combine(item.key, self.world.team_words[team]), step)
        return visit_effort(key, row.effort_mean, row.effort_variance, row.effort_shape) * item.size

    def visit(self, leg: Leg) -> float:
        """Return the service of new work; its unremoved defects are put on `leg`."""
        world, item, team = self.world, leg.item, leg.member.team
        leg.key = key = combine(combine(item.key, world.team_words[team]), leg.member.occurrence)
        leg.now = now = world.epoch.teams[team]
        leg.gains = gains = self._gains(team, key)
        days: float = (
            visit_effort(key, now.effort_mean, now.effort_variance, now.effort_shape) * item.size
        )
        days += self._defects(leg)
        days = self._crossing_efforts(leg, days)
        if world.team_practised[team]:
            for lever in layout.VISITED:
                days += world.team_practices[team][lever].overhead * gains[lever]
        return days * world.pace(team)

    def _gains(self, team: int, key: int) -> Sequence[float]:
        """Return g now of each practice followed in this visit, 0 where it is not followed."""
        world = self.world
        if not world.team_practised[team]:
            return _NOTHING
        luck, now = uniform(key, Purpose.VISIT_ADHERENCE, 0), world.env.now
        practices, starts = world.team_practices[team], world.epoch.team_starts
        return [
            gain_if_followed(practice, start, now, luck)
            for practice, start in zip(practices, starts, strict=True)
        ]

    def rework(self, item: Item, team: int, weight: int) -> float:
        """Return the service of reworking errors at their resolver; weight: sum of 1 + depth."""
        return self.recheck(item, team) * weight

    def recheck(self, item: Item, team: int) -> float:
        """Return the service of looking again at work that came back."""
        share = self.world.epoch.common.rework_share
        visit = max(0, item.visits.get(team, 0) - 1)
        return float(share * self.effort(item, team, visit) * self.world.pace(team))

    def question(self, edge: int) -> float:
        """Return the service of one question at the sender."""
        row = self.world.epoch.edges[edge]
        return float(row.question_effort * self.world.pace(row.source))

    def boundary_work(self, edge: int) -> float:
        """Return the service of work that belongs to neither core, at the boundary's owner."""
        row = self.world.epoch.edges[edge]
        return float(row.boundary_effort * self.world.pace(row.owner))

    def _defects(self, leg: Leg) -> float:
        """Note the defects that stay latent on `leg`; return the days spent fixing the others."""
        key, now = leg.key, leg.now
        mean = mean_defects(now, leg.gains[layout.ENGINEERING])
        made = defects_made(key, mean * leg.item.size)
        if made == 0:
            return 0.0
        pressure, team = self.world.epoch.common.pressure, leg.member.team
        load = self.stations[team].load() if pressure else 0.0
        removal = removes(now, leg.gains[layout.VERIFICATION], load, pressure)
        days, left = 0.0, []
        for k in range(made):
            if happens(key, Purpose.REMOVED, k, removal):
                days += exponential(uniform(key, Purpose.FIX, k), now.fix_effort)
            else:
                left.append(k)
        leg.defects = left
        return days

    def _crossing_efforts(self, leg: Leg, days: float) -> float:
        """Return `days` plus handing over, reading back and what followed practices cost."""
        world, member = self.world, leg.member
        days += world.epoch.handling[member.row]
        if world.at_practised[member.row]:
            days = self._overheads(leg.item, member, days)
        for crossing in leg.crossings:
            if crossing.asked:
                days += world.epoch.edges[crossing.edge].question_effort
        return days

    def _overheads(self, item: Item, member: Member, days: float) -> float:
        """Return `days` plus what followed practices cost at the boundaries the member meets."""
        for ways, levers in ((member.sends, layout.SENT), (member.receives, layout.RECEIVED)):
            for way in ways:
                if self.world.edge_practised[way.edge]:
                    gains = self.boundaries.gains(way.edge, self.boundaries.key(item, way))
                    practices = self.world.edge_practices[way.edge]
                    for lever in levers:
                        days += practices[lever].overhead * gains[lever]
        return days
