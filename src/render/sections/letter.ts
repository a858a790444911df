import { toWords } from "../../report/sentence.ts";
import { sum, tall } from "../height.ts";
import { runsOf } from "../runs.ts";
import type { SectionFace } from "./module.ts";

export const letter: SectionFace<"letter"> = {
  pageOne: {
    place: "flow",
    givesWay: false,
    height: ({ paragraphs }, { report: { figures, issuer }, sizes }) => {
      const body = (text: string, width: number) => 5 + tall(text, sizes, { width, as: "body" });
      const roles = issuer.signatories.map(({ role }) => body(role, 150 / issuer.signatories.length - 10));
      const ends = 2 * (5 + sizes.type.body.leading); // salutation and closing
      return ends + sum(paragraphs.map((each) => body(toWords(each, figures), 150))) + 10 + Math.max(...roles);
    },
  },
  email: {
    view: ({ salutation, paragraphs, closing }, { report: { figures, issuer } }) => ({
      salutation: `${salutation},`,
      paragraphs: paragraphs.map((paragraph) => runsOf(paragraph, figures)),
      closing: `${closing},`,
      signed: issuer.signatories,
    }),
  },
};
