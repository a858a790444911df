import { holdsAll } from "../../input/campaign/channels.ts";
import type { Study, Trial } from "../../input/study.ts";
import { isOf } from "../../input/topics.ts";
import { type Touch, workIn } from "../../input/trial/level.ts";
import { aspects, type Factor, ofMail, ofSection } from "../../input/trial/trial.ts";
import { whyTooLong } from "../../lint/prepare.ts";
import { needsBrowser } from "../../output/needs-browser.ts";
import type { Problem } from "../../problem.ts";
import { emailKinds } from "../../render/sections.ts";
import { readSizes } from "../../render/sizes.ts";
import { type Templates, variantOf } from "../../render/templates.ts";
import type { Attributed } from "../differences/attribute.ts";
import { type Difference, differencesOf } from "../differences/differences.ts";
import type { Variant } from "../differences/variants.ts";
import { finding } from "./finding.ts";
import { levelPairs, type Sample } from "./level-pairs.ts";

// X01 and X04: the levels of a factor differ in what it declares, and are shown the same numbers.

/** Each pair of levels of a factor, everything else equal: what differs must be what the factor declares. */
export function checkFactors(
  study: Study,
  trial: Trial,
  { templates, cells, codes }: Sample & { templates: Templates },
): Problem[] {
  const all = levelPairs(trial);
  return Object.keys(trial.file.factors).flatMap((factor) => {
    const own = all
      .filter((each) => each.factor === factor)
      .map(({ level, levels }) => ({ level, variant: cells(levels, codes) }));
    const made = own.map(({ level, variant }) => ({ level, variant: fittedIn(variant, templates) }));
    const written = own.flatMap(({ level }) => touchesOf(study, trial, factor, level));
    const pairs = own.flatMap((a, i) =>
      own.slice(i + 1).map((b) => ({
        a: a.level,
        b: b.level,
        differences: differencesOf(a.variant, b.variant),
      })),
    );
    return [
      ...undeclared(trial, { factor, written, pairs }),
      ...unevenly(trial, factor, made),
      ...unseen(trial, { factor, pairs, cells: made }),
    ];
  });
}

type MadeVariant = { level: string; variant: Variant };

/** A variant without the reports whose first page is too long for paper, where it is printed. */
function fittedIn(variant: Variant, templates: Templates): Variant {
  const { channels, design } = variant;
  if (!needsBrowser(channels, design.attachment)) return variant;
  const sizes = readSizes(variantOf(templates, design.template));
  const misfits = [...variant.reports].flatMap(([code, report]) => {
    const because = whyTooLong(report, sizes);
    return because === undefined ? [] : [{ code, because }];
  });
  const out = new Set(misfits.map(({ code }) => code));
  const reports = new Map([...variant.reports].filter(([code]) => !out.has(code)));
  return { ...variant, reports, unmade: [...variant.unmade, ...misfits] };
}

/** Levels that differ in sections alone that none of their channels prints: their arms are sent the same. */
function unseen(
  trial: Trial,
  { factor, pairs, cells }: Pick<LookedTouch, "factor" | "pairs"> & { cells: readonly MadeVariant[] },
): Problem[] {
  const isWhole = (level: string) =>
    cells.some(
      ({ level: own, variant: { channels, design } }) => own === level && holdsAll(channels, design.attachment),
    );
  return pairs.flatMap(({ a, b, differences }) => {
    const sections = differences.map(({ section }) => section);
    const goesByEmail = cells.some(({ level, variant: { channels } }) => level === a && channels.includes("email"));
    if (differences.length > 0 && differences.every(({ node }) => ofEmailAlone.has(node)) && !goesByEmail) {
      const told = differences.map(({ node }) => node).join(", ");
      const message = `"${a}" and "${b}" of "${factor}" differ in ${told} alone, which only an email has, and none is sent: their arms are sent the same`;
      const hint = "send these arms the email: channels: [email]";
      return [finding("X01", "error", message, trial.placeOf(["factors", factor, "levels", b]), hint)];
    }
    if (sections.length === 0 || isWhole(a)) return []; // another channel of b is a difference of its own
    if (sections.some((section) => !section || emailKinds.includes(section.kind))) return [];
    const names = [...new Set(sections.map((section) => section!.name))].join(", ");
    const message = `"${a}" and "${b}" of "${factor}" differ in ${names} alone, which no email shows, and nothing goes on paper: their arms are sent the same`;
    const hint = "print these arms, attach the report, or change what the email shows";
    return [finding("X01", "error", message, trial.placeOf(["factors", factor, "levels", b]), hint)];
  });
}

const ofEmailAlone: ReadonlySet<string> = new Set(["mail.subject", "mail.preheader", "mail.sender"]);

/**
 * Recipients whose report can be made at some levels of a factor and not at all: who drops out would then hang on the arm,
 * which no analysis can mend. Those that can be made at no level are the campaign's fault, and its own findings.
 */
function unevenly(trial: Trial, factor: string, made: readonly MadeVariant[]): Problem[] {
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

type LookedTouch = {
  factor: string;
  written: readonly WrittenTouch[];
  pairs: readonly { a: string; b: string; differences: readonly Difference[] }[];
};

/** What a level of the factor writes. */
type WrittenTouch = Touch & { level: string };

function touchesOf({ topics }: Study, { file }: Trial, factor: string, level: string): WrittenTouch[] {
  const own = file.factors[factor]?.levels[level];
  if (!own) return [];
  return [...topics].flatMap(([topic, { campaign }]) =>
    isOf(own, topic) ? workIn(campaign, own).touches.map((touch) => ({ ...touch, level })) : [],
  );
}

/** One finding for each aspect that a factor does not declare: seen in reports, or written into words that nobody is shown. */
function undeclared(trial: Trial, { factor, written, pairs }: LookedTouch): Problem[] {
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
function isDeclared(difference: Difference, factor: Factor, written: readonly WrittenTouch[]): boolean {
  if (covers(factor, difference)) return true;
  const { aspect, section } = difference;
  const isWritten = written.some(({ at: [first, name] }) =>
    first === "sections" ? section && (name === undefined || name === section.name) : first === aspect,
  );
  if (isWritten) return false;
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
const otherNumbers = ["peers", "framing", "schedule", "headline-turns"] as const;

/** Aspects that a level sets itself, and that never follow from others. */
const settings: ReadonlySet<string> = new Set(
  aspects.filter((aspect) => !["wording", "sections", "charts", "actions"].includes(aspect)),
);

/** Whether a factor names an aspect itself: words by their section's name, by its kind, or all of them. */
function covers({ changes }: Factor, { aspect, section }: Pick<Difference, "aspect" | "section">): boolean {
  const names: readonly string[] = changes;
  if (!aspect.startsWith("wording of ")) return names.includes(aspect);
  if (aspect.startsWith(ofMail) && names.includes(`${ofSection}mail`)) return true;
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
      "numbers may differ only where a factor declares peers, framing, schedule, headline-turns or topic",
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
