// What a reader has set, as text: behind the # of the address, and in a page saved with it.
import type { Data } from "./data.ts";
import { choiceOf, inOrder, same, type Choice } from "./mixing.ts";

export const VIEWS = ["answer", "try", "failure", "assumed", "room"] as const;
export type View = (typeof VIEWS)[number];

export interface Set {
  choice: Choice;
  /** Which stop each dial stands at; empty where all stand at the first. */
  dials: readonly number[];
}

/** Returns what differs from how the page begins, such as `contracts=200&budget=600`. */
export function textOf(data: Data, { choice, dials }: Set): string {
  const told = new URLSearchParams();
  if (!same(choice, choiceOf(data, data.start))) {
    if (choice.kind === "plan") told.set("plan", choice.name);
    else {
      for (const [lever, days] of Object.entries(choice.levers)) told.set(lever, String(days));
      for (const place of choice.without) told.append("without", place);
      told.set("budget", String(choice.budget));
    }
  }
  dials.forEach((stop, n) => {
    const dial = data.dials[n];
    if (dial && stop > 0) told.append("assume", `${dial.stops[stop]?.name} ${dial.key}`);
  });
  return told.toString();
}

/** Returns what a text says; what this page does not know is left out. */
export function setOf(data: Data, text: string): Set {
  const told = new URLSearchParams(text);
  const dials = dialsOf(data, told.getAll("assume"));
  const plan = told.get("plan");
  if (plan !== null && data.plans.some(({ name }) => name === plan)) return { choice: choiceOf(data, plan), dials };
  const budget = daysOf(data, told.get("budget"));
  if (budget === null) return { choice: choiceOf(data, data.start), dials };
  const levers: Record<string, number> = {};
  let left = budget + 1e-6;
  for (const { name } of data.levers) {
    const days = daysOf(data, told.get(name));
    if (days !== null && days <= left) levers[name] = days;
    left -= levers[name] ?? 0;
  }
  const places = data.levers.flatMap(({ offers }) => offers.map(({ place }) => place));
  const without = told.getAll("without").filter((place) => places.includes(place));
  return { choice: { kind: "mix", levers: inOrder(data, levers), without, budget }, dials };
}

function daysOf(data: Data, text: string | null): number | null {
  const days = text === null || text.trim() === "" ? NaN : Number(text);
  return days >= 0 && days <= data.days.most ? days : null;
}

function dialsOf(data: Data, told: string[]): number[] {
  const dials = data.dials.map(({ key, stops }) => Math.max(0, stops.findIndex(({ name }) => told.includes(`${name} ${key}`))));
  return dials.some((stop) => stop > 0) ? dials : [];
}

/** Returns the view that an address names, or `first`, and the rest of it. */
export function splitHash(hash: string, first: View): [View, string] {
  const [name = "", rest = ""] = hash.replace(/^#/, "").split("?");
  return [VIEWS.find((each) => each === name && (each !== "room" || first === "room")) ?? first, rest];
}
