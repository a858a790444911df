import type { Inputs } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import { findLeak } from "../../output/leaks.ts";
import type { Problem } from "../../problem.ts";
import { variantsOf } from "../differences/variants.ts";
import { finding } from "./finding.ts";
import { levelPairs, type Sample } from "./level-pairs.ts";

// X03: no recipient sees which arm it is in.

type Blind = Sample & { hidden: readonly string[] };

/** Hidden words in what authors wrote, shown to anybody yet or not, and in reports of every level. */
export function checkLeaks(study: Study, trial: Trial, { hidden, ...options }: Blind): Problem[] {
  const written = [...study.topics.values()].flatMap((inputs) => visibleIn(inputs));
  const variants = variantsOf(
    study,
    trial,
    levelPairs(trial).map(({ levels }) => levels),
    options,
  );
  const composed = variants.flatMap(({ reports }) =>
    [...reports.values()].map(({ choices: _, ...said }) => ({
      where: `the report of ${said.recipient.code}`,
      text: textsIn(said).join("\n"),
    })),
  );
  const leaks = written.flatMap((visible) => findLeak([visible], hidden) ?? []);
  const later = leaks.length > 0 ? undefined : findLeak(composed, hidden);
  return [...leaks, ...(later ? [later] : [])].map(({ word, where }) =>
    finding(
      "X03",
      "error",
      `${where} holds "${word}", which must stay hidden`,
      placeOfWord(trial, word),
      "no word or link of a report may give arms away: take it out, or change the arm's code or the level's name",
    ),
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
