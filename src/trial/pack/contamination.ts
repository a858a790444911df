import { basename, dirname, join } from "node:path";
import { isDrawn } from "../../input/trial/draws.ts";
import { recordFiles } from "../../output/run-files.ts";
import { cyclesIn, speakingFor } from "../../output/runs.ts";
import { isInputError, type Problem } from "../../problem.ts";
import { randomisedTo } from "../../report/assign.ts";
import type { World } from "../../world.ts";
import { type Concurrent, concurrentText, concurrentTrials } from "../contamination/alongside.ts";
import { sharedPlaces } from "../integrity/shared.ts";
import type { TrialRecord } from "../record.ts";
import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { bullets, markdown, type Table } from "./written.ts";

/** A way in which an arm may have reached those of another. */
export const contactKinds = {
  "other-report": "A report of another arm was made for it, by no schedule and no stage",
  moved: "It was in another arm in an earlier cycle",
  merged: "It merged with one of another arm",
  mailbox: "One mailbox gets the reports of several arms",
  address: "One address gets the reports of several arms",
} as const;

export type ContactKind = keyof typeof contactKinds;

/** Recipients whom words of several arms may have reached. */
export type ArmContact = { kind: ContactKind; cycle: string; codes: readonly string[]; arms: readonly string[] };

/** Reports of another study that were made for recipients of this one, in the months of the trial, by the runs beside its own. */
export type ContaminationGround = {
  study: string;
  isTrial: boolean;
  cycle: string;
  issued: string;
  of: Readonly<Record<string, number>> /* by arm here */;
};

export type Contamination = {
  contacts: readonly ArmContact[];
  concurrent: readonly Concurrent[];
  beside: readonly ContaminationGround[];
  problems: readonly Problem[]; // what could not be looked at
};

export async function contaminationOf(world: World, facts: Facts): Promise<Contamination> {
  const { found, problems } = await concurrentTrials(world, facts.study, facts.trial);
  const { beside, unread } = await runsBeside(world, facts);
  return { contacts: contactsOf(facts), concurrent: found, beside, problems: [...problems, ...unread] };
}

/** Everybody whom words of several arms may have reached so far, by kind. */
export function contactsOf(facts: Facts): ArmContact[] {
  const { trial, runs, planned, run, cycle } = facts;
  const first = new Map<string, string>(); // what each was randomised to, when it was first seen
  const otherwise: ArmContact[] = [];
  for (const { cycle: at, trial: record, entries } of runs) {
    for (const [code, assignment] of Object.entries(record.assignments)) {
      const { arm, sent, washout, stage } = assignment;
      const isMade = (entries.get(code) ?? []).some((entry) => "path" in entry);
      if (sent !== undefined && sent !== arm && washout === undefined && isMade)
        otherwise.push({ kind: "other-report", cycle: at.id, codes: [code], arms: [arm, sent] });
      const own = randomisedTo(trial, assignment);
      const key = `${code} ${stage ?? ""}`;
      const before = first.get(key);
      first.set(key, before ?? own);
      const goesOn = (trial.file.stages.length > 0 && before === undefined) || isDrawn(trial.file);
      if (before !== undefined && before !== own && !goesOn)
        otherwise.push({ kind: "moved", cycle: at.id, codes: [code], arms: [before, own] });
    }
  }
  const merged = run.trial.rulings.flatMap(({ unit, into, date }): ArmContact[] => {
    const arms = [unit, into].flatMap((each) => run.trial.assignments[each]?.arm ?? []);
    return arms.length < 2 ? [] : [{ kind: "merged", cycle: date, codes: [unit, into], arms }];
  });
  const shared = sharedPlaces(planned).map(
    ({ kind, of }): ArmContact => ({
      kind,
      cycle: cycle.id,
      codes: of.map(({ code }) => code),
      arms: of.map(({ arm }) => arm),
    }),
  );
  return [...otherwise, ...merged, ...shared];
}

const cycleFolder = /^\d{4}-\d{2}/;

/** What other studies made for recipients of this one in the months of its runs, in the folder in which its own runs stand. */
async function runsBeside(
  world: World,
  { run, runs, trial }: Facts,
): Promise<{ beside: ContaminationGround[]; unread: Problem[] }> {
  const own = dirname(dirname(run.folder));
  const months = new Set(runs.map(({ cycle }) => cycle.issued.slice(0, 7)));
  const beside: ContaminationGround[] = [];
  const unread: Problem[] = [];
  for (const study of await world.foldersIn(dirname(own))) {
    if (study === basename(own)) continue;
    for (const folder of await cyclesIn(world, join(dirname(own), study))) {
      if (!cycleFolder.test(basename(folder))) continue;
      try {
        for (const { plan, folder: at } of await speakingFor(world, folder)) {
          const { cycle, recipients } = plan;
          if (!months.has(cycle.issued.slice(0, 7))) continue;
          const text = await world.readText(join(at, recordFiles.run));
          const record = (JSON.parse(text ?? "{}") as { trial?: TrialRecord }).trial;
          if (record?.rehearsal || record?.id === trial.file.trial) continue;
          const codes = new Set(recipients.map(({ code }) => code));
          const both = Object.entries(run.trial.assignments).filter(([code]) => codes.has(code));
          if (both.length === 0) continue;
          const counts = [...Map.groupBy(both, ([, { arm }]) => arm)].map(
            ([arm, { length }]) => [arm, length] as const,
          );
          beside.push({
            study: plan.study,
            isTrial: record !== undefined,
            cycle: cycle.id,
            issued: cycle.issued,
            of: Object.fromEntries(counts.toSorted(([a], [b]) => (a < b ? -1 : 1))),
          });
        }
      } catch (error) {
        if (!isInputError(error)) throw error;
        const message = `the runs in "${folder}" cannot be read, so what they sent to this trial's recipients is not known`;
        unread.push({ code: "unknown-concurrent", severity: "warning", message });
      }
    }
  }
  return { beside, unread };
}

/** What is found, as warnings of the pack: by kind, with how many and the first of them. */
export function contaminationWarnings({ contacts, concurrent, beside, problems }: Contamination): Problem[] {
  const warning = (message: string): Problem => ({
    code: "contamination",
    severity: "warning",
    message,
    hint: "contamination.md names everybody: report it, and keep everybody in the arm they were allocated to",
  });
  return [
    ...problems,
    ...[...Map.groupBy(contacts, ({ kind }) => kind)].map(([kind, all]) => {
      const codes = [...new Set(all.flatMap((each) => each.codes))];
      return warning(
        `${contactKinds[kind]}: ${codes.slice(0, 5).join(", ")}${codes.length > 5 ? ` and ${codes.length - 5} more` : ""}`,
      );
    }),
    ...concurrent.map((each) => warning(concurrentText(each))),
    ...beside.map((each) => warning(besideText(each, (arm) => arm))),
  ];
}

function besideText({ study, isTrial, cycle, issued, of }: ContaminationGround, arm: (code: string) => string): string {
  const counts = Object.entries(of).map(([code, count]) => `${arm(code)} ${count}`);
  return `${isTrial ? "the trial" : "the campaign"} "${study}" made reports of ${cycle}, issued ${issued}, for recipients of this trial: ${counts.join(", ")}`;
}

/** One row a contact: who, in which arms, since when. */
export function contactTable({ contacts }: Contamination, { code }: Pick<PackEdition, "code">): Table {
  return {
    columns: ["kind", "since", "codes", "arms"],
    rows: contacts.map(({ kind, cycle, codes, arms }) => ({
      kind,
      since: cycle,
      codes: codes.join(" + "),
      arms: arms.map(code).join(" + "),
    })),
  };
}

/** What may have carried the words of one arm to another, and what else the same recipients got, for people. */
export function contaminationText(
  { contacts, concurrent, beside }: Contamination,
  edition: PackEdition,
  alongside: number,
): string {
  const kinds = Object.entries(contactKinds) as [ContactKind, string][];
  return markdown(
    "# Contamination and concurrent trials",
    "Nobody is moved or taken out for this: everybody stays in the arm they were allocated to. What people told one another is not known here; members of one place in different arms are as the list has them.",
    ...kinds.flatMap(([kind, is]) => {
      const own = contacts.filter((each) => each.kind === kind);
      const lines = own.map(
        ({ cycle, codes, arms }) => `${codes.join(" and ")}: ${arms.map(edition.code).join(" and ")} (${cycle})`,
      );
      return [`## ${is}`, lines.length > 0 ? bullets(lines) : "None found."];
    }),
    "## Other trials with the same recipients",
    concurrent.length > 0
      ? bullets(
          concurrent.map((each) => `${concurrentText(each)}. Of both: ${each.of.map(({ code }) => code).join(", ")}`),
        )
      : `${alongside === 0 ? "The trial's file names none (`alongside`)" : "Those that the trial's file names have none of its recipients in its months"}.`,
    "## Other reports for the same recipients, by the runs beside this one's",
    beside.length > 0
      ? bullets(beside.map((each) => besideText(each, edition.code)))
      : "None found in the months of the trial.",
  );
}
