import type { Alike } from "../../../measure/icc.ts";
import { markdown, markdownTable, rounded, type Table, type WrittenCell } from "../written.ts";
import type { Baseline, BaselineDifference, BaselineRow, BaselineSet } from "./baseline.ts";

const columns = [
  "stage",
  "group",
  "characteristic",
  "kind",
  "unit",
  "n",
  "of",
  "missing",
  "mean",
  "sd",
  "median",
  "q1",
  "q3",
  "other_group",
  "standardised_difference",
  "intracluster_correlation",
  "icc_lower",
  "icc_upper",
] as const;

/**
 * A row a characteristic and group; then one a pair of groups, with the standardised difference, the first less the second; then, of
 * a number in clusters, one with the intracluster correlation of all groups together and its 95% interval.
 */
export function baselineTable({ sets }: Baseline): Table {
  const row = (cells: Partial<Record<(typeof columns)[number], WrittenCell>>) =>
    Object.fromEntries(columns.map((column) => [column, cells[column] ?? null]));
  const rows = sets.flatMap(({ stage, groups, rows: told }) => [
    ...groups.flatMap(({ name, units, recipients, clusters }) => [
      row({ stage, group: name, characteristic: "Units", n: units }),
      row({ stage, group: name, characteristic: "Recipients", n: recipients }),
      ...(clusters === null ? [] : [row({ stage, group: name, characteristic: "Clusters", n: clusters })]),
    ]),
    ...told.flatMap(({ characteristic, unit, kind, groups: of, differences, alike }) => {
      const shared = { stage, characteristic, kind, unit };
      return [
        ...of.map((each, i) => {
          const { n, missing } = each;
          const own = { ...shared, group: groups[i]!.name, n, missing };
          if ("of" in each) return row({ ...own, of: each.of });
          const { mean, sd, median, q1, q3 } = each;
          return row({ ...own, mean: exact(mean), sd: exact(sd), median: exact(median), q1: exact(q1), q3: exact(q3) });
        }),
        ...differences.map(({ a, b, difference }) =>
          row({ ...shared, group: a, other_group: b, standardised_difference: exact(difference) }),
        ),
        ...(alike ? [row({ ...shared, n: alike.groups, of: alike.members, ...correlationCells(alike) })] : []),
      ];
    }),
  ]);
  return { columns, rows };
}

function correlationCells({ icc, interval }: Alike): Partial<Record<(typeof columns)[number], WrittenCell>> {
  return {
    intracluster_correlation: exact(icc),
    icc_lower: exact(interval.lower),
    icc_upper: exact(interval.upper),
  };
}

/** As many figures as a table for programs needs. */
function exact(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(8));
}

/** The table of CONSORT's item 25: characteristics down, groups across. */
export function baselineText({ cycle, sets }: Baseline, recipients = "recipients"): string {
  return markdown(
    "# Groups at baseline",
    `Of everybody who was randomised, as they were randomised; figures are of the trial's first cycle, ${cycle}, released after disclosure control, from the same extract for all. Numbers: mean (standard deviation); median [quartiles]. Kinds: number (share of those known). Missing are withheld, not in the data, or withdrawn. Each of the ${recipients} counts once.`,
    "The last column has the largest standardised difference of any two groups (Austin 2009, doi:10.1002/sim.3697): the difference in pooled standard deviations. There are no P values, as CONSORT asks: groups were drawn at random, so what differs between them differs by chance. What to adjust for was to be decided before, by how far it bears on the outcome. All differences are in baseline.csv.",
    ...sets.flatMap((set) => [set.stage === null ? "" : `## Stage ${set.stage}`, tableOf(set), alikeText(set)]),
  );
}

function tableOf({ groups, rows }: BaselineSet): string {
  const size = (name: string, of: (group: BaselineSet["groups"][number]) => WrittenCell) => [
    name,
    ...groups.map(of),
    "",
  ];
  return markdownTable(
    ["characteristic", ...groups.map(({ name }) => name), "largest standardised difference"],
    [
      size("Units", ({ units }) => units),
      size("Recipients", (group) => group.recipients),
      ...(groups.some(({ clusters }) => clusters !== null) ? [size("Clusters", ({ clusters }) => clusters)] : []),
      ...rows.map((row) => [nameOf(row), ...row.groups.map(cellOf), largestOf(row, groups.length)]),
    ],
  );
}

/** The intracluster correlations, where units were allocated together. */
function alikeText({ rows }: BaselineSet): string {
  const told = rows.flatMap((row) => {
    if (!row.alike) return [];
    const { icc, interval, groups, members } = row.alike;
    const range = `95% interval ${interval.lower.toFixed(3)} to ${interval.upper.toFixed(3)}`;
    return [`${nameOf(row)} ${icc.toFixed(3)} (${range}; ${members} in ${groups} clusters)`];
  });
  return told.length === 0
    ? ""
    : `Intracluster correlation, one-way analysis of variance over all groups: ${told.join("; ")}.`;
}

function nameOf({ characteristic, unit, kind }: BaselineRow): string {
  return `${characteristic.replace(/\.$/, "")}${kind === null ? "" : `: ${kind}`}${unit === null ? "" : ` (${unit})`}`;
}

function cellOf(each: BaselineRow["groups"][number]): string {
  const missing = each.missing > 0 ? `; ${each.missing} missing` : "";
  if ("of" in each) return `${each.n}${each.of > 0 ? ` (${rounded((100 * each.n) / each.of, 1)}%)` : ""}${missing}`;
  const { mean, sd, median, q1, q3 } = each;
  if (mean === null) return `none known${missing}`;
  return `${short(mean)} (${sd === null ? "–" : short(sd)}); ${short(median!)} [${short(q1!)}, ${short(q3!)}]${missing}`;
}

/** Three figures: 0.123, 12.3, 1230. */
function short(value: number): number {
  return Number(value.toPrecision(Math.max(3, Math.ceil(Math.log10(Math.abs(value) + 1)))));
}

function largestOf({ differences }: BaselineRow, groups: number): string {
  const known = differences.filter(
    (each): each is BaselineDifference & { difference: number } => each.difference !== null,
  );
  const [first] = known.toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  if (!first) return "–";
  const value = Math.abs(first.difference).toFixed(2);
  return groups > 2 ? `${value} (${first.a}, ${first.b})` : value;
}
