import type { OrganisationsPart } from "../part.ts";
import type { FoundColumn } from "./column.ts";

/** Levels above organisations, as columns of many countries name them. */
const levels: Readonly<Record<string, string>> = {
  pcn: "pcn",
  cluster: "(gp[\\s_-]*)?cluster",
  "sub-icb": "sub[\\s_-]*icb([\\s_-]*location)?",
  icb: "icb",
  hscp: "hscp",
  hb: "hbt?|health[\\s_-]*board",
  lcg: "lcg",
  kommune: "kommune?n?",
  phn: "phn",
  region: "region",
};

/** The levels among columns, each with its code and its name; a place without a code is told by its name. */
export function levelsAmong(columns: readonly FoundColumn[], code?: string): OrganisationsPart["levels"] {
  const find = (pattern: RegExp) =>
    columns.find(({ column, filled }) => filled > 0 && column !== code && pattern.test(column))?.column;
  return Object.fromEntries(
    Object.entries(levels).flatMap(([level, start]) => {
      const coded = find(new RegExp(`^(${start})[\\s_-]*(ods[\\s_-]*)?(code|id)$`, "i"));
      const plain = find(new RegExp(`^(${start})$`, "i")); // the place by its name, where another column has its code
      const place = coded ?? plain;
      const title = find(new RegExp(`^(${start})[\\s_-]*name$`, "i")) ?? (coded && plain);
      return place ? [[level, { code: place, ...(title ? { name: title } : {}) }]] : [];
    }),
  );
}
