import { basename } from "node:path";
import { guess, limit, mind, type PartNote } from "../part.ts";
import type { PublicShape } from "../shape.ts";
import { columnOf } from "../source.ts";

/** The answers of OpenPrescribing's new site (beta.openprescribing.net): values by organisation and month, as JSON. */
export const openprescribingV2: PublicShape = {
  is: "OpenPrescribing v2, values by organisation and month",
  isOf: ({ columns }) => ["all_orgs", "deciles"].some((key) => columnOf({ columns }, key)) && columns.includes("org"),
  async propose(from) {
    if (!from.sources.every(({ columns }) => columns.includes("all_orgs")))
      return {
        notes: [
          limit(
            "it gives deciles and the values of one organisation, without its code: download the values of all organisations (prescribing-all-orgs)",
          ),
        ],
      };
    const called = basename(from.sources[0]!.file).replace(/\.json(\.gz)?$/i, "");
    const notes: PartNote[] = [
      guess(`the file does not say which measure it is of: it is called "${called}", after the file`),
      guess("the file does not say how values stand in it: write `unit` into data.yaml, or give --unit"),
      mind(
        "it gives values only, without the counts they are made of and without intervals: reports compare the values as they are, and `check` says so. OpenPrescribing v1 (CSV) has counts",
      ),
    ];
    if (from.sources.length > 1)
      notes.push(limit("several files are of several measures, and nothing in them says which: import one at a time"));
    return {
      observations: {
        from: { ...from, sources: from.sources.slice(0, 1) },
        columns: { code: "code", indicator: "indicator", period: "period", value: "value" },
        sql: queryOf(called),
        theirs: [{ theirs: called, given: "value", kind: "rate", period: "month" }],
        source: "OpenPrescribing, Bennett Institute for Applied Data Science, University of Oxford",
      },
      notes,
    };
  },
};

/** The rows stand in one cell, one within another. */
function queryOf(called: string): string {
  return `-- All rows stand in one cell of the file: each becomes a row here. A month without a value is not known.
select one.org as code, '${called.replaceAll("'", "''")}' as indicator, one."month" as period, one."value" as "value"
from (select unnest(all_orgs::struct(org varchar, "month" varchar, "value" varchar)[]) as one from rows)
`;
}
