import { isDrawn, offeredColumn } from "../../../input/trial/draws.ts";
import type { Assignment } from "../../../report/assign.ts";
import type { PackEdition } from "../edition.ts";
import { isMade, isPlanned } from "../ends.ts";
import type { Facts } from "../facts.ts";
import { fateOf } from "../fate.ts";
import { areCollected } from "../plans.ts";
import { inSequence } from "../sequences.ts";
import type { WrittenCell } from "../written.ts";
import {
  cycleColumns,
  dateColumns,
  drawColumns,
  type ExposureColumn,
  outcomeColumns,
  planColumns,
  responseColumns,
  sequenceColumns,
  shownColumns,
  soFarColumns,
  unitColumns,
} from "./columns.ts";
import { allocatedByCells, allocatedByColumns, covariateCells, covariateColumns } from "./covariates.ts";
import { dateCells } from "./dates.ts";
import { type Outcomes, outcomeIndicators } from "./outcomes.ts";
import { planCells } from "./plans.ts";
import { type ChannelReport, dayCells, exposedIn, firstOf, reportsOf } from "./reports.ts";
import { type Response, responseCells } from "./responses.ts";
import { shownCells, unitCells } from "./shared.ts";
import { soFarOf } from "./so-far.ts";
import { type TypedTable, typed } from "./typed-table.ts";

/** What of a trial is worked out once, for both editions of a pack. */
export type FollowedOutcomes = { outcomes: Outcomes; responses: readonly Response[] };

/**
 * One line for everybody who was allocated, in every cycle so far: what it was to get, what it got until then, what the trial decided of
 * it, and its figures, whether it got a report or not.
 */
export function exposureByCycle(
  facts: Facts,
  { outcomes, responses }: FollowedOutcomes,
  edition: PackEdition,
): TypedTable {
  const soFar = soFarOf(facts);
  const rows = exposedIn(facts).map((exposed): Record<string, WrittenCell> => {
    const { run, code, assignment } = exposed;
    const cycle = run.cycle.id;
    return {
      ...unitCells(edition, exposed),
      ...sequenceCells(facts, assignment, cycle),
      ...drawCells(facts, assignment),
      ...dateCells(facts, run, { code, assignment }),
      ...cycleCells(reportsOf(facts, exposed), fateOf(assignment, run.entries.get(code)).why),
      ...soFar(exposed),
      ...planCells(facts, exposed),
      ...responseCells(responses, assignment, { cycle, stageNumber: edition.stage }),
      ...shownCells(facts, exposed),
      ...outcomes.get(cycle)?.get(code),
      ...allocatedByCells(facts, assignment),
      ...covariateCells(facts, code),
    };
  });
  return typed(columnsOf(facts), rows);
}

function sequenceCells(facts: Facts, { sequence }: Assignment, cycle: string): Record<string, WrittenCell> {
  const at = inSequence(facts, sequence, cycle);
  if (!at) return {};
  const { period, cycles, washout, previous } = at;
  return { trial_period: period, cycles_in_arm: cycles, washout: washout ?? null, previous_arm: previous ?? null };
}

function drawCells({ trial }: Facts, { arm, draw }: Assignment): Record<string, WrittenCell> {
  if (!draw) return {};
  const offered = [...trial.arms.keys()].map((each) => [offeredColumn(each), draw.offered[each] ?? null] as const);
  return { available: draw.available, probability: draw.offered[arm] ?? null, ...Object.fromEntries(offered) };
}

function columnsOf(facts: Facts): ExposureColumn[] {
  return [
    ...unitColumns,
    ...(facts.trial.file.periods.length > 0 ? sequenceColumns : []),
    ...(isDrawn(facts.trial.file) ? drawColumns([...facts.trial.arms.keys()]) : []),
    ...dateColumns,
    ...cycleColumns,
    ...soFarColumns,
    ...(areCollected(facts) ? planColumns : []),
    ...(facts.trial.file.stages.length > 0 ? responseColumns : []),
    ...shownColumns,
    ...outcomeIndicators(facts).flatMap(({ indicator }) => outcomeColumns(indicator)),
    ...allocatedByColumns(facts),
    ...covariateColumns(facts),
  ];
}

/** The reports of a cycle by all channels together: the first day of each thing. `why` nothing is planned for who has no channel. */
function cycleCells(reports: readonly ChannelReport[], why: string | null): Record<string, WrittenCell> {
  const made = reports.some(isMade);
  return {
    channels: reports.map(({ channel }) => channel).join(" + ") || null,
    planned: reports.some(isPlanned),
    made,
    why_not: made ? null : (reports.find((report) => report.why !== null)?.why ?? why),
    ...dayCells((what) => firstOf(reports.map(({ days }) => days[what]))),
  };
}
