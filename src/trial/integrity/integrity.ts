import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Inputs } from "../../input/load.ts";
import { isOf, type Study, type Trial } from "../../input/study.ts";
import { levelsOf } from "../../input/trial/arms.ts";
import { type Touch, workIn } from "../../input/trial/level.ts";
import { aspects, type Factor } from "../../input/trial/trial.ts";
import { type TrialRule, trialRules } from "../../lint/trial-rules.ts";
import { needsBrowser } from "../../output/artefact.ts";
import { findLeak } from "../../output/leaks.ts";
import type { Entry } from "../../output/store.ts";
import { inOrder, inputError, type Problem, type Severity, wrong } from "../../problem.ts";
import { emailKinds } from "../../render/sections.ts";
import type { Templates } from "../../render/templates.ts";
import { designOfLevels, type StudyPlan } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import { pickVaried } from "../../report/varied.ts";
import { type Attributed, type Cells, type Levels, openCells } from "../differences/attribute.ts";
import { type Difference, differencesOf } from "../differences/differences.ts";
import { type Variant, variantsOf } from "../differences/variants.ts";
import { baseLevels, checkApproval } from "./approval.ts";
import { hiddenWords } from "./hidden.ts";
import { findSlips } from "./slips.ts";

/** What the integrity rules found of a trial before anything is rendered, and the words no reader may see. */
export type Integrity = { hidden: readonly string[]; findings: readonly Problem[] };

/** Holds a trial to the rules that stop a render. Throws an InputError where one is broken. */
export function checkIntegrity({ trial, ...study }: Study, planned: StudyPlan, templates: Templates): Integrity {
  if (!trial) return { hidden: [], findings: [] };
  const { hidden, findings } = integrityOf(study, trial, {
    cycle: planned.cycle,
    templates,
  });
  const all = [...findings, ...outsiders(trial, planned)];
  if (all.some(({ severity }) => severity === "error")) throw inputError(inOrder(all));
  return { hidden, findings: all };
}

/** How a trial is looked at. */
export type Look = {
  cycle: Cycle;
  templates: Templates; // whose words tell nobody anything
  most?: number; // recipients that are all looked at; of more, a varied sample
};

/** What is wrong with a trial whoever is in which arm: rules X01 to X04. */
export function integrityOf(study: Study, trial: Trial, { cycle, templates, most = 300 }: Look): Integrity {
  const { hidden } = hiddenWords(study, trial, templates);
  const codes = sampleOf(study, trial, { cycle, most });
  const findings = [
    ...findSlips(study, trial),
    ...checkApproval(study, trial),
    ...checkFactors(study, trial, { cycle, codes: codes.wide }),
    ...checkOrthogonal(study, trial, { cycle, codes: codes.narrow }),
    ...checkLeaks(study, trial, { cycle, codes: codes.narrow, hidden }),
  ];
  return { hidden, findings: inOrder(findings) };
}

type Options = { cycle: Cycle; codes: readonly string[] };

/** Recipients to look at: all of them or a varied sample, and few that show between them every block and action. */
function sampleOf(
  study: Study,
  trial: Trial,
  { cycle, most }: { cycle: Cycle; most: number },
): { wide: readonly string[]; narrow: readonly string[] } {
  const topics = Map.groupBy(levelPairs(trial), ({ levels }) => topicOf(study, trial, levels));
  const cells = [...topics.values()].map(([first]) => first!.levels);
  const shown = variantsOf(study, trial, cells, { cycle });
  const narrow = [...new Set(shown.flatMap(({ reports }) => pickVaried([...reports.values()]).map(codeOf)))];
  const all = [...new Set(shown.flatMap(({ reports }) => [...reports.keys()]))];
  return { wide: all.length > most ? narrow : all, narrow };
}

function topicOf(study: Study, trial: Trial, levels: Levels): string {
  return designOfLevels(study, levelsOf(trial.file, { levels })).topic;
}

function codeOf({ recipient }: Report): string {
  return recipient.code;
}

/** Every level of every factor, the other factors as in the first arm. */
function levelPairs(trial: Trial): { factor: string; level: string; levels: Levels }[] {
  const base = baseLevels(trial);
  return Object.entries(trial.file.factors).flatMap(([factor, { levels }]) =>
    Object.keys(levels).map((level) => ({ factor, level, levels: { ...base, [factor]: level } })),
  );
}

// -------------------------------------------------------------------------------------- X01 and X04: only as declared

/** Each pair of levels of a factor, everything else equal: what differs must be what the factor declares. */
function checkFactors(study: Study, trial: Trial, options: Options): Problem[] {
  const all = levelPairs(trial);
  const cells = openCells(
    study,
    trial,
    all.map(({ levels }) => levels),
    options,
  );
  return Object.keys(trial.file.factors).flatMap((factor) => {
    const own = all.filter((each) => each.factor === factor);
    const made = own.map(({ level, levels }) => ({ level, variant: cells(levels) }));
    const written = own.flatMap(({ level }) => touchesOf(study, trial, factor, level));
    const pairs = own.flatMap((a, i) =>
      own.slice(i + 1).map((b) => ({
        a: a.level,
        b: b.level,
        differences: differencesOf(cells(a.levels), cells(b.levels)),
      })),
    );
    return [
      ...undeclared(trial, { factor, written, pairs }),
      ...unevenly(trial, factor, made),
      ...unseen(trial, { factor, pairs, cells: made }),
    ];
  });
}

type Made = { level: string; variant: Variant };

/** Levels that differ in sections alone that none of their channels prints: their arms are sent the same. */
function unseen(
  trial: Trial,
  { factor, pairs, cells }: Pick<Looked, "factor" | "pairs"> & { cells: readonly Made[] },
): Problem[] {
  const isOnPaper = (level: string) =>
    cells.some(
      ({ level: own, variant: { channels, design } }) => own === level && needsBrowser(channels, design.attachment),
    );
  return pairs.flatMap(({ a, b, differences }) => {
    const sections = differences.map(({ section }) => section);
    if (sections.length === 0 || isOnPaper(a) || isOnPaper(b)) return [];
    if (sections.some((section) => !section || emailKinds.includes(section.kind))) return [];
    const names = [...new Set(sections.map((section) => section!.name))].join(", ");
    const message = `"${a}" and "${b}" of "${factor}" differ in ${names} alone, which no email shows, and nothing goes on paper: their arms are sent the same`;
    const hint = "print these arms, attach the report, or change what the email shows";
    return [finding("X01", "error", message, trial.placeOf(["factors", factor, "levels", b]), hint)];
  });
}

/**
 * Recipients whose report can be made at some levels of a factor and not at all: who drops out would then hang on the arm,
 * which no analysis can mend. Those that can be made at no level are the campaign's fault, and its own findings.
 */
function unevenly(trial: Trial, factor: string, made: readonly Made[]): Problem[] {
  return made.flatMap(({ level, variant: { unmade } }) => {
    const other = made.find(({ variant }) => unmade.some(({ code }) => variant.reports.has(code)));
    const lost = unmade.filter(({ code }) => other?.variant.reports.has(code));
    const [first] = lost;
    if (!other || !first) return [];
    const message = `at "${level}" of "${factor}" ${lost.length === 1 ? "a report" : `${lost.length} reports`} cannot be made that can at "${other.level}", e.g. ${first.code}: ${first.because}`;
    const place = trial.placeOf(["factors", factor, "levels", level]);
    const hint = "nobody may drop out of one arm alone: mend the level, so that the report can be made at both";
    return [finding("X01", "error", message, place, hint)];
  });
}

type Looked = {
  factor: string;
  written: readonly Written[];
  pairs: readonly { a: string; b: string; differences: readonly Difference[] }[];
};

/** What a level of the factor writes. */
type Written = Touch & { level: string };

function touchesOf({ topics }: Study, { file }: Trial, factor: string, level: string): Written[] {
  const own = file.factors[factor]?.levels[level];
  if (!own) return [];
  return [...topics].flatMap(([topic, { campaign }]) =>
    isOf(own, topic) ? workIn(campaign, own).touches.map((touch) => ({ ...touch, level })) : [],
  );
}

/** One finding for each aspect that a factor does not declare: seen in reports, or written into words that nobody is shown. */
function undeclared(trial: Trial, { factor, written, pairs }: Looked): Problem[] {
  const declared = trial.file.factors[factor]!;
  const found = new Map<string, Problem>();
  for (const { a, b, differences } of pairs) {
    for (const [aspect, same] of Map.groupBy(differences, (each) => each.aspect)) {
      const wrongful = same.filter((each) => !isDeclared(each, declared, written));
      if (wrongful.length > 0 && !found.has(aspect))
        found.set(aspect, tellUndeclared(trial, { factor, aspect, a, b }, wrongful));
    }
  }
  for (const touch of written.filter(({ item }) => item !== undefined)) {
    const { aspect, ...section } = itemAspect(touch);
    if (found.has(aspect) || covers(declared, { aspect, ...section })) continue;
    const message = `level "${touch.level}" of "${factor}" changes ${aspect}, which "${factor}" does not declare: "${touch.item}" is another there`;
    const place = trial.placeOf(["factors", factor, "levels", touch.level, ...touch.path]);
    found.set(aspect, finding("X01", "error", message, place, mend(declared, aspect)));
  }
  return [...found.values()];
}

/** Where a block or an action that a level puts in another's place belongs. */
function itemAspect({ at: [, name = ""], kind }: Touch): Pick<Difference, "aspect" | "section"> {
  const section = kind ? { section: { name, kind } } : {};
  return { aspect: kind === "actions" ? "actions" : `wording of ${name}`, ...section };
}

/** Whether a factor declares a difference, or it follows from another topic or other numbers that the factor declares. */
function isDeclared(difference: Difference, factor: Factor, written: readonly Written[]): boolean {
  if (covers(factor, difference)) return true;
  const { aspect, section } = difference;
  const isWritten = written.some(({ at: [first, name] }) =>
    first === "sections" ? section && (name === undefined || name === section.name) : first === aspect,
  );
  if (isWritten || aspect === "support") return false;
  if (factor.changes.includes("topic")) return true;
  return otherNumbers.some((each) => factor.changes.includes(each)) && !settings.has(aspect);
}

/** Whether the factors that account for a difference declare it: each that shows it by itself, or one of those it takes. */
export function isAccounted(study: Study, trial: Trial, { by, together, ...difference }: Attributed): boolean {
  const declares = (factor: string): boolean => {
    const declared = trial.file.factors[factor];
    if (!declared) return false;
    const written = Object.keys(declared.levels).flatMap((level) => touchesOf(study, trial, factor, level));
    return isDeclared(difference, declared, written);
  };
  return together ? by.some(declares) : by.length > 0 && by.every(declares);
}

/** Aspects by which numbers are other, and with them the words and charts that print them. */
const otherNumbers = ["peers", "framing", "schedule"] as const;

/** Aspects that a level sets itself, and that never follow from others. */
const settings: ReadonlySet<string> = new Set(
  aspects.filter((aspect) => !["wording", "sections", "charts", "actions"].includes(aspect)),
);

/** Whether a factor names an aspect itself: words by their section's name, by its kind, or all of them. */
function covers({ changes }: Factor, { aspect, section }: Pick<Difference, "aspect" | "section">): boolean {
  const names: readonly string[] = changes;
  if (!aspect.startsWith("wording of ")) return names.includes(aspect);
  return names.includes("wording") || names.includes(aspect) || names.includes(`wording of ${section?.kind}`);
}

type UndeclaredAspect = { factor: string; aspect: string; a: string; b: string };

function tellUndeclared(
  trial: Trial,
  { factor, aspect, a, b }: UndeclaredAspect,
  differences: readonly Difference[],
): Problem {
  const [{ node, a: ours, b: theirs, recipients }, ...more] = differences as [Difference, ...Difference[]];
  const { count, of, first } = recipients;
  const texts = `${node} is ${quoted(ours)} at "${a}" and ${quoted(theirs)} at "${b}"`;
  const others = more.length > 0 ? `, and ${more.length} more` : "";
  const seen = of > 0 ? ` (${count} of ${of} reports, e.g. ${first})` : "";
  const place = trial.placeOf(["factors", factor, "changes"]);
  if (aspect === "data")
    return finding(
      "X04",
      "error",
      `the levels of "${factor}" are not shown the same numbers: ${texts}${others}${seen}`,
      place,
      "numbers may differ only where a factor declares peers, framing, schedule or topic",
    );
  const message = `the levels of "${factor}" differ in ${aspect}, which it does not declare: ${texts}${others}${seen}`;
  return finding("X01", "error", message, place, mend(trial.file.factors[factor]!, aspect));
}

function mend({ changes }: Factor, aspect: string): string {
  return `if it is meant, declare it: changes: [${[...changes, aspect].join(", ")}]; if not, correct the level`;
}

function quoted(text: string): string {
  if (text === "") return "nothing";
  return text.length > 160 ? `"${text.slice(0, 159)}…"` : `"${text}"`;
}

// ------------------------------------------------------------------------------------------- X02: effects of their own

/**
 * Every two factors in every pair of their levels: one must change the same parts of a report whatever the other is. Three
 * at a time are not tried; and not where another topic, or no report at all, leaves nothing to compare.
 */
function checkOrthogonal(study: Study, trial: Trial, options: Options): Problem[] {
  const squares = squaresOf(trial);
  if (squares.length === 0) return [];
  const cells = openCells(
    study,
    trial,
    squares.flatMap(({ corners }) => corners),
    options,
  );
  const problems = squares.flatMap((square) => checkSquare(trial, square, cells));
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

/** Two factors, two levels of each: the first levels of both, then the first factor changed, the second, both. */
type Square = { f: Turn; g: Turn; corners: readonly [Levels, Levels, Levels, Levels] };

type Turn = { factor: string; from: string; to: string };

function squaresOf(trial: Trial): Square[] {
  const base = baseLevels(trial);
  const picks = Object.entries(trial.file.factors).map(([factor, { levels }]) =>
    Object.keys(levels)
      .filter((level) => level !== base[factor])
      .map((to): Turn => ({ factor, from: base[factor]!, to })),
  );
  return picks.flatMap((fs, i) =>
    picks.slice(i + 1).flatMap((gs) =>
      fs.flatMap((f) =>
        gs.map((g): Square => {
          const [one, other] = [
            { ...base, [f.factor]: f.to },
            { ...base, [g.factor]: g.to },
          ];
          return { f, g, corners: [base, one, other, { ...one, [g.factor]: g.to }] };
        }),
      ),
    ),
  );
}

function checkSquare(trial: Trial, { f, g, corners }: Square, cells: Cells): Problem[] {
  const [base, one, other, both] = corners.map(cells);
  if (!base || !one || !other || !both) return [];
  if ([one, other, both].some(({ topic, sends }) => topic !== base.topic || !sends) || !base.sends) return [];
  const parts = { f: partsBetween(base, one), g: partsBetween(base, other) };
  const there = { f: partsBetween(other, both), g: partsBetween(one, both) };
  const shared = [...parts.f].filter((part) => parts.g.has(part));
  return [
    ...unlike(trial, { at: f, by: g, alone: parts.f, there: there.f }),
    ...unlike(trial, { at: g, by: f, alone: parts.g, there: there.g }),
    ...(shared.length > 0 ? [tellShared(trial, f, g, shared)] : []),
  ];
}

/** The parts of a report that differ: "comparison.chart", "headline.say", "channels". */
function partsBetween(...[a, b]: Parameters<typeof differencesOf>): Set<string> {
  const nodes = differencesOf(a, b).filter(({ aspect }) => aspect !== "data");
  return new Set(nodes.map(({ node }) => node.split(".").slice(0, 2).join(".")));
}

type Sides = { at: Turn; by: Turn; alone: ReadonlySet<string>; there: ReadonlySet<string> };

function unlike(trial: Trial, { at, by, alone, there }: Sides): Problem[] {
  const only = [...alone].filter((part) => !there.has(part));
  const also = [...there].filter((part) => !alone.has(part));
  const [where, parts] = only.length > 0 ? [by.from, only] : [by.to, also];
  if (parts.length === 0) return [];
  const not = where === by.from ? by.to : by.from;
  return [
    finding(
      "X02",
      "error",
      `"${at.factor}" (${at.from} to ${at.to}) changes ${parts.join(", ")} where "${by.factor}" is ${where}, and not where it is ${not}`,
      trial.placeOf(["factors", at.factor, "levels", at.to]),
      "bind each part of the report to one factor, so that the effect of one does not hang on the other",
    ),
  ];
}

function tellShared(trial: Trial, f: Turn, g: Turn, parts: readonly string[]): Problem {
  return finding(
    "X02",
    "info",
    `"${f.factor}" and "${g.factor}" both act on ${parts.join(", ")}`,
    trial.placeOf(["factors", g.factor]),
    "read how they go together: feedback compare shows it",
  );
}

// --------------------------------------------------------------------------------- X03 and X08: who is not to see what

type Blind = Options & { hidden: readonly string[] };

/** Hidden words in what authors wrote, shown to anybody yet or not, and in reports of every level. */
function checkLeaks(study: Study, trial: Trial, { hidden, ...options }: Blind): Problem[] {
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

/** Planned reports to anybody who is not in the allocation, or to whom nothing is to be sent (X08). */
function outsiders(trial: Trial, { jobs, assignments }: StudyPlan): Problem[] {
  return jobs.flatMap(({ organisation: { code } }) => refusal(trial, code, assignments));
}

/** After the run: every artefact's recipient is allocated, and something is to be sent to it. Throws an InputError. */
export function checkSent({ trial }: Study, { assignments }: StudyPlan, entries: readonly Entry[]): void {
  if (!trial) return;
  const codes = new Set(entries.flatMap((entry) => ("path" in entry ? [entry.code] : [])));
  const problems = [...codes].flatMap((code) => refusal(trial, code, assignments));
  if (problems.length > 0) throw inputError(problems);
}

function refusal(trial: Trial, code: string, assignments: StudyPlan["assignments"]): Problem[] {
  const assignment = assignments?.of.get(code);
  if (assignment && assignment.not === undefined) return [];
  const why = assignment ? `to which nothing is sent: ${assignment.not}` : "which is not in the allocation";
  const place = { file: trial.allocation?.file ?? trial.path, line: 1, column: 1 };
  return [
    finding(
      "X08",
      "error",
      `a report of ${code}, ${why}`,
      place,
      "this is a fault of the engine: send none of this run",
    ),
  ];
}

function finding(
  code: TrialRule,
  severity: Severity,
  ...[message, place, hint]: [string, Problem["place"] & {}, string]
): Problem {
  return { ...wrong(code, message, place, hint), severity, source: trialRules[code].rests };
}
