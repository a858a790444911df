import type { Section } from "../../report/sections.ts";
import { fullWidth, type Line, type Setting, tall } from "../height.ts";
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
        tall(tiedWords(section.say, report.figures), sizes, isLong(section, setting) ? long : usual) +
        (standfirst === "" ? 0 : (fit.close ? 1.25 : 2.5) + tall(standfirst, sizes, { width: 150, as: "body" }))
      );
    },
  },
  screen: { view: (section) => section, heads: true },
  paper: (section, setting) => ({ ...section, isLong: isLong(section, setting) }),
  email: {
    joinsTitle: true,
    view: ({ say, standfirst }, { report: { figures } }) => ({
      say: runsOf(say, figures),
      standfirst: standfirst.length > 0 ? runsOf(standfirst, figures) : null,
    }),
  },
};

const usual: Line = { width: fullWidth, as: "headline", weight: 600, spacing: -0.014 };
const long: Line = { width: fullWidth, as: "long", weight: 600, spacing: -0.01 };

/** More than three lines are set smaller, and so is any where page one is full. */
function isLong({ say }: Section<"headline">, { report, sizes, fit }: Setting): boolean {
  const height = tall(tiedWords(say, report.figures), sizes, usual);
  return fit.longHeadline || height > 3 * sizes.type.headline.leading;
}
