import type { Inputs } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import { findLeak, type Leak } from "../../output/leaks.ts";
import { findReveal } from "../../output/reveals.ts";
import type { Visible } from "../../output/visible.ts";
import type { Problem } from "../../problem.ts";
import { finding } from "./finding.ts";
import type { BlindGuard } from "./hidden.ts";
import { levelPairs, type Sample } from "./level-pairs.ts";

// X03: no recipient sees which arm it is in.

type Blinded = Sample & { guard: BlindGuard };

/** Hidden words in what authors wrote, shown to anybody yet or not. */
export function checkWritten(study: Study, trial: Trial, { hidden, blind }: BlindGuard): Problem[] {
  const written = [...study.topics.values()].flatMap((inputs) => visibleIn(inputs));
  return written.flatMap((visible) => {
    const [leak, reveal] = [findLeak([visible], hidden), findReveal([visible], blind)];
    return [...(leak ? [tellLeak(trial, leak)] : []), ...(reveal ? [tellReveal(trial, reveal)] : [])];
  });
}

/** Hidden words in reports of every level. */
export function checkComposed(trial: Trial, { guard, cells, codes }: Blinded): Problem[] {
  const variants = levelPairs(trial).map(({ levels }) => cells(levels, codes));
  const composed = variants.flatMap(({ reports }) =>
    [...reports.values()].flatMap(({ choices: _, ...said }): Visible[] => {
      const where = `the report of ${said.recipient.code}`;
      const { subject, title } = said.mail;
      return [
        { where, text: textsIn(said).join("\n") },
        ...[subject, title].map((text) => ({
          where: `the subject or title of ${where}`,
          text,
          isLabel: true as const,
        })),
      ];
    }),
  );
  const [leak, reveal] = [findLeak(composed, guard.hidden), findReveal(composed, guard.blind)];
  return [...(leak ? [tellLeak(trial, leak)] : []), ...(reveal ? [tellReveal(trial, reveal)] : [])];
}

function tellReveal(trial: Trial, { word, where }: Leak): Problem {
  return finding(
    "X03",
    "error",
    `${where} holds "${word}", which tells its readers that they are in a trial`,
    trial.placeOf(["trial"]),
    "take it out, or give the sentence under `consent` in trial.yaml if readers are to be told",
  );
}

function tellLeak(trial: Trial, { word, where }: Leak): Problem {
  return finding(
    "X03",
    "error",
    `${where} holds "${word}", which must stay hidden`,
    placeOfWord(trial, word),
    "no word or link of a report may give arms away: take it out, or change the arm's code or the level's name",
  );
}

/** Texts and addresses that authors wrote in blocks, actions and campaign, by what holds them. */
function visibleIn({ campaign, blocks, actions }: Inputs): { where: string; text: string }[] {
  const { lint: _lint, rationale: _rationale, data: _data, ...printed } = campaign;
  const named: [where: string, item: object][] = [
    ...[...blocks].map(([id, block]): [string, object] => [`block "${id}"`, block]),
    ...[...actions].map(([id, action]): [string, object] => [`action "${id}"`, action]),
    [`campaign "${campaign.campaign}"`, printed],
  ];
  return named.flatMap(([where, item]) => textsIn(item).map((text) => ({ where, text })));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return /\s|:\/\/|@/.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function placeOfWord(trial: Trial, word: string) {
  const { factors } = trial.file;
  const [factor] = Object.entries(factors).find(([, { levels }]) => Object.hasOwn(levels, word)) ?? [];
  if (factor) return trial.placeOf(["factors", factor, "levels", word]);
  if (Object.hasOwn(factors, word)) return trial.placeOf(["factors", word]);
  return trial.placeOf(["arms", word]);
}
