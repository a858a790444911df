import { name } from "../../input/files/table.ts";
import {
  type CountedTheirs,
  guess,
  limit,
  mind,
  type OrganisationsPart,
  type PartNote,
  type PartWhere,
  type PublishedTheirs,
  type SourceGroup,
  type Theirs,
} from "../part.ts";
import { periodTable } from "../period-table.ts";
import { latestOf } from "../periods.ts";
import type { PublicShape } from "../shape.ts";
import { askAll, cell, columnOf, countWhere, hasColumns, isText, renameIn, textsOfAll } from "../source.ts";
import { withPeriods } from "./fingertips-periods.ts";

/** Indicators of Fingertips (`all_data/csv/by_indicator_id`): many areas, sexes, ages and groups in one file. */
export const fingertips: PublicShape = {
  is: "Fingertips, indicators by area",
  isOf: (source) =>
    hasColumns(source, "Indicator ID", "Area Code", "Time period", "Value", "Count", "Denominator") &&
    columnOf(source, "Sex", "Gender") !== undefined,
  async propose(given) {
    const rename = mixedNames(given);
    const from = rename ? { ...given, sources: await renameIn(given.sources, rename) } : given;
    const [first] = from.sources;
    if (!first) return { notes: [] };
    const sex = columnOf(first, "Sex", "Gender")!;
    const areas = await textsOfAll(from.sources, "Area Type");
    const area = practiceArea([...areas.keys()]);
    if (area === undefined)
      return {
        notes: [
          limit(
            `no rows are of practices: areas are ${[...areas.keys()].join(", ")}. Download the indicator for the area type GPs (area_type_id=7)`,
          ),
        ],
      };
    const notes: PartNote[] = [];
    const ofPractices = isText("Area Type", area);
    const sexes = await textsOfAll(from.sources, sex, ofPractices);
    const person = sexes.has("Persons") ? "Persons" : [...sexes.keys()][0]!;
    if (sexes.size > 1)
      notes.push(guess(`rows are of ${[...sexes.keys()].join(", ")}: those of "${person}" are taken`));
    const ofTotals: PartWhere = {
      "Area Type": { is: [area], why: "not of a practice: England, or another area" },
      ...((await textsOfAll(from.sources, "Category Type")).size > 1
        ? { "Category Type": { is: [""], why: "of a group of patients (an inequality), not the total" } }
        : {}),
      ...(sexes.size > 1 ? { [sex]: { is: [person], why: `not of ${person.toLowerCase()}` } } : {}),
    };
    const found = await indicatorsOf(from, conditionOf(ofTotals), notes);
    const { theirs, left } = await withPeriods(from, found, conditionOf(ofTotals), notes);
    if (theirs.length === 0)
      return {
        notes: [
          ...notes,
          limit(
            found.length > 0
              ? "no indicator has figures of one year, quarter or month"
              : "no indicator has rows of practices",
          ),
        ],
      };
    const where: PartWhere = {
      ...ofTotals,
      ...(left.length > 0 ? { "Time period": { not: left, why: "of another kind of period" } } : {}),
    };
    const kept = conditionOf(where);
    const isRepeated = await countRepeated(from, kept);
    if (isRepeated > 0)
      notes.push(mind(`rows that are there again for another parent area are taken once: ${isRepeated}`));
    const organisations = await directoryIn(from, { where, kept, indicator: theirs[0]!.theirs }, notes);
    const isPublished = theirs[0]!.given === "value";
    if (isPublished) tellPublished(theirs, notes);
    const figures = isPublished ? published : counted;
    const period = periodTable("Time period", [...(await textsOfAll(from.sources, "Time period", kept)).keys()]);
    const isAsked = isRepeated > 0 || period.join !== "";
    return {
      observations: {
        from,
        columns: isAsked
          ? { ...keysOfQuery, ...(Object.fromEntries(Object.keys(figures).map((key) => [key, key])) as typeof figures) }
          : { ...columns, ...figures },
        ...(rename ? { rename } : {}),
        where,
        ...(isAsked
          ? {
              sql: `-- ${isRepeated > 0 ? "Rows are repeated for each parent area: each is taken once." : "Periods are written as their last month."}\nselect distinct "Area Code" as code, "Indicator ID" as indicator, ${period.expression} as period, ${Object.entries(
                figures,
              )
                .map(([key, column]) => `${name(column)} as ${key}`)
                .join(", ")}\nfrom rows${period.join}\n`,
            }
          : {}),
        theirs,
        source: "Fingertips, Department of Health and Social Care",
        code: "Area Code",
      },
      ...(organisations ? { organisations } : {}),
      notes,
    };
  },
};

/** Sex is called Gender in some years: where files of both are read together, one of the names. */
function mixedNames({ sources }: SourceGroup): Record<string, string> | undefined {
  const called = new Set(sources.map((source) => columnOf(source, "Sex", "Gender")));
  return called.size > 1 ? { Gender: "Sex" } : undefined;
}

function conditionOf(where: PartWhere): string {
  return Object.entries(where)
    .map(([column, condition]) =>
      "is" in condition ? isText(column, ...condition.is) : `not (${isText(column, ...condition.not)})`,
    )
    .join(" and ");
}

const columns = {
  code: "Area Code",
  indicator: "Indicator ID",
  period: "Time period",
};
const counted = { numerator: "Count", denominator: "Denominator" };
const published = { value: "Value", lower: "Lower CI 95.0 limit", upper: "Upper CI 95.0 limit" };
const keysOfQuery = { code: "code", indicator: "indicator", period: "period" };

function tellPublished(theirs: readonly Theirs[], notes: PartNote[]): void {
  notes.push(mind("values are published without counts: reports compare them by their intervals (given: value)"));
  const unsaid = theirs.filter((each) => each.given === "value" && !each.unit).map((each) => each.theirs);
  if (unsaid.length > 0)
    notes.push(guess(`the file does not say the unit of ${unsaid.join(", ")}: look on the website, and give --unit`));
}

/** "GPs", in some years "General Practice". */
function practiceArea(areas: readonly string[]): string | undefined {
  return areas.find((area) => /^(GPs?|General Practices?|GP practices?)$/i.test(area));
}

async function indicatorsOf(from: SourceGroup, kept: string, notes: PartNote[]): Promise<Theirs[]> {
  const found = await askAll(
    from.sources,
    `select ${cell("Indicator ID")} as theirs, min("Indicator Name") as called, count(*)::varchar as rows,
       count(*) filter (where ${cell("Count")} <> '' and ${cell("Denominator")} <> '')::varchar as known,
       count(*) filter (where try_cast("Count" as double) > try_cast("Denominator" as double))::varchar as above,
       count(distinct ${cell("Age")})::varchar as ages, max(try_cast("Value" as double))::varchar as largest
     from source where ${kept} group by 1 order by 1`,
  );
  const isAnyCounted = found.some(({ known }) => Number(known) > 0);
  for (const { theirs, called, known } of found)
    if (Number(known) === 0 && isAnyCounted)
      notes.push(
        limit(
          `${theirs}, ${called}: values only, without count and denominator; it is left out. Import it from a file of its own`,
        ),
      );
  for (const { theirs, ages } of found)
    if (Number(ages) > 1)
      notes.push(mind(`${theirs} is given for ${ages} ages: choose one, with a condition under where: { Age: … }`));
  if (!isAnyCounted) return found.map((each) => publishedOf(each));
  return found
    .filter(({ known }) => Number(known) > 0)
    .map(
      ({ theirs, called, above }): CountedTheirs => ({
        theirs: theirs ?? "",
        called: called ?? "",
        kind: Number(above) === 0 ? "share" : "rate",
        numerator: "counted",
        denominator: "in the denominator",
      }),
    );
}

/**
 * One whose values alone are published. Fingertips names the unit on its pages and not in the file: of a name that speaks of a
 * proportion, uptake, coverage or prevalence it is per cent.
 */
function publishedOf({ theirs, called, largest }: Record<string, string | null>): PublishedTheirs {
  const isShare = /%|per ?cent|proportion|uptake|coverage|prevalence/i.test(called ?? "") && Number(largest) <= 100;
  return {
    theirs: theirs ?? "",
    called: called ?? "",
    given: "value",
    kind: isShare ? "share" : "rate",
    period: "month", // until its periods are looked at
    ...(isShare ? { unit: "percent" as const } : {}),
  };
}

/** Rows that are there once more, for another parent. */
async function countRepeated(from: SourceGroup, kept: string): Promise<number> {
  const [found] = await askAll(
    from.sources,
    `select (count(*) - count(distinct concat_ws('|', "Area Code", "Indicator ID", "Time period", "Age", "Count", "Denominator")))::varchar as n from source where ${kept}`,
  );
  return Number(found?.n);
}

/** Practices as the rows of one indicator name them, each with its parent. */
async function directoryIn(
  from: SourceGroup,
  { where, kept, indicator }: { where: PartWhere; kept: string; indicator: string },
  notes: PartNote[],
): Promise<OrganisationsPart | undefined> {
  const ofIndicator = `${kept} and ${isText("Indicator ID", indicator)}`;
  const periods = [...(await textsOfAll(from.sources, "Time period", ofIndicator)).keys()];
  const latest = latestOf(periods)!.text;
  const ofOne = `${ofIndicator} and ${isText("Time period", latest)}`;
  const rowsOf = await Promise.all(from.sources.map((source) => countWhere([source], ofOne)));
  const source = from.sources[rowsOf.indexOf(Math.max(...rowsOf))];
  if (!source) return undefined;
  const [counted] = await askAll(
    [source],
    `select count(*)::varchar as n, count(distinct ${name("Area Code")})::varchar as codes from source where ${ofOne}`,
  );
  if (counted?.n !== counted?.codes) {
    notes.push(
      limit("practices stand under several parent areas, so this file cannot be the directory: also give epraccur.csv"),
    );
    return undefined;
  }
  const level = levelOf(source.columns);
  const others = async (column: string) => (await textsOfAll([source], column)).size > 1;
  return {
    from: { sources: [source], form: from.form },
    type: "practice",
    columns: { code: "Area Code", name: "Area Name" },
    notes: [
      guess(
        `the file of observations also names the practices: those with a figure for ${indicator}, ${latest}, under their parent area. It has no addresses: for letters, also give epraccur.csv`,
      ),
    ],
    levels: { [level]: { code: "Parent Code", name: "Parent Name" } },
    where: {
      ...where,
      ...((await others("Indicator ID")) ? { "Indicator ID": { is: [indicator], why: "another indicator" } } : {}),
      ...((await others("Time period")) ? { "Time period": { is: [latest], why: "an earlier period" } } : {}),
    },
  };
}

/** The kind of the parents, by a column whose name says it: "Compared to Sub ICBs value or percentiles". */
function levelOf(columns: readonly string[]): string {
  const named = columns.find((column) => /^compared to /i.test(column) && !/england|goal/i.test(column)) ?? "";
  if (/pcn/i.test(named)) return "pcn";
  if (/sub/i.test(named)) return "sub-icb";
  return /icb/i.test(named) ? "icb" : "area";
}
