// Workers and what they are asked: the newest first, a few replications at a time, nothing twice.
import type { Data } from "../data.ts";
import { unpacked } from "../data.ts";
import type { Bought } from "../mixing.ts";
import type { Image, Patch } from "./space.ts";
import { Total } from "./total.ts";
import type { Ask, Reply, Setting } from "./worker.ts";
import Simulating from "./worker.ts?worker&inline";

/** What is wanted of a plan: its replications up to `upTo`, in one organisation (-1: the middle one). */
export interface Want {
  plan: Bought;
  organisation: number;
  first: number;
  upTo: number;
}

const CHUNK = 4;
const MOST_KEPT = 3000;

interface Busy {
  ask: Ask;
  total: Total | null;
  first: number;
  told: ((log: Uint8Array<ArrayBuffer>) => void) | null;
}

interface Hand {
  worker: Worker;
  busy: Busy | null;
  failed: number;
}

interface Log {
  ask: Ask;
  told: (log: Uint8Array<ArrayBuffer>) => void;
}

/** Simulates in the background. `changed` is called when rows came in, `failed` when none can. */
export class Pool {
  private readonly hands: Hand[] = [];
  private readonly totals = new Map<string, Total>();
  private readonly asked = new Map<string, number>();
  private wants: Want[] = [];
  private logs: Log[] = [];
  private setting: Setting | null = null;
  private patches: (Patch | null)[][] = [];
  private id = 0;
  private readonly data: Data;
  private readonly changed: () => void;
  private readonly failed: (why: "large" | "other") => void;

  constructor(data: Data, changed: () => void, failed: (why: "large" | "other") => void) {
    this.data = data;
    this.changed = changed;
    this.failed = failed;
  }

  /** Unpacks the engine and starts the workers. */
  async start(hands: number): Promise<void> {
    const { engine, structures } = this.data;
    if (!engine) throw new Error("no engine");
    const module = await unpacked(engine.module);
    const memories = await Promise.all(structures.map((each) => unpacked(each.memory)));
    this.setting = {
      module,
      stack: engine.stack,
      seed: BigInt(this.data.seed),
      structures: structures.map(({ image }, n) => ({ image, memory: memories[n] ?? module })),
    };
    this.patches = await Promise.all(
      structures.map(async ({ places, columns, values }) => {
        const words = new BigUint64Array((await unpacked(values)).buffer);
        const wide = columns.length ? Math.max(...columns) + 1 : 0;
        return Array.from({ length: this.data.organisations }, (_, n): Patch => ({
          places,
          values: BigUint64Array.from(columns, (column) => words[n * wide + column] ?? 0n),
        }));
      }),
    );
    for (let n = 0; n < hands; n++) this.hands.push({ worker: this.begun(n), busy: null, failed: 0 });
    this.dealOut();
  }

  /** Returns what is known of a plan so far. */
  total(plan: Bought, organisation = -1, first = 0): Total {
    const key = keyOf(plan, organisation, first);
    let found = this.totals.get(key);
    if (!found) {
      if (this.totals.size > MOST_KEPT) this.forget();
      found = new Total(this.imageOf(plan.structure));
      this.totals.set(key, found);
    }
    return found;
  }

  /** Replaces all that is wanted: the first of them first. */
  want(wants: Want[]): void {
    this.wants = wants;
    this.dealOut();
  }

  /** Whether everything wanted is in. */
  get idle(): boolean {
    return this.wants.every((want) => this.left(want) <= 0) && this.hands.every((hand) => !hand.busy);
  }

  /** Returns the log of one replication of a plan in the middle organisation. */
  log(plan: Bought, replication: number): Promise<Uint8Array<ArrayBuffer>> {
    return new Promise((told) => {
      const ask = { ...this.ask(plan, -1), first: replication, count: 1, log: true };
      this.logs.push({ ask, told });
      this.dealOut();
    });
  }

  private left({ plan, organisation, first, upTo }: Want): number {
    return upTo - first - (this.asked.get(keyOf(plan, organisation, first)) ?? 0);
  }

  private dealOut(): void {
    for (const hand of this.hands) if (!hand.busy) this.give(hand);
  }

  private give(hand: Hand): void {
    const log = this.logs.shift();
    if (log) {
      hand.busy = { ask: log.ask, total: null, first: 0, told: log.told };
      hand.worker.postMessage(log.ask);
      return;
    }
    const want = this.wants.find((each) => this.left(each) > 0);
    if (!want) return;
    const key = keyOf(want.plan, want.organisation, want.first);
    const done = this.asked.get(key) ?? 0;
    const count = Math.min(CHUNK, this.left(want));
    this.asked.set(key, done + count);
    const ask = { ...this.ask(want.plan, want.organisation), first: want.first + done, count };
    const total = this.total(want.plan, want.organisation, want.first);
    hand.busy = { ask, total, first: done, told: null };
    hand.worker.postMessage(ask);
  }

  private ask(plan: Bought, organisation: number): Ask {
    const patch = organisation < 0 ? this.assumed(plan) : (this.patches[plan.structure]?.[organisation] ?? null);
    const { structure, bought, capacity, stops } = plan;
    const worn = `${organisation}|${plan.dials ?? ""}`;
    return { structure, bought, capacity, stops, id: ++this.id, worn, patch, first: 0, count: 0, log: false };
  }

  /** Returns what the reader assumes otherwise of the middle organisation. */
  private assumed({ structure, dials = [] }: Bought): Patch | null {
    if (!dials.length) return null;
    const set = dials.flatMap((stop, n) => {
      const dial = this.data.dials[n];
      return dial && stop > 0 ? [{ places: dial.places[structure] ?? [], words: dial.words[structure]?.[stop - 1] ?? [] }] : [];
    });
    return {
      places: set.flatMap(({ places }) => places),
      values: BigUint64Array.from(set.flatMap(({ words }) => words.map(BigInt))),
    };
  }

  private begun(n: number): Worker {
    const worker = new Simulating();
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.take(n, data);
    worker.onerror = () => this.restart(n);
    worker.postMessage(this.setting);
    return worker;
  }

  private take(n: number, reply: Reply): void {
    const hand = this.hands[n];
    if (!hand?.busy || hand.busy.ask.id !== reply.id) return;
    if (reply.fault === "large") {
      hand.busy = null;
      this.failed("large");
      return;
    }
    if (reply.fault) {
      this.restart(n);
      return;
    }
    const { total, first, told } = hand.busy;
    hand.busy = null;
    this.give(hand);
    if (reply.log) told?.(reply.log);
    if (reply.rows) {
      total?.add(first, reply.rows);
      this.changed();
    }
  }

  /** A worker that dies is started once more, with what it had in hand. */
  private restart(n: number): void {
    const hand = this.hands[n];
    if (!hand) return;
    hand.worker.terminate();
    if (hand.failed++) {
      this.failed("other");
      return;
    }
    hand.worker = this.begun(n);
    if (hand.busy) hand.worker.postMessage(hand.busy.ask);
    else this.give(hand);
  }

  private forget(): void {
    this.totals.clear();
    this.asked.clear();
    for (const hand of this.hands) if (hand.busy) hand.busy.total = null;
  }

  private imageOf(structure: number): Image {
    const found = this.data.structures[structure];
    if (!found) throw new Error("no such structure");
    return found.image;
  }
}

const texts = new WeakMap<Bought, string>();

function keyOf(plan: Bought, organisation: number, first: number): string {
  let text = texts.get(plan);
  if (text === undefined) {
    const { structure, bought, capacity, stops, dials = [] } = plan;
    text = JSON.stringify([structure, bought, capacity, stops, dials]);
    texts.set(plan, text);
  }
  return `${organisation} ${first} ${text}`;
}
