import type { Section } from "../../report/sections.ts";
import type { Figures } from "../../report/sentence.ts";
import { type Charts, drawSmallTrend } from "../charts.ts";
import { largestOf } from "../trend.ts";
import type { SectionFace } from "./module.ts";

export const multiples: SectionFace<"multiples"> = {
  paper: drawn,
  screen: { view: drawn },
};

async function drawn(
  section: Section<"multiples">,
  { report: { figures }, charts: compiled }: { report: { figures: Figures }; charts: Charts },
): Promise<object> {
  const { charts: trends, sameScale } = section;
  const shared = sameScale ? Math.max(...trends.map(largestOf)) : undefined;
  const charts = trends.map(async (each) => ({ ...each, svg: await drawSmallTrend(compiled, each, figures, shared) }));
  return { ...section, charts: await Promise.all(charts) };
}
