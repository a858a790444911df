import { fullWidth, type LineHeight, tall } from "../height.ts";
import { runsOf } from "../runs.ts";
import { tiedWords } from "../sentence.ts";
import type { SectionFace } from "./module.ts";

export const headline: SectionFace<"headline"> = {
  pageOne: {
    place: "flow",
    givesWay: false,
    height: (section, setting) => {
      const { report, sizes, fit } = setting;
      const standfirst = tiedWords(section.standfirst, report.figures);
      return (
        tall(tiedWords(section.say, report.figures), sizes, fit.longHeadline ? long : usual) +
        (standfirst === "" ? 0 : (fit.close ? 1.25 : 2.5) + tall(standfirst, sizes, { width: 150, as: "body" }))
      );
    },
    runsLong: ({ say }, { report, sizes }) =>
      tall(tiedWords(say, report.figures), sizes, usual) > mostLines * sizes.type.headline.leading,
  },
  screen: { view: (section) => section, heads: true },
  paper: (section, { fit }) => ({ ...section, isLong: fit.longHeadline }),
  email: {
    joinsTitle: true,
    view: ({ say, standfirst }, { report: { figures } }) => ({
      say: runsOf(say, figures),
      standfirst: standfirst.length > 0 ? runsOf(standfirst, figures) : null,
    }),
  },
};

const usual: LineHeight = { width: fullWidth, as: "headline", weight: 600, spacing: -0.014 };
const long: LineHeight = { width: fullWidth, as: "long", weight: 600, spacing: -0.01 };
const mostLines = 3; // of a headline in its usual size
