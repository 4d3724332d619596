import { useEffect, useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import { changes, choice, data, dials, now, saved, told } from "../state.ts";
import { picture } from "../picture.ts";
import { assumed, change, mixed, rate, say } from "../words.ts";

const copied = signal(false);
// taken before anything is drawn
const original = document.documentElement.outerHTML;

/** How the page is handed on, and what whoever has it knows. */
export function Share({ close }: { close: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    copied.value = false;
    box.current?.showModal();
  }, []);
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
        {now.value ? (
          <button class="btn" type="button" onClick={() => void draw()}>
            {say("share_picture")}
          </button>
        ) : null}
        <button class="btn" type="button" onClick={() => box.current?.close()}>
          {say("close")}
        </button>
      </p>
      <p role="status">{copied.value ? say("share_copied") : ""}</p>
      <pre class="lines" tabIndex={0}>
        {lines().join("\n")}
      </pre>
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
  if (!found || !told.value) return "";
  const n = Math.min(found.plan.n, found.today.n);
  const [plan, today] = [found.plan.rateOf(n), found.today.rateOf(n)];
  const fall = change((changes.value / 100) * (today - plan));
  const other = dials.value.length ? say("assuming", { what: assumed() }) : "";
  const end = say("settled_told", { plan: rate(plan), today: rate(today) }).replace(/\.$/, `: ${fall}.`);
  return say("changed", { what: [mixed(choice.value), end, other].filter(Boolean).join(" ") });
}

async function copy(): Promise<void> {
  await navigator.clipboard.writeText(lines().join("\n"));
  copied.value = true;
}

function save(): void {
  give(new Blob(["<!doctype html>\n", withOwn(), "\n"], { type: "text/html" }), "what-if.html");
}

/** Returns the page as it came, and beside its answer what the reader has set, if anything. */
function withOwn(): string {
  if (!told.value && !saved) return original;
  const page = new DOMParser().parseFromString(original, "text/html");
  const block = page.getElementById("reader");
  const note = page.getElementById("changed");
  if (!block || !note) return original;
  block.textContent = JSON.stringify(told.value).replaceAll("<", "\\u003c");
  note.textContent = ownLine();
  note.hidden = !told.value;
  return page.documentElement.outerHTML;
}

async function draw(): Promise<void> {
  const found = await picture();
  if (found) give(found, "what-if.png");
}

function give(whole: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(whole);
  link.download = `${data.name.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}-${name}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
