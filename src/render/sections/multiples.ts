import { drawSmallTrend } from "../charts.ts";
import { largestOf } from "../trend.ts";
import type { SectionFace } from "./module.ts";

export const multiples: SectionFace<"multiples"> = {
  paper: async (section, { report: { figures }, charts: compiled }) => {
    const { charts: trends, sameScale } = section;
    const shared = sameScale ? Math.max(...trends.map(largestOf)) : undefined;
    const drawn = trends.map(async (each) => ({ ...each, svg: await drawSmallTrend(compiled, each, figures, shared) }));
    return { ...section, charts: await Promise.all(drawn) };
  },
};
