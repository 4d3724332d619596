// What the reader has chosen, what is simulated of it, and what is known so far.
import { batch, computed, effect, signal } from "@preact/signals";
import { ownData, type Plan } from "./data.ts";
import { Pool, type Want } from "./engine/pool.ts";
import type { Total } from "./engine/total.ts";
import * as mixing from "./mixing.ts";
import { same, TODAY, type Bought, type Choice } from "./mixing.ts";

export { same, TODAY, type Choice };

export type View = "answer" | "try" | "failure" | "assumed" | "room";
export type Standing = "off" | "starting" | "ready";

export const data = ownData();
export const choiceOf = (name: string): Choice => mixing.choiceOf(data, name);
export const planOf = (name: string): Plan | undefined => mixing.planOf(data, name);
export const inOrder = (levers: Record<string, number>): Record<string, number> => mixing.inOrder(data, levers);
export const asBought = (chosen: Choice): Bought => mixing.asBought(data, chosen);
export const sidesOf = (chosen: Choice): mixing.Sides => mixing.sidesOf(data, chosen);
export const split = (chosen: Choice, core: number, edge: number): Choice => mixing.split(data, chosen, core, edge);

export const RUNS = 200;
const FIRST = [8, 16, 32, 64, 128, RUNS];
const CURVE = 50;
const POINTS = 10;
const DAYS_A_YEAR = 260;

export const view = signal<View>("answer");
export const standing = signal<Standing>("off");
export const why = signal("");
export const choice = signal<Choice>(data ? choiceOf(data.start) : TODAY);
export const dragging = signal(false);
export const picked = signal<string | null>(null);
/** Goes up when rows came in; what is drawn of them reads it. */
export const news = signal(0);

const past = signal<Choice[]>([]);
export const canUndo = computed(() => past.value.length > 0);
/** The settled plan before the one now, which *Show again* starts from. */
export const before = signal<Choice | null>(null);
export const shownAgain = signal(0);

let pool: Pool | null = null;

/** Takes another choice; what was there can be undone, a drag as one step. */
export function choose(next: Choice): void {
  if (same(next, choice.value)) return;
  batch(() => {
    if (!dragging.value) remember();
    choice.value = next;
  });
}

/** Begins a drag: what was there before it can be undone. */
export function grab(): void {
  if (!dragging.value) remember();
  dragging.value = true;
}

export function release(): void {
  dragging.value = false;
}

function remember(): void {
  past.value = [...past.value.slice(-99), choice.value];
  before.value = choice.value;
}

export function undo(): void {
  const last = past.value.at(-1);
  if (!last) return;
  batch(() => {
    before.value = choice.value;
    choice.value = last;
    past.value = past.value.slice(0, -1);
  });
}

export function reset(): void {
  choose(choiceOf(data.start));
}

/** Returns what is known of a choice in the middle organisation; it changes with `news`. */
export function totalOf(chosen: Choice): Total | null {
  void news.value;
  return pool?.total(asBought(chosen)) ?? null;
}

let last: { plan: Total; today: Total } | null = null;

/** The choice and today; until a new choice has its first years, what was there before. */
export const now = computed(() => {
  const plan = totalOf(choice.value);
  const today = totalOf(TODAY);
  if (plan && today && plan.n > 0 && today.n > 0) last = { plan, today };
  return last;
});

/** Changes released in a year of the middle organisation; 100 where counts are not told. */
export const changes = computed(() => {
  const today = now.value?.today;
  if (data.outside) return 100;
  return today ? (today.changes * DAYS_A_YEAR) / (data.window * today.n) : NaN;
});

export interface Point {
  between: number;
  rate: number;
}

/** The curve over the split of the present budget, as far as it is known. */
export const curve = computed((): Point[] => {
  const { core, edge } = sidesOf(choice.value);
  const budget = core + edge;
  if (!budget) return [];
  return splits(budget).flatMap((between) => {
    const total = totalOf(split(choice.value, budget - between, between));
    return total && total.n >= Math.min(CURVE, 16) ? [{ between, rate: total.rate }] : [];
  });
});

export function splits(budget: number): number[] {
  return Array.from({ length: POINTS + 1 }, (_, n) => (budget * n) / POINTS);
}

/** Falls over the organisations that fit: their 2.5 and 97.5 % points [per 100], or null so far. */
export const range = computed((): [number, number] | null => {
  void news.value;
  const { organisations, stretches, weights } = data;
  if (!pool || organisations < 20) return null;
  const plan = asBought(choice.value);
  const today = asBought(TODAY);
  const falls: number[][] = [];
  for (let n = 0; n < organisations; n++) {
    const first = 2 * (stretches[n] ?? 0);
    const one = pool.total(plan, n, first);
    const other = pool.total(today, n, first);
    if (one.n < 2 || other.n < 2) return null;
    falls.push([0, 1].map((run) => rateOf(other, run) - rateOf(one, run)));
  }
  return clean(falls, weights);
});

function rateOf(total: Total, run: number): number {
  return (100 * (total.failed[run] ?? 0)) / (total.released[run] ?? 0);
}

/** Draws values in to their mean until only the spread between organisations is left. */
export function clean(falls: number[][], weights: number[]): [number, number] {
  const each = falls.map((runs) => (runs.reduce((sum, run) => sum + run, 0)) / runs.length);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = each.reduce((sum, fall, n) => sum + fall * (weights[n] ?? 0), 0) / all;
  const total = each.reduce((sum, fall, n) => sum + (fall - mean) ** 2 * (weights[n] ?? 0), 0) / all;
  const noise =
    falls.reduce((sum, [a = 0, b = 0]) => sum + (a - b) ** 2 / 4, 0) / Math.max(1, falls.length);
  const shrink = total > 0 ? Math.sqrt(Math.max(0, total - noise) / total) : 0;
  const sorted = each
    .map((fall, n) => ({ fall: mean + shrink * (fall - mean), weight: (weights[n] ?? 0) / all }))
    .sort((a, b) => a.fall - b.fall);
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

function quantile(sorted: { fall: number; weight: number }[], share: number): number {
  let sum = 0;
  for (const { fall, weight } of sorted) {
    sum += weight;
    if (sum >= share) return fall;
  }
  return sorted.at(-1)?.fall ?? NaN;
}

/** Whether all years of the plan are in. */
export const settled = computed(() => (totalOf(choice.value)?.n ?? 0) >= RUNS);

function wants(chosen: Choice): Want[] {
  const plan = asBought(chosen);
  const today = asBought(TODAY);
  const own = { organisation: -1, first: 0 };
  const found: Want[] = FIRST.flatMap((upTo) => [
    { plan: today, ...own, upTo: Math.max(upTo, 8) },
    { plan, ...own, upTo },
  ]);
  if (dragging.value) return found;
  const { core, edge } = sidesOf(chosen);
  for (const between of core + edge > 0 ? splits(core + edge) : []) {
    found.push({ plan: asBought(split(chosen, core + edge - between, between)), ...own, upTo: CURVE });
  }
  for (let n = 0; n < data.organisations; n++) {
    const first = 2 * (data.stretches[n] ?? 0);
    for (const each of [today, plan]) {
      found.push({ plan: each, organisation: n, first, upTo: first + 2 });
    }
  }
  return found;
}

let drawing = false;

function changed(): void {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    news.value++;
  });
}

function none(reason: string): void {
  why.value = data.say[reason] ?? "";
  standing.value = "off";
}

/** Returns the log of a replication of what is bought. */
export async function logOf(bought: Bought, replication: number): Promise<Uint8Array<ArrayBuffer>> {
  return pool ? pool.log(bought, replication) : new Uint8Array();
}

/** Starts to simulate, where that can be. */
export async function start(): Promise<void> {
  if (!data.engine) return none("none_engine");
  if (typeof WebAssembly === "undefined" || typeof DecompressionStream === "undefined") {
    return none("none_browser");
  }
  standing.value = "starting";
  const found = new Pool(data, changed, (fault) => none(fault === "large" ? "none_large" : "none_browser"));
  try {
    await found.start(Math.min(4, Math.max(1, navigator.hardwareConcurrency ?? 2)));
  } catch {
    return none("none_browser");
  }
  pool = found;
  standing.value = "ready";
  effect(() => {
    void dragging.value;
    // a room has its numbers already, and its laptop should stay quiet
    found.want(view.value === "room" ? [] : wants(choice.value));
  });
}
