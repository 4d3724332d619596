import { callRule, type CallRule as Rule } from "../state.ts";
import { say } from "../words.ts";

const RULES: readonly Rule[] = ["last", "resolver"];

/** Whom the company calls when something fails. */
export function CallRule() {
  return (
    <div class="rule">
      <h2 id="call-rule">{say("call_rule")}</h2>
      <div class="stages" role="group" aria-labelledby="call-rule">
        {RULES.map((rule) => (
          <button key={rule} type="button" aria-pressed={callRule.value === rule} onClick={() => (callRule.value = rule)}>
            {say(`call_${rule}`)}
          </button>
        ))}
      </div>
      <p class="quiet">{say("call_note")}</p>
    </div>
  );
}
