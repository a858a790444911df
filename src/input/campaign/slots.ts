import type { Role } from "../library/block.ts";
import type { Condition } from "../library/condition.ts";
import type { Campaign } from "./campaign.ts";
import type { VoiceUse } from "./sections/kind.ts";
import { kindOf, type SectionKind, type WrittenSection } from "./sections.ts";

export type Path = (string | number)[];

/** A place of the campaign that names blocks of one role. */
export type Slot = {
  section: string; // name of its section: "trend-2"
  kind: SectionKind; // of its section
  slot: string; // its place in the section: "message", "facts.1"
  ids: readonly string[];
  path: Path;
  role: Role;
  indicator: string; // whose signals decide
  when?: Condition | undefined; // of its section, on the signals of the headline indicator
  most?: number; // all that hold are shown, up to so many; left out where the first that holds is shown: a ladder
  varies: boolean; // whether those that fit equally are shown in turn
  voice?: Omit<VoiceUse, "at"> & { at: Path }; // what it asks of the voice, until it is filled
};

/** A place of the campaign that names actions. */
export type ActionSlot = {
  ids: readonly string[];
  path: Path;
  most: number;
  varies: boolean;
  when?: Condition | undefined;
};

/** The whole name of a slot, for people: "trend-2.message"; the section's name where it is of the section as a whole. */
export function slotName({ section, slot }: Pick<Slot, "section" | "slot">): string {
  return slot === "" ? section : `${section}.${slot}`;
}

/** Every slot of the campaign that names blocks, with the role it wants. */
export function slotsOf({ sections, headline }: Pick<Campaign, "sections" | "headline">): Slot[] {
  return sections.flatMap((section, i) => {
    const { name, kind, settings } = section;
    const slots = kindOf(section).slots?.(settings) ?? [];
    return slots.map(({ slot, path, indicator = headline, voice, ...rest }) => ({
      ...rest,
      ...(voice ? { voice: { ...voice, at: ["sections", i, kind, ...voice.at] } } : {}),
      section: name,
      kind,
      slot,
      path: ["sections", i, kind, ...path],
      indicator,
      varies: varies(section),
      when: settings.when,
    }));
  });
}

/** Whether a section shows in turn what fits equally. */
export function varies({ settings }: Pick<WrittenSection, "settings">): boolean {
  return "vary" in settings && settings.vary === "least-recently-shown";
}

/** Every slot that names actions. */
export function actionSlotsOf({ sections }: Pick<Campaign, "sections">): ActionSlot[] {
  return sections.flatMap((section, i) => {
    const { kind, settings } = section;
    const list = kindOf(section).actions?.(settings);
    const path = list && ["sections", i, kind, ...list.path];
    return list && path ? [{ ...list, path, varies: varies(section), when: settings.when }] : [];
  });
}
