import { type Problem, wrong } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Allocation } from "./allocation.ts";
import type { TrialFile } from "./trial.ts";

type ListedCodes = { allocation: Allocation; codes: readonly string[] }; // codes: of arms, or of sequences where these are listed

/** Accepted changes are of units of the list and of arms that there are. */
export function checkAccepted(
  { value, placeOf }: Located<TrialFile>,
  { allocation, codes }: ListedCodes,
  problems: Problem[],
): void {
  const listed = new Set(allocation.units.map((row) => row.unit));
  value["accepted-changes"].forEach(({ unit, from, to }, i) => {
    const at = (key: string) => placeOf(["accepted-changes", i, key]);
    for (const [key, arm] of Object.entries({ from, to }))
      if (!codes.includes(arm))
        problems.push(wrong("unknown-arm", `unknown arm "${arm}"`, at(key), suggest(arm, codes)));
    if (!listed.has(unit))
      problems.push(
        wrong(
          "unknown-unit",
          `a move of ${unit} is accepted, which is not on the list`,
          at("unit"),
          suggest(unit, [...listed]),
        ),
      );
  });
}
