// What a reader can choose, and what that buys: no number is made here that decides a bit but as Python does.
import type { Data, Lever, Plan } from "./data.ts";
import type { Purchase } from "./engine/space.ts";

/** Person-days a year by lever of a budget, at all places but some; or a plan that says every place. */
export type Choice =
  | { kind: "mix"; levers: Record<string, number>; without: string[]; budget: number }
  | { kind: "plan"; name: string };

/** A plan as it is simulated. */
export interface Bought {
  structure: number;
  bought: readonly Purchase[];
  capacity: boolean;
  stops: number | null;
  /** Which stop each dial stands at; empty, or left out, where all stand at the first. */
  dials?: readonly number[];
}

/** Person-days a year. */
export interface Sides {
  core: number;
  edge: number;
  other: number;
}

/** Returns the choice that stands for a plan. */
export function choiceOf(data: Data, name: string): Choice {
  const plan = data.plans.find((each) => each.name === name);
  if (plan?.levers) return mixOf(data, plan.levers, []);
  return { kind: "plan", name };
}

/** Returns a mix that spends its whole budget. */
function mixOf(data: Data, levers: Record<string, number>, without: string[]): Choice {
  const spent = Object.values(levers).reduce((sum, days) => sum + days, 0);
  return { kind: "mix", levers: inOrder(data, levers), without, budget: Math.round(1e6 * spent) / 1e6 };
}

/** Returns spends by lever in the order of the levers, without those of nothing. */
export function inOrder(data: Data, levers: Record<string, number>): Record<string, number> {
  const some = data.levers.map((lever) => [lever.name, levers[lever.name] ?? 0] as const);
  return Object.fromEntries(some.filter(([, days]) => days > 0));
}

export function planOf(data: Data, name: string): Plan | undefined {
  return data.plans.find((each) => each.name === name);
}

/** Returns what a lever's spend buys: shares by traffic, as a plan of that rule buys them. */
function bought(lever: Lever, days: number, without: readonly string[]): Purchase[] {
  const offers = lever.offers.filter((each) => !without.includes(each.place));
  const all = offers.length === lever.offers.length;
  const total = all ? lever.total : offers.reduce((sum, each) => sum + each.weight, 0);
  return offers.map(({ row, scale, weight }): Purchase => [row, days * (weight / total), scale]);
}

/** Returns a choice as it is simulated. */
export function asBought(data: Data, chosen: Choice, dials: readonly number[] = []): Bought {
  if (chosen.kind === "plan") {
    const plan = planOf(data, chosen.name);
    if (plan) {
      const { structure, bought, capacity, stops } = plan;
      return { structure, bought, capacity, stops, dials };
    }
  }
  const levers = chosen.kind === "mix" ? chosen.levers : {};
  const without = chosen.kind === "mix" ? chosen.without : [];
  const all = data.levers.flatMap((lever) => {
    const days = levers[lever.name] ?? 0;
    return days > 0 ? bought(lever, days, without) : [];
  });
  const today = planOf(data, "today");
  return { structure: today?.structure ?? 0, bought: all, capacity: false, stops: null, dials };
}

export const TODAY: Choice = { kind: "mix", levers: {}, without: [], budget: 0 };

/** Person-days a year of each side that a choice spends. */
export function sidesOf(data: Data, chosen: Choice): Sides {
  const sides = { core: 0, edge: 0, other: 0 };
  if (chosen.kind === "mix") {
    for (const lever of data.levers) sides[lever.side] += chosen.levers[lever.name] ?? 0;
    return sides;
  }
  const plan = planOf(data, chosen.name);
  for (const [name, , days] of plan?.places ?? []) {
    const lever = data.levers.find((each) => each.name === name);
    sides[lever?.side ?? "other"] += days;
  }
  sides.other += (plan?.days ?? 0) - sides.core - sides.edge - sides.other;
  return sides;
}

/** Person-days a year of its budget that a choice does not spend. */
export function unspent(chosen: Choice): number {
  if (chosen.kind === "plan") return 0;
  const left = chosen.budget - Object.values(chosen.levers).reduce((sum, days) => sum + days, 0);
  return left > 1e-6 ? left : 0;
}

/** Returns the mix with so many days inside and between; what goes elsewhere stays. */
export function split(data: Data, chosen: Choice, core: number, edge: number): Choice {
  const levers: Record<string, number> = {};
  for (const lever of data.levers) {
    const same = data.levers.filter((each) => each.side === lever.side).length;
    const days = { core, edge, other: 0 }[lever.side];
    const kept = chosen.kind === "mix" ? (chosen.levers[lever.name] ?? 0) : 0;
    const now = lever.side === "other" ? kept : days / same;
    if (now > 0) levers[lever.name] = now;
  }
  return mixOf(data, levers, chosen.kind === "mix" ? chosen.without : []);
}

export function same(one: Choice, other: Choice): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
