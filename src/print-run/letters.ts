import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isArtefact, readManifest } from "../output/record.ts";
import type { RunInfo } from "../output/runs.ts";
import type { Entry } from "../output/store.ts";
import { inputError, type Problem } from "../problem.ts";
import type { Report } from "../report/report.ts";
import type { World } from "../world.ts";
import { gramsOf, mostLayers, type PrintRunOptions, postages, usual } from "./options.ts";

/** One letter of a print run: a report on paper, and where it goes. */
export type PrintedLetter = {
  code: string;
  name: string;
  address: readonly string[]; // as it is printed, without the postcode
  postcode: string;
  path: string; // of its PDF in the run
  sha256: string;
  bytes: number;
  pages: number; // of the report
  sheets: number; // printed on both sides
  enclosures: readonly { item: string; grams: number }[]; // what goes into the envelope besides
};

/** A recipient of the run without a letter, and why. */
export type LetterLeftOut = { code: string; why: string };

/** Letters in the order of their codes; what is left out; recipients who share an address. */
export type Letters = {
  title: string; // of the campaign; of several, of the study
  letters: readonly PrintedLetter[];
  left: readonly LetterLeftOut[];
  shared: readonly { address: string; codes: readonly string[] }[];
  panels: number; // in how many parts a page is folded
  warnings: readonly Problem[];
};

/**
 * The letters of a run, from its manifest and the reports beside it. Throws an InputError with all that stands in the way: an
 * address that is missing, or a letter too heavy for its postage.
 */
export async function readLetters(world: World, run: RunInfo, options: PrintRunOptions): Promise<Letters> {
  const entries = await readManifest(world, run.folder);
  const prints = entries.filter(isArtefact).filter(({ channel }) => channel === "print");
  const problems: Problem[] = [];
  const letters: PrintedLetter[] = [];
  const out = new Set(options.without ?? []);
  const titles = new Set<string>();
  const folds = new Set<number>();
  for (const code of out)
    if (!prints.some((each) => each.code === code))
      problems.push(wrong("unknown-recipient", `the run has no letter for "${code}"`, "leave it out of --without"));
  for (const { code, path, sha256, bytes, pages = 0 } of prints.filter((each) => !out.has(each.code))) {
    const report = await readReport(run.folder, code);
    const lines = report.recipient.address;
    titles.add(report.campaign.title);
    folds.add(report.envelope.panels);
    const postcode = lines.at(-1) ?? "";
    if (lines.length < 3 || !isPostcode(postcode)) problems.push(noAddress(code, lines));
    const sheets = Math.ceil(pages / 2);
    letters.push({
      ...{ code, name: report.recipient.name, address: lines.slice(0, -1), postcode },
      ...{ path, sha256, bytes, pages, sheets, enclosures: report.enclosures ?? [] },
    });
  }
  if (prints.length === 0)
    problems.push(wrong("no-letters", `the run in "${run.folder}" has no letters`, "render it with --channel print"));
  if (folds.size > 1)
    problems.push(
      wrong("other-envelope", "letters of the run are folded in different ways", "render them with one envelope"),
    );
  problems.push(...tooHeavy(letters, options));
  if (problems.length > 0) throw inputError(problems);
  const [panels = 1] = folds;
  return {
    title: titles.size === 1 ? [...titles][0]! : run.plan.study,
    letters: letters.sort((a, b) => (a.code < b.code ? -1 : 1)),
    left: leftOut(run, entries, out),
    shared: sharedAddresses(letters),
    panels,
    warnings: [...sharedWarnings(letters), ...thick(letters, panels)],
  };
}

async function readReport(folder: string, code: string): Promise<Report> {
  return JSON.parse(await readFile(join(folder, "report", `${code}.json`), "utf8")) as Report;
}

/** "QX1 1AA": the forms of British postcodes (BS 7666). */
function isPostcode(line: string): boolean {
  return /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/.test(line);
}

function noAddress(code: string, lines: readonly string[]): Problem {
  const said = lines.length === 0 ? "no address" : `an address that cannot be delivered: "${lines.join(", ")}"`;
  return wrong(
    "no-address",
    `${code} has ${said}`,
    "three lines at least, the last one a postcode: mend the directory and render again, or leave it out by --without",
  );
}

function tooHeavy(
  letters: readonly PrintedLetter[],
  { paper = usual.paper, postage = usual.postage }: PrintRunOptions,
): Problem[] {
  const most = postages[postage];
  const heavy = letters.filter((letter) => gramsOf(letter, paper) > most);
  if (heavy.length === 0) return [];
  const named = heavy
    .slice(0, 10)
    .map((letter) => `${letter.code} (${letter.sheets} sheets, ${gramsOf(letter, paper)} g)`);
  return [
    wrong(
      "too-heavy",
      `heavier than ${most} g, the limit of postage "${postage}": ${named.join(", ")}${heavy.length > 10 ? ` and ${heavy.length - 10} more` : ""}`,
      "shorten the reports, take lighter paper (--paper), or pay for a larger letter (--postage large-letter)",
    ),
  ];
}

/** Everybody of the plan who gets nothing by post, each with its reason. */
function leftOut(run: RunInfo, entries: readonly Entry[], out: ReadonlySet<string>): LetterLeftOut[] {
  const reasons = new Map(run.plan.recipients.map(({ code }) => [code, "its report is not made on paper"]));
  for (const entry of entries) {
    if ("failed" in entry) reasons.set(entry.code, `failed: ${entry.failed}`);
    else if ("without" in entry) reasons.set(entry.code, entry.without);
    else if (entry.channel === "print") reasons.delete(entry.code);
  }
  for (const code of out) reasons.set(code, "left out by --without");
  return [...reasons].map(([code, why]) => ({ code, why })).sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Recipients whose letters go to one door: the address without who it is for and the name. */
function sharedAddresses(letters: readonly PrintedLetter[]): Letters["shared"] {
  const doors = Map.groupBy(letters, doorOf);
  return [...doors]
    .filter(([, same]) => same.length > 1)
    .map(([address, same]) => ({ address, codes: same.map(({ code }) => code).sort() }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

function doorOf({ name, address, postcode }: PrintedLetter): string {
  const lines = address.slice(1);
  const end = lines.findIndex((_, i) => lines.slice(0, i + 1).join(" ") === name);
  return [...lines.slice(end < 0 ? 1 : end + 1), postcode].join(", ").toUpperCase();
}

function sharedWarnings(letters: readonly PrintedLetter[]): Problem[] {
  return sharedAddresses(letters).map(({ address, codes }) => ({
    code: "shared-address",
    severity: "warning",
    message: `${new Intl.ListFormat("en-GB").format(codes)} have one address, ${address}`,
    hint: "right where they share a building; otherwise mend the directory and render again",
  }));
}

/** Letters that are hard to fold and to put into the envelope. */
function thick(letters: readonly PrintedLetter[], panels: number): Problem[] {
  const most = Math.floor(mostLayers / panels);
  const found = letters.filter(({ sheets }) => sheets > most);
  if (found.length === 0) return [];
  return [
    {
      code: "thick-letter",
      severity: "warning",
      message: `${found.map(({ code, sheets }) => `${code} (${sheets} sheets)`).join(", ")}: more than ${most} sheets fold badly in ${panels}`,
      hint: "ask the print house, or shorten the reports",
    },
  ];
}

function wrong(code: string, message: string, hint: string): Problem {
  return { code, severity: "error", message, hint };
}
