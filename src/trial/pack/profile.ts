import type { Channel } from "../../input/campaign/campaign.ts";
import { byTechnique } from "../../input/files/fields.ts";
import type { Action } from "../../input/library/action.ts";
import type { Study } from "../../input/study.ts";
import { emailKinds } from "../../render/sections.ts";
import type { Choice } from "../../report/choice.ts";
import { mean, rounded } from "./written.ts";

/** How a technique is present in what an arm is sent: the four attributes of Lorencatto 2016. */
export type Presence = {
  frequency: number; // mean instances a report: blocks and actions shown that carry it
  mode: readonly Channel[]; // sorted: those in which a block or action that carries it can be read
  specificity: number; // of actor, action, context, target and time, how many the actions that carry it name; 0 to 5
  enactment: boolean; // whether it asks the reader to do something: an action carries it
};

export type TechniqueProfile = ReadonlyMap<string, Presence>; // by technique, in order of codes

type ProfileSource = { channels: readonly Channel[]; actions: ReadonlyMap<string, Action> };

/** What a profile needs of a report. */
type Profiled = {
  choices: readonly (Pick<Choice, "kind" | "slot" | "bct"> & { chosen?: string | undefined })[];
  attachment?: string | undefined;
};

/** The techniques that reports carry, by what their blocks and actions declare, gathered while they come by. */
export function openProfile({ channels, actions }: ProfileSource): {
  see: (report: Profiled) => void;
  profile: () => TechniqueProfile;
} {
  const instances = new Map<string, { count: number; filled: number[]; mode: Set<Channel> }>();
  let reports = 0;
  const see = ({ choices, attachment }: Profiled) => {
    reports++;
    for (const { kind, slot, chosen, bct } of choices) {
      if (chosen === undefined) continue;
      const shown = channels.filter((channel) => channel !== "email" || attachment || isInEmail({ kind, slot }));
      const action = actions.get(chosen);
      for (const code of bct) {
        const known = instances.get(code) ?? { count: 0, filled: [], mode: new Set() };
        known.count++;
        if (action) known.filled.push(filledFields(action));
        for (const channel of shown) known.mode.add(channel);
        instances.set(code, known);
      }
    }
  };
  const profile = () =>
    new Map(
      [...instances]
        .toSorted(([a], [b]) => byTechnique(a, b))
        .map(([code, { count, filled, mode }]) => [
          code,
          {
            frequency: rounded(count / reports, 3),
            mode: [...mode].sort(),
            specificity: rounded(mean(filled) ?? 0, 2),
            enactment: filled.length > 0,
          },
        ]),
    );
  return { see, profile };
}

/** Whether what fills a slot can be read in the email itself: the first action there is the first step. */
function isInEmail({ kind, slot }: Pick<Choice, "kind" | "slot">): boolean {
  return (kind === "actions" && slot === "1") || emailKinds.includes(kind);
}

/** Of the fields of an action (actor, action, context, target, time) those that say something. */
function filledFields({ who, what, situation, amount, by }: Action): number {
  return [who, what, situation, amount, by.weeks].filter((field) => String(field).trim() !== "").length;
}

export function actionsOf({ topics }: Study, topic: string): ReadonlyMap<string, Action> {
  return topics.get(topic)?.actions ?? new Map();
}
