// What a trainer types, read: nothing here knows what a hand comes to.
import type { Card } from "./types.ts";

export type Read<T> = { value: T } | { fault: string; values: Record<string, string> };

const TABLE = /^\s*(\d{1,2})\s*[:.,;\s]\s*(.*)$/;

function fault(name: string, values: Record<string, string> = {}): { fault: string; values: Record<string, string> } {
  return { fault: name, values };
}

/** Reads `4: 136`: a table and the cards of its hand, in the order of their numbers. */
export function handOf(text: string, cards: readonly Card[], budget: number): Read<{ table: string; hand: string }> {
  const [, table, rest] = TABLE.exec(text) ?? [];
  const digits = (rest ?? "").replace(/[\s,;+]/g, "");
  if (!table || !/^\d*$/.test(digits)) return fault("bad");
  const hand = [...digits].sort();
  const twice = hand.find((digit, n) => digit === hand[n - 1]);
  if (twice) return fault("bad_twice", { card: twice });
  const unknown = hand.find((digit) => !cards.some((card) => card.number === digit));
  if (unknown) return fault("bad_card", { card: unknown });
  const days = daysOf(hand.join(""), cards);
  if (days > budget) return fault("bad_days", { n: String(days), budget: String(budget) });
  return { value: { table: String(Number(table)), hand: hand.join("") } };
}

/** Returns what a hand costs [person-days]. */
export function daysOf(hand: string, cards: readonly Card[]): number {
  return cards.filter((card) => hand.includes(card.number)).reduce((sum, card) => sum + card.days, 0);
}

/** Reads `4: 7`: a table and a number from 0 to 10. */
export function numberOf(text: string): Read<{ table: string; number: number }> {
  const [, table, rest] = TABLE.exec(text) ?? [];
  if (!table || !/^\d+$/.test((rest ?? "").trim())) return fault("bad");
  const number = Number(rest);
  return number <= 10 ? { value: { table: String(Number(table)), number } } : fault("bad_number");
}

/** Reads `Operations 5`: a place by the beginning of its name, and how many tables say it. */
export function voteOf(text: string, places: readonly { name: string; shown: string }[]): Read<{ place: string; tables: number }> {
  const [, said, tables] = /^\s*(.*?)\s*[:,]?\s*(\d{1,2})\s*$/.exec(text) ?? [];
  if (!said || tables === undefined) return fault("bad");
  const wanted = plain(said);
  const found =
    places.find(({ shown }) => plain(shown) === wanted) ?? places.find(({ shown }) => plain(shown).startsWith(wanted));
  return found ? { value: { place: found.name, tables: Number(tables) } } : fault("bad_place", { name: said });
}

function plain(text: string): string {
  return text.toLowerCase().replace(/->|→|,|\s+(to)\s+/g, " ").replace(/\s+/g, " ").trim();
}

/** Reads `1: 6 5 4 3 3 2`: one of two rows, and what each person of the line had. */
export function rowOf(text: string): Read<{ row: 0 | 1; counts: number[] }> {
  const [, row, rest] = /^\s*([12])\s*[:.]?\s+(.*)$/.exec(text.replace(":", ": ")) ?? [];
  const counts = (rest ?? "").split(/[\s,;]+/).filter(Boolean).map(Number);
  const fits = counts.length >= 2 && counts.length <= 12 && counts.every((each) => Number.isInteger(each) && each >= 0 && each <= 6);
  return row && fits ? { value: { row: row === "1" ? 0 : 1, counts } } : fault("bad");
}

/** Returns groups of tables whose dots are a tie with the next, lowest first; alone stands in none. */
export function groupsOf(dots: readonly { table: string; rate: number; hand: string }[], tie: (a: string, b: string) => boolean): string[][] {
  const sorted = [...dots].sort((a, b) => a.rate - b.rate || Number(a.table) - Number(b.table));
  const groups: string[][] = [];
  let first = "";
  for (const dot of sorted) {
    const last = groups.at(-1);
    // all of a group are a tie with its lowest, so that no chain of small steps spans a large one
    if (last && (dot.hand === first || tie(first, dot.hand))) last.push(dot.table);
    else {
      groups.push([dot.table]);
      first = dot.hand;
    }
  }
  return groups.filter((group) => group.length > 1);
}

/** Returns the middle of some numbers, the lower one of two. */
export function middleOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}
