import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { type Place, type Problem, wrong } from "../../problem.ts";
import type { World } from "../../world.ts";
import { readFiles } from "../files/data-file.ts";
import { nearest, suggest } from "../files/suggest.ts";
import { rows } from "../files/table.ts";
import { type Located, readOneYaml } from "../files/yaml.ts";
import { armCode } from "./arm-code.ts";
import { collide, type Level, type Touch } from "./level.ts";
import { isIn } from "./nested.ts";
import type { TrialFile } from "./trial.ts";

/** A combination of levels under a code that says nothing. */
export type Arm = {
  code: string; // "K7"
  levels: Readonly<Record<string, string>>; // by factor
  place: Place; // where the key tells of it
};

type ArmOptions = { below: (name: string) => string; tables: DuckDBConnection; world: World };

/** The arms of a trial with their levels, from the trial's file or from a key of its own; and the files read for it. */
export async function readArms(
  trial: Located<TrialFile>,
  options: ArmOptions,
  problems: Problem[],
): Promise<{ arms: ReadonlyMap<string, Arm>; files: readonly string[] }> {
  const { value, placeOf } = trial;
  if (typeof value.arms !== "string") {
    const arms = Object.entries(value.arms).map(([code, levels]) => ({ code, levels, place: placeOf(["arms", code]) }));
    return { arms: checkArms(trial, arms, problems), files: [] };
  }
  const file = options.below(value.arms);
  const named = { file, place: placeOf(["arms"]) };
  const arms = /\.ya?ml$/.test(file)
    ? await readKey(options.world, named, problems)
    : await readTable(options.tables, named, Object.keys(value.factors), problems);
  return { arms: checkArms(trial, arms, problems), files: [file] };
}

type NamedKey = { file: string; place: Place };

async function readKey(world: World, { file, place }: NamedKey, problems: Problem[]): Promise<Arm[]> {
  const text = await world.readText(file);
  if (text === undefined) {
    problems.push({ code: "missing-file", severity: "error", message: `no such file "${file}"`, place });
    return [];
  }
  const schema = z.strictObject({ arms: z.record(armCode, z.record(z.string(), z.string())) });
  const located = readOneYaml(file, text, schema, problems);
  return Object.entries(located?.value.arms ?? {}).map(([code, levels]) => ({
    code,
    levels,
    place: located!.placeOf(["arms", code]),
  }));
}

/** A design table: a column `arm`, and one for each factor with its level. */
async function readTable(
  tables: DuckDBConnection,
  named: NamedKey,
  factors: readonly string[],
  problems: Problem[],
): Promise<Arm[]> {
  const columns = await readFiles(tables, "arms", [named], problems);
  if (!columns) return [];
  const at = (line: number): Place => ({ file: named.file, line, column: 1 });
  const missing = ["arm", ...factors].filter((column) => !columns.includes(column));
  for (const column of missing) {
    const hint = suggest(column, columns);
    problems.push(wrong("missing-column", `missing column "${column}"`, at(1), hint));
  }
  for (const column of columns.filter((each) => each !== "arm" && !factors.includes(each)))
    problems.push(wrong("unknown-column", `column "${column}" is not a factor`, at(1), suggest(column, factors)));
  if (missing.length > 0) return [];
  const found = await rows(tables, "select * from arms order by line");
  return found.flatMap((row) => {
    const place = at(Number(row.line));
    const code = (row.arm ?? "").trim();
    if (!armCode.safeParse(code).success) {
      problems.push(
        wrong("bad-row", `invalid arm "${code}"`, place, "capital letters and at least one digit, e.g. K7"),
      );
      return [];
    }
    const levels = factors.map((name) => [name, (row[name] ?? "").trim()] as const);
    return [{ code, levels: Object.fromEntries(levels.filter(([, level]) => level !== "")), place }];
  });
}

/** The arms by code. Each must name every factor once with a level it has. */
function checkArms(
  { value: { factors, stages } }: Located<TrialFile>,
  arms: readonly Arm[],
  problems: Problem[],
): ReadonlyMap<string, Arm> {
  const all = new Map<string, Arm>();
  const cells = new Map<string, string>();
  for (const arm of arms) {
    const { code, levels, place } = arm;
    if (all.has(code)) problems.push(wrong("duplicate-arm", `arm "${code}" appears twice`, place));
    for (const [name, level] of Object.entries(levels)) {
      const factor = Object.hasOwn(factors, name) ? factors[name] : undefined;
      if (!factor)
        problems.push(
          wrong(
            "unknown-factor",
            `unknown factor "${name}" of arm ${code}`,
            place,
            suggest(name, Object.keys(factors)),
          ),
        );
      else if (!Object.hasOwn(factor.levels, level))
        problems.push(
          wrong(
            "unknown-level",
            `unknown level "${level}" of factor "${name}" in arm ${code}`,
            place,
            suggest(level, Object.keys(factor.levels)) ?? `one of ${Object.keys(factor.levels).join(", ")}`,
          ),
        );
    }
    for (const name of Object.keys(levels).filter((each) => Object.hasOwn(factors, each)))
      if (!isIn(factors[name]!, levels))
        problems.push(
          wrong(
            "nested-factor",
            `arm ${code} names a level of factor "${name}", which is only in arms with ${cellText(factors[name]!.within)}`,
            place,
          ),
        );
    const meant = Object.keys(levels).map((name) => nearest(name, Object.keys(factors))); // a slip is told already
    const missing = Object.entries(factors).filter(
      ([name, factor]) => !Object.hasOwn(levels, name) && isIn(factor, levels),
    );
    for (const [name] of missing.filter(([each]) => !meant.includes(each)))
      problems.push(wrong("missing-level", `arm ${code} names no level of factor "${name}"`, place));
    const stage = stages.find((each) => each.arms.includes(code))?.stage;
    const cell = JSON.stringify([stage, Object.entries(levels).sort()]);
    const twin = cells.get(cell);
    if (twin)
      problems.push({
        ...wrong("same-cell", `arms ${twin} and ${code} have the same levels`, place, "they will get the same report"),
        severity: "warning",
      });
    else cells.set(cell, code);
    all.set(code, arm);
  }
  return all;
}

/** "letter sent and channel email" */
export function cellText(cell: Readonly<Record<string, string>>): string {
  return Object.entries(cell)
    .map(([name, level]) => `${name} ${level}`)
    .join(" and ");
}

/** The levels of an arm, in the order of the factors. */
export function levelsOf({ factors }: Pick<TrialFile, "factors">, { levels }: Pick<Arm, "levels">): Level[] {
  return Object.entries(factors).flatMap(([name, factor]) => factor.levels[levels[name] ?? ""] ?? []);
}

/** Two factors that write to the same thing cannot have effects of their own (X02). */
export function checkCollisions(
  { value, placeOf }: Located<TrialFile>,
  touchesOf: (factor: string, level: string) => readonly Touch[],
  problems: Problem[],
): void {
  const all = Object.entries(value.factors).flatMap(([factor, { levels }]) =>
    Object.keys(levels).flatMap((level) => touchesOf(factor, level).map((touch) => ({ factor, level, touch }))),
  );
  const told = new Set<string>();
  for (const [i, a] of all.entries()) {
    for (const b of all.slice(i + 1)) {
      if (a.factor === b.factor || !collide(a.touch, b.touch)) continue;
      const at = a.touch.at.length >= b.touch.at.length ? a.touch : b.touch;
      const what = at.item ? `"${at.item}" in ${at.at.slice(1).join(", ")}` : at.at.join(", ");
      const key = `${a.factor} ${b.factor} ${what}`;
      if (told.has(key)) continue;
      told.add(key);
      problems.push(
        wrong(
          "X02",
          `factors "${a.factor}" (${a.level}) and "${b.factor}" (${b.level}) both change ${what}`,
          placeOf(["factors", b.factor, "levels", b.level, ...b.touch.path]),
          "tie each part of the report to one factor, so that one effect does not depend on the other",
        ),
      );
    }
  }
}
