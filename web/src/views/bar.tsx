import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { VIEWS } from "../address.ts";
import { data, projector, view } from "../state.ts";
import { say } from "../words.ts";
import { Header } from "./header.tsx";
import { Share } from "./share.tsx";

const sharing = signal(false);

/** What stands above every view. */
export function Bar() {
  const views = useRef<HTMLUListElement>(null);
  const shown = view.value;
  useEffect(() => {
    views.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [shown]);
  if (shown === "room") return null;
  return (
    <header class={view.value === "try" ? "stuck" : ""}>
      <div class="bar wrap">
        <p class="org">{data.name}</p>
        <nav aria-label={say("views")}>
          <ul class="views" ref={views}>
            {VIEWS.filter((name) => name !== "room" || data.room).map((name) => (
              <li key={name}>
                <a href={`#${name}`} aria-current={view.value === name ? "page" : undefined}>
                  {say(name)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {view.value === "try" ? (
          <button class="btn wide" type="button" aria-pressed={projector.value} onClick={() => (projector.value = !projector.value)}>
            {say("projector")}
          </button>
        ) : null}
        <button class="btn share" type="button" onClick={() => (sharing.value = true)}>
          {say("share")}
        </button>
      </div>
      {view.value === "try" ? <Header /> : null}
      {sharing.value ? <Share close={() => (sharing.value = false)} /> : null}
    </header>
  );
}
