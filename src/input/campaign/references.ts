import type { Problem } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Action } from "../library/action.ts";
import type { Block, Role } from "../library/block.ts";
import { checkComposite, compositeOf } from "../library/composite.ts";
import type { Indicator } from "../library/indicator.ts";
import { type Library, type LibraryShelf, namesItself } from "../library/library.ts";
import type { Directed } from "../library/patterns.ts";
import type { Signal } from "../library/signals.ts";
import { amountMark } from "../library/vocabulary.ts";
import { checkLetters, checkPlain, checkWords, vouchedBy } from "../library/words.ts";
import type { Campaign } from "./campaign.ts";
import { checkBalance } from "./check-balance.ts";
import { checkCounts } from "./check-counts.ts";
import { checkDesign } from "./check-design.ts";
import { checkHowMany } from "./check-how-many.ts";
import { checkLadders } from "./check-ladders.ts";
import { checkRolling } from "./check-rolling.ts";
import { mailFields, mailPlaceholder } from "./mail.ts";
import { asWritten, isLetter, kindOf } from "./sections.ts";
import { actionSlotsOf, type Path, slotsOf } from "./slots.ts";

/** What a campaign uses of the library. */
export type Used = {
  indicators: ReadonlyMap<string, Indicator>;
  blocks: ReadonlyMap<string, Block>;
  actions: ReadonlyMap<string, Action>;
  files: readonly string[];
};

/** Resolves every name in the campaign and checks the words behind it; each unknown name is a problem at its place. */
export function checkReferences(campaign: Located<Campaign>, library: Library, problems: Problem[]): Used {
  const { value, placeOf } = campaign;
  const found: ReferencesFound = { files: new Set<string>(), unresolved: false };
  const pick = <T>(shelf: LibraryShelf<T>, kind: string, id: string, path: Path): Located<T> | undefined => {
    const item = shelf.items.get(id);
    const broken = shelf.broken.find(({ text }) => namesItself(text, id));
    if (item) {
      found.files.add(item.file);
      problems.push(...(shelf.twice.get(id) ?? []));
    } else if (broken) found.files.add(broken.file);
    else {
      found.unresolved = true;
      const hint = suggest(id, [...shelf.items.keys()]);
      problems.push({
        code: `unknown-${kind}`,
        severity: "error",
        message: `unknown ${kind} "${id}"`,
        place: placeOf(path),
        ...(hint ? { hint } : {}),
      });
    }
    return item;
  };
  const indicators = new Map<string, Indicator>();
  const located = new Map<string, Located<Indicator>>();
  value.indicators.forEach((id, i) => {
    const item = pick(library.indicators, "indicator", id, ["indicators", i]);
    if (!item) return;
    indicators.set(id, item.value);
    located.set(id, item);
    checkTexts(item, problems);
    checkComposite(item, library.indicators, problems);
    for (const component of compositeOf(item.value)?.of ?? []) {
      const { items, broken } = library.indicators;
      const file = items.get(component)?.file ?? broken.find(({ text }) => namesItself(text, component))?.file;
      if (file) found.files.add(file);
    }
  });
  checkTexts({ ...campaign, value: { ...value, sections: value.sections.map(asWritten) } }, problems);
  checkIndicatorNames(campaign, problems);
  checkTarget(campaign, indicators, problems);
  checkBalance(campaign, located, problems);
  checkCounts(campaign, indicators, problems);
  checkRolling(campaign, indicators, problems);
  const blocks = new Map<string, Located<Block>>();
  const inLetter = isLetter(value.sections.map(({ kind }) => kind));
  for (const { ids, path, role, when, indicator } of slotsOf(value)) {
    ids.forEach((id, i) => {
      const item = pick(library.blocks, "block", id, [...path, i]);
      if (!item) return;
      blocks.set(id, item);
      if (item.value.role !== role) {
        problems.push({
          code: "wrong-role",
          severity: "error",
          message: `block "${id}" has role "${item.value.role}"; "${role}" is wanted here`,
          place: placeOf([...path, i]),
        });
      }
      const section = indicator === value.headline ? when : undefined; // it speaks of the headline's standing alone
      const about = aboutOf(value, indicators.get(indicator));
      checkBlock(item, vouchedBy([item.value.when, section], about), about, library, problems);
      if (inLetter || item.value.role === "letter") checkFigureless(item, problems);
    });
  }
  const actions = new Map<string, Located<Action>>();
  for (const { ids, path } of actionSlotsOf(value)) {
    ids.forEach((id, i) => {
      const item = pick(library.actions, "action", id, [...path, i]);
      if (!item) return;
      actions.set(id, item);
      checkAction(item, aboutOf(value, indicators.get(value.headline)), library, problems);
      checkHowMany(item, value, problems);
    });
  }
  checkLadders(campaign, { indicators, blocks, actions }, problems);
  checkDesign(campaign, { indicators, blocks, looks: library.looks }, problems);
  answerFor([library.indicators, library.blocks, library.actions], found, problems);
  return { indicators, blocks: valuesOf(blocks), actions: valuesOf(actions), files: [...found.files] };
}

type ReferencesFound = { files: Set<string>; unresolved: boolean };

/** Problems of the files a campaign uses are its own; of others only if a name could not be found (it may stand there). */
function answerFor(
  shelves: readonly LibraryShelf<unknown>[],
  { files, unresolved }: ReferencesFound,
  problems: Problem[],
): void {
  for (const { file, problems: own } of shelves.flatMap((shelf) => shelf.broken)) {
    if (unresolved || files.has(file)) problems.push(...own);
  }
}

function valuesOf<T>(items: ReadonlyMap<string, Located<T>>): ReadonlyMap<string, T> {
  return new Map([...items].map(([id, { value }]) => [id, value]));
}

/** A target can be shown only where the headline indicator has one. */
function checkTarget(
  { value, placeOf }: Located<Campaign>,
  indicators: ReadonlyMap<string, Indicator>,
  problems: Problem[],
): void {
  const at = value.comparators.indexOf("target");
  const headline = indicators.get(value.headline);
  if (at < 0 || !headline || headline.target) return;
  problems.push({
    code: "missing-target",
    severity: "error",
    message: `indicator "${value.headline}" has no target to compare with`,
    place: placeOf(["comparators", at]),
    hint: "give it a `target`, or leave this comparator out",
  });
}

function checkIndicatorNames({ value, placeOf }: Located<Campaign>, problems: Problem[]): void {
  const check = (id: string | undefined, path: Path) => {
    if (id === undefined || value.indicators.includes(id)) return;
    const hint = suggest(id, value.indicators);
    problems.push({
      code: "unknown-indicator",
      severity: "error",
      message: `"${id}" is not among the campaign's indicators`,
      place: placeOf(path),
      ...(hint ? { hint } : {}),
    });
  };
  check(value.headline, ["headline"]);
  value.sections.forEach((section, i) => {
    const named = kindOf(section).indicators?.(section.settings) ?? [];
    for (const { id, path } of named) check(id, ["sections", i, section.kind, ...path]);
  });
}

function checkBlock(
  { value, placeOf, text: source }: Located<Block>,
  vouched: ReadonlySet<Signal>,
  about: ReferredIndicator | undefined,
  library: Library,
  problems: Problem[],
): void {
  checkTechniques(value.bct, placeOf, library, problems);
  for (const field of ["lead", "text"] as const) {
    const words = value[field];
    if (words)
      checkWords(
        {
          text: words,
          place: () => placeOf([field]),
          vouched,
          cites: value.cites.length,
          source,
          published: publishedIn(about),
        },
        problems,
      );
  }
  if (value.title) checkPlain({ text: value.title, place: () => placeOf(["title"]), source }, problems);
  for (const [path, text] of textsIn(value.cites, ["cites"]))
    checkLetters({ text, place: () => placeOf(path), source }, problems);
  const wanted = ({ fact: "lead", why: "title", method: "title" } as Partial<Record<Role, "lead" | "title">>)[
    value.role
  ];
  if (wanted && !value[wanted])
    problems.push({
      code: "missing-key",
      severity: "error",
      message: `missing "${wanted}" of a block with role "${value.role}"`,
      place: placeOf(["role"]),
    });
}

/** A letter is for those who are to get no figures: what it fills in is names and dates. */
function checkFigureless({ value, placeOf }: Pick<Located<Block>, "value" | "placeOf">, problems: Problem[]): void {
  const named = [...`${value.lead ?? ""} ${value.text}`.matchAll(/\{\{\s*([\w.-]+)/g)].map(([, path = ""]) => path);
  const figure = named.find(
    (path) => !/^(campaign|cycle|period|issuer|recipient|indicator|extracted|peers\.label)\b/.test(path),
  );
  if (figure === undefined) return;
  problems.push({
    code: "figure-in-letter",
    severity: "error",
    message: `"${figure}" is a figure, and a letter may not contain figures`,
    place: placeOf(["text"]),
    hint: "say it in a section of figures, or without the number",
  });
}

function checkAction(
  action: Located<Action>,
  about: ReferredIndicator | undefined,
  library: Library,
  problems: Problem[],
): void {
  const { value, placeOf, text: source } = action;
  checkTechniques(value.bct, placeOf, library, problems);
  checkNext(action, library, problems);
  const vouched = vouchedBy([value.when], about);
  const worded: Path[] = [["what"], ["step", "text"]];
  const scales = value["how-many"] !== undefined;
  for (const [path, text] of textsIn(value)) {
    const words = { text, place: () => placeOf(path), source };
    if (worded.some((each) => each.join() === path.join()))
      checkWords({ ...words, vouched, cites: value.cites.length, published: publishedIn(about), scales }, problems);
    else if (scales && (path.join() === "amount" || path.join() === "know"))
      checkPlain({ ...words, text: text.replace(amountMark, "") }, problems);
    else checkPlain(words, problems);
  }
}

/** What comes next must be another action of the library. */
function checkNext({ value: { action, next }, placeOf }: Located<Action>, library: Library, problems: Problem[]): void {
  if (next === undefined || (next !== action && library.actions.items.has(next))) return;
  const hint = next === action ? "name the action that follows it" : suggest(next, [...library.actions.items.keys()]);
  problems.push({
    code: next === action ? "own-next" : "unknown-action",
    severity: "error",
    message: next === action ? `"${action}" is its own next` : `unknown action "${next}"`,
    place: placeOf(["next"]),
    ...(hint ? { hint } : {}),
  });
}

/** What is known of an indicator beforehand, and which it is. */
type ReferredIndicator = Directed & Pick<Indicator, "indicator">;

/** Its name, where its data are published values. */
function publishedIn(about: ReferredIndicator | undefined): string | undefined {
  return about?.given === "value" ? about.indicator : undefined;
}

/** What is known of an indicator beforehand, the way round it is told. */
function aboutOf({ framing }: Campaign, indicator: Indicator | undefined): ReferredIndicator | undefined {
  if (!indicator?.complement || framing === "as-defined") return indicator;
  const turned = { lower: "higher", higher: "lower", none: "none" } as const;
  return { ...indicator, direction: turned[indicator.direction] };
}

/** What a campaign or an indicator says itself is printed as it stands; only the label of the peers has blanks to fill. */
function checkTexts({ value, placeOf, text: source }: Located<object>, problems: Problem[]): void {
  for (const [path, text] of textsIn(value)) {
    const own = ownPlaces[path.join(".")];
    const plain = own ? text.replaceAll(own, "") : text;
    checkPlain({ text: plain, place: () => placeOf(path), source }, problems);
  }
}

/** Settings that have places of their own for names, by their path. */
const ownPlaces: Readonly<Record<string, RegExp>> = {
  "peers.label": /\{\{(place|recipients)\}\}/g,
  pages: /\{\{(code|cycle)\}\}/g,
  ...Object.fromEntries(mailFields.map((field) => [`mail.${field}`, mailPlaceholder])),
};

/** Every text in a value, with its path. */
function textsIn(value: unknown, path: Path = []): [Path, string][] {
  if (typeof value === "string") return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((each, i) => textsIn(each, [...path, i]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, [...path, key]));
}

function checkTechniques(
  codes: readonly string[],
  placeOf: Located<unknown>["placeOf"],
  { techniques }: Library,
  problems: Problem[],
): void {
  codes.forEach((code, i) => {
    if (techniques.has(code)) return;
    if (techniques.size === 0) {
      problems.push({
        code: "no-techniques",
        severity: "error",
        message: "no techniques to check `bct` against",
        hint: "they are read from taxonomies/bcttv1.json beside the folder of indicators",
      });
      return;
    }
    const hint = suggest(
      code,
      [...techniques.keys()].filter((known) => known.split(".")[0] === code.split(".")[0]),
    );
    problems.push({
      code: "unknown-bct",
      severity: "error",
      message: `unknown technique "${code}"`,
      place: placeOf(["bct", i]),
      ...(hint ? { hint } : {}),
    });
  });
}
