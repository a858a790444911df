import type { ActionText } from "../../report/actions.ts";
import type { Report } from "../../report/report.ts";
import type { Section } from "../../report/sections.ts";
import type { Sentence } from "../../report/sentence.ts";
import { shownUrl } from "../handlebars.ts";
import { type LineHeight, type Rung, tall } from "../height.ts";
import { runsOf } from "../runs.ts";
import { tiedWords } from "../sentence.ts";
import type { Type } from "../sizes.ts";
import type { SectionFace } from "./module.ts";

export const firstStep: SectionFace<"first-step"> = {
  pageOne: {
    place: "foot",
    givesWay: false,
    height: (section, { report, sizes, fit }) => {
      const { action, encouragement, caution } = section;
      const { figures } = report;
      const { main: width, type } = sizes;
      const fields: { name: string; text: string; width: number }[] = [
        { name: "Who", text: action.who, width: 41 },
        { name: "By when", text: action.by, width: 27 },
        { name: "You will know when", text: action.know, width: width - 78 },
      ];
      const field = ({ name, text, width }: (typeof fields)[number]) =>
        tall(name, sizes, { width, as: "small" }) + tall(text, sizes, { width, as: "body" });
      const note = (sentence: Sentence | undefined, as: Type) =>
        sentence ? 1.25 + tall(tiedWords(sentence, figures), sizes, { width, as }) : 0;
      const tools = showsTools(section, report, fit)
        ? [
            ...(action.searches ? [`Search: ${action.searches}`] : []),
            ...(action.links ?? []).map(({ words, url }) => `${words}: ${shownUrl(url)}`),
          ]
        : [];
      const what: LineHeight = { width, as: fit.smallStep ? "lead" : "title", weight: 600, spacing: -0.008 };
      return (
        type.body.leading +
        tall(tiedWords(action.what, figures), sizes, what) +
        2.5 +
        Math.max(...fields.map(field)) +
        tools.reduce((all, tool) => all + 1.25 + tall(tool, sizes, { width, as: "small" }), 0) +
        note(caution, "caution") +
        note(encouragement, "small")
      );
    },
  },
  paper: (section, { report, fit }) => ({
    ...section,
    isSmall: fit.smallStep,
    showsTools: showsTools(section, report, fit),
  }),
  screen: { view: ({ link, ...section }) => ({ ...section, link: link ?? null }) },
  helpLink: ({ link }) => link,
  email: {
    view: ({ label, action, encouragement, caution, link }, { report: { figures } }) => ({
      label,
      what: runsOf(action.what, figures),
      terms: termsOf(action),
      links: action.links ?? [],
      encouragement: encouragement ? runsOf(encouragement, figures) : null,
      caution: caution ? runsOf(caution, figures) : null,
      button: link ?? null,
    }),
  },
};

/** Whether searches and links stand beside the first step: where page one is full, only if the same action has them nowhere else. */
function showsTools({ action }: Section<"first-step">, { sections }: Report, { toolsLater }: Rung): boolean {
  const toolsOf = ({ searches, links }: ActionText) => JSON.stringify([searches, links]);
  const isListed = sections.some(
    (section) => section.kind === "actions" && section.actions.some((each) => toolsOf(each) === toolsOf(action)),
  );
  return !(toolsLater && isListed);
}

function termsOf({ who, by, searches = "" }: ActionText): { name: string; text: string }[] {
  const terms = [
    { name: "Who", text: who },
    { name: "By when", text: by },
    { name: "Search", text: searches },
  ];
  return terms.filter((term) => term.text !== "");
}
