import { z } from "zod";
import type { Problem } from "../../problem.ts";
import type { Directory } from "../data/organisation.ts";
import { id, sentence } from "../files/fields.ts";
import { suggest } from "../files/suggest.ts";
import { type Allotted, linesOf, rowFault } from "./list-row.ts";

export const allocatedBySchema = z
  .record(
    id,
    z.strictObject({
      is: sentence.describe("What it is, for tables of the pack: Size of the list."),
      as: z
        .enum(["stratum", "minimisation"])
        .describe(
          "stratum: units were allocated within each of its values, besides `stratum`. minimisation: arms were kept alike in it.",
        ),
      "checked-against": id
        .optional()
        .describe("The level or the covariate of the directory that must have the same, unit by unit."),
    }),
  )
  .default({})
  .describe(
    "What else the trials unit allocated by, as its list records it: further strata and factors of minimisation, each with a column of its name in the list. Reported in the baseline and in exposure.csv.",
  );

/** What of a trial's file says by what units were allocated. */
type DeclaredAllocation = {
  readonly stratum?: string | undefined;
  readonly "allocated-by": z.output<typeof allocatedBySchema>;
};

/** What the trials unit recorded of a unit, by the names of the trial's file. */
export type RecordedLevels = Readonly<Record<string, string>>;

/** "PCN:ZP001" and "ZP001" are the same stratum. */
export function bareStratum(stratum: string): string {
  return stratum.slice(stratum.indexOf(":") + 1).trim();
}

type StratumRow = Pick<Allotted, "unit" | "stratum" | "by">;

/**
 * The stratum within which a unit was allocated: that of the list, or else of the directory, with the values of what else is a
 * stratum. Undefined where there is none.
 */
export function stratumOf(
  { stratum: level, "allocated-by": by }: DeclaredAllocation,
  row: StratumRow,
  directory: Directory,
): string | undefined {
  const own = row.stratum ?? (level && directory.get(row.unit)?.parents[level]?.code);
  const others = Object.entries(by).flatMap(([name, { as }]) =>
    as === "stratum" ? [row.by?.[name] ?? "not known"] : [],
  );
  const all = [...(own === undefined ? [] : [bareStratum(own)]), ...others];
  return all.length === 0 ? undefined : all.join(", ");
}

type ListGround = {
  trial: DeclaredAllocation;
  directory: Directory;
  recipientsOf: (unit: string) => readonly { code: string }[];
};

/** Every unit has a value of what it was allocated by, and the directory's where the two can be compared. */
export function checkRecorded(
  units: readonly Allotted[],
  { trial, directory, recipientsOf }: ListGround,
  problems: Problem[],
): void {
  const [first] = units;
  for (const [name, { "checked-against": against }] of Object.entries(trial["allocated-by"])) {
    if (!units.some(({ by = {} }) => Object.hasOwn(by, name))) continue; // there is no column, which is told already
    const blank = units.filter(({ by }) => (by?.[name] ?? "") === "");
    if (blank[0])
      problems.push(
        rowFault(
          blank[0],
          "not-recorded",
          `no ${name} of ${blank.length} units, on ${linesOf(blank)}`,
          "ask the trials unit: it allocated by it",
        ),
      );
    if (against === undefined || !first) continue;
    const known = knownIn(directory);
    if (!known.has(against)) {
      const hint = suggest(against, [...known]) ?? `the directory has ${[...known].sort().join(", ") || "neither"}`;
      problems.push(
        rowFault(
          first,
          "unknown-check",
          `${name} is checked against "${against}", which is no level and no covariate`,
          hint,
        ),
      );
      continue;
    }
    for (const row of units) {
      const given = row.by?.[name] ?? "";
      const theirs = recipientsOf(row.unit).flatMap(({ code }) => {
        const values = inDirectory(directory, code, against);
        return values ? [values] : [];
      });
      if (given === "" || theirs.length === 0 || theirs.some((values) => values.some((value) => isSame(given, value))))
        continue;
      problems.push(
        rowFault(
          row,
          "other-value",
          `${name} "${given}" of ${row.unit}, but the directory has ${theirs[0]!.join(", ")}`,
          "ask the trials unit which it allocated by",
        ),
      );
    }
  }
}

function knownIn(directory: Directory): Set<string> {
  const all = [...directory.values()];
  return new Set(all.flatMap(({ parents, covariates = {} }) => [...Object.keys(parents), ...Object.keys(covariates)]));
}

/** What the directory has of a unit: the code and the name of a level, or the value of a covariate; nothing where it is not known. */
export function inDirectory(directory: Directory, code: string, against: string): string[] | undefined {
  const { parents = {}, covariates = {} } = directory.get(code) ?? {};
  const level = parents[against];
  if (level) return [level.code, level.name];
  const value = covariates[against];
  return value === undefined || value === null ? undefined : [String(value)];
}

/** The same text, whatever its capitals, or the same number. */
function isSame(given: string, theirs: string): boolean {
  const own = bareStratum(given);
  if (own.toLowerCase() === theirs.toLowerCase()) return true;
  return own !== "" && Number(own) === Number(theirs);
}
