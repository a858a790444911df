import type { ActionText } from "../actions.ts";
import { type SectionModule, text, toolTexts } from "./module.ts";

export type ActionsSection = { kind: "actions"; title: string; note: string; actions: readonly ActionText[] };

/** The menu of actions. They were chosen before any section was composed: the first step tells the first of them. */
export const actions: SectionModule<"actions", ActionsSection> = {
  compose: ({ title, note }, { plan }) => ({
    section: { kind: "actions", title, note, actions: plan.texts },
    choices: [],
  }),
  texts: ({ title, note, actions: all }) => [
    ...text("title", "heading", title),
    ...text("note", "heading", note),
    ...all.flatMap(({ id, number, title: name, what, who, situation, amount, know, barrier, ...tools }) => [
      {
        slot: `${number}`,
        from: "action" as const,
        words: [what],
        action: id,
        fields: [name, situation, amount, barrier],
      },
      ...[name, who, situation, amount, know, barrier].flatMap((field) => text(`${number}`, "heading", field)),
      ...toolTexts(`${number}`, tools),
    ]),
  ],
  charts: () => [],
};
