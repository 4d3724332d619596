// What was typed and how far the room is; it survives a reload, also of a file.
import { effect, signal } from "@preact/signals";
import { data } from "../state.ts";
import { filled } from "../numbers.ts";
import type { Room, Round } from "./types.ts";

export const SCREENS = ["story", "predict", "buy", "dots", "call", "fell", "ten", "whisper", "again", "twin", "end"] as const;
export type Screen = (typeof SCREENS)[number];

interface Clock {
  /** Seconds left when it stands; the moment it ends when it runs [ms]. */
  left: number;
  until: number | null;
}

export interface Kept {
  screen: number;
  said: Record<string, number>;
  hands: [Record<string, string>, Record<string, string>];
  /** 0 nothing, 1 today's line, 2 all dots; once there were dots, hands stay. */
  shown: [number, number];
  votes: [Record<string, number>, Record<string, number>];
  closed: [boolean, boolean];
  drawn: number;
  mends: boolean;
  whisper: [number[], number[]];
  clocks: Record<string, Clock>;
}

const BEGIN: Kept = {
  screen: 0, said: {}, hands: [{}, {}], shown: [0, 0], votes: [{}, {}], closed: [false, false],
  drawn: 0, mends: false, whisper: [[], []], clocks: {},
};
const MARK = "#room=";

export function room(): Room {
  if (!data.room) throw new Error("no room");
  return data.room;
}

export function round(n: 0 | 1): Round {
  return room().rounds[n];
}

export function tell(name: string, values: Record<string, string> = {}): string {
  return filled(room().say[name] ?? name, values);
}

const key = () => `edgewise room ${data.name} ${data.seed}`;

function read(): Kept {
  try {
    const text = localStorage.getItem(key()) ?? "";
    return text ? { ...BEGIN, ...(JSON.parse(text) as Kept) } : fromAddress();
  } catch {
    return fromAddress();
  }
}

function fromAddress(): Kept {
  try {
    const text = location.hash.startsWith(MARK) ? decodeURIComponent(location.hash.slice(MARK.length)) : "";
    return text ? { ...BEGIN, ...(JSON.parse(text) as Kept) } : BEGIN;
  } catch {
    return BEGIN;
  }
}

export const kept = signal<Kept>(BEGIN);

export function remember(): void {
  kept.value = read();
  effect(() => {
    const text = JSON.stringify(kept.value);
    try {
      localStorage.setItem(key(), text);
    } catch {
      history.replaceState(null, "", MARK + encodeURIComponent(text));
    }
  });
}

export function change(part: Partial<Kept>): void {
  kept.value = { ...kept.value, ...part };
}

export function anew(): void {
  kept.value = { ...BEGIN };
}

export function screen(): Screen {
  return SCREENS[kept.value.screen] ?? "story";
}

export function go(by: number): void {
  change({ screen: Math.max(0, Math.min(SCREENS.length - 1, kept.value.screen + by)) });
}

/** Replaces one of a pair. */
export function put<T>(pair: [T, T], n: 0 | 1, value: T): [T, T] {
  return n === 0 ? [value, pair[1]] : [pair[0], value];
}

const LASTS: Partial<Record<Screen, number>> = { buy: 600, again: 480 };

export function clock(name: Screen): Clock {
  return kept.value.clocks[name] ?? { left: LASTS[name] ?? 120, until: null };
}

export function secondsLeft(name: Screen, now: number): number {
  const { left, until } = clock(name);
  return until === null ? left : Math.max(0, Math.round((until - now) / 1000));
}

export function toggleClock(name: Screen): void {
  const now = Date.now();
  const left = secondsLeft(name, now);
  const next = clock(name).until === null ? { left, until: now + 1000 * left } : { left, until: null };
  change({ clocks: { ...kept.value.clocks, [name]: next } });
}

export function addMinute(name: Screen, minutes: number): void {
  const { left, until } = clock(name);
  const more = 60 * minutes;
  const next = until === null ? { left: Math.max(0, left + more), until } : { left, until: Math.max(Date.now(), until + 1000 * more) };
  change({ clocks: { ...kept.value.clocks, [name]: next } });
}
