import { toIso } from "../../month.ts";
import { typeByCodes } from "../codes.ts";
import { guess, limit, mind, type Note, type OrganisationsPart, type Theirs, type Where } from "../part.ts";
import { latestOf, longPeriod } from "../periods.ts";
import type { Shape } from "../shape.ts";
import { askAll, cell, columnOf, countWhere, hasColumns, isText, textsOfAll } from "../source.ts";

/** Rows of the CVDPREVENT audit (`/indicator/{id}/rawDataJSON`, or its CSV): 12 months that end with a quarter. */
export const cvdprevent: Shape = {
  is: "CVDPREVENT, indicators by area",
  isOf: (source) => hasColumns(source, "AreaCode", "IndicatorCode", "Numerator", "Denominator", "TimePeriodName"),
  async propose(from) {
    const [first] = from.sources;
    if (!first) return { notes: [] };
    const periods = await textsOfAll(from.sources, "TimePeriodName");
    const latest = latestOf(periods.keys());
    if (!latest) return { notes: [limit(`periods such as "${[...periods.keys()][0] ?? ""}" are not understood`)] };
    const notes: Note[] = [limit(longPeriod(latest, periods.size - 1))];
    const persons: Where = {};
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
    const where: Where = {
      ...persons,
      ...(periods.size > 1 ? { TimePeriodName: { is: [latest.text], why: "an earlier period" } } : {}),
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
          period: "month",
          numerator: "Numerator",
          denominator: "Denominator",
        },
        add: { month: toIso(latest.span.last) },
        where,
        theirs: found.map(
          ({ theirs, called }): Theirs => ({
            theirs: theirs ?? "",
            called: called ?? "",
            kind: "share",
            numerator: "counted",
            denominator: "patients",
          }),
        ),
        source: `CVDPREVENT national audit, ${latest.text.replace(/^To/, "12 months to")}`,
        code: "AreaCode",
        comments: { "add.month": latest.text },
      },
      ...(organisations ? { organisations } : {}),
      notes,
    };

    async function directoryOf(): Promise<OrganisationsPart | undefined> {
      const [best] = await askAll(
        [first!],
        `select ${cell("IndicatorCode")} as theirs, count(*) as n, count(distinct ${cell("AreaCode")}) as codes from source where ${kept} group by 1 order by 2 desc, 1 limit 1`,
      );
      if (!best || String(best.n) !== String(best.codes)) return undefined;
      const theirs = best.theirs ?? "";
      return {
        from: { sources: [first!], form: from.form },
        type: isNetwork ? "pcn" : "practice",
        columns: { code: "AreaCode", name: "AreaName" },
        levels: {},
        notes: [
          guess(
            `the file of observations also names the organisations: those with a row for ${theirs}. It has no places and no addresses: also give epraccur.csv for them`,
          ),
        ],
        where: { ...where, ...(found.length > 1 ? { IndicatorCode: { is: [theirs], why: "another indicator" } } : {}) },
      };
    }
  },
};
