"""A team at work: people, a queue by key, and incidents that pre-empt."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import simpy

from simulator.engines.log import JOB_CLASS, Happening, Rank, Task
from simulator.engines.reference.world import Timed, World
from simulator.mechanisms.practice import load

# Bound once: looking up a member of an enum costs more than a call.
QUEUED, STARTED, FINISHED = Happening.QUEUED, Happening.STARTED, Happening.FINISHED
SERVICE = Rank.SERVICE


class Job:
    """Something that stands in a queue; `service` tells its length [days] when it first starts.

    `left` [days] is what remains of it once it has started; `done` happens when nothing remains.
    """

    __slots__ = (
        "began",
        "done",
        "error",
        "item",
        "key",
        "left",
        "number",
        "service",
        "started",
        "step",
        "task",
    )

    def __init__(
        self,
        world: World,
        task: Task,
        service: Callable[[], float],
        item: int,
        step: int,
        severity: int,
        error: int,
    ) -> None:
        self.number = next(world.job_numbers)
        self.task = task
        self.service = service
        self.item = item
        self.step = step
        self.error = error
        self.started = False
        self.left = 0.0
        self.began = 0.0
        self.done = Timed(world.env)
        self.key = (JOB_CLASS[task], severity, world.env.now, item, step, self.number)


class Station:
    """The people and the queue of one team; `running` jobs are known by the events of their end."""

    def __init__(self, world: World, team: int) -> None:
        self.world = world
        self.team = team
        self.running: dict[simpy.Event, Job] = {}
        self.waiting: list[tuple[tuple[float | int, ...], Job]] = []
        self.people = world.epoch.teams[team].people

    def load(self) -> float:
        """Return waiting / (waiting + people); what is in service does not count."""
        return load(len(self.waiting), self.people)

    def submit(
        self,
        task: Task,
        service: Callable[[], float],
        item: int,
        step: int,
        severity: int = 0,
        error: int = -1,
    ) -> simpy.Event:
        """Return the event that happens when a new job, queued now, has been served whole."""
        job = Job(self.world, task, service, item, step, severity, error)
        self._log(QUEUED, job, 0.0, task)
        job.done.callbacks.append(self._finish)
        if len(self.running) < self.people:
            self._start(job)
        elif self.people and job.key[0] == 0 and (victim := self._interruptible()) is not None:
            self._preempt(victim)
            self._start(job)
        else:
            heapq.heappush(self.waiting, (job.key, job))
        return job.done

    def change_people(self) -> None:
        """Let as many work as the epoch in force says; with nobody, what runs is finished."""
        self.people = self.world.epoch.teams[self.team].people
        self._staff()

    def _staff(self) -> None:
        """Start what waits while somebody is free."""
        while self.waiting and len(self.running) < self.people:
            self._start(heapq.heappop(self.waiting)[1])

    def _interruptible(self) -> Job | None:
        jobs = [job for job in self.running.values() if job.key[0] > 0]
        return max(jobs, key=lambda job: job.key) if jobs else None

    def _preempt(self, job: Job) -> None:
        del self.running[job.done]
        job.done = job.done.put_off()
        job.left = max(0.0, job.left - (self.world.env.now - job.began))
        self._log(Happening.PREEMPTED, job, job.left)
        heapq.heappush(self.waiting, (job.key, job))

    def _start(self, job: Job) -> None:
        if job.started:
            self._log(Happening.RESUMED, job)
        else:
            job.started = True
            job.left = job.service()
            self._log(STARTED, job, job.left)
        job.began = self.world.env.now
        self.running[job.done] = job
        job.done.set(job.left, SERVICE, job.number)

    def _finish(self, done: simpy.Event) -> None:
        self._log(FINISHED, self.running.pop(done))
        self._staff()

    def _log(self, event: Happening, job: Job, value: float = 0.0, a: int = -1) -> None:
        self.world.log(event, job.item, job.step, self.team, job.number, job.error, value, a)
