import { type ActionText, sayAction } from "../actions.ts";
import { chooseBlock, sayBlock } from "../choose.ts";
import type { Sentence } from "../sentence.ts";
import { sentenceOf } from "../words.ts";
import { type SectionModule, slotIn, text, toolTexts } from "./module.ts";

/** The first action of the plan, told on page one and in the email. */
export type FirstStepSection = {
  kind: "first-step";
  label: string; // "Start here", "Keep it there"
  action: ActionText;
  encouragement?: Sentence;
  caution?: Sentence;
  link?: { words: string; url: string };
};

/** The first action as it is told on page one and in the email, with a word of encouragement. */
export const firstStep: SectionModule<"first-step", FirstStepSection> = {
  compose: (settings, composing) => {
    const { voice, plan } = composing;
    const [action] = plan.actions;
    const [told] = plan.texts;
    if (!action || !told) return { choices: [] };
    const { encouragement: ids } = settings;
    const encouragement = ids && chooseBlock(slotIn(composing, "encouragement", ids), voice);
    return {
      section: {
        kind: "first-step",
        label: action.step.label,
        action: { ...told, what: sayAction(action.step.text, action, voice) },
        ...(encouragement?.block ? { encouragement: sayBlock(encouragement.block, voice) } : {}),
        ...(settings.caution ? { caution: sentenceOf(voice.notebook, settings.caution) } : {}),
        ...(settings.link ? { link: settings.link } : {}),
      },
      choices: encouragement ? [encouragement.choice] : [],
    };
  },
  texts: ({ label, action, encouragement, caution, link }) => [
    ...text("label", "heading", label),
    { slot: "action", from: "action", words: [action.what], action: action.id },
    ...toolTexts("action", action),
    ...text("encouragement", "block", encouragement),
    ...text("caution", "campaign", caution),
    ...text("link", "heading", link?.words),
  ],
  charts: () => [],
};
