import { saidOf } from "../../input/library/said.ts";
import type { Inputs } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import { listedCodes } from "../../input/trial/listed.ts";
import type { ReadGuard } from "../../output/refuse.ts";
import type { Templates } from "../../render/templates.ts";

/** The words of a trial: those that no recipient may see (X03), and those that tell nobody anything. Both sorted. */
export type HiddenWords = { hidden: readonly string[]; ordinary: readonly string[] };

/**
 * Codes of arms and sequences, and the names of factors, levels, stages, periods, the trial and its list. A name that reports would hold without
 * the trial ("email") is ordinary and is not looked for; codes always are.
 */
export function hiddenWords(study: Study, trial: Trial, templates: Templates): HiddenWords {
  const said = ordinaryWords(study, templates);
  const names = namesOf(trial);
  return {
    hidden: [
      ...new Set([
        ...trial.arms.keys(),
        ...listedCodes(trial.file, trial.arms),
        ...names.filter((name) => !said.has(name.toLowerCase())),
      ]),
    ],
    ordinary: names.filter((name) => said.has(name.toLowerCase())),
  };
}

/** What of a trial no artefact may hold, in the terms of whoever reads artefacts back (X03). */
export function blindGuard(study: Study, trial: Trial, templates: Templates): BlindGuard {
  const { hidden } = hiddenWords(study, trial, templates);
  return { hidden: [...hidden, ...hiddenPhrases(study, trial)], blind: { told: trial.file.consent ?? "" } };
}

export type BlindGuard = Required<Pick<ReadGuard, "hidden" | "blind">>;

/**
 * The trial's title and number, and what its levels are, where that takes a phrase; but for what readers are told, and a title that
 * is a campaign's too.
 */
function hiddenPhrases({ topics }: Study, { file }: Trial): string[] {
  const titles = new Set([...topics.values()].map(({ campaign }) => campaign.title.toLowerCase()));
  const said = [
    ...(titles.has(file.title.toLowerCase()) ? [] : [file.title]),
    ...(file.registration?.match(/\b[A-Z]*[\s:-]?\d[\d-]{4,}\w*/gi) ?? []).map((number) => number.trim()),
    ...Object.values(file.factors)
      .flatMap(({ levels }) => Object.values(levels).map(({ is }) => is))
      .filter(isPhrase),
  ];
  const told = (file.consent ?? "").toLowerCase();
  return [...new Set(said)].filter((phrase) => !told.includes(phrase.toLowerCase()));
}

/** What a level is in three words (the best quarter) may well be what any report says. */
function isPhrase(is: string): boolean {
  return is.trim().split(/\s+/).length > 3;
}

function namesOf({ file, allocation }: Trial): string[] {
  const names = [
    file.trial,
    ...(allocation ? [allocation.list] : []), // that of a rehearsal is a word of the watermark, and tells nobody anything
    ...Object.keys(file.factors),
    ...Object.values(file.factors).flatMap(({ levels }) => Object.keys(levels)),
    ...file.stages.map(({ stage }) => stage),
    ...file.periods.map(({ period }) => period),
  ];
  return [...new Set(names)].sort();
}

/** Every word that a report of these campaigns may hold whatever the trial, in small letters: whole words, hyphens kept. */
export function ordinaryWords({ topics }: Study, templates: Templates): ReadonlySet<string> {
  const written = [...topics.values()].flatMap((inputs) => [...authored(inputs), ...directoryOf(inputs)]);
  const shown = Object.entries(templates).flatMap(([path, text]) => (path.endsWith(".js") ? [] : [text])); // a program is read by nobody
  return new Set([...written, ...shown, ...ownWords].flatMap(wordsIn));
}

/** What authors have written for readers. */
function authored({ campaign, blocks, actions, indicators }: Inputs): string[] {
  const { lint: _lint, data: _data, rationale: _rationale, enclosures: _enclosures, ...printed } = campaign;
  const said = [...indicators.values()].flatMap((indicator) => Object.values(saidOf(indicator))); // also single words: prescribe
  const searches = [...actions.values()].flatMap((action) =>
    action.searches.flatMap(({ system, name, code = "" }) => [system, name, code]),
  );
  return [
    ...[printed, ...blocks.values(), ...actions.values(), ...indicators.values()].flatMap(sentencesIn),
    ...said,
    ...searches,
  ];
}

/** Names and addresses of recipients and of the places they belong to. */
function directoryOf({ directory }: Inputs): string[] {
  return [...directory.values()].flatMap(({ name, address, parents }) => [
    name,
    ...address,
    ...Object.values(parents).map((parent) => parent.name),
  ]);
}

function sentencesIn(value: unknown): string[] {
  if (typeof value === "string") return value.includes(" ") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(sentencesIn);
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+(-[a-z0-9]+)*/g) ?? [];
}

/** Words that the engine itself puts into reports, their links and their headers. A test holds the list to what it says. */
const ownWords = [
  "january february march april may june july august september october november december",
  "jan feb mar apr jun jul aug sep oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun",
  "one two three four five six seven eight nine ten eleven twelve",
  "email print pdf report reports chart comparison table trend peers median typical best quarter",
  "no are recorded for far value times what is typical periods leave these out read change into them please tell us right checked comes",
  "whose at least up within usual higher lower among size check look reason first data allowing chance interval may be anything from differences between less than sure we say better worse risen or fallen only where unlikely reason differ mostly nobody told thick line better worse rising risen falling fallen steady many more fewer shaded thin dots highest lowest never between",
  "allowing for case mix figures of other allow each is multiplied by what expected like yours over theirs indirect standardisation all together have your own as recorded",
  "code context covers demonstration fictional looks our parts point qr reached reply ring say something word wrong",
  "https mailto tel www stop from to subject date",
  "done planned under way not for you goal now",
  "search searches emis systmone vision microtest other code codes",
];
