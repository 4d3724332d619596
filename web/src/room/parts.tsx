// What several screens share: the field to type in, the timer, the covered prediction.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { middleOf, type Read } from "./entry.ts";
import { addMinute, clock, kept, room, secondsLeft, tell, toggleClock, type Screen } from "./store.ts";

interface Typed<T> {
  label: string;
  hint: string;
  read: (text: string) => Read<T>;
  take: (value: T) => void;
  locked?: boolean;
}

/** The field that a trainer types in; it never tells what anything comes to. */
export function Entry<T>({ label, hint, read, take, locked }: Typed<T>) {
  const field = useRef<HTMLInputElement>(null);
  const fault = useSignal("");
  if (locked) return <p class="r-quiet">{tell("locked")}</p>;
  const enter = (event: Event) => {
    event.preventDefault();
    const found = read(field.current?.value ?? "");
    if ("fault" in found) {
      fault.value = tell(found.fault, { hint, ...found.values });
      return;
    }
    fault.value = "";
    take(found.value);
    if (field.current) field.current.value = "";
  };
  return (
    <form class="r-entry" onSubmit={enter}>
      <label>
        {label}{" "}
        <input ref={field} name="entry" autocomplete="off" placeholder={hint} aria-invalid={fault.value ? "true" : undefined} />
      </label>
      <button class="r-btn" type="submit">
        {tell("enter")}
      </button>
      <span class="r-fault" role="status">
        {fault.value}
      </span>
    </form>
  );
}

export function Timer({ name }: { name: Screen }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const id = setInterval(() => (now.value = Date.now()), 500);
    return () => clearInterval(id);
  }, []);
  const left = secondsLeft(name, Math.max(now.value, Date.now()));
  const runs = clock(name).until !== null;
  const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <div class="r-timer" role="timer" aria-label={tell("timer")}>
      <span class={left === 0 ? "r-time r-over" : "r-time"}>{text}</span>
      <button class="r-btn" type="button" onClick={() => toggleClock(name)}>
        {tell(runs ? "pause" : "start")}
      </button>
      <button class="r-btn" type="button" aria-label={tell("minute_less")} onClick={() => addMinute(name, -1)}>
        −
      </button>
      <button class="r-btn" type="button" onClick={() => addMinute(name, 1)}>
        {tell("minute")}
      </button>
    </div>
  );
}

export function handedIn(n: number): string {
  return n === 1 ? tell("handed_one") : tell("handed", { n: String(n) });
}

/** Ten rings, so many of them full. */
export function Rings({ full, of }: { full: number; of: number }) {
  return (
    <svg class="r-rings" viewBox={`0 0 ${of * 46} 46`} aria-hidden="true">
      {Array.from({ length: of }, (_, n) => (
        <circle key={n} class={n < full ? "on" : ""} cx={23 + 46 * n} cy="23" r="17" />
      ))}
    </svg>
  );
}

/** What the room said beside what was drawn; covered until the ten are drawn. */
export function Prediction() {
  const { drawn, said } = kept.value;
  const all = room().drawn;
  if (drawn < all.length) {
    return (
      <aside class="r-side r-covered">
        <svg class="r-lock" viewBox="0 0 40 48" aria-hidden="true">
          <path d="M10 22V14a10 10 0 0 1 20 0v8" />
          <rect x="4" y="21" width="32" height="24" rx="4" />
        </svg>
        <p>{tell("covered")}</p>
      </aside>
    );
  }
  const numbers = Object.values(said);
  const inside = all.filter((each) => each.side === "inside").length;
  return (
    <aside class="r-side">
      <h2>{tell("predict")}</h2>
      <p class="r-quiet">{tell("you_said")}</p>
      {numbers.length ? (
        <>
          <p class="r-number">
            <b>{middleOf(numbers)}</b> {tell("of_ten")}
          </p>
          <Rings full={middleOf(numbers)} of={10} />
          <p class="r-quiet">
            {tell("middle", { n: String(numbers.length), low: String(Math.min(...numbers)), high: String(Math.max(...numbers)) })}
          </p>
        </>
      ) : (
        <p>{tell("nobody_said")}</p>
      )}
      <hr />
      <p class="r-quiet">{tell("drawn_by_lot", { n: String(all.length) })}</p>
      <p class="r-number">
        <b>{inside}</b> {tell("of_ten")}
      </p>
      <Rings full={inside} of={all.length} />
      <p class="r-quiet">{tell("none_inside", { n: String(all.length - inside), all: String(all.length) })}</p>
    </aside>
  );
}
