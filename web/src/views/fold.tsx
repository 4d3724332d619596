import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { say } from "../words.ts";

interface Folded {
  summary: ComponentChildren;
  more?: string;
  children: () => ComponentChildren;
}

/** What opens; its inside is made only while it is open, so that nobody waits for what is not seen. */
export function Fold({ summary, more = "", children }: Folded) {
  const [open, setOpen] = useState(false);
  return (
    <details class={`fold ${more}`} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open ? children() : null}
    </details>
  );
}

/** The table behind a figure. */
export function Numbers({ heads, rows }: { heads: string[]; rows: () => string[][] }) {
  return (
    <Fold summary={say("numbers")} more="same quiet">
      {() => (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                {heads.map((head, n) => (
                  <th key={n} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows().map(([name, ...values]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {values.map((text, n) => (
                    <td key={n}>{text}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Fold>
  );
}
