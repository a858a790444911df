import { type PeriodStanding, standingIn } from "../../input/trial/periods.ts";
import { coursesOf } from "./course.ts";
import type { PackEdition } from "./edition.ts";
import { isMade } from "./ends.ts";
import type { Facts } from "./facts.ts";
import { fateOf } from "./fate.ts";
import { left } from "./flow.ts";
import { markdown, markdownTable, rounded } from "./written.ts";

/** Where a unit's sequence stands in a cycle, and for how many cycles of the schedule it has been in its arm: 1 in the first. */
export type InSequence = PeriodStanding & { cycles: number };

/** Of a unit that was randomised to a sequence of arms; undefined in other trials. Washouts count among the cycles. */
export function inSequence(
  { trial, study }: Pick<Facts, "trial" | "study">,
  sequence: string,
  cycle: string,
): InSequence | undefined {
  const at = standingIn(trial.file, sequence, cycle);
  if (!at) return undefined;
  const [topic] = study.topics.values();
  const all = topic?.campaign.cycles.map(({ id }) => id) ?? [];
  return { ...at, cycles: all.filter((id) => at.begun <= id && id <= cycle).length };
}

/** What each sequence is sent in which period; and who has been in which arm for how long by this cycle. Empty in other trials. */
export function sequencesText(facts: Facts, edition: PackEdition): string {
  const { periods, sequences } = facts.trial.file;
  if (periods.length === 0) return "";
  const codes = Object.keys(sequences);
  const cells = (code: string) =>
    periods.map(({ cycles: { from }, washout }) =>
      washout === undefined ? (standingIn(facts.trial.file, code, from)?.arm ?? "") : washoutText(washout),
    );
  return markdown(
    "## By sequence",
    "Units are randomised to a sequence of arms. In each period a sequence is sent what its arm of that period is sent.",
    markdownTable(
      ["sequence", ...periods.map(({ cycles }, i) => `period ${i + 1} (${rangeText(cycles)})`), "reports made so far"],
      codes.map((code) => [code, ...cells(code), madeSoFar(facts, code)]),
    ),
    `### By time in the arm, cycle ${facts.cycle.id}`,
    "Cycles of the schedule since a sequence crossed to its arm, this one and washouts counted. Reports made are means over everybody allocated, of this arm since then.",
    markdownTable(
      ["arm", "cycles in the arm", "sequences", "recipients", "reports made in the arm"],
      timesOf(facts).map(({ arm, cycles, sequences: own, recipients, made }) => [
        edition.arm(arm),
        cycles,
        own.join(", "),
        recipients,
        made,
      ]),
    ),
  );
}

function washoutText(washout: string): string {
  return washout === "nothing" ? "washout: nothing is sent" : `washout: all get ${washout}`;
}

function rangeText({ from, to }: { from: string; to: string }): string {
  return from === to ? from : `${from} to ${to}`;
}

function madeSoFar(facts: Facts, sequence: string): number | null {
  const own = assignedTo(facts, sequence);
  const courses = facts.runs.flatMap((run) => coursesOf(facts, run)).filter(({ code }) => own.has(code));
  return own.size === 0 ? null : rounded(courses.filter(isMade).length / own.size, 2);
}

function assignedTo({ run }: Facts, sequence: string): ReadonlySet<string> {
  const all = Object.entries(run.trial.assignments);
  return new Set(all.filter(([, each]) => each.sequence === sequence).map(([code]) => code));
}

type Time = { arm: string; cycles: number; sequences: readonly string[]; recipients: number; made: number | null };

/** Everybody allocated, by arm and time in it. */
function timesOf(facts: Facts): Time[] {
  const courses = facts.runs.flatMap((run) => coursesOf(facts, run)).filter(isMade);
  const at = Object.keys(facts.trial.file.sequences).flatMap((sequence) => {
    const found = inSequence(facts, sequence, facts.cycle.id);
    return found ? [{ sequence, ...found, codes: assignedTo(facts, sequence) }] : [];
  });
  const groups = Map.groupBy(at, ({ arm, cycles }) => `${arm} ${String(cycles).padStart(4, "0")}`);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, same]) => {
      const [{ arm, cycles, begun }] = same as [(typeof same)[number]];
      const codes = new Set(same.flatMap((each) => [...each.codes]));
      const made = courses.filter((each) => codes.has(each.code) && each.arm === arm && each.cycle >= begun).length;
      return {
        arm,
        cycles,
        sequences: same.map(({ sequence }) => sequence),
        recipients: codes.size,
        made: codes.size === 0 ? null : rounded(made / codes.size, 2),
      };
    });
}

/** How many of each sequence are there still, by cycle so far: the flow of a trial whose units change their arm. */
export function sequenceFlow(facts: Facts): string {
  const codes = Object.keys(facts.trial.file.sequences);
  if (codes.length === 0) return "";
  const rows = facts.runs.flatMap((run) =>
    codes.map((sequence) => {
      const own = Object.entries(run.trial.assignments).filter(([, each]) => each.sequence === sequence);
      const fates = own.map(([code, each]) => fateOf(each, run.entries.get(code)).fate);
      const at = inSequence(facts, sequence, run.cycle.id);
      const gone = fates.filter((fate) => left.includes(fate)).length;
      return [
        run.cycle.id,
        sequence,
        at ? `${at.period}${at.washout === undefined ? "" : " (washout)"}` : "",
        at?.arm ?? "",
        own.length,
        gone,
        fates.filter((fate) => fate === "by-design").length,
        fates.filter((fate) => fate === "planned").length,
      ];
    }),
  );
  return markdown(
    "## By sequence",
    "Everybody who was randomised to a sequence, in every cycle so far.",
    markdownTable(["cycle", "sequence", "period", "arm", "allocated", "left", "none by design", "planned"], rows),
  );
}
