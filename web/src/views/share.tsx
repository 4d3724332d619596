import { useEffect, useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import { changes, choice, choiceOf, data, now, same } from "../state.ts";
import { change, mixed, rate, say } from "../words.ts";

const copied = signal(false);
// taken before anything is drawn
const original = document.documentElement.outerHTML;

/** How the page is handed on, and what whoever has it knows. */
export function Share({ close }: { close: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  return (
    <dialog ref={box} class="sharing" aria-labelledby="sharing" onClose={close}>
      <h2 id="sharing">{say("share")}</h2>
      <p>{say("share_has")}</p>
      <p>{say("share_how")}</p>
      <p class="does">
        <button class="btn" type="button" onClick={save}>
          {say("share_save")}
        </button>
        <button class="btn" type="button" onClick={() => void copy()}>
          {say("share_lines")}
        </button>
        <button class="btn" type="button" onClick={() => box.current?.close()}>
          {say("close")}
        </button>
      </p>
      <p role="status">{copied.value ? say("share_copied") : ""}</p>
      <pre class="lines">{lines().join("\n")}</pre>
    </dialog>
  );
}

/** Returns the answer's five lines, and one of what the reader has changed. */
function lines(): string[] {
  const own = ownLine();
  return own ? [...data.lines, own] : data.lines;
}

function ownLine(): string {
  const found = now.value;
  if (!found || same(choice.value, choiceOf(data.start))) return "";
  const n = Math.min(found.plan.n, found.today.n);
  const [plan, today] = [found.plan.rateOf(n), found.today.rateOf(n)];
  const fall = change((changes.value / 100) * (today - plan));
  const told = say("settled_told", { plan: rate(plan), today: rate(today) });
  return say("changed", { what: `${mixed(choice.value)} ${told} (${fall})` });
}

async function copy(): Promise<void> {
  await navigator.clipboard.writeText(lines().join("\n"));
  copied.value = true;
}

function save(): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["<!doctype html>\n", original, "\n"], { type: "text/html" }));
  link.download = `${data.name.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}-what-if.html`;
  link.click();
  URL.revokeObjectURL(link.href);
}
