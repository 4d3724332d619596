// One simulated year read from the kernel's log: which changes failed, where that began, and their lives.
import type { Data } from "./data.ts";

/** A row of the log, as `simulator/engines/log.py` says it. */
export interface Row {
  time: number;
  value: number;
  event: number;
  item: number;
  step: number;
  place: number;
  job: number;
  error: number;
  a: number;
  b: number;
  c: number;
}

const SIZE = 56;
const HAPPENING = {
  arrived: 0,
  queued: 1,
  started: 2,
  finished: 5,
  crossed: 6,
  born: 7,
  joined: 10,
  released: 12,
  failed: 14,
  paged: 16,
  rolledBack: 17,
  rolledBackPartly: 18,
  restored: 19,
} as const;
const VISIT = 0;
const DEFECT = 0;
export const LOST = 1;
export const EXTERNAL = 4;

/** A failure that showed: where its root began, and whom the company called first. */
export interface Failure {
  error: number;
  item: number;
  kind: number;
  arrival: number;
  time: number;
  severity: number;
  mechanism: number;
  /** A team, a handover, or "" for what would have happened anyway. */
  origin: string;
  step: number;
  /** Which fact, of what got lost. */
  fact: number;
  born: number;
  called: string;
  /** Who was called last: whoever can mend it. */
  mends: string;
  /** Whether it is the bad fix of another. */
  fix: boolean;
}

/** Returns the rows of a log. */
export function rowsOf(log: Uint8Array<ArrayBuffer>): Row[] {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  const rows: Row[] = [];
  for (let at = 0; at + SIZE <= log.byteLength; at += SIZE) {
    const whole = (n: number) => view.getInt32(at + 16 + 4 * n, true);
    const [time, value] = [view.getFloat64(at, true), view.getFloat64(at + 8, true)];
    rows.push({
      time, value, event: whole(0), item: whole(1), step: whole(2), place: whole(3),
      job: whole(4), error: whole(5), a: whole(6), b: whole(7), c: whole(8),
    });
  }
  return rows;
}

/** Returns the failures of the counted time, in the order in which they showed. */
export function failuresOf(rows: readonly Row[], data: Data): Failure[] {
  const born = new Map<number, Row>();
  const called = new Map<number, string>();
  const mends = new Map<number, string>();
  const arrivals = new Map<number, Row>();
  for (const row of rows) {
    if (row.event === HAPPENING.born) born.set(row.error, row);
    if (row.event === HAPPENING.arrived) arrivals.set(row.item, row);
    if (row.event !== HAPPENING.paged) continue;
    const team = data.teams[row.place]?.name ?? "";
    if (row.a === 0) called.set(row.error, team);
    mends.set(row.error, team);
  }
  return rows
    .filter((row) => row.event === HAPPENING.failed && row.time >= data.warmUp)
    .flatMap((row): Failure[] => {
      let root = born.get(row.error);
      while (root && root.c > 0) root = born.get(root.b);
      if (!root) return [];
      const arrival = arrivals.get(row.item);
      const where = root.a === DEFECT ? data.teams : data.handovers;
      return [
        {
          error: row.error,
          item: row.item,
          kind: arrival?.place ?? -1,
          arrival: arrival?.a ?? -1,
          time: row.time,
          severity: row.a,
          mechanism: root.a,
          origin: root.a === EXTERNAL ? "" : (where[root.place]?.name ?? ""),
          step: root.step,
          fact: root.a === LOST ? root.b : -1,
          born: root.time,
          called: called.get(row.error) ?? "",
          mends: mends.get(row.error) ?? "",
          fix: row.c > 0,
        },
      ];
    });
}

/** Whether two failures, each of a run of the same luck, are one and the same. */
export function sameFailure(one: Failure, other: Failure): boolean {
  const of = ({ kind, arrival, mechanism, origin, fact, fix }: Failure) => [kind, arrival, mechanism, origin, fact, fix];
  return JSON.stringify(of(one)) === JSON.stringify(of(other));
}

/** Returns the failure that a reader is shown first: what got lost has a name, and the plan helps. */
export function teaching(failures: readonly Failure[], data: Data, plan: readonly Failure[]): Failure | undefined {
  const fit = failures.filter((each) => each.item >= 0 && !each.fix && data.kinds[each.kind]);
  const named = fit.filter((each) => each.fact >= 0 && each.fact < (data.kinds[each.kind]?.facts.length ?? 0));
  const apart = named.filter((each) => !ends(each.origin, data).includes(each.called));
  const between = fit.filter((each) => each.mechanism !== DEFECT);
  const gone = apart.filter((each) => !plan.some((other) => sameFailure(each, other)));
  return gone[0] ?? apart[0] ?? named[0] ?? between[0] ?? fit[0];
}

function ends(origin: string, data: Data): string[] {
  const handover = data.handovers.find((each) => each.name === origin);
  return handover ? [handover.source, handover.target] : [origin];
}

/** A team at work on a change, from the queue to its end [working days]. */
export interface Visit {
  team: string;
  step: number;
  begin: number;
  end: number;
}

export interface Crossing {
  handover: string;
  source: string;
  target: string;
  step: number;
  time: number;
}

/** The life of one change up to one of its failures, and to what became of that. */
export interface Life {
  arrived: number;
  visits: Visit[];
  crossings: Crossing[];
  /** Facts right after each step, and how many there are. */
  intact: number[];
  facts: number;
  released: number;
  failed: number;
  paged: { team: string; time: number }[];
  undone: "wholly" | "partly" | null;
  restored: number | null;
}

/** Returns the life of the change that failed. */
export function lifeOf(rows: readonly Row[], failure: Failure, data: Data): Life {
  const mine = rows.filter((row) => row.item === failure.item);
  const kind = data.kinds[failure.kind];
  const life: Life = {
    arrived: 0, visits: [], crossings: [], intact: [], facts: kind?.factCount ?? 0, released: failure.time,
    failed: failure.time, paged: [], undone: null, restored: null,
  };
  const jobs = new Map<number, Visit>();
  const visits = new Set<number>();
  for (const row of mine) {
    const team = data.teams[row.place]?.name ?? "";
    const own = row.error === failure.error;
    if (row.event === HAPPENING.arrived) life.arrived = row.time;
    if (row.event === HAPPENING.queued && row.a === VISIT) visits.add(row.job);
    if (row.event === HAPPENING.started && visits.has(row.job)) {
      const visit = { team, step: row.step, begin: row.time, end: row.time };
      jobs.set(row.job, visit);
      life.visits.push(visit);
    }
    if (row.event === HAPPENING.finished) {
      const visit = jobs.get(row.job);
      if (visit) visit.end = row.time;
    }
    if (row.event === HAPPENING.crossed) {
      const handover = data.handovers[row.place];
      if (handover) {
        const { name, source, target } = handover;
        life.crossings.push({ handover: name, source, target, step: row.step, time: row.time });
      }
    }
    if (row.event === HAPPENING.joined) life.intact[row.step] = row.a;
    if (row.event === HAPPENING.released) life.released = row.time;
    if (own && row.event === HAPPENING.paged) life.paged.push({ team, time: row.time });
    if (own && row.event === HAPPENING.rolledBack) life.undone = "wholly";
    if (own && row.event === HAPPENING.rolledBackPartly) life.undone = "partly";
    if (own && row.event === HAPPENING.restored && life.restored === null) life.restored = row.time;
  }
  return life;
}

/** A stretch of the story's axis: work at its true width, waiting folded. */
export interface Stretch {
  from: number;
  to: number;
  begin: number;
  end: number;
  waits: boolean;
}

const FOLDED = 0.9; // days of work that a wait is as wide as, at most

/** Returns the axis of a life from 0 to 1. */
export function axisOf(life: Life): Stretch[] {
  const last = life.restored ?? life.failed;
  const times = [life.arrived, life.released, life.failed, last, ...life.visits.flatMap((each) => [each.begin, each.end])];
  const marks = [...new Set(times)].filter((time) => time >= life.arrived && time <= last).sort((a, b) => a - b);
  let at = 0;
  const stretches = marks.slice(1).map((to, n): Stretch => {
    const from = marks[n] ?? to;
    const waits = !life.visits.some((each) => each.begin <= from && each.end >= to);
    const begin = at;
    at += waits ? Math.min(FOLDED, to - from) : to - from;
    return { from, to, begin, end: at, waits };
  });
  return stretches.map((each) => ({ ...each, begin: each.begin / (at || 1), end: each.end / (at || 1) }));
}

/** Returns where on its axis a time lies. */
export function placed(axis: readonly Stretch[], time: number): number {
  const here = axis.find((each) => time <= each.to) ?? axis.at(-1);
  if (!here) return 0;
  const share = here.to > here.from ? (time - here.from) / (here.to - here.from) : 0;
  return here.begin + Math.min(1, Math.max(0, share)) * (here.end - here.begin);
}

/** Returns the time at a place of the axis. */
export function timeAt(axis: readonly Stretch[], at: number): number {
  const here = axis.find((each) => at <= each.end) ?? axis.at(-1);
  if (!here) return 0;
  const share = here.end > here.begin ? (at - here.begin) / (here.end - here.begin) : 0;
  return here.from + Math.min(1, Math.max(0, share)) * (here.to - here.from);
}

/** Returns some failures drawn by lot, the same for the same year, in the order in which they showed. */
export function drawn(failures: readonly Failure[], count: number): Failure[] {
  const luck = (n: number) => {
    let word = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return (word ^ (word >>> 16)) >>> 0;
  };
  return failures
    .map((failure, n) => ({ failure, lot: luck(n + 1) }))
    .sort((a, b) => a.lot - b.lot)
    .slice(0, count)
    .map(({ failure }) => failure)
    .sort((a, b) => a.time - b.time);
}

export function isInside(failure: Failure): boolean {
  return failure.mechanism === DEFECT;
}
