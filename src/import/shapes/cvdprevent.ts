import { choosePeriods, keepingPeriods } from "../chosen-periods.ts";
import { typeByCodes } from "../codes.ts";
import { guess, limit, mind, type OrganisationsPart, type PartNote, type PartWhere, type Theirs } from "../part.ts";
import { latestOf, periodsTold } from "../periods.ts";
import type { PublicShape } from "../shape.ts";
import { askAll, cell, columnOf, countWhere, hasColumns, isText, textsOfAll } from "../source.ts";

/** Rows of the CVDPREVENT audit (`/indicator/{id}/rawDataJSON`, or its CSV): 12 months that end with a quarter. */
export const cvdprevent: PublicShape = {
  is: "CVDPREVENT, indicators by area",
  isOf: (source) => hasColumns(source, "AreaCode", "IndicatorCode", "Numerator", "Denominator", "TimePeriodName"),
  async propose(from) {
    const [first] = from.sources;
    if (!first) return { notes: [] };
    const periods = await textsOfAll(from.sources, "TimePeriodName");
    const chosen = choosePeriods(periods.keys());
    if (!chosen) return { notes: [limit(`periods such as "${[...periods.keys()][0] ?? ""}" are not understood`)] };
    const notes: PartNote[] = [guess(periodsTold(chosen.kind, chosen.kept))];
    const persons: PartWhere = {};
    for (const column of ["CategoryAttribute", "MetricCategoryName"]) {
      const own = columnOf(first, column);
      const texts = own ? await textsOfAll(from.sources, own) : new Map<string, number>();
      if (own && texts.has("Persons") && texts.size > 1)
        Object.assign(persons, {
          [own]: { is: ["Persons"], why: "of one sex, age, deprivation or ethnic group, not of all persons" },
        });
      else if (own && texts.size > 1 && !texts.has("Persons"))
        notes.push(
          mind(`${own} is ${[...texts.keys()].slice(0, 4).join(", ")}: choose one, with a condition under where`),
        );
    }
    const where: PartWhere = {
      ...persons,
      ...keepingPeriods("TimePeriodName", chosen),
    };
    const kept = [
      ...Object.entries(where).map(([column, each]) => isText(column, ...("is" in each ? each.is : []))),
      "true",
    ].join(" and ");
    const codes = [...(await textsOfAll(from.sources, "AreaCode", kept)).keys()];
    const isOns = codes.filter((code) => /^E\d{8}$/.test(code)).length > codes.length / 2;
    if (isOns)
      notes.push(
        limit(
          "AreaCode holds codes of the Office for National Statistics (E…), not of the NHS: a directory of practices has NHS codes, and none will match",
        ),
      );
    const isNetwork = typeByCodes(codes) === "pcn";
    if (isNetwork) notes.push(guess("codes of areas look like those of PCNs (U12345)"));
    const withheld = await countWhere(from.sources, `${kept} and ${cell("Numerator")} = ''`);
    if (withheld > 0) notes.push(mind(`counts withheld by the audit before you got them are not known: ${withheld}`));
    const found = await askAll(
      from.sources,
      `select ${cell("IndicatorCode")} as theirs, min("IndicatorName") as called from source where ${kept} group by 1 order by 1`,
    );
    const organisations: OrganisationsPart | undefined = await directoryOf();
    return {
      observations: {
        from,
        columns: {
          code: "AreaCode",
          indicator: "IndicatorCode",
          period: "TimePeriodName",
          numerator: "Numerator",
          denominator: "Denominator",
        },
        where,
        theirs: found.map(
          ({ theirs, called }): Theirs => ({
            theirs: theirs ?? "",
            called: called ?? "",
            kind: "share",
            period: chosen.kind,
            numerator: "counted",
            denominator: "patients",
          }),
        ),
        source: "CVDPREVENT national audit",
        code: "AreaCode",
      },
      ...(organisations ? { organisations } : {}),
      notes,
    };

    /** The organisations with a row of one indicator in the last period, in the file that has most of them. */
    async function directoryOf(): Promise<OrganisationsPart | undefined> {
      const latest = latestOf(chosen!.kept)!.text;
      const here = `${kept} and ${isText("TimePeriodName", latest)}`;
      const ranked = await Promise.all(
        from.sources.map(async (source) => {
          const [best] = await askAll(
            [source],
            `select ${cell("IndicatorCode")} as theirs, count(*)::varchar as n, count(distinct ${cell("AreaCode")})::varchar as codes from source where ${here} group by 1 order by count(*) desc, 1 limit 1`,
          );
          return { source, theirs: best?.theirs ?? "", n: Number(best?.n ?? 0), codes: Number(best?.codes ?? 0) };
        }),
      );
      const [best] = ranked.sort((a, b) => b.n - a.n);
      if (!best || best.n === 0 || best.n !== best.codes) return undefined;
      const { source, theirs } = best;
      return {
        from: { sources: [source], form: from.form },
        type: isNetwork ? "pcn" : "practice",
        columns: { code: "AreaCode", name: "AreaName" },
        levels: {},
        notes: [
          guess(
            `the file of observations also names the organisations: those with a row for ${theirs}, ${latest}. It has no places and no addresses: also give epraccur.csv for them`,
          ),
        ],
        where: {
          ...where,
          ...((await textsOfAll([source], "TimePeriodName")).size > 1
            ? { TimePeriodName: { is: [latest], why: "an earlier period" } }
            : {}),
          ...((await textsOfAll([source], "IndicatorCode")).size > 1
            ? { IndicatorCode: { is: [theirs], why: "another indicator" } }
            : {}),
        },
      };
    }
  },
};
