import { runsOf } from "../runs.ts";
import type { SectionFace } from "./module.ts";

export const sinceLast: SectionFace<"since-last"> = {
  pointer: () => "what has come since your last report",
  screen: { view: (section) => section, contents: ({ title }) => title },
  email: {
    view: ({ title, message, unit, rows, note, suggested, planned }, { report: { figures } }) => ({
      title,
      message: message.length > 0 ? runsOf(message, figures) : null,
      unit: unit.length > 0 ? runsOf(unit, figures) : null,
      rows: rows.map(({ when, period, value }) => ({
        when: runsOf(when, figures),
        period: runsOf(period, figures),
        value: runsOf(value, figures),
      })),
      note: note.length > 0 ? runsOf(note, figures) : null,
      suggested: suggested ?? null,
      planned: planned ? { ...planned, items: planned.items.map((item) => runsOf(item, figures)) } : null,
    }),
  },
};
