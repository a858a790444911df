import type { Channel } from "../../input/campaign/campaign.ts";
import { byTechnique } from "../../input/files/fields.ts";
import type { Action } from "../../input/library/action.ts";
import { emailKinds } from "../../render/sections.ts";
import type { Choice } from "../../report/choice.ts";
import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { mean, rounded, type Table } from "./written.ts";

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

/** The profile of every arm as made: the reports of those who were sent it. */
export function madeProfiles({ arms, planned, designs, reports, study }: Facts): ReadonlyMap<string, TechniqueProfile> {
  return new Map(
    arms.map((arm) => {
      const { topic, design } = designs.get(arm)!;
      const own = [...reports].filter(([code]) => {
        const assignment = planned.assignments?.of.get(code);
        return (assignment?.sent ?? assignment?.arm) === arm;
      });
      const { see, profile } = openProfile({ channels: design.channels, actions: actionsOf(study, topic) });
      for (const [, report] of own) see(report);
      return [arm, profile()];
    }),
  );
}

/** Arm by technique, for a fidelity coder: as designed, and the frequency as made. */
export function bctMatrix(facts: Facts, edition: PackEdition): Table {
  const [designed, made] = [facts.found.profiles, madeProfiles(facts)];
  const techniques = [...facts.study.topics.values()][0]?.techniques ?? new Map<string, never>();
  return {
    columns: [
      "arm",
      "bct",
      "label",
      "bcio",
      "frequency_designed",
      "frequency_made",
      "mode",
      "specificity",
      "enactment",
    ],
    rows: facts.arms.flatMap((arm) =>
      [...(designed.get(arm) ?? [])].map(([bct, { frequency, mode, specificity, enactment }]) => ({
        arm: edition.arm(arm),
        bct,
        label: techniques.get(bct)?.label ?? null,
        bcio: techniques.get(bct)?.bcio.join("; ") || null,
        frequency_designed: frequency,
        frequency_made: made.get(arm)?.get(bct)?.frequency ?? 0,
        mode: mode.join("; "),
        specificity,
        enactment,
      })),
    ),
  };
}

export function actionsOf({ topics }: Facts["study"], topic: string): ReadonlyMap<string, Action> {
  return topics.get(topic)?.actions ?? new Map();
}
