// The screens of a room, in the order of its minutes.
import { Dots, everyHand, luck, otherYear, Under } from "./dots.tsx";
import { daysOf, handOf, numberOf, rowOf } from "./entry.ts";
import { Company } from "./map.tsx";
import { Entry, handedIn, Prediction, Timer } from "./parts.tsx";
import { change, kept, put, room, round, tell } from "./store.ts";

function story(n: 0 | 1): string[] {
  return round(n).story.match(/[^.!?]+[.!?]+/g)?.map((each) => each.trim()) ?? [round(n).story];
}

export function Story() {
  return (
    <div class="r-fill">
      <h1>{round(0).title}</h1>
      <div class="r-story">
        {story(0).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <Company />
    </div>
  );
}

export function Predict() {
  const { said } = kept.value;
  const take = ({ table, number }: { table: string; number: number }) => change({ said: { ...said, [table]: number } });
  const tables = Object.keys(said).sort((a, b) => Number(a) - Number(b));
  return (
    <div class="r-fill">
      <h1>{tell("predict")}</h1>
      <ol class="r-scale" aria-hidden="true">
        {Array.from({ length: 11 }, (_, n) => (
          <li key={n}>{n}</li>
        ))}
      </ol>
      <p class="r-lead r-large">{tell("predict_note")}</p>
      <div class="r-foot">
        <Chips tables={tables} words={(table) => String(said[table])} />
        <Entry label={tell("predict_entry")} hint={tell("predict_hint")} read={numberOf} take={take} />
      </div>
    </div>
  );
}

/** Who has handed in, and what; never what it comes to. */
function Chips({ tables, words }: { tables: string[]; words: (table: string) => string }) {
  return (
    <div class="r-chips">
      <b>{handedIn(tables.length)}</b>
      <ul>
        {tables.map((table) => (
          <li key={table}>
            <b>{table}</b> {words(table)}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Buy({ n }: { n: 0 | 1 }) {
  const { cards, budget } = room();
  const hands = kept.value.hands[n];
  const read = (text: string) => handOf(text, cards, budget);
  const take = ({ table, hand }: { table: string; hand: string }) =>
    change({ hands: put(kept.value.hands, n, { ...kept.value.hands[n], [table]: hand }) });
  const tables = Object.keys(hands).sort((a, b) => Number(a) - Number(b));
  const told = (table: string) => {
    const hand = hands[table] ?? "";
    const left = budget - daysOf(hand, cards);
    return `${[...hand].join(" ") || "–"}${left ? ` (${tell("left", { n: String(left) })})` : ""}`;
  };
  const values = { cards: String(cards.length), budget: String(budget), name: round(n).name };
  return (
    <div class="r-fill">
      <div class="r-top">
        <h1>{tell(n ? "again" : "buy", values)}</h1>
        <Timer name={n ? "again" : "buy"} />
      </div>
      {n ? <p class="r-lead">{round(1).story}</p> : <p class="r-lead">{tell("buy_note", values)}</p>}
      <ul class={n ? "r-cards r-small" : "r-cards"}>
        {cards.map((card) => (
          <li key={card.number}>
            <b class="r-no">{card.number}</b>
            <h2>{card.name}</h2>
            <p class="r-days">{tell(card.days === 1 ? "one_day" : "days", { n: String(card.days) })}</p>
            <p class="r-say">{card.say}</p>
          </li>
        ))}
      </ul>
      <div class="r-foot">
        <Chips tables={tables} words={told} />
        <Entry label={tell("buy_entry")} hint={tell("buy_hint", { hand: room().example })} read={read} take={take} locked={kept.value.shown[n] > 1} />
      </div>
    </div>
  );
}

/** Uncovers today's line first, and then all dots. */
export function reveal(n: 0 | 1): void {
  change({ shown: put(kept.value.shown, n, Math.min(2, kept.value.shown[n] + 1)) });
}

export function Reveal({ n }: { n: 0 | 1 }) {
  const shown = kept.value.shown[n];
  const none = Object.keys(kept.value.hands[n]).length === 0;
  return (
    <div class={n ? "r-fill" : "r-fill r-beside"}>
      <div class="r-main-part">
        <h1>{n ? tell("again", { name: round(1).name }) : tell("dots", { budget: String(room().budget) })}</h1>
        <p class="r-lead">{none ? tell("dots_none") : tell("dots_note")}</p>
        <Dots n={n} />
        <Under n={n} />
        <div class="r-row">
          {shown < 2 ? (
            <button class="r-btn r-main" type="button" onClick={() => reveal(n)}>
              {tell(shown ? "reveal_dots" : "reveal_line")}
            </button>
          ) : (
            <>
              <button class="r-btn" type="button" onClick={() => otherYear(n)}>
                {tell("luck")}
              </button>
              <button class="r-btn" type="button" disabled={!luck.value} onClick={() => (luck.value = 0)}>
                {tell("mean")}
              </button>
              <button class="r-btn" type="button" aria-pressed={everyHand.value} onClick={() => (everyHand.value = !everyHand.value)}>
                {tell(everyHand.value ? "no_hands" : "hands")}
              </button>
            </>
          )}
        </div>
      </div>
      {n ? null : <Prediction />}
    </div>
  );
}

export function draw(): void {
  change({ drawn: Math.min(room().drawn.length, kept.value.drawn + 1) });
}

export function switchCalled(): void {
  if (kept.value.drawn === room().drawn.length) change({ mends: !kept.value.mends });
}

export function Ten() {
  const { drawn, mends } = kept.value;
  const all = room().drawn;
  const rows = all.slice(0, drawn);
  const part = all.filter((each) => each.origin && each.origin.split(" -> ").includes(mends ? each.mends : each.called));
  return (
    <div class="r-fill r-beside">
      <div class="r-main-part">
        <h1>{tell("ten")}</h1>
        <p class="r-lead">{tell("ten_note", { n: String(room().failures) })}</p>
        <table class="r-ten">
          <thead>
            <tr>
              <th scope="col">{tell("what")}</th>
              <th scope="col">{tell(mends ? "mends_col" : "called_col")}</th>
              <th scope="col">{tell("began_col")}</th>
              <th scope="col">{tell("how_col")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((each, n) => {
              const who = mends ? each.mends : each.called;
              const apart = !each.origin.split(" -> ").includes(who);
              return (
                <tr key={n}>
                  <td>{each.title || tell("outside")}</td>
                  <td class={apart ? "" : "r-same"}>{who || "–"}</td>
                  <td>{each.origin ? each.origin.replace(" -> ", " → ") : tell("nobody")}</td>
                  <td>{each.fact ? tell("missing", { fact: each.fact }) : each.how}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <div class="r-row">
          {drawn < all.length ? (
            <button class="r-btn r-main" type="button" onClick={draw}>
              {tell("draw")}
            </button>
          ) : (
            <>
              <button class="r-btn" type="button" aria-pressed={mends} onClick={switchCalled}>
                {tell(mends ? "switch_called" : "switch_mends")}
              </button>
              <span role="status">{tell("part", { n: String(part.length), all: String(all.length) })}</span>
            </>
          )}
        </div>
      </div>
      <Prediction />
    </div>
  );
}

const STAIRS = { wide: 780, high: 500, top: 44, foot: 84 };

export function Whisper() {
  const { whisper } = kept.value;
  const { kept: company, steps } = room().stairs;
  const take = ({ row, counts }: { row: 0 | 1; counts: number[] }) => change({ whisper: put(whisper, row, counts) });
  const name = round(0).name;
  const mine = whisper.map((row) => row.map((count) => count / 6));
  return (
    <div class="r-fill">
      <h1>{tell("whisper")}</h1>
      <p class="r-lead">{tell("whisper_note")}</p>
      <div class="r-pair">
        <Stairs rows={mine} names={[tell("told"), tell("read_back")]} labels={Array.from({ length: 6 }, (_, n) => String(n + 1))} of={6} />
        <Stairs rows={company} names={[tell("company_told", { name }), tell("company_back", { name })]} labels={steps} of={6} />
      </div>
      <div class="r-foot">
        <p class="r-big-line">{mine.some((row) => row.length) ? tell("nobody_noticed") : ""}</p>
        <Entry label={tell("whisper_entry")} hint={tell("whisper_hint")} read={rowOf} take={take} />
      </div>
    </div>
  );
}

/** Of six facts, how many reach each place: one row as bars, the other as a line over them. */
function Stairs({ rows, names, labels, of }: { rows: number[][]; names: string[]; labels: string[]; of: number }) {
  const { wide, high, top, foot } = STAIRS;
  const many = Math.max(labels.length, ...rows.map((row) => row.length));
  const each = wide / many;
  const y = (share: number) => top + (1 - share) * (high - top - foot);
  const [bars = [], line = []] = rows;
  return (
    <figure>
      <svg class="r-stairs" viewBox={`0 0 ${wide} ${high}`} role="img" aria-label={names.map((name, n) => `${name}: ${(rows[n] ?? []).map((share) => (of * share).toFixed(1)).join(", ")}`).join("; ")}>
        <line class="r-base" x1="0" x2={wide} y1={y(0)} y2={y(0)} />
        {bars.map((share, n) => (
          <g key={n}>
            <rect class="r-bar" x={each * n + 8} y={y(share)} width={each - 16} height={y(0) - y(share)} />
            <text class="r-bar-text" x={each * (n + 0.5)} y={y(share) + 38} text-anchor="middle">
              {short(of * share)}
            </text>
          </g>
        ))}
        {line.map((share, n) => (
          <g key={n}>
            <line class="r-step" x1={each * n} x2={each * (n + 1)} y1={y(share)} y2={y(share)} />
            {bars.length && Math.abs(y(share) - y(bars[n] ?? 0)) < 4 ? null : (
              <text class="r-step-text" x={each * (n + 0.5)} y={y(share) - 8} text-anchor="middle">
                {short(of * share)}
              </text>
            )}
          </g>
        ))}
        {Array.from({ length: many }, (_, n) => (
          <Label key={n} text={labels[n] ?? String(n + 1)} x={each * (n + 0.5)} y={high - foot + 38} most={each - 12} />
        ))}
      </svg>
      <figcaption>
        <span class="r-key r-key-bar" /> {names[0]} <span class="r-key r-key-step" /> {names[1]}, {tell("of_six")}
      </figcaption>
    </figure>
  );
}

/** A step's name; where it is too long the teams of the step stand under each other, narrowed only if need be. */
function Label({ text, x, y, most }: { text: string; x: number; y: number; most: number }) {
  const wide = (line: string) => 17 * line.length;
  const lines = wide(text) > most ? text.split(/(?<=,) /) : [text];
  return (
    <text class="r-label" y={y} text-anchor="middle">
      {lines.map((line, n) => (
        <tspan key={n} x={x} dy={n ? 34 : 0} textLength={wide(line) > 1.15 * most ? most : undefined} lengthAdjust="spacingAndGlyphs">
          {line}
        </tspan>
      ))}
    </text>
  );
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

/** Between first, so that a turning point can be marked on its scale. */
const SIDES = ["between", "inside", "neither"] as const;

export function End({ leave }: { leave: () => void }) {
  const [low, high] = room().published;
  const hands = [0, 1].map((n) => bestOf(n as 0 | 1));
  return (
    <div class="r-fill">
      <h1>{tell("end")}</h1>
      <p class="r-lead">{tell("end_note")}</p>
      <h2>
        {tell("end_where")}
        {SIDES.map((side) => (
          <span key={side} class={`r-legend r-${side}`}>
            {tell(side)}
          </span>
        ))}
      </h2>
      <div class="r-bars">
        {[0, 1].map((n) => (
          <Where key={n} n={n as 0 | 1} />
        ))}
      </div>
      {[0, 1].map((n) => (
        <p key={n} class="r-large">
          {round(n as 0 | 1).turns || same(hands[n] ?? "")}
        </p>
      ))}
      <p class="r-large">{tell("end_published", { low: String(low), high: String(high) })}</p>
      <div class="r-row">
        <b>{tell("places")}</b>
        <button class="r-btn" type="button" onClick={leave}>
          {tell("leave")}
        </button>
      </div>
    </div>
  );
}

function bestOf(n: 0 | 1): string {
  const { cards, full } = room();
  const hands = Object.entries(round(n).hands).filter(([hand]) => daysOf(hand, cards) >= full);
  return hands.reduce((best, each) => (each[1].rate < best[1].rate ? each : best), hands[0] ?? ["", { rate: NaN }] as never)[0];
}

function same(hand: string): string {
  const rates = [0, 1].map((n) => ["", hand].map((each) => (round(n as 0 | 1).hands[each]?.rate ?? NaN).toFixed(1)));
  return tell("end_same", {
    cards: [...hand].join(", "), one: round(0).name, other: round(1).name,
    from_one: rates[0]?.[0] ?? "", to_one: rates[0]?.[1] ?? "", from_other: rates[1]?.[0] ?? "", to_other: rates[1]?.[1] ?? "",
  });
}

/** One company's failures by where they start, to scale. */
function Where({ n }: { n: 0 | 1 }) {
  const { name, began, of_hundred: whole, turn } = round(n);
  const parts = SIDES.map((side) => ({ side, share: began[side] }));
  let left = 0;
  return (
    <figure>
      <figcaption>{name}</figcaption>
      <svg class="r-where" viewBox="0 -8 1640 142" role="img" aria-label={parts.map(({ side }) => `${tell(side)} ${whole[side]}`).join(", ")}>
        {parts.map(({ side, share }) => {
          const x = left;
          left += 1640 * share;
          return (
            <g key={side} class={`r-${side}`}>
              <rect x={x} y="0" width={1640 * share} height="88" />
              <text class="r-in" x={x + 820 * share} y="60" text-anchor="middle">
                {share > 0.03 ? whole[side] : ""}
              </text>
            </g>
          );
        })}
        {turn === null ? null : (
          <g class="r-turn">
            <path class="r-casing" d={`M${1640 * turn} -8V96`} />
            <path d={`M${1640 * turn} -8V96`} />
            <text x={1640 * turn} y="128" text-anchor="middle">
              {tell("end_turn", { at: String(Math.round(100 * turn)) })}
            </text>
          </g>
        )}
      </svg>
    </figure>
  );
}
