// Runs what the page asks for, a few replications at a time, so that it stops soon.
import { Space, TooLarge, type Image, type Patch, type Purchase } from "./space.ts";

/** What a worker is given first. */
export interface Setting {
  module: Uint8Array;
  stack: number;
  seed: bigint;
  structures: { image: Image; memory: Uint8Array }[];
}

/** What is asked: replications `first` and on of a plan in an organisation, or one log. */
export interface Ask {
  id: number;
  structure: number;
  /** Of which organisation, and with which dials, the patch is. */
  worn: string;
  patch: Patch | null;
  bought: readonly Purchase[];
  capacity: boolean;
  stops: number | null;
  first: number;
  count: number;
  log: boolean;
}

/** What comes back: rows, a log's bytes, or why there are none. */
export interface Reply {
  id: number;
  rows?: Float64Array<ArrayBuffer>;
  log?: Uint8Array<ArrayBuffer>;
  fault?: "large" | "other";
}

let setting: Setting | null = null;
let compiled: WebAssembly.Module | null = null;
const spaces = new Map<number, { space: Space; worn: string }>();

function spaceOf(ask: Ask): Space {
  if (!setting) throw new Error("asked before it was set up");
  const structure = setting.structures[ask.structure];
  if (!structure) throw new Error("no such structure");
  compiled ??= new WebAssembly.Module(setting.module as Uint8Array<ArrayBuffer>);
  let known = spaces.get(ask.structure);
  if (!known) {
    const space = new Space(structure.image, structure.memory, compiled, setting.stack);
    known = { space, worn: "-1|" };
    spaces.set(ask.structure, known);
  }
  if (known.worn !== ask.worn) {
    known.space.wear(ask.patch);
    known.worn = ask.worn;
  }
  return known.space;
}

function answered(ask: Ask, seed: bigint): Reply {
  const space = spaceOf(ask);
  space.practise(ask.bought, ask.capacity, ask.stops);
  if (ask.log) return { id: ask.id, log: space.log(seed, ask.first) };
  return { id: ask.id, rows: space.run(seed, ask.first, ask.count) };
}

self.onmessage = ({ data }: MessageEvent<Setting | Ask>) => {
  if ("module" in data) {
    setting = data;
    return;
  }
  let reply: Reply;
  try {
    reply = answered(data, setting?.seed ?? 0n);
  } catch (error) {
    reply = { id: data.id, fault: error instanceof TooLarge ? "large" : "other" };
  }
  const passed = reply.rows?.buffer ?? reply.log?.buffer;
  self.postMessage(reply, { transfer: passed ? [passed] : [] });
};
