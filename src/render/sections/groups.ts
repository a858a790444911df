import { runsOf } from "../runs.ts";
import type { SectionFace } from "./module.ts";
import { drawStrips } from "./strips.ts";

export const groups: SectionFace<"groups"> = {
  pointer: () => "figures by group",
  paper: drawStrips,
  screen: { view: drawStrips, contents: ({ title }) => title },
  email: {
    view: ({ title, message, unit, columns, rows, note }, { report: { figures } }) => ({
      title,
      message: message.length > 0 ? runsOf(message, figures) : null,
      unit: unit.map((line) => runsOf(line, figures)),
      columns,
      rows: rows.map(({ name, own, median, count }) => ({
        group: runsOf(name, figures),
        own: runsOf(own, figures),
        median: runsOf(median, figures),
        count: runsOf(count, figures),
      })),
      note: runsOf(note, figures),
    }),
  },
};
