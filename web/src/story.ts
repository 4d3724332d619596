// The events of a change's life in words, for the eye, the ear and the list.
import { data } from "./state.ts";
import { isInside, LOST, type Failure, type Life } from "./replay.ts";
import { number, say } from "./words.ts";

/** One event: when, what is read, and whether only who knows what fell can see it. */
export interface Told {
  time: number;
  text: string;
  hidden: boolean;
  wrong: boolean;
}

export function daysOf(time: number): string {
  return number(time, time < 10 ? 2 : 3);
}

/** Returns the name of what got lost, or what it is called without one. */
export function factOf(failure: Failure): string {
  if (failure.mechanism !== LOST) return say(`cause_${failure.mechanism}`);
  return data.kinds[failure.kind]?.facts[failure.fact] ?? say("unnamed");
}

export function titleOf(failure: Failure): string {
  const kind = data.kinds[failure.kind];
  if (!kind) return say("cause_4");
  const card = say("card", { kind: kind.name, n: String(failure.arrival) });
  const title = kind.titles[failure.arrival % (kind.titles.length || 1)];
  return title ? say("card_titled", { card, title }) : card;
}

/** Returns where a failure began, as it stands within a sentence. */
export function originOf(failure: Failure): string {
  if (!failure.origin) return say("in_none");
  const handover = data.handovers.find((each) => each.name === failure.origin);
  return handover
    ? say("in_gap", { source: handover.source, target: handover.target })
    : say("in_team", { team: failure.origin });
}

export function placeOf(origin: string): string {
  return origin ? origin.replace(" -> ", " → ") : say("nobody");
}

/** Returns the events of a life; `fell` says whether what failed in the end went wrong in it at all. */
export function eventsOf(life: Life, failure: Failure, fell: boolean, fails: boolean): Told[] {
  const told: Told[] = [];
  const add = (time: number, text: string, hidden = false, wrong = false) => told.push({ time, text, hidden, wrong });
  for (const crossing of life.crossings) {
    const { source, target } = crossing;
    add(crossing.time, say("hands", { source, target }));
  }
  if (fell) {
    const text =
      failure.mechanism === LOST
        ? say("falls", { fact: factOf(failure) })
        : say("arises", { cause: `${say(`cause_${failure.mechanism}`)}, ${originOf(failure)}` });
    add(failure.born, text, true, true);
  }
  for (const visit of life.visits) {
    add(visit.begin, say("works", { team: visit.team, days: number(visit.end - visit.begin, 2) }));
  }
  add(life.released, say("goes_live"));
  if (fails) {
    add(life.failed, say("fails", { grade: say(`grade_${failure.severity}`) }), false, true);
    life.paged.forEach(({ team, time }, n) => add(time, say(n ? "passes" : "calls", { team })));
    if (life.undone) add(life.paged[0]?.time ?? life.failed, say(`undone_${life.undone}`));
    if (life.restored !== null) {
      add(life.restored, say("mended", { hours: number(8 * (life.restored - life.failed), 2) }));
    }
  }
  return told.map((each, n) => ({ each, n })).sort((a, b) => a.each.time - b.each.time || a.n - b.n).map(({ each }) => each);
}

export function stays(failure: Failure): string {
  const values = { called: failure.called, days: number(failure.time - failure.born, 2) };
  if (isInside(failure)) return say("own_mistake", values);
  return say(failure.mechanism === LOST ? "no_mistake" : "other_mistake", values);
}
