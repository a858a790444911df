import type { Problem } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Action } from "../library/action.ts";
import type { Block } from "../library/block.ts";
import type { Condition } from "../library/condition.ts";
import type { Indicator } from "../library/indicator.ts";
import { canHold, findHoles, findIdle, holeText, isAlways, type LadderStep, signalsIn } from "../library/ladders.ts";
import { isOfOtherData, possiblePatterns } from "../library/patterns.ts";
import { isTimed } from "../library/repeats.ts";
import { closure, type Signal } from "../library/signals.ts";
import type { Campaign } from "./campaign.ts";
import { actionSlotsOf, type Path, type Slot, slotsOf } from "./slots.ts";

/** What the ladders of a campaign stand on; what could not be read is not there. */
type LadderWords = {
  indicators: ReadonlyMap<string, Indicator>;
  blocks: ReadonlyMap<string, Located<Block>>;
  actions: ReadonlyMap<string, Located<Action>>;
};

/**
 * What conditions say before any data are seen: a condition that can never hold, a block that can never be reached
 * because one before it takes everybody, and a ladder that leaves somebody without words.
 */
export function checkLadders(campaign: Located<Campaign>, words: LadderWords, problems: Problem[]): void {
  const items = [...words.blocks.values(), ...words.actions.values()];
  const check = (when: Condition | undefined, file: Located<unknown>, path: Path) => {
    checkCondition(when, file, path, problems);
    checkOthers(when, file, [...path, "of"], { indicators: words.indicators, campaign: campaign.value }, problems);
  };
  for (const item of items) check(item.value.when, item, ["when"]);
  campaign.value.sections.forEach(({ kind, settings }, i) => {
    check(settings.when, campaign, ["sections", i, kind, "when"]);
  });
  for (const slot of placesOf(campaign.value)) {
    if (slot.voice) continue; // it could not be filled, which is told of
    const indicator = words.indicators.get(slot.indicator);
    const found = slot.ids.flatMap((id) => words.blocks.get(id) ?? words.actions.get(id) ?? []);
    const whole = found.length === slot.ids.length && found.every(({ value }) => canHold(value.when)); // else told of already
    const steps = slot.ids.map((id, i): LadderStep => {
      const item = found[i]?.value;
      return { id, when: item?.when, ...(item && isTimed(item) ? { timed: true } : {}) };
    });
    if (indicator && whole) checkSteps({ slot, steps, indicator, campaign }, problems);
    if (whole && campaign.value.messages === "fixed") checkFixed({ slot, steps, campaign }, problems);
  }
}

type SlotPlace = Pick<Slot, "ids" | "path" | "indicator" | "when" | "most" | "voice" | "varies">;
type CheckedLadder = {
  slot: SlotPlace;
  steps: readonly LadderStep[];
  indicator: Indicator;
  campaign: Located<Campaign>;
};

/** Every place that names blocks or actions; actions are decided by the headline indicator. */
function placesOf(campaign: Campaign): SlotPlace[] {
  return [...slotsOf(campaign), ...actionSlotsOf(campaign).map((slot) => ({ ...slot, indicator: campaign.headline }))];
}

function checkSteps({ slot, steps, indicator, campaign }: CheckedLadder, problems: Problem[]): void {
  const section = slot.indicator === campaign.value.headline ? slot.when : undefined;
  const warn = (at: number, code: string, message: string, hint: string) =>
    problems.push({ code, severity: "warning", message, place: campaign.placeOf([...slot.path, at]), hint });
  const isLadder = slot.most === undefined; // elsewhere all that hold are shown, and none hides another
  for (const { at, before } of findIdle(steps, indicator, section)) {
    const never = `"${slot.ids[at]}" is never shown`;
    if (!before) warn(at, "never-holds-here", `${never}: its condition cannot hold here`, whyNot(steps[at], indicator));
    else if (isLadder && before.same && slot.varies)
      continue; // the two are shown in turn
    else if (isLadder && before.same)
      warn(
        at,
        "same-condition",
        `${never}: "${before.id}" before it has the same condition`,
        "give them different conditions in `when`, or remove one",
      );
    else if (isLadder)
      warn(
        at,
        "never-reached",
        `${never}: "${before.id}" before it fits everyone it fits`,
        `put it before "${before.id}", or remove it`,
      );
  }
  const holes = isLadder ? findHoles(steps, indicator, section) : [];
  if (holes.length === 0 || campaign.value.messages === "fixed") return;
  const timed = steps.findLastIndex((step) => step.timed);
  if (timed >= 0 && findHoles(steps.map(withoutTime), indicator, section).length < holes.length) {
    problems.push({
      code: "silent-cycle",
      severity: "error",
      message: `"${slot.ids[timed]}" is held back after it was shown, and nothing after it fits everyone it fits`,
      place: campaign.placeOf([...slot.path, timed]),
      hint: "put another block after it, without `not-again` and `at-most`",
    });
    return;
  }
  const some = holes.slice(0, 3).map((hole) => `"${holeText(hole)}"`);
  const more = holes.length > 3 ? ` and ${holes.length - 3} more` : "";
  const message = `the last block does not fit everyone: no words for ${some.join(", ")}${more}`;
  warn(steps.length - 1, "no-words", message, "end with a block without `when`");
}

function withoutTime({ timed: _, ...step }: LadderStep): LadderStep {
  return step;
}

/** Where messages are fixed, a list without anything for everybody says nothing to anybody. */
function checkFixed({ slot, steps, campaign }: Omit<CheckedLadder, "indicator">, problems: Problem[]): void {
  if (steps.some(({ when }) => isAlways(when))) return;
  problems.push({
    code: "nothing-fixed",
    severity: slot.most === undefined ? "error" : "warning",
    message: "messages are fixed, but nothing here is for everyone",
    place: campaign.placeOf([...slot.path, steps.length - 1]),
    hint: "end with one without `when`, or set `messages` to tailored",
  });
}

function whyNot(step: LadderStep | undefined, { indicator, direction, target, given }: Indicator): string {
  const isNever = (signal: Signal) =>
    !possiblePatterns([signal], { direction, target, given }).some((pattern) => pattern.has(signal));
  const never = signalsIn(step?.when).find(isNever);
  if (!never) return "see `when` of the section and of the block";
  return `"${never}" is never set for "${indicator}" (direction ${direction}${target ? "" : ", no target"}${isOfOtherData(never, given) ? `, given: ${given}` : ""})`;
}

/** A condition that can never hold is an error: its words could never work. */
function checkCondition(
  when: Condition | undefined,
  { placeOf }: Located<unknown>,
  path: Path,
  problems: Problem[],
): void {
  if (when === undefined || canHold(when)) return;
  problems.push({
    code: "never-holds",
    severity: "error",
    message: `this condition can never hold${because(when)}`,
    place: placeOf(path),
    hint: "docs/reference.md says when each signal is set",
  });
}

/** What a condition says of other indicators: they must be the campaign's, and it must be possible of them. */
function checkOthers(
  when: Condition | undefined,
  { placeOfKey }: Located<unknown>,
  path: Path,
  { indicators, campaign }: { indicators: LadderWords["indicators"]; campaign: Campaign },
  problems: Problem[],
): void {
  for (const [id, plain] of Object.entries(when?.of ?? {})) {
    const place = placeOfKey([...path, id]);
    const indicator = indicators.get(id);
    if (!campaign.indicators.includes(id)) {
      const hint = suggest(id, campaign.indicators);
      problems.push({
        code: "unknown-indicator",
        severity: "error",
        message: `"${id}" is not among the campaign's indicators`,
        place,
        ...(hint ? { hint } : {}),
      });
    } else if (indicator && !canHold(plain, indicator))
      problems.push({
        code: "never-holds",
        severity: "error",
        message: `this condition can never hold for "${id}"${because(plain)}`,
        place,
        hint: canHold(plain)
          ? whyNot({ id, when: plain }, indicator)
          : "docs/reference.md says when each signal is set",
      });
  }
}

/** `: "improving" and "worsening" exclude each other`, where few signals alone are to blame. */
function because({ all = [], any, none = [] }: Condition): string {
  const [a, b] = pairsOf(all).find(([one, two]) => !areTogether(one, two)) ?? [];
  if (a && b) return `: "${a}" and "${b}" exclude each other`;
  const shut = all.find((each) => any?.every((other) => !areTogether(each, other)));
  if (shut && any) return `: "${shut}" excludes ${any.map((each) => `"${each}"`).join(" and ")}`;
  const wanted = any?.length === 1 ? [...all, ...any] : all;
  const ruled = none.find((no) => wanted.some((each) => closure(each).includes(no)));
  const by = wanted.find((each) => ruled && closure(each).includes(ruled));
  if (!ruled || !by) return "";
  return by === ruled ? `: "${by}" is both required and ruled out` : `: "${by}" implies "${ruled}", which is ruled out`;
}

function pairsOf(all: readonly Signal[]): [Signal, Signal][] {
  return all.flatMap((a, i) => all.slice(i + 1).map((b): [Signal, Signal] => [a, b]));
}

function areTogether(a: Signal, b: Signal): boolean {
  return possiblePatterns([a, b]).some((pattern) => pattern.has(a) && pattern.has(b));
}
