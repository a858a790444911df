import { type Problem, wrong } from "../../problem.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import { type Indicator, isCounted } from "../library/indicator.ts";
import type { Arm } from "./arms.ts";
import { armsAgain, isSame } from "./stages.ts";
import type { Stage, Tailoring, TrialFile } from "./trial.ts";

type StageTopics = ReadonlyMap<string, { campaign: Campaign; indicators: ReadonlyMap<string, Indicator> }>;
type SayOfStages = (path: readonly (string | number)[], message: string, hint?: string) => void;

/**
 * The stages of a sequential trial: in order, with cycles of the campaign, arms of the key, and a decision that can be
 * made before the stage begins.
 */
export function checkStages(
  { value, placeOf }: Located<TrialFile>,
  arms: ReadonlyMap<string, Arm>,
  topics: StageTopics,
  problems: Problem[],
): void {
  const cycles = [...topics.values()][0]?.campaign.cycles.map(({ id }) => id) ?? [];
  value.stages.forEach((stage, i) => {
    const say: SayOfStages = (path, message, hint) =>
      problems.push(wrong("stage", message, placeOf(["stages", i, ...path]), hint));
    for (const end of ["from", "to"] as const)
      if (!cycles.includes(stage.cycles[end]))
        say(["cycles", end], `unknown cycle "${stage.cycles[end]}"`, `one of ${cycles.join(", ")}`);
    if (stage.cycles.from > stage.cycles.to) say(["cycles"], "the stage ends before it begins");
    const before = value.stages[i - 1];
    if (before && stage.cycles.from <= before.cycles.to)
      say(["cycles", "from"], `does not start after stage "${before.stage}", which ends with ${before.cycles.to}`);
    stage.arms.forEach((arm, k) => {
      if (!arms.has(arm)) say(["arms", k], `unknown arm "${arm}"`, suggest(arm, [...arms.keys()]));
    });
    checkClasses(stage, say);
    if (i > 0) checkDecision(stage, { first: value.stages[0]!, unit: value.unit }, topics, say);
    else if (stage.after) say(["after"], "nobody is randomised again before the first stage");
  });
}

/** Classes are randomised again among the same arms, or each among arms of its own; every arm of the stage is some class's. */
function checkClasses(stage: Stage, say: SayOfStages): void {
  const own = (["responders", "non-responders"] as const).filter((of) => typeof stage[of] !== "string");
  for (const of of own)
    (stage[of] as readonly string[]).forEach((arm, k) => {
      if (!stage.arms.includes(arm)) say([of, k], `arm "${arm}" is not in the stage`, suggest(arm, stage.arms));
    });
  if (own.length === 0) return;
  const [yes, no] = [armsAgain(stage, "responder"), armsAgain(stage, "non-responder")];
  const shared = yes && no && !isSame(yes, no) ? yes.filter((arm) => no.includes(arm)) : [];
  if (shared.length > 0)
    say(
      [own[0]!],
      `responders and non-responders share ${shared.join(", ")}, but not all arms`,
      "give each class arms of its own; an arm may have the levels of another",
    );
  const idle = stage.arms.filter((arm) => !yes?.includes(arm) && !no?.includes(arm));
  if (idle.length > 0) say(["arms"], `no class is randomised to ${idle.join(", ")}`);
}

/** The decision before a stage: on data that are there by then, of an indicator that is there. */
function checkDecision(
  { after, cycles }: Stage,
  { first, unit }: { first: Stage; unit: string },
  topics: StageTopics,
  say: SayOfStages,
): void {
  if (!after) {
    say([], 'missing "after": how is it decided who is randomised again?');
    return;
  }
  const known = [...topics.values()].flatMap(({ indicators }) => [...indicators.values()]);
  const indicator = known.find(({ indicator: id }) => id === after.indicator);
  if (!indicator)
    say(
      ["after", "indicator"],
      `unknown indicator "${after.indicator}"`,
      suggest(
        after.indicator,
        known.map(({ indicator: id }) => id),
      ),
    );
  if (after.snapshot >= cycles.from)
    say(["after", "snapshot"], `the snapshot ${after.snapshot} is not before the stage begins (${cycles.from})`);
  if (after.measure === "relative-change" && after.baseline === undefined)
    say(["after"], 'missing "baseline": since which cycle is the change counted?');
  if (after.baseline !== undefined && after.baseline >= after.snapshot)
    say(["after", "baseline"], `the baseline ${after.baseline} is not before the snapshot ${after.snapshot}`);
  if (after.snapshot < first.cycles.from)
    say(["after", "snapshot"], `the snapshot ${after.snapshot} is before the first stage begins`);
  checkRule(after, indicator, say);
  const [one] = topics.values();
  if (
    one &&
    unit !== one.campaign.recipients.type &&
    (typeof after.responder === "string" || after.measure === "percent-rank")
  )
    say(
      ["after", "responder"],
      `a ${unit} has several recipients, and no report says anything of all of them`,
      "decide on the value or the relative change, which are pooled, with a limit",
    );
}

/** A limit says what is held against it; a rule by what reports say needs nothing else, and an indicator of which they can say it. */
function checkRule(after: Tailoring, indicator: Indicator | undefined, say: SayOfStages): void {
  if (typeof after.responder !== "string") {
    if (after.measure === undefined)
      say(["after"], 'missing "measure": what is held against the limit?', "value, relative-change or percent-rank");
    return;
  }
  if (after.measure === "relative-change" || after.measure === "percent-rank")
    say(
      ["after", "measure"],
      `"${after.responder}" is decided by what the report says, not by ${after.measure}`,
      "leave measure out, or give a limit: responder: { at-most: -0.05 }",
    );
  if (indicator?.direction === "none")
    say(["after", "responder"], `"${after.indicator}" has no direction: no report says better or worse of it`);
  if (after.responder === "reaches-benchmark" && indicator && !isCounted(indicator))
    say(["after", "responder"], `"${after.indicator}" is published as a value: there is no benchmark of it`);
  if (after.responder === "reaches-target" && !indicator?.target)
    say(["after", "responder"], `"${after.indicator}" has no target`);
}
