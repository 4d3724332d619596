// What the reader has chosen, what is simulated of it, and what is known so far.
import { batch, computed, effect, signal } from "@preact/signals";
import { setOf, splitHash, textOf, type View } from "./address.ts";
import { clean } from "./cleaned.ts";
import { ownData, ownText, type Plan } from "./data.ts";
import { Pool, type Want } from "./engine/pool.ts";
import type { Total } from "./engine/total.ts";
import * as mixing from "./mixing.ts";
import { same, TODAY, type Bought, type Choice } from "./mixing.ts";

export { same, TODAY, type Choice, type View };

export type Standing = "off" | "starting" | "ready";

export const data = ownData();
export const choiceOf = (name: string): Choice => mixing.choiceOf(data, name);
export const planOf = (name: string): Plan | undefined => mixing.planOf(data, name);
export const unspent = mixing.unspent;
export const inOrder = (levers: Record<string, number>): Record<string, number> => mixing.inOrder(data, levers);
/** Returns a choice as it is simulated, the same object for the same choice as long as nothing else is assumed. */
export const asBought = (chosen: Choice): Bought => boughtWith(chosen, dials.value);
/** Returns a choice as it is simulated of the organisation as it fits best, whatever is assumed. */
export const toldOf = (chosen: Choice): Bought => boughtWith(chosen, AS_TOLD);
export const sidesOf = (chosen: Choice): mixing.Sides => mixing.sidesOf(data, chosen);
export const split = (chosen: Choice, core: number, edge: number): Choice => mixing.split(data, chosen, core, edge);

const AS_TOLD: readonly number[] = [];
const known = new WeakMap<readonly number[], WeakMap<Choice, Bought>>();

function boughtWith(chosen: Choice, set: readonly number[]): Bought {
  const kept = known.get(set) ?? new WeakMap<Choice, Bought>();
  const found = kept.get(chosen) ?? mixing.asBought(data, chosen, set);
  known.set(set, kept.set(chosen, found));
  return found;
}

export const RUNS = 200;
const FIRST = [8, 16, 32, 50];
const LAST = [100, RUNS];
/** With so many years of a plan it is drawn at once; what comes in between waits for REST [ms]. */
const MARKS = [1, ...FIRST, ...LAST];
const REST = 150;
const GLANCE = 16;
const CURVE = 50;
const POINTS = 10;
const STEPS = 100;
const LASTS = 1400;
const DAYS_A_YEAR = 260;

/** What the page begins with: where it was made for a room that, so that no answer is on the wall. */
export const first: View = data?.room ? "room" : "answer";
const [firstView, firstText] = splitHash(location.hash, first);
/** What whoever saved this page had set. */
export const saved = ownText("reader");
const begins = data ? setOf(data, firstText || saved) : { choice: TODAY, dials: [] };
export const view = signal<View>(firstView);
export const standing = signal<Standing>("off");
export const why = signal("");
export const choice = signal<Choice>(begins.choice);
/** Which stop each dial stands at; empty where all stand at the first. */
export const dials = signal<readonly number[]>(begins.dials);
export const projector = signal(false);
const slim = matchMedia("(max-width: 43.75rem)");
/** Whether there is no room for the graph, as the style has it. */
export const narrow = signal(slim.matches);
slim.addEventListener("change", () => (narrow.value = slim.matches));
export type CallRule = "last" | "resolver";
/** Whom the company calls: the last team of the route, or whoever can mend it. */
export const callRule = signal<CallRule>("last");
export const dragging = signal(false);
export const picked = signal<string | null>(null);
/** Goes up when rows came in; what is drawn of them reads it. */
export const news = signal(0);

const past = signal<{ choice: Choice; dials: readonly number[] }[]>([]);
export const canUndo = computed(() => past.value.length > 0);
/** The settled plan before the one now, which *Show again* starts from. */
export const before = signal<Choice | null>(null);
/** How far *Show again* has come from the former picture to the present one; 1 when done. */
export const shown = signal(1);

let pool: Pool | null = null;

/** Takes another choice; what was there can be undone, a drag as one step. */
export function choose(next: Choice): void {
  if (same(next, choice.value)) return;
  batch(() => {
    if (!dragging.value) remember();
    choice.value = next;
  });
}

/** Sets a dial to one of its stops; what excludes it goes back to the first. */
export function assume(number: number, stop: number): void {
  const next = data.dials.map((dial, n) => (n === number ? stop : dial.not.includes(number) && stop > 0 ? 0 : (dials.value[n] ?? 0)));
  batch(() => {
    remember();
    dials.value = next.some((each) => each > 0) ? next : [];
  });
}

/** Puts every dial back. */
export function putBack(): void {
  batch(() => {
    remember();
    dials.value = [];
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
  past.value = [...past.value.slice(1 - STEPS), { choice: choice.value, dials: dials.value }];
  before.value = choice.value;
}

export function undo(): void {
  const last = past.value.at(-1);
  if (!last) return;
  batch(() => {
    before.value = choice.value;
    choice.value = last.choice;
    dials.value = last.dials;
    past.value = past.value.slice(0, -1);
  });
}

export function reset(): void {
  const first = choiceOf(data.start);
  if (same(first, choice.value) && !dials.value.length) return;
  batch(() => {
    remember();
    choice.value = first;
    dials.value = [];
  });
}

/** Takes what an address says. */
export function take(text: string): void {
  const next = setOf(data, text);
  if (textOf(data, next) === told.value) return;
  batch(() => {
    remember();
    choice.value = next.choice;
    dials.value = next.dials;
  });
}

/** What the reader has set, as the address has it; "" where nothing. */
export const told = computed(() => textOf(data, { choice: choice.value, dials: dials.value }));

/** Shows how the former settled picture becomes the present one; one still of each where nothing may move. */
export function showAgain(): void {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const begun = performance.now();
  const step = (time: number) => {
    const share = Math.min(1, Math.max(0, (time - begun) / LASTS));
    shown.value = still && share < 1 ? 0 : share;
    if (share < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

/** Returns what is known of a choice in the middle organisation; it changes with `news`. */
export function totalOf(chosen: Choice): Total | null {
  void news.value;
  return pool?.total(asBought(chosen)) ?? null;
}

let last: { plan: Total; today: Total } | null = null;

/** The same as it was told, where the reader assumes something else. */
export const asTold = computed(() => {
  void news.value;
  if (!dials.value.length || !pool) return null;
  const [plan, today] = [choice.value, TODAY].map((each) => pool?.total(toldOf(each)));
  return plan && today && plan.n > 0 && today.n > 0 ? { plan, today } : null;
});

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

/** The splits of the present budget that the curve is drawn through. */
const points = computed(() => {
  const budget = dealtOut(choice.value);
  return splits(budget).map((between) => ({ between, chosen: split(choice.value, budget - between, between) }));
});

/** The curve over the split of the present budget, as far as it is known. */
export const curve = computed((): Point[] => {
  const today = totalOf(TODAY);
  const found = points.value.flatMap(({ between, chosen }) => {
    const total = totalOf(chosen);
    return total && total.n >= GLANCE ? [{ between, total }] : [];
  });
  // under the same luck, what a split is better by than today is known sooner than its own level
  const n = Math.min(today?.n ?? 0, ...found.map(({ total }) => total.n));
  return found.map(({ between, total }) => ({ between, rate: (today?.rate ?? 0) + total.rateOf(n) - (today?.rateOf(n) ?? 0) }));
});

/** Person-days a year that the slider deals out: the budget but for what goes to neither side. */
export function budgetOf(chosen: Choice): number {
  const { core, edge } = sidesOf(chosen);
  return core + edge + mixing.unspent(chosen);
}

/** The same, and the file's budget where a choice gives the slider nothing to deal out. */
export function dealtOut(chosen: Choice): number {
  return budgetOf(chosen) || data.days.budget;
}

export function splits(budget: number): number[] {
  return Array.from({ length: POINTS + 1 }, (_, n) => (budget * n) / POINTS);
}

/** Falls over the organisations that fit: their 2.5 and 97.5 % points [per 100], or null so far. */
export const range = computed((): [number, number] | null => {
  void news.value;
  const { organisations, stretches, weights } = data;
  if (!pool || organisations < 20 || dials.value.length) return null;
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

/** How many years of the plan and of today are in. */
export const years = computed(() => Math.min(totalOf(choice.value)?.n ?? 0, totalOf(TODAY)?.n ?? 0));
export const settled = computed(() => years.value >= RUNS);

function wants(chosen: Choice): Want[] {
  const plan = asBought(chosen);
  const today = asBought(TODAY);
  const own = { organisation: -1, first: 0 };
  const both = (upTo: number): Want[] => [
    { plan: today, ...own, upTo },
    { plan, ...own, upTo },
  ];
  const curve = (upTo: number): Want[] =>
    points.value.map((each) => ({ plan: asBought(each.chosen), ...own, upTo }));
  const found = FIRST.flatMap(both);
  if (dragging.value) return [...found, ...LAST.flatMap(both)];
  found.push(...LAST.flatMap(both), ...curve(GLANCE));
  if (dials.value.length) {
    found.push(...[TODAY, chosen].map((each) => ({ plan: toldOf(each), ...own, upTo: RUNS })));
  }
  found.push(...curve(CURVE));
  for (let n = 0; !dials.value.length && n < data.organisations; n++) {
    const first = 2 * (data.stretches[n] ?? 0);
    for (const each of [today, plan]) {
      found.push({ plan: each, organisation: n, first, upTo: first + 2 });
    }
  }
  return found;
}

let drawing = 0;
let resting: ReturnType<typeof setTimeout> | undefined;
let drawn: { choice: Choice; marks: number } = { choice: TODAY, marks: 0 };

/** Draws what came in: at once where a mark was passed, else with whatever else comes for a while. */
function changed(): void {
  const n = Math.min(...[choice.value, TODAY].map((each) => pool?.total(asBought(each)).n ?? 0));
  const now = { choice: choice.value, marks: MARKS.filter((mark) => n >= mark).length };
  if (now.choice === drawn.choice && now.marks === drawn.marks) {
    resting ??= setTimeout(draw, REST);
    return;
  }
  drawn = now;
  draw();
}

function draw(): void {
  clearTimeout(resting);
  resting = undefined;
  drawing ||= requestAnimationFrame(() => {
    drawing = 0;
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
  let waits: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const hash = `#${view.value}${told.value ? `?${told.value}` : ""}`;
    clearTimeout(waits);
    // browsers allow a hundred changes of the address in half a minute
    waits = setTimeout(() => {
      const [named] = splitHash(location.hash, first);
      // an address that names another view was just asked for, and is about to be taken
      if (location.hash !== hash && (named === view.peek() || !location.hash)) history.replaceState(null, "", hash);
    }, 400);
  });
}
