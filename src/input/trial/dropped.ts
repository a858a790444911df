import { dayName } from "../../month.ts";
import { type Problem, wrong } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { TrialEvent } from "./events.ts";
import { type Allotted, rowFault } from "./list-row.ts";
import type { TrialFile } from "./trial.ts";

/** The day from which an arm is given to nobody, by its code, in order of days. */
export type Dropped = ReadonlyMap<string, string>;

/** The arms that events have dropped. */
export function droppedIn(events: readonly TrialEvent[]): Dropped {
  return new Map(events.flatMap(({ arm, date }) => (arm === undefined ? [] : [[arm, date] as const])));
}

type Events = { arms: ReadonlyMap<string, unknown>; events: readonly TrialEvent[]; file: string };

/** Arms are dropped by a design that allows it, once each, and some are left to compare. */
export function checkDropped({ value }: Located<TrialFile>, { arms, events, file }: Events, problems: Problem[]): void {
  const drops = events.filter(({ arm }) => arm !== undefined);
  const seen = new Map<string, number>();
  for (const { arm = "", line } of drops) {
    const say = (code: string, message: string, hint?: string) =>
      problems.push(wrong(code, message, { file, line, column: 1 }, hint));
    const before = seen.get(arm);
    seen.set(arm, before ?? line);
    if (!arms.has(arm)) say("unknown-arm", `unknown arm "${arm}"`, suggest(arm, [...arms.keys()]));
    else if (value.design !== "multi-arm-multi-stage")
      say(
        "arm-dropped",
        `arm ${arm} is dropped from a ${value.design} trial`,
        "only design: multi-arm-multi-stage drops arms",
      );
    else if (before !== undefined) say("arm-dropped", `arm ${arm} is dropped twice; the first time on line ${before}`);
    else if (arms.size - seen.size < 1) say("arm-dropped", `arm ${arm} is the last, and nobody would be left`);
  }
}

/** Nobody is put into an arm that is gone; a unit of it may get another arm by a new row from that day on. */
export function checkPlacedInDropped(units: readonly Allotted[], dropped: Dropped, problems: Problem[]): void {
  for (const row of units) {
    const day = dropped.get(row.arm);
    if (day === undefined || row.from < day) continue;
    const hint = "a unit gets an arm that goes on, or nothing; ask the trials unit";
    const message = `${row.unit} is put into arm ${row.arm} from ${dayName(row.from)}, which was dropped on ${dayName(day)}`;
    problems.push(rowFault(row, "arm-dropped", message, hint));
  }
}

/** Whether a row gives a unit another arm because its own was dropped. */
export function isAfterDrop(row: Allotted, last: Allotted, dropped: Dropped): boolean {
  const day = dropped.get(last.arm);
  return day !== undefined && row.from >= day;
}

/** Rows that put units into an arm, and the arms that were open to them all. */
export type Era = { rows: readonly Allotted[]; open: readonly string[] };

/**
 * The rows of a list by the arms that were open on their day: balance and ratio are those of an era. In each the first row of a unit
 * with an arm counts; what changes its status alone does not.
 */
export function erasOf(units: readonly Allotted[], offered: readonly string[], dropped: Dropped): Era[] {
  const armOf = new Map<string, string>();
  const placing = units.filter(({ unit, arm }) => {
    const isNew = armOf.get(unit) !== arm;
    armOf.set(unit, arm);
    return isNew;
  });
  const eras = Map.groupBy(placing, ({ from }) =>
    offered.filter((arm) => (dropped.get(arm) ?? "9999") > from).join(" "),
  );
  return [...eras].map(([open, rows]) => ({ rows, open: open === "" ? [] : open.split(" ") }));
}
