import { drawSmallTrend, drawSvg } from "../charts.ts";
import { marked, markOf } from "../mark.ts";
import type { SectionFace } from "./module.ts";

export const trend: SectionFace<"trend"> = {
  pointer: () => "your trend",
  paper: async (section, { report: { figures }, charts }) => {
    const svg = await drawSvg(charts, section.chart, figures);
    return { ...section, svg: marked(svg, markOf(section.name, "chart")) };
  },
  screen: {
    view: async (section, { report: { figures }, charts }) => {
      const { chart } = section;
      const svg = marked(await drawSvg(charts, chart, figures), markOf(section.name, "chart"));
      const small = { svg: await drawSmallTrend(charts, chart, figures) };
      return { ...section, svg, small, ends: chart.ends, events: chart.events, table: chart.table };
    },
    contents: () => "Your trend",
  },
};
