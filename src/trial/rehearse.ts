import { toCsv } from "../csv.ts";
import type { Study, Trial } from "../input/study.ts";
import { rehearsalList } from "../input/trial/allocation.ts";
import { isDrawn, offeredColumn } from "../input/trial/draws.ts";
import { droppedIn } from "../input/trial/dropped.ts";
import { listedCodes, ratioOf } from "../input/trial/listed.ts";
import { armsAgain, type ResponseClass } from "../input/trial/stages.ts";
import type { Stage } from "../input/trial/trial.ts";
import type { Problem } from "../problem.ts";
import { type DecidedUnit, readDecided } from "./decided.ts";
import { drawCodes, generator } from "./draw.ts";
import { type UnitOf, unitsOn } from "./units.ts";

/** How a rehearsal is made up. */
export type RehearsalOptions = {
  readonly seed: number; // the same seed gives the same list
  readonly responders: number; // share of units that are taken to respond where no frozen list says who did
  readonly decided?: ReadonlyMap<string, Decisions>; // by stage, where the trial names a frozen list
};

type Decisions = ReadonlyMap<string, Pick<DecidedUnit, "next" | "class">>;

/** A list for a rehearsal, and how many rows each stage has; of a trial without stages they are all of "". */
export type Rehearsal = { readonly text: string; readonly units: number; readonly stages: ReadonlyMap<string, number> };

/** A unit in an arm from a day on. */
type RehearsedUnit = { unit: UnitOf; arm: string; stage: string; from: string; cycle?: string };

/**
 * A list for a rehearsal, as CSV: every unit of the data in a made-up arm, in blocks within its stratum, so that arms are
 * as even as the ratio has them. In a later stage those have a row whom the trial randomises again, by the class of the frozen list or
 * else by a made-up one; where an arm has been dropped, its units are put among the arms that go on. In a micro-randomised trial everybody is available and drawn anew in every cycle, each arm as likely. It says of itself that it
 * is a rehearsal, which watermarks all that is made from it.
 */
export function rehearsalOf(study: Study, trial: Trial, options: RehearsalOptions): Rehearsal {
  const { file } = trial;
  const [inputs] = study.topics.values();
  if (!inputs) throw new Error("a trial without a campaign");
  const { cycles } = inputs.campaign;
  const begins = firstDayOf(cycles[0]!.issued);
  const all = unitsOn(inputs, trial, begins).toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const units = [...new Map(all.map((each) => [each.code, each])).values()];
  const next = generator(options.seed);
  const [first, ...later] = file.stages;
  const stage = first?.stage ?? "";
  const codes = first?.arms ?? listedCodes(file, trial.arms);
  const drawn = isDrawn(file) ? cycles.map(({ id }) => id) : [undefined];
  const rows = drawn.flatMap((cycle) =>
    placedIn(trial, units, codes, { stage, from: begins, next }).map((row) => (cycle ? { ...row, cycle } : row)),
  );
  for (const each of later) {
    const from = firstDayOf(cycles.find(({ id }) => id === each.cycles.from)!.issued);
    rows.push(...placedAgain(trial, units, each, { ...options, from, next }));
  }
  rows.push(...placedAfterDrops(trial, rows, next));
  const recorded = Object.keys(file["allocated-by"]);
  const ofDraws = isDrawn(file) ? ["cycle", "available", ...codes.map(offeredColumn)] : [];
  const probability = (1 / codes.length).toFixed(6);
  const listed = rows.map(({ unit, arm, stage, from, cycle }) => [
    rehearsalList,
    options.seed,
    file.unit,
    unit.code,
    unit.cluster,
    file.stratum && unit.stratum ? `${file.stratum.toUpperCase()}:${unit.stratum}` : "",
    stage || undefined,
    arm,
    from,
    undefined,
    "active",
    undefined,
    ...recorded.map((name) => unit.by[name]),
    ...(isDrawn(file) ? [cycle, "yes", ...codes.map(() => probability)] : []),
  ]);
  const stages = Map.groupBy(rows, (row) => row.stage);
  return {
    text: toCsv([...listColumns, ...recorded, ...ofDraws], listed),
    units: units.length,
    stages: new Map([...stages].map(([name, own]) => [name, own.length])),
  };
}

// biome-ignore format: the first line of the file
const listColumns = [
  "list_id", "list_version", "unit_type", "unit_code", "cluster_id", "stratum", "stage", "arm_code", "effective_from",
  "effective_to", "status", "reason",
];

type Placing = { stage: string; from: string; next: () => number };

function placedIn(
  { file }: Trial,
  units: readonly UnitOf[],
  arms: readonly string[],
  { stage, from, next }: Placing,
): RehearsedUnit[] {
  const armOf = drawCodes(units, ratioOf(file, arms), next);
  return units.map((unit) => ({ unit, arm: armOf.get(unit.together)!, stage, from }));
}

/** Those who are randomised again before a stage, among the arms of their class. */
function placedAgain(
  trial: Trial,
  units: readonly UnitOf[],
  stage: Stage,
  { responders, decided, from, next }: RehearsalOptions & Omit<Placing, "stage">,
): RehearsedUnit[] {
  const known = decided?.get(stage.stage);
  const together = [...new Set(units.map((unit) => unit.together))].sort();
  const madeUp = new Map(together.map((each) => [each, next() < responders]));
  const armsFor = ({ code, together: own }: UnitOf): readonly string[] | undefined => {
    if (known && known.get(code)?.next !== "re-randomise") return undefined;
    const responds = known ? known.get(code)!.class === "responder" : madeUp.get(own)!;
    const of: ResponseClass = responds ? "responder" : "non-responder";
    return armsAgain(stage, of);
  };
  const pools = Map.groupBy(units, (unit) => armsFor(unit)?.toSorted().join(" ") ?? "");
  return [...pools.keys()]
    .filter((pool) => pool !== "")
    .sort()
    .flatMap((pool) => placedIn(trial, pools.get(pool)!, pool.split(" "), { stage: stage.stage, from, next }));
}

/** New rows for units of arms that have been dropped, among those that go on. */
function placedAfterDrops(trial: Trial, rows: readonly RehearsedUnit[], next: () => number): RehearsedUnit[] {
  const dropped = droppedIn(trial.events);
  const armOf = new Map(rows.map((row) => [row.unit.code, row]));
  const added: RehearsedUnit[] = [];
  for (const [arm, from] of [...dropped].toSorted(([, a], [, b]) => (a < b ? -1 : 1))) {
    const open = listedCodes(trial.file, trial.arms).filter((each) => (dropped.get(each) ?? "9999") > from);
    const own = [...armOf.values()].filter((row) => row.arm === arm).map(({ unit }) => unit);
    const placed = placedIn(trial, own, open, { stage: "", from, next });
    for (const row of placed) armOf.set(row.unit.code, row);
    added.push(...placed);
  }
  return added;
}

/** The frozen lists that a trial names, by stage. Undefined, with problems, where one cannot be read. */
export async function decidedStages(
  trial: Trial,
  problems: Problem[],
): Promise<ReadonlyMap<string, Decisions> | undefined> {
  const found = new Map<string, Decisions>();
  for (const [i, { stage, decided }] of trial.file.stages.entries()) {
    const known = decided && (await readDecided(trial, { number: i + 1, file: decided }, problems));
    if (known) found.set(stage, known);
  }
  return problems.length > 0 ? undefined : found;
}

/** The first of the month before a day. */
function firstDayOf(day: string): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return month === 1 ? `${year - 1}-12-01` : `${year}-${String(month - 1).padStart(2, "0")}-01`;
}
