import { toWords } from "../../report/sentence.ts";
import { sum, tall } from "../height.ts";
import { runsOf } from "../runs.ts";
import type { SectionFace } from "./module.ts";

export const letter: SectionFace<"letter"> = {
  pageOne: {
    place: "flow",
    givesWay: false,
    height: ({ paragraphs }, { report: { figures, issuer }, sizes, fit }) => {
      const { leading } = sizes.type.body;
      const gap = fit.close ? 3.75 : 5;
      const body = (text: string, width: number) => tall(text, sizes, { width, as: "body" });
      const said = paragraphs.map((each) => gap + body(toWords(each, figures), 150));
      const ends = 2 * (gap + leading); // salutation and closing
      const roles = issuer.signatories.map(({ role }) => leading + body(role, 150 / issuer.signatories.length - 10));
      return ends + sum(said) + (fit.close ? 7.5 : 10) + Math.max(...roles);
    },
  },
  screen: { view: (section) => section },
  email: {
    view: ({ salutation, paragraphs, closing }, { report: { figures, issuer } }) => ({
      salutation: `${salutation},`,
      paragraphs: paragraphs.map((paragraph) => runsOf(paragraph, figures)),
      closing: `${closing},`,
      signed: issuer.signatories,
    }),
  },
};
