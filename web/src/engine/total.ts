// What replications amount to: sums of rows, added in the order of their numbers whoever ran them.
import type { Image } from "./space.ts";

/** Columns of a row's first part, as in `simulator/engines/columns.py`. */
export const SUM = { released: 7, failedChanges: 8, expectedFailed: 9 } as const;

/** A mistake, lost, drift, nobody's, from outside: each itself, and bad fixes of it. */
const CAUSES = 5;

/** Replications of one plan in one organisation. */
export class Total {
  /** How many replications are in, from number 0 on. */
  n = 0;
  readonly row: Float64Array;
  /** Of each replication: expected failed changes, those that struck, released changes. */
  readonly failed: number[] = [];
  readonly struck: number[] = [];
  readonly released: number[] = [];
  private readonly offsets: Map<string, number>;
  private readonly waiting = new Map<number, Float64Array>();
  private readonly image: Image;

  constructor(image: Image) {
    this.image = image;
    this.row = new Float64Array(image.width);
    this.offsets = offsetsOf(image);
  }

  /** Takes rows from replication `first` on, once. */
  add(first: number, rows: Float64Array): void {
    const { width } = this.image;
    for (let n = 0; n * width < rows.length; n++) {
      this.waiting.set(first + n, rows.subarray(n * width, (n + 1) * width));
    }
    for (let row = this.waiting.get(this.n); row; row = this.waiting.get(this.n)) {
      this.waiting.delete(this.n++);
      for (let at = 0; at < width; at++) this.row[at] = (this.row[at] ?? 0) + (row[at] ?? 0);
      this.failed.push(row[SUM.expectedFailed] ?? 0);
      this.struck.push(row[SUM.failedChanges] ?? 0);
      this.released.push(row[SUM.released] ?? 0);
    }
  }

  /** Failed changes per 100 released; NaN where nothing was released. */
  get rate(): number {
    return (100 * (this.row[SUM.expectedFailed] ?? 0)) / (this.row[SUM.released] ?? 0);
  }

  /** The same over the first `n` replications. */
  rateOf(n: number): number {
    return (100 * sum(this.failed.slice(0, n))) / sum(this.released.slice(0, n));
  }

  /** Released changes, all replications together. */
  get changes(): number {
    return this.row[SUM.released] ?? 0;
  }

  /** The summed numbers of a part of the tally, such as `failures`. */
  part(name: string): Float64Array {
    const at = this.offsets.get(name) ?? 0;
    return this.row.subarray(at, at + sizeOf(this.image.parts[name] ?? []));
  }

  /** Failures per 100 changes that start at each place: teams, handovers, outside. */
  places(): number[] {
    const each = 2 * CAUSES;
    const failures = this.part("failures");
    const found: number[] = [];
    for (let at = 0; at < failures.length; at += each) {
      found.push((100 * sum(failures.subarray(at, at + each))) / this.changes);
    }
    return found;
  }

  /** Failures per 100 changes that start at one place, by how they begin. */
  causes(place: number): number[] {
    const mine = this.part("failures").subarray(2 * CAUSES * place, 2 * CAUSES * (place + 1));
    return Array.from({ length: CAUSES }, (_, n) => (100 * sum(mine.subarray(2 * n, 2 * n + 2))) / this.changes);
  }
}

function offsetsOf(image: Image): Map<string, number> {
  let at = 0;
  return new Map(
    Object.entries(image.parts).map(([name, shape]) => {
      const here = at;
      at += sizeOf(shape);
      return [name, here];
    }),
  );
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, many) => size * many, 1);
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let n = 0; n < values.length; n++) total += values[n] ?? 0;
  return total;
}
