import { dayName } from "../../month.ts";
import type { Place } from "../../problem.ts";
import type { Campaign, Cycle } from "../campaign/campaign.ts";
import type { Directory, Organisation } from "../data/organisation.ts";
import { isRecipient } from "../data/recipients.ts";
import { stratumOf } from "./allocated-by.ts";
import { type Allocation, recipientsOf } from "./allocation.ts";
import { type Arm, levelsOf } from "./arms.ts";
import { findDraws, isDrawn } from "./draws.ts";
import { type Dropped, erasOf } from "./dropped.ts";
import { found, named, type TrialFinding } from "./findings.ts";
import { type Allotted, placeOfRow } from "./list-row.ts";
import { armsOfCode, listedCodes } from "./listed.ts";
import { ratioChance } from "./sample-ratio.ts";
import { poolsOf } from "./stages.ts";
import type { TrialFile } from "./trial.ts";

/** A list, and what it is held against. */
export type Denominators = {
  trial: TrialFile;
  allocation: Allocation;
  arms: ReadonlyMap<string, Arm>;
  campaigns: ReadonlyMap<string, Campaign>; // by topic
  directory: Directory;
  dropped?: Dropped; // arms that are given to nobody any more
};

/** Who is on the list, held against the key, the declared ratio, the schedule and who can get a report at all. */
export function findDenominators(of: Denominators): TrialFinding[] {
  return [
    ...(isDrawn(of.trial)
      ? findDraws(of.allocation.units, [...of.arms.keys()])
      : stagesOf(of).flatMap((stage) => [
          ...emptyArms(of, stage),
          ...stage.pools.flatMap((offered) => otherRatio(of, { ...stage, offered })),
        ])),
    ...otherDates(of),
    ...otherYears(of),
    ...unreached(of),
  ];
}

type StageRows = {
  stage: string | undefined;
  offered: readonly string[];
  pools: readonly (readonly string[])[]; // of offered: among each the same units were randomised
  rows: readonly Allotted[];
  isLater?: boolean; // of units that were randomised once an arm had been dropped
};

/** The rows of each stage that has any, the first of each unit: later ones are moves or changes of status. */
function stagesOf({ trial, allocation: { units }, arms, dropped = new Map() }: Denominators): StageRows[] {
  if (dropped.size > 0) {
    const codes = listedCodes(trial, arms);
    return erasOf(units, codes, dropped).map(({ rows, open }) => ({
      stage: undefined,
      offered: open,
      pools: [open],
      rows,
      isLater: open.length < codes.length,
    }));
  }
  return [...Map.groupBy(units, ({ stage }) => stage)].map(([stage, rows]) => {
    const at = trial.stages.find((each) => each.stage === stage);
    const offered = at?.arms ?? listedCodes(trial, arms);
    return {
      stage,
      offered,
      pools: at ? poolsOf(at) : [offered],
      rows: [...new Map(rows.toReversed().map((row) => [row.unit, row])).values()],
    };
  });
}

function emptyArms({ allocation }: Denominators, { stage, offered, rows, isLater }: StageRows): TrialFinding[] {
  if (allocation.awaiting.some((each) => each.stage === stage)) return []; // it is not whole yet
  if (isLater) return []; // only some are randomised anew once an arm was dropped
  const empty = offered.filter((arm) => !rows.some((row) => row.arm === arm));
  const where = stage === undefined ? "" : ` in stage "${stage}"`;
  return [
    found("empty-arm", empty, placeOf(allocation), (of) => ({
      message: `nobody is in arm ${of.join(", ")}${where}; ${tally(offered, rows)}`,
      hint: "ask the trials unit whether this is the whole list",
    })),
  ];
}

const unlikely = 0.001;

function otherRatio(
  { trial, allocation, directory }: Denominators,
  { stage, offered, rows }: StageRows,
): TrialFinding[] {
  const { cluster: level } = trial;
  const clusterOf = ({ cluster, unit }: Allotted) =>
    level ? (cluster ?? directory.get(unit)?.parents[level]?.code) : undefined;
  const together = [...new Map(rows.map((row) => [clusterOf(row) ?? row.unit, row])).values()]; // clusters are allocated, not their members
  const arms = offered.filter((arm) => together.some((row) => row.arm === arm));
  const ratio = arms.map((arm) => trial.ratio[arm] ?? 1);
  const chance = ratioChance(
    arms.map((arm) => together.filter((row) => row.arm === arm).length),
    ratio,
  );
  if (chance >= unlikely) return ratioInStrata({ trial, allocation, directory, together, arms });
  const where = stage === undefined ? "" : ` in stage "${stage}"`;
  return [
    found("sample-ratio", arms, placeOf(allocation), () => ({
      message: `${tally(arms, together)}${where}, where ${ratio.join(":")} is declared: by chance so uneven in ${chanceText(chance)} of lists`,
      hint: "ask the trials unit for its ratio (`ratio` in trial.yaml), and whether rows were lost",
    })),
  ];
}

type InStrata = Pick<Denominators, "trial" | "allocation" | "directory"> & {
  together: readonly Allotted[];
  arms: readonly string[];
};

/** The same within each stratum, where the whole is as declared: the more strata there are, the less likely must one be. */
function ratioInStrata({ trial, allocation, directory, together, arms }: InStrata): TrialFinding[] {
  const strata = Map.groupBy(together, (row) => stratumOf(trial, row, directory) ?? "");
  if (strata.size < 2) return [];
  const ratio = arms.map((arm) => trial.ratio[arm] ?? 1);
  return [...strata].flatMap(([stratum, rows]) => {
    const counts = arms.map((arm) => rows.filter((row) => row.arm === arm).length);
    const chance = ratioChance(counts, ratio);
    if (chance >= unlikely / strata.size) return [];
    return [
      found("sample-ratio", [stratum], placeOf(allocation), () => ({
        message: `${tally(arms, rows)} in stratum ${stratum}, where ${ratio.join(":")} is declared: by chance so uneven in ${chanceText(chance)} of strata, of which there are ${strata.size}`,
        hint: "ask the trials unit for its ratio (`ratio` in trial.yaml), and whether rows were lost",
      })),
    ];
  });
}

function tally(arms: readonly string[], rows: readonly Allotted[]): string {
  return arms.map((arm) => `${arm} ${rows.filter((row) => row.arm === arm).length}`).join(", ");
}

function chanceText(chance: number): string {
  return chance < 1e-6 ? "fewer than one in a million" : `${Number((chance * 1e6).toPrecision(2))} in a million`;
}

const [early, late] = [300, 180]; // days before and after the first issue: a year that is wrong is beyond either

/** Every row begins far from the trial's first cycle. */
function otherDates({ trial, allocation, campaigns }: Denominators): TrialFinding[] {
  const first = trial.stages[0]?.stage;
  const days = allocation.units.filter(({ stage }) => stage === first).map(({ from }) => from);
  const cycles = [...campaigns.values()].flatMap((campaign) => campaign.cycles);
  const issues = cycles.map(({ issued }: Cycle) => issued).sort();
  const [begins, ends] = [issues[0], issues.at(-1)];
  if (days.length === 0 || begins === undefined || ends === undefined) return [];
  days.sort();
  const [earliest, latest] = [days[0]!, days.at(-1)!];
  const isLate = daysFrom(begins, earliest) > late || earliest > ends;
  if (!isLate && daysFrom(latest, begins) <= early) return [];
  const [day, side] = isLate ? [earliest, "after"] : [latest, "before"];
  return [
    found("list-dates", ["effective_from"], placeOf(allocation), () => ({
      message: `all ${days.length} rows begin ${Math.abs(daysFrom(begins, day))} days or more ${side} the first reports, which are issued on ${dayName(begins)}: the ${isLate ? "first" : "last"} on ${dayName(day)}`,
      hint: "the year may be wrong",
    })),
  ];
}

/** Units that were allocated half a year or more from everybody else, before or after: of a few rows, or of one arm, a year may be wrong. */
function otherYears({ trial, allocation }: Denominators): TrialFinding[] {
  const first = trial.stages[0]?.stage;
  const rows = firstOfEach(allocation.units.filter(({ stage }) => stage === first));
  const groups: Allotted[][] = [];
  for (const row of rows.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = groups.at(-1);
    if (last && daysFrom(last.at(-1)!.from, row.from) <= late) last.push(row);
    else groups.push([row]);
  }
  const most = groups.reduce<Allotted[]>((one, other) => (other.length >= one.length ? other : one), []);
  const odd = rows.filter((row) => !most.includes(row));
  const known = new Map(odd.map((row) => [row.unit, row.from]));
  return [
    found("other-year", [...known.keys()], odd[0] ? placeOfRow(odd[0]) : placeOf(allocation), (units) => ({
      message: `${units.length} of ${rows.length} units were allocated half a year or more from the others: ${named(units, (unit) => dayName(known.get(unit)!))}`,
      hint: "the year may be wrong",
    })),
  ];
}

function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Units that are to get reports and never can. */
function unreached(of: Denominators): TrialFinding[] {
  const { allocation } = of;
  const active = allocation.units.filter(({ status }) => status === "active");
  const rows = isDrawn(of.trial) ? firstOfEach(active) : active; // a draw is no new allocation
  const never = rows.flatMap((row) => {
    const why = whyNever(of, row);
    return why === undefined ? [] : [[row.unit, { row, why }] as const];
  });
  const known = new Map(never);
  return [
    found(
      "cannot-get-report",
      [...known.keys()],
      never[0] ? placeOfRow(never[0][1].row) : placeOf(allocation),
      (codes) => ({
        message: `${codes.length} of ${rows.length} units cannot get a report: ${named(codes, (code) => known.get(code)?.why)}`,
        hint: "take them off the list, give them the status excluded with a reason, or mend the directory",
      }),
    ),
  ];
}

function firstOfEach(rows: readonly Allotted[]): readonly Allotted[] {
  return [...new Map(rows.toReversed().map((row) => [row.unit, row])).values()].reverse();
}

/** Why none of a unit's recipients can ever get a report. */
function whyNever({ trial, arms, campaigns, directory }: Denominators, row: Allotted): string | undefined {
  const arm = arms.get(armsOfCode(trial, row.arm)[0] ?? "");
  const named =
    arm &&
    levelsOf(trial, arm)
      .flatMap(({ campaign }) => campaign ?? [])
      .at(-1);
  const campaign = campaigns.get(named ?? "") ?? [...campaigns.values()][0];
  if (!campaign) return undefined;
  const all = recipientsOf(row.unit, { trial, directory, recipientType: campaign.recipients.type });
  const whys = all.map((each) => whyNot(each, campaign, row));
  return whys.every((why) => why !== undefined) ? whys[0] : undefined;
}

function whyNot(organisation: Organisation, campaign: Campaign, { from }: Allotted): string | undefined {
  const { closed } = organisation;
  if (!isRecipient(campaign, organisation)) return `not among the recipients of "${campaign.campaign}"`;
  if (closed && closed < from) return `closed on ${dayName(closed)}, before it was allocated`;
  const last = campaign.cycles
    .map(({ data }) => data.to)
    .sort()
    .at(-1);
  if (organisation.opened && last && organisation.opened.slice(0, 7) > last)
    return "opened after the data of the last cycle";
  return undefined;
}

function placeOf({ files: [file = ""] }: Allocation): Place {
  return { file, line: 1, column: 1 };
}
