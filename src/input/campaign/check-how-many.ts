import type { Problem } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Action } from "../library/action.ts";
import { amountMark } from "../library/vocabulary.ts";
import type { Campaign } from "./campaign.ts";

/** How many there are must be known from the campaign's data, and be said. */
export function checkHowMany(
  { value, placeOf }: Pick<Located<Action>, "value" | "placeOf">,
  { indicators }: Campaign,
  problems: Problem[],
): void {
  const asked = value["how-many"];
  if (!asked) return;
  if (!indicators.includes(asked.of))
    problems.push({
      code: "unknown-indicator",
      severity: "error",
      message: `"${asked.of}" is not among the campaign's indicators`,
      place: placeOf(["how-many", "of"]),
      hint: suggest(asked.of, indicators) ?? "name one whose count says how many there are",
    });
  if ([value.amount, value.know, value.what, value.step.text].some((text) => amountMark.test(text))) return;
  problems.push({
    code: "amount-unsaid",
    severity: "error",
    message: "`how-many` is said nowhere",
    place: placeOf(["how-many"]),
    hint: "say {{amount}} in `amount`",
  });
}
