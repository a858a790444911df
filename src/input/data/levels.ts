import type { Place, Problem } from "../../problem.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { DataMap } from "./data.ts";
import type { Directory } from "./organisation.ts";

/**
 * Whether the campaign's recipients and peers are in the data: a misspelt level would leave everybody without peers, and
 * a misspelt code everybody without a report. `directory` is left out where it could not be read whole.
 */
export function checkLevels(
  { value: { recipients, peers }, placeOf, placeOfKey }: Located<Campaign>,
  { type, levels, covariates }: DataMap["organisations"],
  directory: Directory | undefined,
  problems: Problem[],
): void {
  const check = (kind: string, name: string, possible: readonly string[], place: Place) => {
    if (possible.includes(name)) return;
    const hint = suggest(name, possible);
    problems.push({
      code: `unknown-${kind}`,
      severity: "error",
      message: `unknown ${kind} "${name}"`,
      place,
      ...(hint ? { hint } : {}),
    });
  };
  const known = Object.keys(levels);
  check("type", recipients.type, [type], placeOf(["recipients", "type"]));
  check("level", peers.of, [...known, "all"], placeOf(["peers", "of"]));
  if (peers.otherwise) check("level", peers.otherwise, [...known, "all"], placeOf(["peers", "otherwise"]));
  const categories = Object.keys(covariates).filter((each) => covariates[each]!.kind === "category");
  for (const covariate of Object.keys(peers["adjust-for"]))
    check("covariate", covariate, categories, placeOfKey(["peers", "adjust-for", covariate]));
  for (const [level, codes] of Object.entries(recipients.within ?? {})) {
    const path = ["recipients", "within", level];
    check("level", level, known, placeOfKey(path));
    if (!directory || !known.includes(level)) continue;
    const possible = [...new Set([...directory.values()].map(({ parents }) => parents[level]?.code ?? ""))];
    [codes].flat().forEach((code, i) => {
      check(level, code, possible, placeOf(Array.isArray(codes) ? [...path, i] : path));
    });
  }
}
