import type { Problem } from "../problem.ts";
import type { Campaign } from "./campaign.ts";
import type { DataMap } from "./data.ts";
import type { Directory } from "./organisations.ts";
import { suggest } from "./suggest.ts";
import type { Located } from "./yaml.ts";

/**
 * Whether the campaign's recipients and peers are in the data: a misspelt level would leave everybody without peers, and
 * a misspelt code everybody without a report. `directory` is left out where it could not be read whole.
 */
export function checkLevels(
  { value: { recipients, peers }, placeOf }: Located<Campaign>,
  { type, levels }: DataMap["organisations"],
  directory: Directory | undefined,
  problems: Problem[],
): void {
  const check = (kind: string, name: string, possible: readonly string[], path: (string | number)[]) => {
    if (possible.includes(name)) return;
    const hint = suggest(name, possible);
    problems.push({
      code: `unknown-${kind}`,
      severity: "error",
      message: `unknown ${kind} "${name}"`,
      place: placeOf(path),
      ...(hint ? { hint } : {}),
    });
  };
  const known = Object.keys(levels);
  check("type", recipients.type, [type], ["recipients", "type"]);
  check("level", peers.of, [...known, "all"], ["peers", "of"]);
  if (peers.otherwise) check("level", peers.otherwise, [...known, "all"], ["peers", "otherwise"]);
  for (const [level, codes] of Object.entries(recipients.within ?? {})) {
    const path = ["recipients", "within", level];
    check("level", level, known, path);
    if (!directory || !known.includes(level)) continue;
    const possible = [...new Set([...directory.values()].map(({ parents }) => parents[level]?.code ?? ""))];
    [codes].flat().forEach((code, i) => {
      check(level, code, possible, Array.isArray(codes) ? [...path, i] : path);
    });
  }
}
