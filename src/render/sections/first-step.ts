import type { ActionText } from "../../report/actions.ts";
import { toWords } from "../../report/sentence.ts";
import { type Line, sum, tall } from "../height.ts";
import { runsOf } from "../runs.ts";
import type { SectionFace } from "./module.ts";

export const firstStep: SectionFace<"first-step"> = {
  pageOne: {
    place: "foot",
    givesWay: false,
    height: ({ action, encouragement, caution }, { report: { figures }, sizes, fit }) => {
      const { main: width, type } = sizes;
      const fields: [string, number][] = [
        [action.who, 41],
        [action.by, 27],
        [action.know, width - 78],
      ];
      const notes = [encouragement, caution].flatMap((sentence) => (sentence ? [toWords(sentence, figures)] : []));
      const what: Line = { width, as: fit.smallStep ? "lead" : "title", weight: 600, spacing: -0.008 };
      return (
        type.body.leading +
        tall(toWords(action.what, figures), sizes, what) +
        2.5 +
        type.small.leading +
        Math.max(...fields.map(([text, of]) => tall(text, sizes, { width: of, as: "body" }))) +
        sum(notes.map((text) => 1.25 + tall(text, sizes, { width, as: "small" })))
      );
    },
  },
  paper: (section, { fit }) => ({ ...section, isSmall: fit.smallStep }),
  helpLink: ({ link }) => link,
  email: {
    view: ({ label, action, encouragement, caution, link }, { report: { figures } }) => ({
      label,
      what: runsOf(action.what, figures),
      terms: termsOf(action),
      encouragement: encouragement ? runsOf(encouragement, figures) : null,
      caution: caution ? runsOf(caution, figures) : null,
      button: link ?? null,
    }),
  },
};

function termsOf({ who, by }: ActionText): { name: string; text: string }[] {
  const terms = [
    { name: "Who", text: who },
    { name: "By when", text: by },
  ];
  return terms.filter((term) => term.text !== "");
}
