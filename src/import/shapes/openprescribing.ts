import { measured } from "../measured.ts";
import type { OrganisationsPart } from "../part.ts";
import { guess, limit, mind, type PartNote, type PartWhere, type SourceGroup } from "../part.ts";
import { latestOf } from "../periods.ts";
import type { PublicShape } from "../shape.ts";
import { askAll, countWhere, hasColumns, type ImportSource, isText, textsOf, textsOfAll } from "../source.ts";

/** Measures of OpenPrescribing (the CSV that its pages and its API give): `measure_by_practice`, `measure_by_org`. */
export const openprescribing: PublicShape = {
  is: "OpenPrescribing, measures by organisation and month",
  isOf: (source) =>
    hasColumns(source, "measure", "org_type", "org_id", "date", "numerator", "denominator") ||
    (source.columns.length === 1 && source.columns[0] === "measures"),
  async propose(from) {
    if (from.sources[0]?.columns.includes("measures"))
      return {
        notes: [limit("this is JSON, with its rows one within another: download the measure as CSV (format=csv)")],
      };
    const notes: PartNote[] = [
      mind("OpenPrescribing gives the last five years only: keep the files of earlier downloads if you need more"),
      mind(
        "percentiles and savings in the file are not used: they are worked out again for the peers of your campaign",
      ),
    ];
    const { type, where: ofType } = await typeOf(from, notes);
    const empty = await countWhere(from.sources, isText("denominator", ""));
    const where: PartWhere = {
      ...ofType,
      ...(empty > 0
        ? { denominator: { not: [""], why: "no denominator is given: these months are taken as not known" } }
        : {}),
    };
    const organisations = await directoryIn(from, { type, where: ofType });
    return {
      observations: {
        from,
        columns: {
          code: "org_id",
          indicator: "measure",
          period: "date",
          numerator: "numerator",
          denominator: "denominator",
        },
        where,
        theirs: await measured(
          from,
          { indicator: "measure", numerator: "numerator", denominator: "denominator" },
          words,
          notes,
        ),
        source: "OpenPrescribing, Bennett Institute for Applied Data Science, University of Oxford",
        code: "org_id",
      },
      ...(organisations ? { organisations } : {}),
      notes,
    };
  },
};

const words = { numerator: "counted", denominator: "in the denominator" };

const types: Readonly<Record<string, string>> = { practice: "practice", ccg: "sub-icb", pcn: "pcn", stp: "icb" };

/** What the rows are of: one kind of organisation, practices before others. */
async function typeOf(from: SourceGroup, notes: PartNote[]): Promise<{ type: string; where: PartWhere }> {
  const found = await textsOfAll(from.sources, "org_type");
  const [first = "practice"] = found.keys();
  const chosen = found.has("practice") ? "practice" : first;
  const type = types[chosen] ?? "practice";
  if (found.size <= 1) return { type, where: {} };
  notes.push(guess(`rows are of ${[...found.keys()].join(", ")}: those of "${chosen}" are taken`));
  return { type, where: { org_type: { is: [chosen], why: `not of a ${chosen}` } } };
}

/** The organisations that have a row in the last month: the file names them. */
async function directoryIn(
  from: SourceGroup,
  { type, where }: { type: string; where: PartWhere },
): Promise<OrganisationsPart | undefined> {
  const dates = await textsOfAll(from.sources, "date");
  const latest = latestOf(dates.keys());
  if (!latest) return undefined;
  const kept = Object.entries(where).map(([column, condition]) =>
    isText(column, ...("is" in condition ? condition.is : [])),
  );
  const here = [isText("date", latest.text), ...kept].join(" and ");
  const all: { source: ImportSource; measure: string; rows: number }[] = [];
  for (const source of from.sources)
    for (const [measure, rows] of await textsOf(source, "measure", here)) all.push({ source, measure, rows });
  const best = all.sort((a, b) => b.rows - a.rows)[0];
  if (!best?.source.columns.includes("org_name")) return undefined;
  const [twice] = await askAll(
    [best.source],
    `select count(*) - count(distinct org_id) as n from source where ${here} and ${isText("measure", best.measure)}`,
  );
  if (Number(twice?.n) > 0) return undefined;
  return {
    from: { sources: [best.source], form: from.form },
    type,
    columns: { code: "org_id", name: "org_name" },
    levels: {},
    notes: [
      guess(
        `the file of observations also names the organisations: those with a row in ${latest.text.slice(0, 7)}. It has no addresses, no days of closing and no places, so peers can only be all of them (\`peers: { of: all, label: … }\`). For places, also give the directory of practices, epraccur.csv`,
      ),
    ],
    where: {
      ...where,
      ...(all.some(({ measure }) => measure !== best.measure) || (await textsOf(best.source, "measure")).size > 1
        ? { measure: { is: [best.measure], why: "another measure" } }
        : {}),
      ...(dates.size > 1 ? { date: { is: [latest.text], why: "an earlier month" } } : {}),
    },
  };
}
