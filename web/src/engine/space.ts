// The memory of one structure of organisation under the WebAssembly kernel: laid out, filled, run.

/** A table that grows: laid out behind the image, anew at twice the size when one was full. */
export interface Growing {
  name: string;
  full: number;
  size: number;
  rows: number;
  stride: number;
  place: number;
  top: number;
  end: number;
}

/** Where in an image is what, as `simulator/engines/compiled/image.py` says it. */
export interface Image {
  base: number;
  state: number;
  words: { seed: number; logging: number; full: number; now: number; horizon: number };
  growing: Growing[];
  intact: { place: number; each: number };
  width: number;
  parts: Record<string, number[]>;
}

/** A purchase: the row of its practice, person-days a year, the scale of its gain. */
export type Purchase = readonly [row: number, days: number, scale: number];

/** Other values of an organisation: 64-bit words, by how far from the image's start each stands. */
export interface Patch {
  places: ArrayLike<number>;
  values: BigUint64Array;
}

const PAGE = 65536;
const CAP = 256 * 2 ** 20;
const PURCHASE = 24;

/** The organisation needs more memory than a page may take. */
export class TooLarge extends Error {}

interface Kernel {
  run(state: bigint, rows: bigint, first: bigint, count: bigint, width: bigint): bigint;
  practise(state: bigint, bought: bigint, count: bigint, capacity: bigint, stops: number): bigint;
}

/** One structure's memory; a plan is put in by `practise`, an organisation by `wear`. */
export class Space {
  readonly image: Image;
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  private readonly bytes: Uint8Array;
  private readonly kernel: Kernel;
  private readonly rows: number[];
  private view: DataView<ArrayBuffer>;
  private free = 0;

  constructor(image: Image, bytes: Uint8Array, compiled: WebAssembly.Module, stackAt: number) {
    this.image = image;
    this.bytes = bytes;
    this.rows = image.growing.map((table) => (table.name === "log" ? 1 : table.rows));
    const stack = new WebAssembly.Global({ value: "i32", mutable: true }, stackAt);
    const env = { __linear_memory: this.memory, __stack_pointer: stack };
    this.kernel = new WebAssembly.Instance(compiled, { env }).exports as unknown as Kernel;
    this.view = new DataView(this.memory.buffer);
    this.wear(null);
  }

  /** Lays the organisation of a patch into memory, or without one the image's own. */
  wear(patch: Patch | null): void {
    const { base } = this.image;
    this.reach(base + this.bytes.length);
    new Uint8Array(this.memory.buffer).set(this.bytes, base);
    for (let n = 0; patch && n < patch.values.length; n++) {
      this.view.setBigUint64(base + (patch.places[n] ?? 0), patch.values[n] ?? 0n, true);
    }
    this.layOut();
  }

  /** Puts in what a plan buys; `stops` is when its money does [working days], null for never. */
  practise(bought: readonly Purchase[], capacity: boolean, stops: number | null): void {
    this.reach(this.free + bought.length * PURCHASE);
    bought.forEach(([row, days, scale], n) => {
      const at = this.free + PURCHASE * n;
      this.view.setFloat64(at, days, true);
      this.view.setFloat64(at + 8, scale, true);
      this.whole(at + 16, row);
    });
    const { state } = this.image;
    this.kernel.practise(
      BigInt(state),
      BigInt(this.free),
      BigInt(bought.length),
      BigInt(capacity),
      stops ?? Infinity,
    );
  }

  /** Returns the rows of tallies of `count` replications, one behind another. */
  run(seed: bigint, first: number, count: number): Float64Array<ArrayBuffer> {
    const { state, words, width, growing } = this.image;
    const found = new Float64Array(count * width);
    let done = 0;
    while (done < count) {
      const left = count - done;
      this.reach(this.free + left * width * 8);
      this.view.setBigUint64(words.seed, seed, true);
      const given = [state, this.free, first + done, left, width].map(BigInt);
      const now = Number(this.kernel.run(...(given as [bigint, bigint, bigint, bigint, bigint])));
      found.set(new Float64Array(this.memory.buffer.slice(this.free, this.free + now * width * 8)), done * width);
      done += now;
      if (now < left) {
        const full = this.read(words.full);
        this.grow(growing.findIndex((table) => table.full === full));
      }
    }
    return found;
  }

  /** Returns the bytes of the log of one replication: rows of `EVENT`. */
  log(seed: bigint, replication: number): Uint8Array<ArrayBuffer> {
    const n = this.image.growing.findIndex((table) => table.name === "log");
    const table = this.image.growing[n];
    if (!table) return new Uint8Array();
    this.rows[n] = Math.max(table.rows, this.rows[n] ?? 0);
    this.layOut();
    this.whole(this.image.words.logging, 1);
    this.run(seed, replication, 1);
    this.whole(this.image.words.logging, 0);
    const at = this.read(table.place);
    const end = at + this.read(table.top) * table.size;
    return new Uint8Array(this.memory.buffer.slice(at + table.size, end));
  }

  private grow(full: number): void {
    this.rows[full] = 2 * (this.rows[full] ?? 1);
    this.layOut();
  }

  private layOut(): void {
    let at = this.image.base + this.bytes.length;
    const placed = (size: number): number => {
      const here = at;
      at += Math.ceil(size / 16) * 16;
      return here;
    };
    const places = this.image.growing.map((table, n) => placed((this.rows[n] ?? 0) * table.size));
    const items = this.image.growing.findIndex((table) => table.name === "items");
    const intact = placed((this.rows[items] ?? 0) * this.image.intact.each);
    this.free = at;
    this.reach(at);
    this.image.growing.forEach((table, n) => {
      this.whole(table.place, places[n] ?? 0);
      this.whole(table.end, (this.rows[n] ?? 0) * table.stride);
    });
    this.whole(this.image.intact.place, intact);
  }

  private reach(end: number): void {
    if (end > CAP) throw new TooLarge(`needs ${end} bytes`);
    const missing = Math.ceil(end / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (missing > 0) this.memory.grow(missing);
    this.view = new DataView(this.memory.buffer);
  }

  private whole(address: number, value: number): void {
    this.view.setBigInt64(address, BigInt(value), true);
  }

  private read(address: number): number {
    return Number(this.view.getBigInt64(address, true));
  }
}
