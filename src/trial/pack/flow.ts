import { type Channel, channels } from "../../input/campaign/channels.ts";
import type { Assignment } from "../../report/assign.ts";
import { type Dispatch, dispatchOf } from "./dispatch.ts";
import type { PackEdition } from "./edition.ts";
import { type Facts, headlineOf } from "./facts.ts";
import { artefactOf, type Fate, fateOf, isWithheld } from "./fate.ts";
import type { CycleRun } from "./runs.ts";
import { type Cell, markdown, type Table } from "./written.ts";

/** How many of an arm went which way in a cycle. `allocated` is the sum of `eligible` and who left before; and so on down. */
export type Flow = {
  cycle: string;
  stage: string | undefined;
  arm: string;
  units: number; // as allocated
  allocated: number; // recipients
  fates: Readonly<Record<Fate, number>>;
  made: Readonly<Record<Channel, number>>; // generated, by channel
  withoutData: number; // withdrawn with their data: of those withdrawn
  withheld: number; // generated, with the headline value withheld
  dispatch?: { dispatched: number; delivered: number; returned: number }; // recipients; absent where nothing is known
};

const left: readonly Fate[] = ["opted-out", "withdrawn", "excluded", "closed", "merged"];
const unsent: readonly Fate[] = ["by-design", "other"];

export function eligible({ allocated, fates }: Flow): number {
  return allocated - sum(fates, left);
}

export function plannedOf(flow: Flow): number {
  return eligible(flow) - sum(flow.fates, unsent);
}

function sum(fates: Flow["fates"], kinds: readonly Fate[]): number {
  return kinds.reduce((total, kind) => total + fates[kind], 0);
}

/** The flow of every arm in every cycle so far. */
export function flowsOf(facts: Facts): Flow[] {
  return facts.runs.flatMap((run) => {
    const all = Object.entries(run.trial.assignments);
    return [...facts.trial.arms.keys()].flatMap((arm) => {
      const own = all.filter(([, assignment]) => assignment.arm === arm);
      return own.length > 0 ? [flowOf(facts, run, arm, own)] : [];
    });
  });
}

function flowOf(facts: Facts, run: CycleRun, arm: string, own: readonly [string, Assignment][]): Flow {
  const ends = own.map(([code, assignment]) => fateOf(assignment, run.entries.get(code)).fate);
  const counted = Map.groupBy(ends, (fate) => fate);
  const count = (fate: Fate) => counted.get(fate)?.length ?? 0;
  const headline = headlineOf(facts, arm);
  const countMade = (channel: Channel) =>
    own.filter(([code]) => artefactOf(run.entries.get(code) ?? [], channel)).length;
  const known = [...(facts.returns?.values() ?? [])].some(([first]) => first?.cycle === run.cycle.id)
    ? own.map(([code]) => dispatchesOf(facts, run, code))
    : undefined;
  const withAny = (of: keyof Dispatch) =>
    known?.filter((channels) => channels.some((each) => each[of] !== null)).length ?? 0;
  return {
    cycle: run.cycle.id,
    stage: own[0]?.[1].stage,
    arm,
    units: new Set(own.map(([, { unit }]) => unit)).size,
    allocated: own.length,
    fates: {
      "opted-out": count("opted-out"),
      withdrawn: count("withdrawn"),
      excluded: count("excluded"),
      closed: count("closed"),
      merged: count("merged"),
      "by-design": count("by-design"),
      other: count("other"),
      failed: count("failed"),
      "not-rendered": count("not-rendered"),
      generated: count("generated"),
    },
    made: { email: countMade("email"), print: countMade("print"), html: countMade("html") },
    withoutData: own.filter(([, { status }]) => status === "withdrawn-with-data").length,
    withheld: own.filter(([code]) => isWithheld(run.entries.get(code) ?? [], headline) === true).length,
    ...(known
      ? {
          dispatch: {
            dispatched: withAny("dispatched"),
            delivered: withAny("delivered"),
            returned: withAny("returned"),
          },
        }
      : {}),
  };
}

function dispatchesOf({ returns }: Facts, { cycle, entries }: CycleRun, code: string): Dispatch[] {
  return channels
    .filter((channel) => artefactOf(entries.get(code) ?? [], channel))
    .map((channel) => dispatchOf(returns, { code, channel, cycle: cycle.id }));
}

/** One row a cycle and arm; what is not known is empty, which is not nought. */
export function flowTable(flows: readonly Flow[], { arm, stage }: PackEdition): Table {
  const rows = flows.map((flow): Record<string, Cell> => {
    const { fates, dispatch } = flow;
    return {
      cycle: flow.cycle,
      stage: stage(flow.stage),
      arm: arm(flow.arm),
      units_allocated: flow.units,
      allocated: flow.allocated,
      opted_out: fates["opted-out"],
      withdrawn: fates.withdrawn,
      of_these_with_data: flow.withoutData,
      excluded: fates.excluded,
      closed: fates.closed,
      merged: fates.merged,
      eligible: eligible(flow),
      none_by_design: fates["by-design"],
      none_for_other_reasons: fates.other,
      planned: plannedOf(flow),
      failed: fates.failed,
      not_rendered: fates["not-rendered"],
      generated: fates.generated,
      generated_email: flow.made.email,
      generated_print: flow.made.print,
      generated_html: flow.made.html,
      headline_withheld: flow.withheld,
      dispatched: dispatch?.dispatched ?? null,
      delivered: dispatch?.delivered ?? null,
      returned: dispatch?.returned ?? null,
    };
  });
  return { columns: Object.keys(rows[0] ?? { cycle: null }), rows };
}

/** The flow of this cycle as a diagram in text, after CONSORT: one column of boxes an arm. */
export function flowText(flows: readonly Flow[], { arm, stage }: PackEdition, cycle: string): string {
  const own = flows.filter((flow) => flow.cycle === cycle);
  const total = own.reduce((all, { allocated }) => all + allocated, 0);
  const diagrams = own.map((flow) => {
    const { fates, dispatch } = flow;
    const known = (count: number | undefined) => (count === undefined ? "not recorded" : String(count));
    return [
      `  +-- Arm ${arm(flow.arm)}${flow.stage ? `, stage ${stage(flow.stage)}` : ""}`,
      `  |     Allocated                      ${flow.allocated} recipients (${flow.units} units)`,
      "  |       |--> left before this cycle:",
      ...left.map((fate) => `  |       |      ${fate.padEnd(23)} ${fates[fate]}`),
      `  |     Eligible                       ${eligible(flow)}`,
      "  |       |--> sent nothing:",
      `  |       |      ${"by design".padEnd(23)} ${fates["by-design"]}`,
      `  |       |      ${"for other reasons".padEnd(23)} ${fates.other}`,
      `  |     Planned                        ${plannedOf(flow)}`,
      "  |       |--> not made:",
      `  |       |      ${"failed".padEnd(23)} ${fates.failed}`,
      `  |       |      ${"not rendered".padEnd(23)} ${fates["not-rendered"]}`,
      `  |     Generated                      ${fates.generated} (headline value withheld in ${flow.withheld})`,
      `  |     Dispatched                     ${known(dispatch?.dispatched)}`,
      `  |     Delivered                      ${known(dispatch?.delivered)}`,
      `  |     Returned                       ${known(dispatch?.returned)}`,
      `  |     Analysed by intention to treat ${flow.allocated - flow.withoutData}${flow.withoutData > 0 ? ` (${flow.withoutData} withdrew their data)` : ""}`,
      "  |",
    ].join("\n");
  });
  return markdown(
    "# Flow of participants",
    `Cycle ${cycle}. After CONSORT 2010. Nobody is taken out: everyone who was allocated is analysed in that arm, whatever they were sent. A recipient counts as dispatched, delivered or returned by any of its channels. All cycles so far are in flow.csv.`,
    `\`\`\`text\nAllocated in all: ${total} recipients\n  |\n${diagrams.join("\n")}\n\`\`\``,
  );
}
