import { guess, limit, mind, type PartNote, type PartWhere, type SourceGroup } from "../part.ts";
import { latestOf } from "../periods.ts";
import type { PublicShape } from "../shape.ts";
import { columnOf, hasColumns, type ImportSource, textsOf } from "../source.ts";

/** Patients registered at GP practices: totals and parts, by sex and age, in one file. */
export const gpListSize: PublicShape = {
  is: "patients registered at GP practices (NHS England)",
  isOf: (source) =>
    hasColumns(source, "NUMBER_OF_PATIENTS", "SEX") &&
    columnOf(source, "ORG_CODE", "CODE") !== undefined &&
    columnOf(source, ...ages) !== undefined,
  async propose(from) {
    const source = await latestSource(from);
    if (!source) return { notes: [] };
    const sex = columnOf(source, "SEX")!;
    const notes: PartNote[] = [
      mind("totals and parts are in one file: only rows with ALL are taken, or patients would count twice"),
    ];
    if (!(await textsOf(source, sex)).has("ALL"))
      return {
        notes: [
          limit(
            "it has patients of single years of age by sex and no totals: use the file of five-year groups (gp-reg-pat-prac-quin-age) or of all patients (gp-reg-pat-prac-all)",
          ),
        ],
      };
    const columns = listColumns(source);
    const dates = columns.date ? await textsOf(source, columns.date) : new Map<string, number>();
    const latest = latestOf(dates.keys());
    const postcode = columnOf(source, "POSTCODE");
    const place = source.columns.find((column) => /^(ccg|sub_icb_location)_code$/i.test(column));
    const where: PartWhere = {
      ...totalsOf(source),
      ...(columns.date && latest && dates.size > 1
        ? { [columns.date]: { is: [latest.text], why: "an earlier month" } }
        : {}),
    };
    return {
      organisations: {
        from: { sources: [source], form: from.form },
        type: "practice",
        columns: {
          code: columns.code,
          name: columns.code,
          ...(postcode ? { postcode } : {}),
          patients: columns.patients,
        },
        levels: place ? { "sub-icb": { code: place } } : {},
        where,
        notes: [
          guess(
            "a file of list sizes has no names of practices: each is called by its code. For names and addresses, also give epraccur.csv",
          ),
        ],
      },
      notes,
    };
  },
};

const ages = ["AGE_GROUP_5", "AGE_GROUP", "AGE"];

/** The source of the latest month. */
async function latestSource({ sources }: SourceGroup): Promise<ImportSource | undefined> {
  const dated: { source: ImportSource; last: number }[] = [];
  for (const source of sources) {
    const { date } = listColumns(source);
    const latest = date === undefined ? undefined : latestOf((await textsOf(source, date)).keys());
    dated.push({ source, last: latest?.span.last ?? 0 });
  }
  return dated.sort((a, b) => b.last - a.last)[0]?.source;
}

/** What the columns of list sizes are called in a file. */
export function listColumns(source: ImportSource): { code: string; patients: string; date: string | undefined } {
  return {
    code: columnOf(source, "ORG_CODE", "CODE") ?? "CODE",
    patients: columnOf(source, "NUMBER_OF_PATIENTS") ?? "NUMBER_OF_PATIENTS",
    date: columnOf(source, "EXTRACT_DATE"),
  };
}

/** The rows of the totals of practices. */
export function totalsOf(source: ImportSource): PartWhere {
  const type = columnOf(source, "ORG_TYPE", "TYPE");
  const age = columnOf(source, ...ages);
  return {
    ...(type ? { [type]: { is: ["GP"], why: "not of a practice" } } : {}),
    [columnOf(source, "SEX") ?? "SEX"]: { is: ["ALL"], why: "of one sex: a part of the total" },
    ...(age ? { [age]: { is: ["ALL"], why: "of one age group: a part of the total" } } : {}),
  };
}
