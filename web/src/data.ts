// The block of data that Python puts into the page (`simulator/web/contents.py`).
import type { Image, Purchase } from "./engine/space.ts";
import type { Room } from "./room/types.ts";

export type Spot = [x: number, y: number];
export type Side = "core" | "edge" | "other";

/** A number of the organisation's, 64 bits each, base64 of gzip. */
export type Packed = string;

export interface Structure {
  image: Image;
  memory: Packed;
  /** Other organisations: from the image's start, where their words differ, and which column each takes. */
  places: number[];
  columns: number[];
  values: Packed;
}

export interface Lever {
  name: string;
  words: string;
  side: Side;
  /** Where it can be bought: row, scale, name of the place, and its weight among them. */
  offers: { row: number; scale: number; place: string; weight: number }[];
  total: number;
}

export interface Plan {
  name: string;
  structure: number;
  days: number;
  bought: Purchase[];
  capacity: boolean;
  stops: number | null;
  /** What it buys: the lever, the place, person-days a year. */
  places: [lever: string, place: string, days: number][];
  /** Person-days a year by lever, where a plan buys them everywhere as the slider does; else null. */
  levers: Record<string, number> | null;
}

export interface Handover {
  name: string;
  source: string;
  target: string;
  carries: string;
  decides: string;
}

/** How high an answer is, and its words. */
export type Answered = [level: "low" | "middle" | "high", words: string];

/** Three answers on a handover, and whether it lies in the risk zone. */
export interface Risk {
  handover: string;
  cells: Answered[];
  zone: Answered;
}

/** A number with a range: what it could be, and the words of each structure that make it so. */
export interface Dial {
  key: string;
  meaning: string;
  where: string;
  told: string;
  /** The middle organisation's first; the others have words each. */
  stops: { name: "fits" | "low" | "told" | "high"; told: string }[];
  places: number[][];
  words: string[][][];
  /** Dials that change one of the same words: only one of them is ever set. */
  not: number[];
}

export interface Kind {
  name: string;
  /** Names of the first of its facts, of `factCount`. */
  facts: string[];
  /** What its items are called in stories; none where they have numbers only. */
  titles: string[];
  factCount: number;
  route: string[][];
  firstStep: number;
}

export interface Data {
  form: number;
  name: string;
  made: string;
  by: string;
  engine: { module: Packed; stack: number } | null;
  seed: string;
  window: number;
  warmUp: number;
  days: { budget: number; step: number; most: number };
  /** Whether shares stand for counts a year and efforts. */
  outside: boolean;
  money: { day: number; currency: string } | null;
  matters: number;
  structures: Structure[];
  organisations: number;
  weights: number[];
  stretches: number[];
  teams: { name: string; people: number | null; makes: string; decides: string }[];
  handovers: Handover[];
  risk: { heads: string[]; phrases: string[]; rows: Risk[] };
  /** Failed changes per 100 in the company's own records, with their interval. */
  record: { rate: number; low: number; high: number } | null;
  dials: Dial[];
  kinds: Kind[];
  graph: { rows: number; wide: number; boxes: Record<string, Spot>; ways: Record<string, Spot[][]> };
  levers: Lever[];
  plans: Plan[];
  start: string;
  say: Record<string, string>;
  lines: string[];
  assumed: {
    columns: string[];
    parts: { key: string; title: string; note: string; rows: string[][] }[];
    leftOut: string;
  };
  /** What a room is shown, where the page was made for one. */
  room: Room | null;
}

/** Returns the page's own data. */
export function ownData(): Data {
  const text = document.getElementById("data")?.textContent ?? "null";
  return JSON.parse(text) as Data;
}

/** Returns the text of another block of the page, "" where it has none. */
export function ownText(name: string): string {
  return (JSON.parse(document.getElementById(name)?.textContent || '""') ?? "") as string;
}

/** Returns what was packed, by the writer of a decompressing stream, which every browser has. */
export async function unpacked(packed: Packed): Promise<Uint8Array<ArrayBuffer>> {
  const text = atob(packed);
  const bytes = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  void writer.write(bytes);
  void writer.close();
  const parts: Uint8Array[] = [];
  const reader = stream.readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
