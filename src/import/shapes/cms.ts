import { limit } from "../part.ts";
import type { Shape } from "../shape.ts";
import { hasColumns } from "../source.ts";

/** Files of Care Compare, of the Centers for Medicare & Medicaid Services: hospitals, with a score and an interval. */
export const cms: Shape = {
  is: "CMS Care Compare, scores of facilities",
  isOf: (source) => hasColumns(source, "Facility ID", "Measure ID", "Score"),
  async propose({ sources }) {
    const isWithInterval = sources.some((source) => hasColumns(source, "Lower Estimate", "Higher Estimate"));
    return {
      notes: [
        limit(
          `it gives a score${isWithInterval ? " with an interval" : ""} for one to three years, and no numerator. Reports compare counts: this needs value-only indicators with intervals. \`Not Available\` and the numbers of footnotes are no scores, and ids begin with zeros that a spreadsheet drops`,
        ),
      ],
    };
  },
};
