import type { Answered } from "../data.ts";
import { data } from "../state.ts";
import { say } from "../words.ts";

const DOTS = { low: 1, middle: 2, high: 3 } as const;

/** An answer as one to three dots, and its words. */
function Answer({ answer: [level, words] }: { answer: Answered }) {
  return (
    <>
      <svg width="48" height="14" aria-hidden="true">
        {[0, 1, 2].map((n) => (
          <circle key={n} class={n < DOTS[level] ? "q1" : "q0"} cx={8 + 16 * n} cy="7" r="5.5" />
        ))}
      </svg>{" "}
      {words}
    </>
  );
}

/** The three questions on one handover. */
export function Three({ handover }: { handover: string }) {
  const found = data.risk.rows.find((each) => each.handover === handover);
  if (!found) return null;
  return (
    <>
      <h3>{say("asked")}</h3>
      <ul class="three">
        {found.cells.map((cell, n) => (
          <li key={n}>
            <Answer answer={[cell[0], (data.risk.phrases[n] ?? "{}").replace("{}", cell[1])]} />
          </li>
        ))}
      </ul>
      {found.zone[0] === "high" ? <p>{say("risk_in")}</p> : null}
    </>
  );
}

/** The three questions on every handover, the riskiest first. */
export function Handovers() {
  if (!data.risk.rows.length) return null;
  return (
    <details class="fold" open>
      <summary>
        <h2>{say("asked")}</h2> <span class="quiet">{data.risk.rows.length}</span>
      </summary>
      <p>{say("asked_note")}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={say("asked")}>
        <table class="risk">
          <thead>
            <tr>
              <th scope="col">{data.assumed.columns[1]}</th>
              {data.risk.heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.risk.rows.map(({ handover, cells, zone }) => (
              <tr key={handover}>
                <th scope="row">{handover.replace(" -> ", " → ")}</th>
                {cells.map((cell, n) => (
                  <td key={n}>
                    <Answer answer={cell} />
                  </td>
                ))}
                <td>{zone[0] === "high" ? <b>{zone[1]}</b> : zone[1]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
