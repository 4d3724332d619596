// What a room is shown, as Python put it into the page (`simulator/web/room.py`).

export interface Card {
  /** One digit. */
  number: string;
  name: string;
  days: number;
  say: string;
}

/** What a hand comes to: the mean of all years, single years, and the hands that are a tie with it. */
export interface Hand {
  rate: number;
  hours: number;
  years: number[];
  ties: string[];
}

export interface Sides {
  inside: number;
  between: number;
  neither: number;
}

/** One of the two companies, with every hand that can be bought by its cards; "" is today. */
export interface Round {
  name: string;
  title: string;
  story: string;
  began: Sides;
  /** The same as whole numbers that add up, as the kit says them. */
  of_hundred: Sides;
  /** The share of failures between teams at which its best cards stop being the best, if they do, and in words. */
  turn: number | null;
  turns: string;
  hands: Record<string, Hand>;
}

/** A failure: `origin` is a team, a handover or "" for nobody here; times in working days. */
export interface Shown {
  error: number;
  kind: string;
  title: string;
  called: string;
  mends: string;
  origin: string;
  side: "inside" | "between" | "neither";
  how: string;
  fact: string;
  born: number;
  time: number;
}

export interface Room {
  structure: number;
  budget: number;
  full: number;
  years: number;
  cards: Card[];
  /** A hand that can be bought, to show how one is typed. */
  example: string;
  rounds: [Round, Round];
  /** Teams in columns along the work. */
  columns: string[][];
  year: number;
  /** How many of the year the ten are drawn from; null where counts are not told. */
  failures: number | null;
  first: Shown;
  drawn: Shown[];
  stairs: { steps: string[]; kept: number[][] };
  published: [number, number];
  say: Record<string, string>;
}
