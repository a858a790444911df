import { drawSvg } from "../charts.ts";
import { marked, markOf } from "../mark.ts";
import type { SectionFace } from "./module.ts";

export const trend: SectionFace<"trend"> = {
  pointer: () => "your trend",
  paper: async (section, { report: { figures }, charts }) => {
    const svg = await drawSvg(charts, section.chart, figures);
    return { ...section, svg: marked(svg, markOf(section.name, "chart")) };
  },
};
