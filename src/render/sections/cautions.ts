import { runsOf } from "../runs.ts";
import type { SectionFace } from "./module.ts";

export const cautions: SectionFace<"cautions"> = {
  screen: { view: (section) => section, contents: ({ title }) => title.replace(/:$/, "") },
  email: {
    view: ({ title, points }, { report: { figures } }) => ({
      title,
      points: points.map(({ text }) => runsOf(text, figures)),
    }),
  },
};
