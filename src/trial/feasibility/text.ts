import type { ByChance, Range } from "./by-chance.ts";
import type { Detectable } from "./detectable.ts";
import type { Feasibility, Outcome } from "./feasibility.ts";
import type { Placed } from "./placed.ts";

/** Feasibility as lines and tables for people. */
export function feasibilityText({ trial, design, seed, not, outcomes }: Feasibility): string {
  const head = [`Trial ${trial}, ${design}; seed ${seed}`, ...not];
  return [...head, ...outcomes.flatMap((outcome) => ["", ...outcomeText(outcome)])].join("\n");
}

function outcomeText(outcome: Outcome): string[] {
  const { title, unit, past, recipients, widening, detectable, sizes, placed, byChance, variation } = outcome;
  return [
    `Outcome: ${title}, ${unit} (${outcome.indicator}; campaign ${outcome.topic})`,
    `Past: ${past.from} to ${past.to}; ${recipients.known} of ${recipients.all} recipients are known throughout`,
    "",
    ...variationText(outcome),
    "",
    `Least difference told at the 5% level (${outcome.allocated} allocated)`,
    ...table(
      ["difference", "after reports", "months", "80% power", "90% power", "of the mean, 80%"],
      detectable.map((each) => [
        between(each),
        `${each.cycles}`,
        `${each.months}`,
        figure(each.power80),
        figure(each.power90),
        percent(each.power80 / variation.mean),
      ]),
    ),
    ...(widening > 1
      ? [`  ${widening.toFixed(2)} times what the formula has: the past swings more, as tried below`]
      : []),
    ...(detectable.length === 0 ? ["  none: the effects cannot be told from one another in this design"] : []),
    "",
    "With fewer or more, by the end",
    ...table(
      ["allocated", "difference", "80% power", "90% power"],
      sizes.map((each) => [`${each.allocated}`, between(each), figure(each.power80), figure(each.power90)]),
    ),
    "",
    ...(placed ? placedText(placed) : ["The past is too short to try the trial on it."]),
    "",
    ...chanceText(byChance),
  ];
}

function variationText({ variation, unit }: Outcome): string[] {
  const { mean, deviation, clusters, strata, months, baseline } = variation;
  const alike = ({ icc, interval, groups, size }: NonNullable<typeof clusters>) =>
    `${icc.toFixed(3)} (95% interval ${interval.lower.toFixed(3)} to ${interval.upper.toFixed(3)}; ${groups} of ${size.toFixed(1)})`;
  return [
    "Variation in the last year of it",
    ...table(
      [],
      [
        ["mean", `${figure(mean)} ${unit}`],
        ["standard deviation of recipients", figure(deviation)],
        ...(clusters ? [["intraclass correlation of clusters", alike(clusters)]] : []),
        ...(strata ? [["intraclass correlation of strata", alike(strata)]] : []),
        ["correlation with the year before", baseline === undefined ? "the past is too short" : baseline.toFixed(2)],
        [
          "correlation of neighbouring months",
          `${months.correlation.toFixed(2)} ${months.series > 0 ? `(${months.series} series)` : "(taken to be so: too few series)"}`,
        ],
      ],
    ),
  ];
}

function placedText({ cycles, allocated, draws, contrasts }: Placed): string[] {
  return [
    `Tried on the past: ${draws} made-up allocations of ${allocated}, ${counted(cycles, "report")}; nobody was sent anything`,
    ...table(
      ["difference", "standard error", "seen", "told at the 5% level"],
      contrasts.map((each) => [between(each), figure(each.error), figure(each.seen), percent(each.alarms)]),
    ),
  ];
}

function chanceText({ draws, recipients, cycles, arms, responders }: ByChance): string[] {
  return [
    `What reports would say by chance: ${draws} draws of the own months of ${recipients} recipients, in which nothing changes`,
    ...table(
      ["cycle", "told better", "told worse"],
      cycles.map(({ cycle, better, worse }) => [
        cycle === "any" ? "once or more" : cycle,
        percent(better),
        percent(worse),
      ]),
    ),
    `  Of each arm at the last cycle, and ${draws < 40 ? "least and most of the draws" : "the range of 95 draws in 100"}`,
    ...table(
      ["arm", "recipients", "told better", "told worse"],
      arms.map(({ code, recipients: of, better, worse }) => [code, `${of}`, range(better), range(worse)]),
    ),
    ...(responders === undefined
      ? []
      : [`  ${percent(responders)} would be responders by the trial's rule, though nothing changes`]),
  ];
}

function between({ factor, level, against }: Pick<Detectable, "factor" | "level" | "against">): string {
  return `${factor}: ${level} against ${against}`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

/** Three figures that mean something. */
function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

function range({ mean, from, to }: Range): string {
  return `${mean.toFixed(1)} (${from} to ${to})`;
}

/** Columns under one another, the first to the left and numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = head.length > 0 ? [head, ...rows] : rows;
  const widths = (all[0] ?? []).map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  return all.map((row) =>
    `  ${row.map((cell, i) => (i === 0 || head.length === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ")}`.trimEnd(),
  );
}
