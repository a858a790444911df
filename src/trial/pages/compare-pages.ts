import type { Trial } from "../../input/study.ts";
import type { Problem } from "../../problem.ts";
import { factorsBetween } from "../differences/attribute.ts";
import type { Levels } from "../differences/variants.ts";
import { finding } from "../integrity/finding.ts";
import type { PrintedVariant } from "./printed.ts";

/** The pages of an arm: its name, its levels, and what was printed for each of the recipients. */
export type PrintedCell = { name: string; levels: Levels; pages: ReadonlyMap<string, PrintedVariant> };

/** Printed pages of the same recipients in two arms at a time: what differs must be what the factors between them declare (X01). */
export function comparePages(trial: Trial, cells: readonly PrintedCell[]): Problem[] {
  const printed = cells.filter(({ pages }) => pages.size > 0);
  return printed.flatMap((a, i) => printed.slice(i + 1).flatMap((b) => comparePair(trial, a, b)));
}

function comparePair(trial: Trial, a: PrintedCell, b: PrintedCell): Problem[] {
  const factors = factorsBetween(a.levels, b.levels);
  const declared = new Set(factors.flatMap((factor) => trial.file.factors[factor]?.changes.map(kindOf) ?? []));
  const both = [...a.pages].flatMap(([code, own]) => {
    const other = b.pages.get(code);
    return other ? [{ code, own, other }] : [];
  });
  return Object.entries(aspectsOfPages).flatMap(([aspect, { allowedBy, told }]): Problem[] => {
    if (allowedBy.some((each) => declared.has(each))) return [];
    const apart = both.flatMap(({ code, own, other }) => {
      const seen = told(own, other);
      return seen ? [{ code, seen }] : [];
    });
    const [first] = apart;
    if (!first) return [];
    const message = `printed pages of ${a.name} and ${b.name} differ in ${aspect}, which no factor between them declares: ${first.seen[0]} and ${first.seen[1]} (${apart.length} of ${both.length} recipients printed, e.g. ${first.code})`;
    const [wanted] = allowedBy;
    const hint = wanted
      ? `make the words or charts of both as long, or declare it if it is meant: changes: [${wanted}]`
      : "something on the page of one arm is wider than the page: shorten it, or change the template";
    return [finding("X01", "error", message, trial.placeOf(["factors", factors[0] ?? "", "changes"]), hint)];
  });
}

/** "wording of headline" is wording. */
function kindOf(aspect: string): string {
  return aspect.split(" of ")[0] ?? aspect;
}

/** What a reader sees on each of two pages, in words; undefined where both are alike. */
type ToldPages = (a: PrintedVariant, b: PrintedVariant) => readonly [string, string] | undefined;

/** What of pages is compared, and the aspects that allow it, the one to declare first. */
const aspectsOfPages: Readonly<Record<string, { allowedBy: readonly string[]; told: ToldPages }>> = {
  scale: { allowedBy: [], told: unless(({ scale }) => percent(scale)) },
  "headline size": { allowedBy: ["typography", "template"], told: unless(({ headline }) => `${headline} pt`) },
  "type sizes": { allowedBy: ["typography", "template"], told: sizesApart },
  spacing: {
    allowedBy: ["typography", "template"],
    told: unless(({ fit: { gaps, later } }) => `${gaps} gaps on page one, ${later} pages after it`),
  },
  pointers: {
    allowedBy: ["typography", "template"],
    told: (a, b) =>
      a.pointers === undefined || b.pointers === undefined
        ? undefined
        : unless(({ pointers }) => `${pointers ? "what" : "nothing of what"} the next pages hold on page one`)(a, b),
  },
  "number of pages": {
    allowedBy: ["typography", "template"],
    told: unless(({ excess }) => (excess === 0 ? "as many pages as are planned" : `${excess} more than are planned`)),
  },
  "chart heights": {
    allowedBy: [
      ...["charts", "comparators", "peers", "framing", "sections", "template", "topic", "headline-turns"],
      "typography",
    ],
    told: chartsApart,
  },
  "blank space": {
    allowedBy: [
      ...[
        "wording",
        "charts",
        "actions",
        "sections",
        "comparators",
        "peers",
        "framing",
        "messages",
        "template",
        "topic",
        "headline-turns",
      ],
      "typography",
    ],
    told: unless(({ empty }) => `${empty.map((each) => `${each} mm`).join(", ") || "none"} at the ends of pages`),
  },
};

function unless(of: (printed: PrintedVariant) => string): ToldPages {
  return (a, b) => (of(a) === of(b) ? undefined : [of(a), of(b)]);
}

/** The first words that stand on both, and in no size alike. */
function sizesApart(a: PrintedVariant, b: PrintedVariant): readonly [string, string] | undefined {
  for (const [words, sizes] of a.sizes) {
    const others = b.sizes.get(words);
    if (others && !others.some((size) => sizes.includes(size)))
      return [`"${words}" in ${sizes.join(", ")} pt`, `${others.join(", ")} pt`];
  }
  return undefined;
}

/** The first chart that both have, and that is higher on one. */
function chartsApart(a: PrintedVariant, b: PrintedVariant): readonly [string, string] | undefined {
  for (const [mark, height] of a.charts) {
    const other = b.charts.get(mark);
    if (other !== undefined && other !== height) return [`${mark} of ${height} mm`, `${other} mm`];
  }
  return undefined;
}

function percent(scale: number): string {
  return `${Math.round(scale * 1000) / 10}% of its size`;
}
