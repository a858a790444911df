import type { PartNote } from "../import/part.ts";
import type { LeftOutInData, Understood } from "../import/understood.ts";
import type { DataSection } from "../preview/data-page.ts";

/*
 * What was understood of data, in the order in which people need it: for `import` as text, for `preview` as a page. Each row
 * has its words, and cells where it stands in a table.
 */

const most = 20; // rows of one kind that are shown

export function understoodSections(
  { organisations, indicators, worked, strangers }: Understood,
  { title, unmatched }: { title: string; unmatched: readonly string[] },
): DataSection[] {
  const places = organisations.levels.map(({ level, places: found }) => `${level}: ${found}`).join(", ");
  const without = organisations.withoutData;
  return [
    {
      title,
      rows: [
        {
          text: `${count(organisations.count, "organisation")} of type ${organisations.type}${places === "" ? "" : ` (${places})`}`,
        },
      ],
    },
    {
      title: "Indicators",
      columns: [
        "Indicator",
        "In the data",
        "Organisations",
        "Figures",
        "Periods",
        "Last period",
        "Lowest",
        "Middle",
        "Highest",
        "Unit",
      ],
      rows: few(
        indicators.map((each) => {
          const between = each.from.includes(" to ") ? "until" : "to";
          const periods = each.from === each.to ? each.to : `${each.from} ${between} ${each.to}`;
          return {
            text: `${each.id} (${each.theirs}): ${count(each.organisations, "organisation")}, ${periods}; ${each.at} ${each.lowest} to ${each.highest}, middle ${each.middle}, ${each.unit}`,
            cells: [
              each.id,
              each.theirs,
              number(each.organisations),
              number(each.figures),
              periods,
              each.at,
              each.lowest,
              each.middle,
              each.highest,
              each.unit,
            ],
          };
        }),
      ),
    },
    { title: "Worked out, to compare with your files", rows: worked.map(plain) },
    {
      title: "Unmatched",
      rows: [
        ...few(unmatched.map(plain)),
        ...(without.length > 0
          ? [
              plain(
                `${count(without.length, "organisation")} without data: ${without.slice(0, 10).join(", ")}${without.length > 10 ? ", …" : ""}`,
              ),
            ]
          : []),
      ],
    },
    {
      title: "Codes that are not in the directory",
      columns: ["Code", "Rows", "It may be"],
      rows: few(
        strangers.map(({ code, rows, near }) => ({
          text: `${code} is not in the directory (${count(rows, "row")})${near === undefined ? "" : `; it may be ${near}`}`,
          cells: [code, number(rows), near ?? "nothing near"],
        })),
      ),
    },
  ];
}

/** Rows that become no figure, and why. */
export function leftSection(left: readonly LeftOutInData[]): DataSection {
  return {
    title: "Left out",
    columns: ["Rows", "Why"],
    rows: left.map(({ rows, why }) => ({ text: `${count(rows, "row")}: ${why}`, cells: [number(rows), why] })),
  };
}

/** What was assumed, what is not possible, and what to mind. */
export function noteSections(notes: readonly PartNote[]): DataSection[] {
  const told = (kind: PartNote["kind"]) => notes.filter((note) => note.kind === kind).map(({ text }) => plain(text));
  return [
    { title: "Assumed, so please check", rows: told("guess") },
    { title: "Not possible yet", rows: told("limit") },
    { title: "Good to know", rows: told("mind") },
  ];
}

export function plain(text: string): { text: string } {
  return { text };
}

export function few<T extends { text: string }>(rows: readonly T[]): (T | { text: string })[] {
  return rows.length <= most ? [...rows] : [...rows.slice(0, most), plain(`and ${rows.length - most} more`)];
}

/** Sections with something in them as text, each under its title. */
export function sectionsText(sections: readonly DataSection[]): string[] {
  return sections
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows }) => [title, ...rows.map(({ text }) => `  ${text}`)].join("\n"));
}

export function count(n: number, one: string): string {
  return `${number(n)} ${n === 1 ? one : `${one}s`}`;
}

function number(n: number): string {
  return n.toLocaleString("en-GB");
}
