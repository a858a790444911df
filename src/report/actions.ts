import { settingsOf } from "../input/campaign/sections.ts";
import type { Action } from "../input/library/action.ts";
import { amountMark } from "../input/library/vocabulary.ts";
import { dayAfter, weekdayName } from "../month.ts";
import { remembered } from "../remembered.ts";
import { amountFigure } from "./amount.ts";
import { workingDayFrom } from "./calendar.ts";
import type { Choice } from "./choice.ts";
import { chooseActions, resolverOf } from "./choose.ts";
import { definedVoice, type Voice } from "./material.ts";
import type { Sentence } from "./sentence.ts";
import { enter, labelText, type Resolve, toSentence } from "./words.ts";

/** One action with its five fields (actor, action, context, target, time), how one will know, and the barrier it answers. */
export type ActionText = {
  id: string;
  number: number;
  title: string; // "Find the patients"
  what: Sentence;
  who: string;
  situation: string; // for which patients, or when
  amount: string; // how much: "five a month"
  by: string; // "Thursday 26 November"
  know: string; // "five reviews are in the diary"
  barrier: string;
  effort: "minutes" | "hours" | "project";
  searches?: string; // "EMIS “Reviews due” (RD-1); SystmOne, Vision “Reviews due”"; absent where it names none
  links?: readonly { words: string; url: string }[];
};

export type ActionPlan = { actions: readonly Action[]; texts: readonly ActionText[]; choices: readonly Choice[] };

/**
 * The actions of the report, chosen once: the first is told on page one, all stand in the plan. What is to be done is the
 * same whichever way round a share is told, so they are chosen by what is true of it as it is defined.
 */
export function planActions(voice: Voice): ActionPlan {
  const section = voice.subject.design.sections.find(({ kind }) => kind === "actions");
  const [settings] = settingsOf(voice.subject.design.sections, "actions");
  if (!section || !settings) return { actions: [], texts: [], choices: [] };
  const defined = definedVoice(voice.material, voice.subject, voice.notebook, voice.indicator.indicator);
  const { actions, choices } = chooseActions(
    { section: section.name, ids: settings.choose, most: settings["at-most"] },
    defined,
  );
  return { actions, texts: actions.map((action, i) => textOf(action, i + 1, voice)), choices };
}

/** Words of an action as a sentence of this recipient; `{{amount}}` is the action's own. */
export function sayAction(words: string, action: Action, voice: Voice): Sentence {
  const others = resolverOf(voice);
  const resolve: Resolve = (path) => {
    const figure = path === "amount" ? amountFigure(action, voice) : undefined;
    return figure ? { key: `${action.action}/amount`, figure } : others(path);
  };
  return toSentence(words, { resolve, notebook: voice.notebook, cites: action.cites });
}

/** A field that is no sentence, with its amount. Its apostrophes are printed like those of sentences. */
function filled(field: string, action: Action, voice: Voice): string {
  const words = labelText(field);
  const figure = amountFigure(action, voice);
  if (!figure || !amountMark.test(words)) return words;
  enter(voice.notebook, `${action.action}/amount`, figure);
  return words.replace(amountMark, figure.text);
}

function textOf(action: Action, number: number, voice: Voice): ActionText {
  const { action: id, title, who, situation, by, barrier, effort, searches, links } = action;
  const day = dayBy(voice.material.cycle.issued, by.weeks);
  const say = (field: string) => filled(field, action, voice);
  return {
    id,
    number,
    title: say(title),
    what: sayAction(action.what, action, voice),
    who: say(who),
    situation: say(situation),
    amount: say(action.amount),
    by: day,
    know: say(action.know),
    barrier: say(barrier),
    effort,
    ...(searches.length > 0 ? { searches: searchesText(searches) } : {}),
    ...(links.length > 0 ? { links } : {}),
  };
}

/** The working day by which something is to be done, some weeks after an issue: the same of all recipients. */
const dayBy = remembered(
  (issued: string, weeks: number) => weekdayName(workingDayFrom(dayAfter(issued, 7 * weeks))),
  (issued, weeks) => `${issued} ${weeks}`,
);

/** Systems that have a search of the same name and code stand together before it. */
function searchesText(searches: Action["searches"]): string {
  const systems = Map.groupBy(searches, ({ name, code }) => `“${name}”${code ? ` (${code})` : ""}`);
  return [...systems].map(([name, of]) => `${of.map(({ system }) => system).join(", ")} ${name}`).join("; ");
}
