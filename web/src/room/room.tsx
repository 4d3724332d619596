// The view Room: one screen after another, its keys, and how far the room is.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import "./room.css";
import { everyHand, luck, otherYear } from "./dots.tsx";
import { at, Call, Fell, play, playing } from "./failure.tsx";
import { Buy, draw, End, Predict, reveal, Reveal, Story, switchCalled, Ten, Whisper } from "./screens.tsx";
import { addMinute, anew, go, kept, round, screen, SCREENS, tell, toggleClock, type Screen } from "./store.ts";

const keysOn = signal(true);
const sure = signal(false);

function Now({ leave }: { leave: () => void }) {
  switch (screen()) {
    case "story":
      return <Story />;
    case "predict":
      return <Predict />;
    case "buy":
      return <Buy n={0} />;
    case "dots":
      return <Reveal n={0} />;
    case "call":
      return <Call />;
    case "fell":
      return <Fell />;
    case "ten":
      return <Ten />;
    case "whisper":
      return <Whisper />;
    case "again":
      return <Buy n={1} />;
    case "twin":
      return <Reveal n={1} />;
    case "end":
      return <End leave={leave} />;
  }
}

function move(by: number): void {
  playing.value = false;
  luck.value = 0;
  everyHand.value = false;
  sure.value = false;
  go(by);
}

const TIMED: readonly Screen[] = ["buy", "call", "again"];

/** What a key does on the screen that is shown; false where it does nothing. */
function act(key: string): boolean {
  const here = screen();
  const n: 0 | 1 | null = here === "dots" ? 0 : here === "twin" ? 1 : null;
  if (key === "ArrowRight" || key === "PageDown") move(1);
  else if (key === "ArrowLeft" || key === "PageUp") move(-1);
  else if (key === "e") document.querySelector<HTMLInputElement>(".r-entry input")?.focus();
  else if (key === "t" && TIMED.includes(here)) toggleClock(here);
  else if ((key === "+" || key === "-") && TIMED.includes(here)) addMinute(here, key === "+" ? 1 : -1);
  else if (key === "r" && n !== null) reveal(n);
  else if (key === "l" && n !== null && kept.value.shown[n] > 1) otherYear(n);
  else if (key === "m" && n !== null) luck.value = 0;
  else if (key === "h" && n !== null) everyHand.value = !everyHand.value;
  else if (key === "p" && here === "call") play(0);
  else if (key === "p" && here === "fell") play(1);
  else if (key === "d" && here === "ten") draw();
  else if (key === "c" && here === "ten") switchCalled();
  else return false;
  return true;
}

export function RoomView({ leave }: { leave: () => void }) {
  const stage = useRef<HTMLElement>(null);
  const here = screen();
  useEffect(() => stage.current?.focus({ preventScroll: true }), [here]);
  const press = (event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLInputElement && event.target.name === "entry";
    if (typing && event.key === "Escape") stage.current?.focus();
    if (typing || !keysOn.value || event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(event.key.length === 1 ? event.key.toLowerCase() : event.key)) event.preventDefault();
  };
  const again = () => {
    if (sure.value) {
      anew();
      at[0].value = at[1].value = 0;
    }
    sure.value = !sure.value;
  };
  return (
    <main class="room" ref={stage} tabIndex={-1} aria-label={tell("stage")} onKeyDown={press}>
      <Now leave={leave} />
      <nav class="r-nav" aria-label={tell("screens")}>
        <span class="r-quiet">{tell("invented", { name: round(here === "again" || here === "twin" ? 1 : 0).name })}</span>
        {here === "story" ? (
          <button class="r-btn" type="button" onClick={again}>
            {tell(sure.value ? "anew_sure" : "anew")}
          </button>
        ) : null}
        <label class="r-keys">
          <input type="checkbox" checked={keysOn.value} onChange={(event) => (keysOn.value = event.currentTarget.checked)} /> {tell("keys")}
        </label>
        <button class="r-btn" type="button" disabled={kept.value.screen === 0} onClick={() => move(-1)}>
          {tell("back")}
        </button>
        <span class="r-quiet">
          {kept.value.screen + 1} / {SCREENS.length}
        </span>
        <button class="r-btn" type="button" disabled={kept.value.screen === SCREENS.length - 1} onClick={() => move(1)}>
          {tell("on")}
        </button>
      </nav>
    </main>
  );
}
