import type { Action } from "../input/library/action.ts";
import { dayAfter, weekdayName } from "../month.ts";
import { chooseActions, chooseBlock, sayWords } from "./choose.ts";
import { definedVoice, type Voice } from "./material.ts";
import type { ActionsSection, ActionText, Choice, FirstStepSection } from "./report.ts";
import type { SectionSettings } from "./sections.ts";
import { sentenceOf } from "./words.ts";

export type ActionPlan = { actions: readonly Action[]; texts: readonly ActionText[]; choices: readonly Choice[] };

/**
 * The actions of the report, chosen once: the first is told on page one, all stand in the plan. What is to be done is the
 * same whichever way round a share is told, so they are chosen by what is true of it as it is defined.
 */
export function planActions(voice: Voice): ActionPlan {
  const settings = voice.subject.design.sections.flatMap(({ actions }) => actions ?? [])[0];
  if (!settings) return { actions: [], texts: [], choices: [] };
  const defined = definedVoice(voice.material, voice.subject, voice.notebook, voice.indicator.indicator);
  const { actions, choices } = chooseActions(settings.choose, defined, settings["at-most"]);
  return { actions, texts: actions.map((action, i) => textOf(action, i + 1, voice)), choices };
}

function textOf(action: Action, number: number, voice: Voice): ActionText {
  const { action: id, title, who, situation, amount, by, know, barrier, effort } = action;
  const day = weekdayName(dayAfter(voice.material.cycle.issued, 7 * by.weeks));
  return {
    id,
    number,
    title,
    what: sayWords(action.what, action, voice),
    who,
    situation,
    amount,
    by: day,
    know,
    barrier,
    effort,
  };
}

/** The first action as it is told on page one and in the email, with a word of encouragement. */
export function composeFirstStep(
  settings: SectionSettings<"first-step">,
  voice: Voice,
  { actions, texts }: ActionPlan,
): { section?: FirstStepSection; choices: Choice[] } {
  const [action] = actions;
  const [text] = texts;
  if (!action || !text) return { choices: [] };
  const encouragement =
    settings.encouragement && chooseBlock({ slot: "first-step.encouragement", ids: settings.encouragement }, voice);
  const { block } = encouragement ?? {};
  return {
    section: {
      kind: "first-step",
      label: action.step.label,
      action: { ...text, what: sayWords(action.step.text, action, voice) },
      ...(block ? { encouragement: sayWords(block.text, block, voice) } : {}),
      ...(settings.caution ? { caution: sentenceOf(voice.notebook, settings.caution) } : {}),
      ...(settings.link ? { link: settings.link } : {}),
    },
    choices: encouragement ? [encouragement.choice] : [],
  };
}

/** The menu of actions. */
export function composeActions({ title, note }: SectionSettings<"actions">, { texts }: ActionPlan): ActionsSection {
  return { kind: "actions", title, note, actions: texts };
}
