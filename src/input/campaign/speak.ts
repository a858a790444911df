import { type Place, type Problem, wrong } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Block } from "../library/block.ts";
import type { Indicator } from "../library/indicator.ts";
import { canHold, findIdle, isAlways, type LadderStep } from "../library/ladders.ts";
import type { Library } from "../library/library.ts";
import { isTimed } from "../library/repeats.ts";
import {
  formsOf,
  type LadderName,
  type VoiceForm,
  type VoiceLadder,
  type VoiceStep,
  voiceId,
  voiceLadders,
} from "../library/voice.ts";
import type { Campaign } from "./campaign.ts";
import { checkReasons, withReasons } from "./reasons.ts";
import type { PlannedSection } from "./sections.ts";
import { type Path, type Slot, slotsOf } from "./slots.ts";

/** A campaign whose ladders are whole, and the library with the blocks that the voice made for it. */
export type Spoken = { campaign: Located<Campaign>; library: Library; files: readonly string[] };

/**
 * Fills the ladders that a campaign leaves to the voice: each becomes a list of blocks, as if the campaign had named them. A step
 * of the voice is a block `voice-<ladder>-<step>`; a step that the campaign says otherwise is the campaign's own block under
 * the step's condition. Steps that can never be said of the indicator are left out. What comes after need not know of the voice.
 */
export function speak(campaign: Located<Campaign>, library: Library, problems: Problem[]): Spoken {
  const made = new Map<string, Located<Block>>();
  const files = new Set<string>();
  const origins = new Map<string, Path>(); // of a name in a list that was filled: where the campaign says it
  let { value } = campaign;
  for (const slot of slotsOf(value)) {
    const { voice } = slot;
    const indicator = library.indicators.items.get(slot.indicator)?.value;
    if (!indicator) continue; // told of where it is named
    if (!voice) {
      for (const step of namedSteps({ slot, indicator, campaign, library })) {
        files.add(step.file);
        keep(made, step, campaign.placeOf(slot.path), problems);
      }
      continue;
    }
    checkReasons(slot, { campaign, library, files }, problems);
    const ladder = ladderOf(voice.ladder, { campaign, slot, library, files }, problems);
    if (!ladder) {
      value = withList(value, slot.path, {}); // told of; own blocks without their steps would be told of too
      continue;
    }
    const own = voice.after?.map((id) => ({ id })) ?? [];
    const steps = toSteps({ ladder, slot, indicator, campaign, library }, problems);
    const ids = [...own, ...steps].map(({ id }) => id);
    for (const { block, at, id } of steps) {
      origins.set([...slot.path, ids.indexOf(id)].join("\n"), at ?? slot.path);
      if (block) keep(made, block, campaign.placeOf(at ?? slot.path), problems);
      if (!at) checkKept(id, library, problems);
    }
    value = withList(value, slot.path, ids);
    if (voice.at.join() !== slot.path.join()) value = withList(value, voice.at, undefined);
  }
  const origin = (path: readonly PropertyKey[]) => origins.get(path.join("\n")) ?? path;
  return {
    campaign: { ...campaign, value, placeOf: (path) => campaign.placeOf(origin(path)) },
    library: {
      ...library,
      blocks: { ...library.blocks, items: new Map([...library.blocks.items, ...made]) },
    },
    files: [...files],
  };
}

type Speaking = {
  ladder: Located<VoiceLadder>;
  slot: Slot;
  indicator: Indicator;
  campaign: Located<Campaign>;
  library: Library;
};

/** One name of a ladder: a block that the voice made, or one of the campaign, with where the campaign names it. */
type SpokenStep = LadderStep & { block?: Located<Block>; at?: Path; turns?: readonly Located<Block>[] }; // turns: its words with other reasons

/** Steps of the voice that a list of the campaign's own names: `message: [our-block, voice-trend-any]`. */
function namedSteps({ slot, ...rest }: Omit<Speaking, "ladder">): Located<Block>[] {
  const named = new Set(slot.ids.filter((id) => id.startsWith("voice-") && !rest.library.blocks.items.has(id)));
  if (named.size === 0) return [];
  const ladders = [...rest.library.voice.items.values()].filter(
    ({ value }) => voiceLadders[value.ladder] === slot.role,
  );
  const steps = ladders.flatMap((ladder) =>
    ladder.value.steps.flatMap((step, i) => voiceStep(asked(step, rest.indicator), i, { ...rest, slot, ladder })),
  );
  return steps.flatMap(({ id, block }) => (block && named.has(id) ? [block] : []));
}

function ladderOf(
  name: LadderName,
  { campaign, slot, library, files }: Pick<Speaking, "campaign" | "slot" | "library"> & { files: Set<string> },
  problems: Problem[],
): Located<VoiceLadder> | undefined {
  const { items, broken, twice } = library.voice;
  const ladder = items.get(name);
  if (ladder) {
    files.add(ladder.file);
    problems.push(...(twice.get(name) ?? []));
  } else if (broken.length > 0) {
    for (const unread of broken) files.add(unread.file);
    problems.push(...broken.flatMap((unread) => unread.problems)); // any of them may be the one
  } else
    problems.push(
      wrong(
        "no-voice",
        `nothing says "${name}": no ladder of that name in the library's folder voice`,
        campaign.placeOf(slot.path),
        "list the blocks here, or bring the voice: feedback new campaign writes it",
      ),
    );
  return ladder;
}

/** A block of an author's under a name that the voice gives to its own would be taken for it. */
function checkKept(id: string, { blocks }: Library, problems: Problem[]): void {
  const own = blocks.items.get(id);
  if (!own) return;
  problems.push(
    wrong("kept-name", `"${id}" is the name of a step of the voice`, own.placeOf(["block"]), "begin it with the topic"),
  );
}

/** The steps of a ladder that can be said of an indicator; of one that ends in a reason, all that take turns one after another. */
function toSteps(speaking: Speaking, problems: Problem[]): SpokenStep[] {
  return sayableSteps(speaking, problems).flatMap((step) => [
    step,
    ...(step.turns ?? []).map((block) => ({ ...step, id: block.value.block, block })),
  ]);
}

/** The steps of a ladder that can be said of an indicator, those that the campaign says otherwise in its own blocks. */
function sayableSteps(speaking: Speaking, problems: Problem[]): SpokenStep[] {
  const { ladder, slot, campaign } = speaking;
  const { instead = {}, at = slot.path }: Partial<NonNullable<Slot["voice"]>> = slot.voice ?? {};
  const names = ladder.value.steps.map(({ step }) => step);
  for (const step of Object.keys(instead).filter((each) => !names.includes(each)))
    problems.push(unknownStep(step, { ladder, place: campaign.placeOf([...at, step]) }));
  const steps = ladder.value.steps.flatMap((written, i): SpokenStep[] => {
    const step = asked(written, speaking.indicator);
    const own = instead[step.step];
    const why = whyNever(step, speaking);
    if (own && own.length > 0 && why) problems.push(neverSaid(step.step, why, { speaking }));
    if (why || own?.length === 0) return [];
    return own
      ? own.map((id, j) => ownStep(id, step, speaking, [...at, step.step, ...(own.length > 1 ? [j] : [])]))
      : voiceStep(step, i, speaking);
  });
  if (slot.most !== undefined) return steps;
  const last = steps.findIndex(({ when, timed }) => isAlways(when) && !timed); // nobody comes to what is after it
  const later = steps.findIndex(({ when }, i) => i > last && !isAlways(when));
  const until = slot.varies ? (later < 0 ? steps.length : later) : last + 1; // but those that take turns with it
  const reached = last < 0 ? steps : steps.slice(0, until);
  const idle = new Set(findIdle(reached, speaking.indicator).map(({ at }) => at));
  return reached.filter(({ at }, index) => at !== undefined || !idle.has(index));
}

/**
 * A step as it is for one indicator. Thanks wait for balancing measures only where there are any: of other indicators `balanced` is
 * never set, and is not asked. What is said of an outcome is feedback on an outcome, though the voice is written for behaviours.
 */
function asked(step: VoiceStep, { "balanced-by": balancedBy, measures }: Indicator): VoiceStep {
  const { all } = step.when ?? {};
  const bct = measures === "outcome" ? step.bct.map((code) => ofOutcome[code] ?? code) : step.bct;
  if (balancedBy || !all?.includes("balanced")) return { ...step, bct };
  return { ...step, bct, when: { ...step.when, all: all.filter((signal) => signal !== "balanced") } };
}

/** Techniques (BCTTv1) that are told apart by what the figure measures: of a behaviour, of an outcome. */
const ofOutcome: Readonly<Record<string, string>> = { "1.1": "1.3", "2.2": "2.7" };

/** Why nobody can come to a step, where nobody can. */
function whyNever({ when, shows = [], ...step }: VoiceStep, { indicator, campaign }: Speaking): string | undefined {
  const hidden = shows.find((each) => !campaign.value.comparators.includes(each));
  if (hidden) return `the campaign does not show ${hidden}`;
  if (indicator.direction === "none" && shows.includes("top-quartile"))
    return `"${indicator.indicator}" has no direction, so that no quarter is the best`;
  if (!canHold(when, indicator)) return `its condition cannot hold for "${indicator.indicator}"`;
  return formOf(step, indicator) ? undefined : `it has no words for "${indicator.indicator}"`;
}

function formOf(step: Partial<Pick<VoiceStep, VoiceForm>>, indicator: Indicator): VoiceForm | undefined {
  return formsOf(indicator).find((form) => step[form] !== undefined);
}

/** A block of the campaign in the place of a step: where it has no condition of its own, that of the step holds. */
function ownStep(id: string, step: VoiceStep, { slot, library }: Speaking, at: Path): SpokenStep {
  const item = library.blocks.items.get(id);
  if (!item) return { id, when: step.when, at };
  const { when = step.when, bct, title = step.title, ...rest } = item.value;
  const value = {
    ...rest,
    bct: bct.length > 0 ? bct : step.bct,
    ...(when ? { when } : {}),
    ...(title ? { title } : {}),
  };
  const [first, ...turns] = withReasons(value, { slot, library }).map((each) => ({ ...item, value: each }));
  return { id, when, block: first!, turns, at, ...(isTimed(value) ? { timed: true } : {}) };
}

/** A step of the voice as a block, in the words for the kind of indicator, with the campaign's reasons where they have room for one. */
function voiceStep(step: VoiceStep, index: number, { ladder, slot, indicator, library }: Speaking): SpokenStep[] {
  const form = formOf(step, indicator);
  const said = form && step[form];
  if (!form || !said) return [];
  const { lead, text: whole } = typeof said === "string" ? { lead: undefined, text: said } : said;
  const id = voiceId(ladder.value.ladder, step.step, form);
  const written: Block = {
    block: id,
    role: voiceLadders[ladder.value.ladder],
    version: step.version,
    ...(step.when ? { when: step.when } : {}),
    ...(step["not-again"] ? { "not-again": step["not-again"] } : {}),
    bct: step.bct,
    ...(step.title ? { title: step.title } : {}),
    ...(lead ? { lead } : {}),
    text: whole,
    cites: [],
  };
  const values = withReasons(written, { slot, library });
  if (values[0].text === "") return [];
  const placeOf = (path: readonly PropertyKey[]): Place => {
    const [field, ...rest] = path;
    const isWords = field === "text" || field === "lead";
    const inStep = isWords
      ? [form, ...(typeof said === "string" ? [] : [field])]
      : [...(field ? [field] : []), ...rest];
    return ladder.placeOf(["steps", index, ...inStep]);
  };
  const timed = isTimed(written) ? { timed: true as const } : {};
  const [block, ...turns] = values.map((value) => ({ ...ladder, value, placeOf, placeOfKey: placeOf }));
  return [{ id, when: step.when, block: block!, turns, ...timed }];
}

/** Mutates what is made. One block cannot stand under two conditions. */
function keep(made: Map<string, Located<Block>>, block: Located<Block>, place: Place, problems: Problem[]): void {
  const { block: id, when } = block.value;
  const before = made.get(id);
  made.set(id, before ?? block);
  if (!before || JSON.stringify(before.value.when) === JSON.stringify(when)) return;
  problems.push(
    wrong(
      "two-conditions",
      `"${id}" stands for two steps with different conditions`,
      place,
      "give it a `when` of its own, or write a block for each",
    ),
  );
}

function unknownStep(step: string, { ladder, place }: { ladder: Located<VoiceLadder>; place: Place }): Problem {
  const names = ladder.value.steps.map((each) => each.step);
  const message = `unknown step "${step}": the voice has none of that name in its ${ladder.value.ladder}`;
  return wrong("unknown-step", message, place, suggest(step, names) ?? `its steps are ${names.join(", ")}`);
}

function neverSaid(step: string, why: string, { speaking }: { speaking: Speaking }): Problem {
  const { slot, campaign } = speaking;
  const place = campaign.placeOf([...(slot.voice?.at ?? slot.path), step]);
  return wrong("step-never-said", `step "${step}" is never said here: ${why}`, place, "take it out");
}

/** A campaign with a list at a path of its sections. */
function withList(
  campaign: Campaign,
  [, index, , ...path]: Path,
  list: readonly string[] | object | undefined,
): Campaign {
  const sections = campaign.sections.map((section, i) =>
    i === index ? ({ ...section, settings: setAt(section.settings, path, list) } as PlannedSection) : section,
  );
  return { ...campaign, sections };
}

function setAt(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((each, i) => (i === key ? setAt(each, rest, to) : each));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: setAt(record[key], rest, to) };
}
