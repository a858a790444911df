import { runsOf } from "../runs.ts";
import type { SectionFace } from "./module.ts";

export const cautions: SectionFace<"cautions"> = {
  email: {
    view: ({ title, points }, { report: { figures } }) => ({
      title,
      points: points.map(({ text }) => runsOf(text, figures)),
    }),
  },
};
