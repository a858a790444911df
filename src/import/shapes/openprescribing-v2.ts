import { limit } from "../part.ts";
import type { Shape } from "../shape.ts";
import { columnOf } from "../source.ts";

/** The answers of OpenPrescribing's new site (beta.openprescribing.net): values by organisation and month, as JSON. */
export const openprescribingV2: Shape = {
  is: "OpenPrescribing v2, values by organisation and month",
  isOf: ({ columns }) => ["all_orgs", "deciles"].some((key) => columnOf({ columns }, key)) && columns.includes("org"),
  async propose() {
    return {
      notes: [
        limit(
          "it gives values only, without the counts they are made of. Reports compare counts: this needs value-only indicators. Use the measure's CSV of OpenPrescribing v1 (numerator and denominator), or the English Prescribing Dataset with list sizes",
        ),
      ],
    };
  },
};
