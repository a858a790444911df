import { type TrialRule, trialRules } from "../../lint/trial-rules.ts";
import { type Problem, type Severity, wrong } from "../../problem.ts";

/** What an integrity rule found: its code, how grave it is, and what would mend it. */
export function finding(
  code: TrialRule,
  severity: Severity,
  ...[message, place, hint]: [string, Problem["place"] & {}, string]
): Problem {
  return { ...wrong(code, message, place, hint), severity, source: trialRules[code].rests };
}
