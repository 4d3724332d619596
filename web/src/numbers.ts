// Numbers in as many digits as a reader wants: the same as `simulator/present/digits.py`.

const LARGE = 5;
const FEWEST = 4;

/**
 * Returns a number plain, with so many significant digits and every whole one; - for NaN.
 *
 * Of a hundred thousand and more the whole ones after the fourth are noughts.
 */
export function number(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "-";
  if (value === 0) return "0";
  const size = magnitude(value);
  const kept = size < LARGE ? value : halfEven(value, Math.max(FEWEST, digits) - 1 - size);
  const decimals = Math.min(6, Math.max(0, digits - 1 - magnitude(kept)));
  const text = grouped(kept, decimals);
  return /^[-0.]*$/.test(text) ? "0" : text;
}

/** Returns a number in two digits, as sentences have it: whole ones after them are noughts. */
export function rounded(value: number): string {
  if (Number.isNaN(value) || value === 0) return number(value);
  return number(halfEven(value, 1 - magnitude(value)), 2);
}

/** Returns a whole number with its thousands apart. */
export function whole(value: number): string {
  return grouped(value, 0);
}

function magnitude(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)));
}

/** Rounds the exact value of a number to so many decimals, as Python's `round` does. */
function halfEven(value: number, decimals: number): number {
  if (decimals >= 0) return Number(fixed(value, decimals));
  const power = 10 ** -decimals;
  const scaled = value / power;
  const low = Math.floor(scaled);
  const rest = scaled - low;
  const up = rest > 0.5 || (rest === 0.5 && low % 2 !== 0);
  return (up ? low + 1 : low) * power;
}

/** Returns decimals of the exact value, ties to even, where `toFixed` rounds them up. */
function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  const halves = 2 * value * 10 ** decimals;
  // only next to a whole number of halves can it be a tie
  if (Math.abs(halves - Math.round(halves)) > 1e-9 * Math.max(1, Math.abs(halves))) return text;
  const exact = value.toFixed(Math.min(100, decimals + 60));
  const tie = new RegExp(`^-?\\d+(\\.\\d{0,${decimals}})?${decimals ? "" : "\\."}50*$`).test(exact);
  if (!tie) return text;
  const down = exact.slice(0, exact.indexOf(".") + (decimals ? decimals + 1 : 0));
  return Number(down.at(-1)) % 2 === 0 ? down : text;
}

function grouped(value: number, decimals: number): string {
  const text = fixed(value, decimals);
  const [front = "", back] = text.split(".");
  const apart = front.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return back === undefined ? apart : `${apart}.${back}`;
}

/** Returns a pattern with its gaps filled; a gap without a value stays, so that it is seen. */
export function filled(pattern: string, values: Record<string, string>): string {
  return pattern.replace(/\{(\w+)\}/g, (gap, name: string) => values[name] ?? gap);
}
