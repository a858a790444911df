import { actions } from "./actions.ts";
import { balance } from "./balance.ts";
import { comparators } from "./comparators.ts";
import { data } from "./data.ts";
import { dates } from "./dates.ts";
import { display } from "./display.ts";
import { goals } from "./goals.ts";
import { manner } from "./manner.ts";
import { pathways } from "./pathways.ts";
import { privacy } from "./privacy.ts";
import type { Rule } from "./rule.ts";
import { safety } from "./safety.ts";
import { tone } from "./tone.ts";

/** Every rule, by family and number. */
export const rules: readonly Rule[] = [
  ...goals,
  ...balance,
  ...[...data, ...comparators].sort((a, b) => (a.id < b.id ? -1 : 1)),
  ...display,
  ...actions,
  ...dates,
  ...tone,
  ...manner,
  ...safety,
  ...privacy,
  ...pathways,
];

/** The same rules, asked of single reports alone. Waivers are judged where everything is looked at. */
export const rulesOfReports: readonly Rule[] = rules
  .filter(({ id }) => id !== "X05")
  .map(({ checks: { report, rendered }, ...rule }) => ({
    ...rule,
    checks: { ...(report ? { report } : {}), ...(rendered ? { rendered } : {}) },
  }));
