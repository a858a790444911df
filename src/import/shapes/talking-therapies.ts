import { literal, name } from "../../input/files/table.ts";
import { toIso } from "../../month.ts";
import { toId } from "../names.ts";
import {
  columnsOfQuery,
  guess,
  limit,
  mind,
  type OrganisationsPart,
  type PartNote,
  type PartWhere,
  type SourceGroup,
  type Theirs,
} from "../part.ts";
import { periodTable } from "../period-table.ts";
import { latestOf } from "../periods.ts";
import type { PublicShape } from "../shape.ts";
import { askAll, cell, columnOf, countWhere, hasColumns, isText, textsOfAll } from "../source.ts";

/** Monthly activity of NHS Talking Therapies: counts, percentages and means in one column, told apart by the name of the measure. */
export const talkingTherapies: PublicShape = {
  is: "NHS Talking Therapies, monthly activity by provider and sub-ICB",
  isOf: (source) =>
    hasColumns(source, "REPORTING_PERIOD_START", "GROUP_TYPE", "ORG_CODE2", "MEASURE_NAME") &&
    valueColumn(source.columns) !== undefined,
  async propose(from) {
    const [first] = from.sources;
    if (!first) return { notes: [] };
    const value = valueColumn(first.columns)!;
    const notes: PartNote[] = [];
    const groups = await textsOfAll(from.sources, "GROUP_TYPE");
    const chosen = [...groups.keys()].find((text) => /^provider$/i.test(text)) ?? [...groups.keys()][0]!;
    if (groups.size > 1)
      notes.push(guess(`rows are of ${[...groups.keys()].join(", ")}: those of "${chosen}" are taken`));
    const isProvider = /provider/i.test(chosen);
    const code = isProvider ? "ORG_CODE2" : "ORG_CODE1";
    const where: PartWhere =
      groups.size > 1 ? { GROUP_TYPE: { is: [chosen], why: `not of a ${chosen.toLowerCase()}` } } : {};
    const kept = isText("GROUP_TYPE", chosen);
    const pairs = await pairsOf(from, { kept, value, code });
    if (pairs.length === 0)
      return {
        notes: [
          ...notes,
          limit(
            "no percentage in the file is one count over another, so there is no numerator and denominator. A percentage alone is a published value: write data.yaml by hand, with the column of the value and unit: percent, and say given: value in the indicator",
          ),
        ],
      };
    for (const { percentage, numerator, denominator, checked } of pairs)
      notes.push(
        guess(`${percentage} is ${numerator} over ${denominator}: so it is in all ${checked} rows that have the three`),
      );
    const marks = [
      ...(await textsOfAll(from.sources, value, `${kept} and try_cast(${cell(value)} as double) is null`)).entries(),
    ];
    const withheld = marks.reduce((sum, [, n]) => sum + n, 0);
    if (withheld > 0)
      notes.push(
        mind(
          `values withheld before you got them (${marks.map(([text]) => text || "empty").join(", ")}) are not known: ${withheld}`,
        ),
      );
    notes.push(mind("counts are rounded to 5 by NHS England, and names of measures change between years"));
    const starts = [...(await textsOfAll(from.sources, "REPORTING_PERIOD_START")).keys()];
    const organisations = await directoryIn(from, { where, kept, code, starts });
    return {
      observations: {
        from,
        columns: columnsOfQuery,
        where,
        sql: queryOf(pairs, { value, code, starts }),
        theirs: pairs.map(
          ({ percentage, numerator, denominator }): Theirs => ({
            theirs: idOf(percentage),
            called: percentage,
            kind: "share",
            numerator,
            denominator,
          }),
        ),
        source: "NHS Talking Therapies monthly statistics, NHS England",
        code,
      },
      ...(organisations ? { organisations } : {}),
      notes,
    };
  },
};

/** Of March 2021 alone the column was called otherwise. */
function valueColumn(columns: readonly string[]): string | undefined {
  return columnOf({ columns }, "MEASURE_VALUE_SUPPRESSED", "MEASURE_VALUE");
}

type ShareColumns = { percentage: string; numerator: string; denominator: string; checked: number };

/** The percentages that are a count over another count (or less those below caseness), by arithmetic in every row that has the three. */
async function pairsOf(
  from: SourceGroup,
  { kept, value, code }: { kept: string; value: string; code: string },
): Promise<ShareColumns[]> {
  const found = await askAll(
    from.sources,
    `, one as (select ${cell(code)} as code, ${cell("REPORTING_PERIOD_START")} as month, ${cell("MEASURE_NAME")} as measure, try_cast(${cell(value)} as double) as v from source where ${kept}),
     p as (select * from one where starts_with(measure, 'Percentage_')),
     c as (select * from one where starts_with(measure, 'Count_')),
     below as (select code, month, v from one where measure = 'Count_NotAtCaseness'),
     d as (select code, month, measure, v from c union all select c.code, c.month, c.measure || ' - Count_NotAtCaseness', c.v - below.v from c join below using (code, month) where c.measure = 'Count_FinishedCourseTreatment')
     select p.measure as percentage, n.measure as numerator, d.measure as denominator, count(*)::varchar as checked,
       bool_and(abs(100 * n.v / d.v - p.v) <= 1) as fits, sum(abs(100 * n.v / d.v - p.v)) as apart
     from p join c as n on n.code = p.code and n.month = p.month and substr(n.measure, 7) = substr(p.measure, 12)
       join d on d.code = p.code and d.month = p.month and d.measure <> n.measure
     where d.v > 0 and n.v is not null and p.v is not null group by 1, 2, 3 having fits and count(*) >= 3 order by 1, apart, 3`,
  );
  const best = Map.groupBy(found, ({ percentage }) => percentage ?? "");
  return [...best].map(([percentage, [first]]) => ({
    percentage,
    numerator: first?.numerator ?? "",
    denominator: first?.denominator ?? "",
    checked: Number(first?.checked),
  }));
}

/** "Percentage_FirstTreatment6Weeks" → "first-treatment6-weeks" */
function idOf(percentage: string): string {
  return toId(percentage.replace(/^Percentage_/, "").replace(/([a-z0-9])([A-Z])/g, "$1-$2"));
}

function queryOf(
  pairs: readonly ShareColumns[],
  { value, code, starts }: { value: string; code: string; starts: readonly string[] },
): string {
  const month = periodTable("REPORTING_PERIOD_START", starts);
  const listed = pairs.map(({ percentage, numerator, denominator }) => {
    const [over, less = ""] = denominator.split(" - ");
    return `  (${[idOf(percentage), numerator, over!, less].map(literal).join(", ")})`;
  });
  return `-- A count over another count makes each indicator; marks such as * are counts that are not known.
with wanted(indicator, numerator, denominator, less) as (values
${listed.join(",\n")}
),
counts as (
  select ${name(code)} as code, ${month.expression} as period, MEASURE_NAME as measure, try_cast(${name(value)} as double) as n
  from rows${month.join}
),
made as (
  select counts.code, wanted.indicator, counts.period, sum(n) filter (where measure = wanted.numerator) as numerator,
    sum(n) filter (where measure = wanted.denominator) - case when less = '' then 0 else sum(n) filter (where measure = less) end as denominator
  from counts join wanted on counts.measure in (wanted.numerator, wanted.denominator, wanted.less)
  group by counts.code, wanted.indicator, wanted.less, counts.period
)
select code, indicator, period, case when denominator > 0 then numerator end as numerator, denominator from made
`;
}

async function directoryIn(
  from: SourceGroup,
  { where, kept, code, starts }: { where: PartWhere; kept: string; code: string; starts: readonly string[] },
): Promise<OrganisationsPart | undefined> {
  const latest = latestOf(starts);
  const called = code === "ORG_CODE2" ? "ORG_NAME2" : "ORG_NAME1";
  if (!latest) return undefined;
  const here = `${kept} and ${isText("REPORTING_PERIOD_START", latest.text)}`;
  const measures = await textsOfAll(from.sources, "MEASURE_NAME", here);
  const [measure] = measures.keys();
  if (measure === undefined) return undefined;
  for (const source of from.sources) {
    const rows = await countWhere([source], `${here} and ${isText("MEASURE_NAME", measure)}`);
    if (rows === 0) continue;
    return {
      from: { sources: [source], form: from.form },
      type: code === "ORG_CODE2" ? "provider" : "sub-icb",
      columns: { code, name: called },
      levels: {},
      notes: [
        guess(
          `the file of observations also names the organisations: those with a row in ${toIso(latest.span.last)}. It has no places and no addresses`,
        ),
      ],
      where: {
        ...where,
        MEASURE_NAME: { is: [measure], why: "another measure" },
        ...(starts.length > 1 ? { REPORTING_PERIOD_START: { is: [latest.text], why: "an earlier month" } } : {}),
      },
    };
  }
  return undefined;
}
