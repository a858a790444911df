import type { ByChance, ChanceRange } from "./by-chance.ts";
import type { Detectable } from "./detectable.ts";
import type { Feasibility, OutcomePower } from "./feasibility.ts";
import type { LaterStage } from "./later-stages.ts";
import type { LookPower } from "./looks.ts";
import type { PlacedRecipient } from "./placed.ts";

/** Feasibility as lines and tables for people. */
export function feasibilityText({ trial, design, seed, not, offers, outcomes }: Feasibility): string {
  const head = [`Trial ${trial}, ${design}; seed ${seed}`, ...not, ...(offers ? [offersText(offers)] : [])];
  return [...head, ...outcomes.flatMap((outcome) => ["", ...outcomeText(outcome)])].join("\n");
}

/** "Drawn in each cycle: D4 0.5, D9 0.5, of all units" */
function offersText({ of, available }: NonNullable<Feasibility["offers"]>): string {
  const arms = Object.entries(of).map(([code, share]) => `${code} ${Number(share.toFixed(3))}`);
  return `Drawn in each cycle: ${arms.join(", ")}, of ${available === 1 ? "all units" : `the ${percent(available)} that are available`}`;
}

function outcomeText(outcome: OutcomePower): string[] {
  const { title, unit, past, recipients, widening, detectable, sizes, placed, byChance, variation, looks } = outcome;
  return [
    `Outcome: ${title}, ${unit} (${outcome.indicator}; campaign ${outcome.topic})`,
    `Past: ${past.from} to ${past.to}; ${recipients.known} of ${recipients.all} recipients are known throughout`,
    "",
    ...variationText(outcome),
    "",
    `Least difference told at the 5% level (${outcome.allocated} allocated)`,
    ...table(
      ["difference", "after reports", "months", "80% power", "90% power", "of the mean, 80%"],
      detectable.map((each) => [...leastIn(each), percent(each.power80 / variation.mean)]),
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
    ...(outcome.stages ?? []).flatMap((stage) => ["", ...stageText(stage)]),
    ...regimesText(outcome),
    ...outcome.not.map((each) => `\n${each}`),
    ...(looks ? ["", ...looksText(looks)] : []),
  ];
}

/** The least difference after so many reports, in cells. */
function leastIn(each: LaterStage["detectable"][number]): string[] {
  return [between(each), `${each.cycles}`, `${each.months}`, figure(each.power80), figure(each.power90)];
}

/** What those who are randomised again can tell. */
function stageText({ stage, classes, arms, share, allocated, detectable, tried }: LaterStage): string[] {
  const who = classes.length > 1 ? "everybody" : `${classes[0]}s`;
  return [
    `Stage ${stage}: ${who} randomised again to ${arms.join(", ")}: ${percent(share)}, ${allocated} allocated`,
    ...table(["difference", "reports of the stage", "months", "80% power", "90% power"], detectable.map(leastIn)),
    ...(detectable.length === 0 ? ["  none: its arms differ in nothing"] : []),
    ...(tried
      ? [
          `  Tried on those whom the rule sorts out where nothing changes: standard error ${figure(tried.error)}, seen ${figure(tried.seen)}, told at the 5% level ${percent(tried.alarms)}`,
        ]
      : []),
  ];
}

function regimesText({ regimes = [] }: OutcomePower): string[] {
  if (regimes.length === 0) return [];
  return [
    "",
    "Embedded regimes that begin with different arms, by the end",
    ...table(
      ["difference", "80% power", "90% power"],
      regimes.map((each) => [between(each), figure(each.power80), figure(each.power90)]),
    ),
  ];
}

function looksText({ control, looks, draws, any, spared, arms }: LookPower): string[] {
  const rules = looks.map(
    ({ cycle, best, "p-below": p }) => `after ${cycle} ${p === undefined ? `the best ${best} go on` : `P below ${p}`}`,
  );
  return [
    `With looks: ${rules.join("; ")}; each arm beside ${control}, ${draws} drawn trials`,
    ...table(
      [
        "arm",
        ...looks.map(({ cycle }) => `goes on after ${cycle}`),
        "told at the end",
        "80%, no looks",
        "80% power",
        "90% power",
      ],
      arms.map(({ code, stays, told, without80, power80, power90 }) => [
        code,
        ...stays.map(percent),
        percent(told),
        figure(without80),
        figure(power80),
        figure(power90),
      ]),
    ),
    `  Where no arm does anything, ${percent(any)} of trials tell of one or more, and ${percent(spared)} of reports need not be sent`,
  ];
}

function variationText({ variation, unit }: OutcomePower): string[] {
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

function placedText({ cycles, allocated, draws, contrasts }: PlacedRecipient): string[] {
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
    ...Object.entries(responders).map(
      ([stage, share]) =>
        `  ${percent(share)} would be responders before ${stage} by the trial's rule, though nothing changes`,
    ),
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

function range({ mean, from, to }: ChanceRange): string {
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
