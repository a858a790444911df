import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { type Place, type Problem, wrong } from "../../problem.ts";
import type { World } from "../../world.ts";
import { readFiles } from "../files/data-file.ts";
import { nearest, suggest } from "../files/suggest.ts";
import { rows } from "../files/table.ts";
import { type Located, readOneYaml } from "../files/yaml.ts";
import { armCode } from "./arm-code.ts";
import { isDrawn } from "./draws.ts";
import { collide, type Level, type Touch } from "./level.ts";
import { listedCodes } from "./listed.ts";
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
            `arm ${code} names a level of factor "${name}", which is only in arms with ${told(factors[name]!.within)}`,
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
function told(cell: Readonly<Record<string, string>>): string {
  return Object.entries(cell)
    .map(([name, level]) => `${name} ${level}`)
    .join(" and ");
}

/** The levels of an arm, in the order of the factors. */
export function levelsOf({ factors }: Pick<TrialFile, "factors">, { levels }: Pick<Arm, "levels">): Level[] {
  return Object.entries(factors).flatMap(([name, factor]) => factor.levels[levels[name] ?? ""] ?? []);
}

/** Checks that belong to the kind of trial: cells, balance of a design table, topics, schedules, stages. */
export function checkDesign(
  { value, placeOf }: Located<TrialFile>,
  arms: ReadonlyMap<string, Arm>,
  problems: Problem[],
): void {
  const names = Object.keys(value.factors);
  const place = placeOf(["design"]);
  const say = (message: string, hint?: string) => problems.push(wrong("design", message, place, hint));
  if (arms.size < 2 && value.design !== "sequential") say(`a trial has at least two arms; this has ${arms.size}`);
  if (["parallel", "additive", "wait-list"].includes(value.design) && names.length > 1)
    say(`a ${value.design} trial has one factor; this has ${names.length}`, "did you mean factorial?");
  for (const code of Object.keys(value.ratio).filter((each) => !listedCodes(value, arms).includes(each)))
    problems.push(
      wrong(
        "unknown-arm",
        `unknown arm "${code}" in the ratio`,
        placeOf(["ratio", code]),
        suggest(code, listedCodes(value, arms)),
      ),
    );
  if (value.design === "multi-arm-multi-stage" && arms.size < 3)
    say(`a multi-arm-multi-stage trial has at least three arms; this has ${arms.size}`);
  const { unavailable } = value;
  if (isDrawn(value) !== (unavailable !== undefined))
    say(
      isDrawn(value)
        ? "nothing says what a unit gets that is not available in a cycle"
        : `only a micro-randomised trial has \`unavailable\``,
      isDrawn(value) ? "unavailable: the arm whose report it gets then" : undefined,
    );
  else if (unavailable !== undefined && !arms.has(unavailable))
    problems.push(
      wrong(
        "unknown-arm",
        `unknown arm "${unavailable}"`,
        placeOf(["unavailable"]),
        suggest(unavailable, [...arms.keys()]),
      ),
    );
  if (isDrawn(value) && Object.keys(value.ratio).length > 0)
    say("a micro-randomised trial has no ratio", "its list has the probabilities of every draw");
  if (isDrawn(value) && typeof value.allocation !== "string")
    say(
      "the list of a micro-randomised trial has our own columns",
      "with cycle, available, and a probability for each arm: p_K1",
    );
  if (value.design === "factorial") checkCells(value, arms, say);
  if (value.design === "fractional-factorial") checkBalance(names, [...arms.values()], say);
  const levels = Object.values(value.factors).flatMap((factor) => Object.values(factor.levels));
  if (value.design === "topic-swap" && !levels.some(({ campaign }) => campaign !== undefined))
    say(
      "no level names a campaign",
      "in a topic swap each level of a factor names its own, e.g. campaign: antibiotics",
    );
  if (value.design === "wait-list" && !levels.some(({ cycles }) => cycles !== undefined))
    say("no level says from which cycle it is sent", "e.g. cycles: { from: 2026-08 }");
  if (value.design === "sequential" && value.stages.length < 2)
    say(`a sequential trial has at least two stages; this has ${value.stages.length}`);
  if (value.design !== "sequential" && value.stages.length > 0) say("only a sequential trial has stages");
}

type Say = (message: string, hint?: string) => void;

/** Every combination of levels once. */
function checkCells({ factors }: TrialFile, arms: ReadonlyMap<string, Arm>, say: Say): void {
  const cells = Object.entries(factors).reduce<Record<string, string>[]>(
    (all, [name, factor]) =>
      all.flatMap((cell) =>
        isIn(factor, cell) ? Object.keys(factor.levels).map((level) => ({ ...cell, [name]: level })) : [cell],
      ),
    [{}],
  );
  const missing = cells.filter(
    (cell) => ![...arms.values()].some(({ levels }) => Object.keys(cell).every((name) => levels[name] === cell[name])),
  );
  for (const cell of missing)
    say(
      `no arm has ${told(cell)}`,
      "a factorial trial has every combination; for some of them, use design: fractional-factorial",
    );
}

/** In a design table every two factors are orthogonal: each pair of their levels in as many arms. */
function checkBalance(names: readonly string[], arms: readonly Arm[], say: Say): void {
  for (const [i, a] of names.entries()) {
    for (const b of names.slice(i + 1)) {
      const having = arms.filter(({ levels }) => Object.hasOwn(levels, a) && Object.hasOwn(levels, b)); // nested ones are in some alone
      const pairs = Map.groupBy(having, ({ levels }) => `${levels[a]} with ${levels[b]}`);
      const [as, bs] = [a, b].map((name) => new Set(having.map(({ levels }) => levels[name])).size);
      const sizes = [...pairs.values()].map((group) => group.length);
      if (pairs.size === (as ?? 0) * (bs ?? 0) && new Set(sizes).size === 1) continue;
      const told = [...pairs].map(([pair, group]) => `${pair} in ${group.length}`).join(", ");
      say(
        `factors "${a}" and "${b}" are not orthogonal in the design table: ${told}`,
        "each pair of their levels must be in the same number of arms, or their effects cannot be separated",
      );
    }
  }
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
