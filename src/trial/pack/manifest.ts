import { isDrawn } from "../../input/trial/draws.ts";
import { listedCodes, ratioOf } from "../../input/trial/listed.ts";
import { sha256 } from "../../output/sha256.ts";
import type { ArtefactEntry } from "../../output/store.ts";
import type { Assignment } from "../../report/assign.ts";
import { isSilent } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import { channelsOf, courseOf, makingOf } from "./course.ts";
import { contentOf } from "./delivery.ts";
import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { fateOf } from "./fate.ts";

/** The record of a run and of everybody in it, for whoever must be able to prove what was made and what is on record of it. */
export function manifestOf(facts: Facts, edition: PackEdition): Readonly<Record<string, unknown>> {
  const { run, trial, cycle } = facts;
  const { file } = trial;
  const list = (files: Readonly<Record<string, string>>) =>
    Object.entries(files).map(([path, hash]) => ({ file: path, sha256: hash }));
  return edition.sayAll({
    version: 1,
    edition: edition.masked ? "masked" : "unmasked",
    rehearsal: run.trial.rehearsal,
    run: {
      id: `${run.trial.id}/${cycle.id}/${run.id}`,
      key: run.key,
      seal: run.seal ?? null,
      cycle,
      engine: run.engine,
      node: run.node,
      browser: run.browser ?? null,
      fonts: run.fonts,
    },
    trial: {
      id: run.trial.id,
      title: file.title,
      registration: file.registration ?? null,
      design: file.design,
      ratio: isDrawn(file) ? {} : ratioOf(file, listedCodes(file, facts.trial.arms)),
      unit: file.unit,
      list: run.trial.list,
      listVersion: run.trial.version,
    },
    inputs: list(run.inputs),
    templates: list(run.templates),
    ledger: facts.frozen ? { lines: facts.frozen.lines, head: facts.frozen.head } : null,
    runs: facts.runs.map(({ cycle: { id, issued } }) => ({ cycle: id, issued })),
    arms: facts.arms.map((arm) => armRecord(facts, edition, arm)),
    rulings: run.trial.rulings,
    waivers: file.lint.waive.map(({ factor: _factor, ...waiver }) => waiver),
    modifications: file.modifications,
    acceptedChanges: file["accepted-changes"],
    recipients: Object.entries(run.trial.assignments).map(([code, assignment]) =>
      recipientRecord(facts, edition, code, assignment),
    ),
  });
}

/** What an arm may be shown, each block and action with its fingerprint. */
function armRecord(facts: Facts, { masked, factor, level }: PackEdition, arm: string): object {
  const { topic, design } = facts.designs.get(arm)!;
  const { blocks, actions } = facts.study.topics.get(topic)!;
  const levels = Object.entries(facts.trial.arms.get(arm)?.levels ?? {});
  return {
    arm,
    ...(masked ? {} : { levels: Object.fromEntries(levels.map(([of, name]) => [factor(of), level(of, name)])) }),
    topic,
    channels: isSilent(design) ? [] : design.channels,
    cycles: design.cycles.map(({ id }) => id),
    blocks: contentOf(facts, arm).map(({ id, shown, of }) => {
      const words = blocks.get(id) ?? actions.get(id);
      return {
        id,
        kind: blocks.has(id) ? "block" : "action",
        version: words?.version ?? null,
        sha256: sha256(JSON.stringify(words)),
        bct: words?.bct ?? [],
        shown,
        of,
      };
    }),
  };
}

function recipientRecord(facts: Facts, edition: PackEdition, code: string, assignment: Assignment): object {
  const entries = facts.runs.at(-1)!.entries.get(code) ?? [];
  const made = entries.filter((entry): entry is ArtefactEntry => "path" in entry);
  const report = made.find(({ channel }) => channel === "report");
  const { fate, why } = fateOf(assignment, entries);
  const last = facts.runs.at(-1)!;
  const courses = channelsOf(facts, assignment).map((channel) =>
    courseOf(facts, { run: last, code, assignment, channel }),
  );
  return {
    code,
    unit: assignment.unit,
    arm: assignment.arm,
    armOfReport: assignment.sent ?? assignment.arm,
    sequence: edition.sequence(assignment.sequence),
    status: assignment.status,
    fate,
    ...(why === null ? {} : { why }),
    made: makingOf(courses) ?? null,
    channels: courses.map(({ channel, end, why: because, days }) => ({ channel, end, why: because, ...days })),
    ...(report
      ? {
          period: facts.reports.get(code)?.cycle.period ?? null,
          mail: mailRecord(facts.reports.get(code)?.mail, made),
          blocks: report.blocks,
          bct: report.bct,
          indicators: report.values,
          signals: report.signals,
          suppressions: report.suppressions,
        }
      : {}),
    files: made.map(fileRecord),
  };
}

/** What its reader saw of the email before opening it, and its heading; null where none was made. */
function mailRecord(mail: Report["mail"] | undefined, made: readonly ArtefactEntry[]): object | null {
  if (!mail || !made.some(({ channel }) => channel === "email")) return null;
  const { subject, preheader, title, from } = mail;
  return { subject, sender: from.name, preheader, title };
}

function fileRecord({ channel, path, sha256: hash, bytes, pages, words, fit, problems }: ArtefactEntry): object {
  return { channel, path, sha256: hash, bytes, pages: pages ?? null, words: words ?? null, fit: fit ?? null, problems };
}
