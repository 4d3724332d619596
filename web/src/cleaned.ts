// The range of a fall over the organisations that fit, cleaned of the noise of simulation.

/** Returns the 2.5 and 97.5 % points of what organisations fall by: two runs a row, one weight a row. */
export function clean(falls: number[][], weights: number[]): [number, number] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const heavy = weights.map((weight) => weight / all);
  const each = falls.map(([a = 0, b = 0]) => (a + b) / 2);
  const mean = weighted(each, heavy);
  const variance = weighted(each.map((fall) => (fall - mean) ** 2), heavy);
  const noise = falls.reduce((sum, [a = 0, b = 0]) => sum + (a - b) ** 2 / 4, 0) / falls.length;
  const n = 1 / heavy.reduce((sum, weight) => sum + weight ** 2, 0);
  const kept = Math.sqrt(1 - shareOfNoise(variance, noise, n));
  const sorted = each
    .map((fall, row) => ({ fall: mean + kept * (fall - mean), weight: heavy[row] ?? 0 }))
    .sort((a, b) => a.fall - b.fall);
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

/** Returns how much of the variance of n differences is noise, as `stats/empirical_bayes.py` does. */
export function shareOfNoise(variance: number, noise: number, n: number): number {
  if (noise === 0) return 0;
  const shape = 0.5 * (n + 1);
  const rate = (0.5 * n * variance) / noise;
  const below = kummer(shape + 1, rate);
  if (!Number.isFinite(below)) return shape / rate;
  return ((shape / (shape + 1)) * kummer(shape + 2, rate)) / below;
}

/** Kummer's function M(1, b, x), by its series. */
function kummer(b: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; term > sum * Number.EPSILON; n++) {
    term *= x / (b + n);
    sum += term;
  }
  return sum;
}

function weighted(values: number[], heavy: number[]): number {
  return values.reduce((sum, value, row) => sum + value * (heavy[row] ?? 0), 0);
}

function quantile(sorted: { fall: number; weight: number }[], share: number): number {
  let sum = 0;
  for (const { fall, weight } of sorted) {
    sum += weight;
    if (sum >= share) return fall;
  }
  return sorted.at(-1)?.fall ?? NaN;
}
