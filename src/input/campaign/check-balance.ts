import type { Problem } from "../../problem.ts";
import type { Located } from "../files/yaml.ts";
import type { Indicator } from "../library/indicator.ts";
import type { Campaign } from "./campaign.ts";

/** Balancing measures that the indicators of a campaign name must be measured by it, and none balances itself. */
export function checkBalance(
  { value, placeOf }: Located<Campaign>,
  indicators: ReadonlyMap<string, Located<Indicator>>,
  problems: Problem[],
): void {
  value.indicators.forEach((id, i) => {
    const indicator = indicators.get(id);
    indicator?.value["balanced-by"]?.forEach((measure, at) => {
      if (measure === id)
        problems.push({
          code: "bad-balance",
          severity: "error",
          message: `indicator "${id}" is balanced by itself`,
          place: indicator.placeOf(["balanced-by", at]),
        });
      else if (!value.indicators.includes(measure))
        problems.push({
          code: "missing-balance",
          severity: "error",
          message: `"${id}" is balanced by "${measure}", which is not among the campaign's indicators`,
          place: placeOf(["indicators", i]),
          hint: "add it, or who gets worse there would be thanked for getting better here",
        });
    });
  });
}
