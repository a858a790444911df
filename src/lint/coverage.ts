import type { Cycle } from "../input/campaign/campaign.ts";
import { actionSlotsOf, type Slot, slotName, slotsOf } from "../input/campaign/slots.ts";
import type { Role } from "../input/library/block.ts";
import { judge } from "../input/library/condition.ts";
import { findHoles, findUnreached, type Hole, holeText, type LadderStep } from "../input/library/ladders.ts";
import type { Inputs } from "../input/load.ts";
import { studyOf } from "../input/study.ts";
import { chooseActions, chooseBlock, chooseBlocks } from "../report/choose.ts";
import { type Voice, voiceOf } from "../report/material.ts";
import { planStudy } from "../report/plan.ts";
import { measureStudy } from "../report/subjects.ts";
import { materialOf } from "../report/task.ts";

/** Which words and actions the recipients of a cycle get, and for which standings there are none. */
export type Coverage = {
  campaign: string;
  cycle: string; // e.g. "2026-08"
  recipients: number;
  slots: readonly SlotCoverage[]; // in the order of the report
  actions: readonly ActionCoverage[]; // in order of preference
};

/** One place of the report that takes blocks. */
export type SlotCoverage = {
  slot: string; // e.g. "comparison.facts.1"
  section: number; // its place in the campaign, from 1
  role: Role;
  indicator: string; // whose signals decide
  ladder: boolean; // the first that holds is shown; else all that hold
  shown: number; // recipients whose report has the section
  blocks: readonly { id: string; recipients: number; reachable: boolean }[]; // in the order of the campaign
  without: readonly string[]; // codes of recipients who have the section, and no block in it
  holes: readonly Hole[]; // standings that may come, for which a ladder has no words
};

export type ActionCoverage = { id: string; offered: number; first: number };

/** Chooses words and actions for every recipient, by the same rules as a report, and counts. */
export function findCoverage(inputs: Inputs, cycle: Cycle): Coverage {
  const voices = voicesOf(inputs, cycle);
  return {
    campaign: inputs.campaign.campaign,
    cycle: cycle.id,
    recipients: voices.length,
    slots: slotsOf(inputs.campaign).map((slot) => coverSlot(slot, inputs, voices)),
    actions: coverActions(inputs, voices),
  };
}

/** The coverage for somebody who writes the words. */
export function coverageText({ campaign, cycle, recipients, slots, actions }: Coverage): string {
  return [
    `${campaign}, cycle ${cycle}: ${recipients} recipients`,
    ...slots.flatMap((slot) => ["", ...slotLines(slot)]),
    ...(actions.length > 0 ? ["", "actions: to how many each is offered, and to how many as the first step"] : []),
    ...actions.map(({ id, offered, first }) => `${count(offered)}${count(first)}  ${id}`),
  ].join("\n");
}

/** Every recipient through the headline indicator, and through any other when asked. */
type Ear = { code: string; headline: Voice; about: (indicator: string) => Voice };

function voicesOf({ headlines: _, ...inputs }: Inputs, cycle: Cycle): Ear[] {
  const study = studyOf(inputs); // as if every headline were about the campaign's own indicator, whose words are covered
  const { materials, tasks } = measureStudy(study, planStudy(study, cycle.id));
  return tasks.map((task) => {
    const material = materialOf(materials, task);
    const about = (indicator: string) => voiceOf(material, task, { figures: new Map(), sources: [] }, indicator);
    return { code: task.organisation.code, headline: about(inputs.campaign.headline), about };
  });
}

function coverSlot(slot: Slot, inputs: Inputs, voices: readonly Ear[]): SlotCoverage {
  const { role, indicator, ids, most } = slot;
  const ladder = most === undefined;
  const shown = voices.filter(
    ({ headline, about }) => judge(slot.when, headline.signals, (id) => about(id).signals).holds,
  );
  const chosen = shown.map(({ code, about }) => ({ code, ids: chooseFor(slot, about(indicator)) }));
  const steps = ids.map((id): LadderStep => ({ id, when: inputs.blocks.get(id)?.when }));
  const of = inputs.indicators.get(indicator);
  const section = indicator === inputs.campaign.headline ? slot.when : undefined;
  const unreached = ladder && of ? findUnreached(steps, of, section) : [];
  return {
    slot: slotName(slot),
    section: Number(slot.path[1]) + 1,
    role,
    indicator,
    ladder,
    shown: shown.length,
    blocks: ids.map((id) => ({
      id,
      recipients: chosen.filter((each) => each.ids.includes(id)).length,
      reachable: !unreached.includes(id),
    })),
    without: chosen.filter((each) => each.ids.length === 0).map(({ code }) => code),
    holes: ladder && of ? findHoles(steps, of, section) : [],
  };
}

function chooseFor({ most, ...at }: Slot, voice: Voice): string[] {
  if (most !== undefined) return chooseBlocks(at, voice, most).blocks.map(({ block }) => block);
  const { block } = chooseBlock(at, voice);
  return block ? [block.block] : [];
}

/** Of several sections of actions the first counts, as in the report. */
function coverActions({ campaign }: Inputs, voices: readonly Ear[]): ActionCoverage[] {
  const [slot] = actionSlotsOf(campaign);
  if (!slot) return [];
  const offered = voices.map(({ headline }) =>
    chooseActions({ section: "actions", ids: slot.ids, most: slot.most }, headline).actions.map(({ action }) => action),
  );
  return slot.ids.map((id) => ({
    id,
    offered: offered.filter((actions) => actions.includes(id)).length,
    first: offered.filter(([first]) => first === id).length,
  }));
}

function slotLines({ slot, section, indicator, ladder, shown, blocks, without, holes }: SlotCoverage): string[] {
  const rule = ladder ? "the first that holds is shown" : "all that hold are shown";
  return [
    `${slot} (section ${section}, by ${indicator}): ${shown} recipients, ${rule}`,
    ...blocks.map(({ id, recipients, reachable }) => `${count(recipients)}  ${id}${noteOn(recipients, reachable)}`),
    ...(without.length > 0 ? [`${count(without.length)}  no words: ${few(without)}`] : []),
    ...(holes.length > 0 ? ["        no words for anybody of whom this is true:"] : []),
    ...holes.map((hole) => `          ${holeText(hole)}`),
  ];
}

function noteOn(recipients: number, reachable: boolean): string {
  if (!reachable) return "   (a net: the blocks before it take everybody)";
  return recipients === 0 ? "   (nobody in these data)" : "";
}

function few(codes: readonly string[]): string {
  return `${codes.slice(0, 5).join(", ")}${codes.length > 5 ? ` and ${codes.length - 5} more` : ""}`;
}

function count(number: number): string {
  return String(number).padStart(6);
}
