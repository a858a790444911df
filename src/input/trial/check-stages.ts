import { type Problem, wrong } from "../../problem.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Indicator } from "../library/indicator.ts";
import type { Arm } from "./arms.ts";
import type { Stage, TrialFile } from "./trial.ts";

type Topics = ReadonlyMap<string, { campaign: Campaign; indicators: ReadonlyMap<string, Indicator> }>;
type Say = (path: readonly (string | number)[], message: string, hint?: string) => void;

/**
 * The stages of a sequential trial: in order, with cycles of the campaign, arms of the key, and a decision that can be
 * made before the stage begins.
 */
export function checkStages(
  { value, placeOf }: Located<TrialFile>,
  arms: ReadonlyMap<string, Arm>,
  topics: Topics,
  problems: Problem[],
): void {
  const cycles = [...topics.values()][0]?.campaign.cycles.map(({ id }) => id) ?? [];
  value.stages.forEach((stage, i) => {
    const say: Say = (path, message, hint) =>
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
    if (i > 0) checkDecision(stage, value.stages[0]!, topics, say);
    else if (stage.after) say(["after"], "nobody is randomised again before the first stage");
  });
}

/** The decision before a stage: on data that are there by then, of an indicator that is there. */
function checkDecision({ after, cycles }: Stage, first: Stage, topics: Topics, say: Say): void {
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
  if (typeof after.responder === "string" && indicator?.direction === "none")
    say(["after", "responder"], `"${after.indicator}" has no direction: nobody can be better than a comparator`);
  if (after.responder === "reaches-target" && !indicator?.target)
    say(["after", "responder"], `"${after.indicator}" has no target`);
}
