"""Who handed what to whom: runs of a case with one team, and the steps between them.

A *run* is a maximal block of events of one case with one team, missing teams left out; a *handoff*
is the step from run to run. Its fate: *kept* where the receiver is the last, *bounced* where the
next is the sender again, *forwarded* where it is another.
"""

from __future__ import annotations

from simulator.logs.log import Log

__all__ = ["count_handoffs", "hours"]

_HOUR = "3600000000.0"


def hours(microseconds: str) -> str:
    """Return SQL that gives a span in hours."""
    return f"(({microseconds}) / {_HOUR})"


def count_handoffs(log: Log, level: str) -> None:
    """Make the tables `runs`, `handoffs` and `passed` of a log at a level.

    `runs`: case_id, run (from 1), team, start, last, events, touched (when somebody first did
    something after it came), wait (pickup), hold and lay [hours; until the next run begins, NULL in
    the last], runs (how many the case has).
    `handoffs`: one row a handoff with source, target, fate, further (handoffs after it), detour
    [hours until the last team has it] and wait. `passed`: one row a case with its handoffs, also
    before and after its first completion (completed NULL where it has none), and reopened.
    """
    held = log.database
    for name in ("steps", "runs", "handoffs", "passed"):
        held.execute(f"DROP TABLE IF EXISTS {name}")
    held.execute(f"""CREATE TABLE steps AS SELECT *, sum(new) OVER
            (PARTITION BY case_id ORDER BY ts, row ROWS UNBOUNDED PRECEDING) AS run
        FROM (SELECT case_id, row, ts, {level} AS team, meaning, lifecycle,
            CAST({level} IS DISTINCT FROM lag({level}) OVER inside AS INT) AS new
            FROM events WHERE {level} IS NOT NULL
            WINDOW inside AS (PARTITION BY case_id ORDER BY ts, row))""")
    _runs(log)
    held.execute("DROP TABLE steps")
    _handoffs(log)
    _passed(log)


def _runs(log: Log) -> None:
    """Make `runs`: an owner's wait lies in its run; an actor's begins where the last one ended."""
    begun = "(lifecycle = 'start' OR lifecycle = 'complete')" if log.has("lifecycle") else "true"
    touched = f"min(ts) FILTER (place > 1 AND {begun} AND meaning IS DISTINCT FROM 'queue')"
    actor = log.mapping.team_means == "actor"
    if actor:
        touched = f"min(ts) FILTER ({begun})"
    wait = hours("touched - lag(last) OVER inside" if actor else "touched - start")
    came = "coalesce(lag(last) OVER inside, start)" if actor else "start"
    gone = "last" if actor else "coalesce(lead(start) OVER inside, done, last)"
    log.database.execute(f"""CREATE TABLE runs AS SELECT *, {wait} AS wait,
            {hours(f"{gone} - start")} AS hold, {hours(f"lead(start) OVER inside - {came}")} AS lay,
            count(*) OVER (PARTITION BY case_id) AS runs
        FROM (SELECT case_id, CAST(run AS INT) AS run, any_value(team) AS team, min(ts) AS start,
                max(ts) AS last, count(*) AS events, {touched} AS touched,
                min(ts) FILTER (meaning = 'done') AS done
            FROM (SELECT *, row_number() OVER (PARTITION BY case_id, run ORDER BY ts, row) AS place
                  FROM steps) GROUP BY case_id, run)
        WINDOW inside AS (PARTITION BY case_id ORDER BY run)""")


def _handoffs(log: Log) -> None:
    log.database.execute(f"""CREATE TABLE handoffs AS SELECT case_id, run, source, target, start,
            wait, CASE WHEN after IS NULL THEN 'kept' WHEN after = source THEN 'bounced'
                       ELSE 'forwarded' END AS fate,
            runs - run AS further, {hours("end_start - start")} AS detour
        FROM (SELECT case_id, run, lag(team) OVER inside AS source, team AS target, start, runs,
                lead(team) OVER inside AS after, wait, max(start) OVER (PARTITION BY case_id)
                AS end_start FROM runs WINDOW inside AS (PARTITION BY case_id ORDER BY run))
        WHERE source IS NOT NULL""")


def _passed(log: Log) -> None:
    """Make `passed`: handoffs a case, split at its first completion where statuses tell it."""
    log.database.execute("""CREATE TABLE passed AS
        WITH finish AS (SELECT case_id, min(ts) AS completed FROM events WHERE meaning = 'done'
                        GROUP BY case_id),
        again AS (SELECT e.case_id, count(*) AS n FROM events e JOIN finish USING (case_id)
                  WHERE e.ts > completed AND e.meaning IN ('queue', 'work', 'outside')
                  GROUP BY e.case_id),
        moves AS (SELECT case_id, count(*) AS n,
                  count(*) FILTER (completed IS NOT NULL AND start > completed) AS later
                  FROM handoffs LEFT JOIN finish USING (case_id) GROUP BY case_id)
        SELECT c.*, CAST(coalesce(m.n, 0) AS INT) AS handoffs,
            CAST(coalesce(m.later, 0) AS INT) AS later, f.completed,
            coalesce(a.n, 0) > 0 AS reopened, (c.resolved - c.opened) / 3600000000.0 AS hours
        FROM cases c LEFT JOIN moves m USING (case_id) LEFT JOIN finish f USING (case_id)
        LEFT JOIN again a USING (case_id)""")
