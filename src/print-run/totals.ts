import type { RunPlan } from "../output/run-plan.ts";
import type { Seal } from "../output/seal.ts";
import type { PrintFile } from "./files.ts";
import type { LetterLeftOut, Letters, PrintedLetter } from "./letters.ts";
import { gramsOf, type Postage, type PrintRunOptions, postages, usual } from "./options.ts";

/** What a print run comes to: totals.json. */
export type Totals = {
  run: string;
  seal: string; // of the run
  study: string;
  cycle: string;
  issued: string;
  recipients: number;
  pages: number; // of reports
  blanks: number; // empty sides, so that each letter begins on a sheet of its own
  sheets: number;
  letters: readonly { sheets: number; recipients: number }[]; // how many letters have how many sheets
  tagged: boolean;
  folded: number; // in how many parts
  paper: number; // g/m²
  postage: Postage;
  grams: { limit: number; heaviest: number; total: number }; // with envelopes
  files: readonly { file: string; sha256: string; bytes: number; recipients: number; pages: number; sheets: number }[];
  notInRun: number; // recipients of the cycle whom the run leaves out: more than 0 only of a partial run
  enclosures?: readonly { item: string; letters: number }[]; // how many letters have what besides
  left: readonly LetterLeftOut[]; // everybody else of the run
  shared: Letters["shared"];
};

export type WrittenFile = PrintFile & { sha256: string; bytes: number };

type MadePrintRun = {
  plan: RunPlan;
  seal: Seal;
  files: readonly WrittenFile[];
  letters: Letters;
  options: PrintRunOptions;
};

export function totalsOf({ plan, seal, files, letters: all, options }: MadePrintRun): Totals {
  const { letters, left, shared, panels } = all;
  const { paper = usual.paper, postage = usual.postage } = options;
  const grams = letters.map((letter) => gramsOf(letter, paper));
  const bySheets = Map.groupBy(letters, ({ sheets }) => sheets);
  return {
    run: plan.run,
    seal: seal.seal,
    study: plan.study,
    cycle: plan.cycle.id,
    issued: plan.cycle.issued,
    recipients: letters.length,
    pages: sum(letters, ({ pages }) => pages),
    blanks: sum(letters, ({ pages, sheets }) => 2 * sheets - pages),
    sheets: sum(letters, ({ sheets }) => sheets),
    letters: [...bySheets].sort(([a], [b]) => a - b).map(([sheets, same]) => ({ sheets, recipients: same.length })),
    tagged: !options.untagged,
    folded: panels,
    paper,
    postage,
    grams: {
      limit: postages[postage],
      heaviest: grams.reduce((most, each) => Math.max(most, each), 0),
      total: Math.round(grams.reduce((all, each) => all + each, 0)),
    },
    files: files.map(({ file, sha256, bytes, letters: own }) => ({
      ...{ file, sha256, bytes, recipients: own.length },
      pages: sum(own, ({ sheets }) => 2 * sheets),
      sheets: sum(own, ({ sheets }) => sheets),
    })),
    notInRun: plan.leftOut,
    ...enclosedIn(letters),
    left,
    shared,
  };
}

/** How many of each thing are to be enclosed; nothing where none is. */
function enclosedIn(letters: readonly PrintedLetter[]): Pick<Totals, "enclosures"> {
  const all = Map.groupBy(
    letters.flatMap(({ enclosures }) => enclosures),
    ({ item }) => item,
  );
  if (all.size === 0) return {};
  return {
    enclosures: [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([item, { length }]) => ({ item, letters: length })),
  };
}

function sum(letters: readonly PrintedLetter[], of: (letter: PrintedLetter) => number): number {
  return letters.reduce((total, letter) => total + of(letter), 0);
}
