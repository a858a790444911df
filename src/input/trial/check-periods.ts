import { type Problem, wrong } from "../../problem.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Arm } from "./arms.ts";
import type { TrialFile } from "./trial.ts";

type SayOfPeriods = (path: readonly (string | number)[], message: string, hint?: string) => void;

/** Designs in which units change their arm by a schedule. */
export const scheduledDesigns: readonly TrialFile["design"][] = ["crossover", "stepped-wedge"];

/** Periods in order that hold every cycle, and sequences that name an arm for each of them, as the design asks. */
export function checkPeriods(
  { value, placeOf }: Located<TrialFile>,
  arms: ReadonlyMap<string, Arm>,
  campaign: Campaign,
  problems: Problem[],
): void {
  const say: SayOfPeriods = (path, message, hint) => problems.push(wrong("periods", message, placeOf(path), hint));
  const { design, periods, sequences } = value;
  const isScheduled = scheduledDesigns.includes(design);
  const asked = periods.filter(({ washout }) => washout === undefined).length;
  if (!isScheduled) {
    if (periods.length > 0 || Object.keys(sequences).length > 0)
      say(["design"], "only a crossover or a stepped wedge has periods and sequences");
    return;
  }
  if (asked < 2) say(["design"], `a ${design} has at least two periods with arms of their own; this has ${asked}`);
  if (Object.keys(sequences).length < 2)
    say(["design"], `a ${design} has at least two sequences; this has ${Object.keys(sequences).length}`);
  checkCycles(value, campaign, say);
  periods.forEach(({ washout }, i) => {
    if (washout === undefined) return;
    if (i === 0) say(["periods", i, "washout"], "the first period is a washout, and nothing comes before it");
    if (washout !== "nothing" && !arms.has(washout))
      say(["periods", i, "washout"], `unknown arm "${washout}"`, suggest(washout, ["nothing", ...arms.keys()]));
  });
  for (const [code, order] of Object.entries(sequences)) checkSequence(value, { code, order, asked, arms }, say);
  const unused = [...arms.keys()].filter(
    (arm) =>
      !Object.values(sequences).some((order) => order.includes(arm)) && !periods.some(({ washout }) => washout === arm),
  );
  if (unused.length > 0)
    say(["sequences"], `no sequence has ${unused.length === 1 ? "arm" : "arms"} ${unused.join(", ")}`);
  if (design === "crossover") checkCrossover(sequences, asked, say);
  else checkWedge(sequences, say);
}

function checkCycles({ periods }: TrialFile, campaign: Campaign, say: SayOfPeriods): void {
  const cycles = campaign.cycles.map(({ id }) => id);
  periods.forEach(({ cycles: own }, i) => {
    for (const end of ["from", "to"] as const)
      if (!cycles.includes(own[end]))
        say(["periods", i, "cycles", end], `unknown cycle "${own[end]}"`, `one of ${cycles.join(", ")}`);
    if (own.from > own.to) say(["periods", i, "cycles"], "the period ends before it begins");
    const before = periods[i - 1];
    if (before && own.from <= before.cycles.to)
      say(
        ["periods", i, "cycles", "from"],
        `does not start after period "${before.period}", which ends with ${before.cycles.to}`,
      );
  });
  const outside = cycles.filter((id) => !periods.some(({ cycles: { from, to } }) => from <= id && id <= to));
  if (outside.length > 0)
    say(
      ["periods"],
      `in no period: ${outside.join(", ")}`,
      "add these cycles to a period, or give the trial its own cycles",
    );
}

type PeriodSequence = { code: string; order: readonly string[]; asked: number; arms: ReadonlyMap<string, Arm> };

function checkSequence(
  { sequences }: TrialFile,
  { code, order, asked, arms }: PeriodSequence,
  say: SayOfPeriods,
): void {
  const at = ["sequences", code];
  if (arms.has(code)) say(at, `"${code}" is a sequence and an arm`, "a code stands for one thing");
  if (order.length !== asked)
    say(at, `sequence ${code} has ${order.length} arms for ${asked} periods`, "one for each period that is no washout");
  order.forEach((arm, i) => {
    if (!arms.has(arm)) say([...at, i], `unknown arm "${arm}"`, suggest(arm, [...arms.keys()]));
  });
  const twin = Object.entries(sequences).find(([, other]) => other.join() === order.join())?.[0];
  if (twin !== undefined && twin !== code) say(at, `sequences ${twin} and ${code} are the same`);
}

type Sequences = TrialFile["sequences"];

/** Every unit crosses over, and every period has arms to compare. */
function checkCrossover(sequences: Sequences, asked: number, say: SayOfPeriods): void {
  for (const [code, order] of Object.entries(sequences))
    if (new Set(order).size < 2) say(["sequences", code], `sequence ${code} never crosses over`);
  for (let i = 0; i < asked; i++) {
    const inPeriod = new Set(Object.values(sequences).map((order) => order[i]));
    if (inPeriod.size < 2)
      say(["sequences"], `every sequence has the same arm in place ${i + 1}, where there is nothing to compare`);
  }
}

/** Every sequence crosses once, from the same arm to the same other, each at a step of its own. */
function checkWedge(sequences: Sequences, say: SayOfPeriods): void {
  const crossingsOf = (order: readonly string[]) => order.filter((arm, i) => i > 0 && arm !== order[i - 1]).length;
  const sound = Object.entries(sequences).filter(([, order]) => crossingsOf(order) === 1);
  for (const [code, order] of Object.entries(sequences).filter(([, each]) => crossingsOf(each) !== 1))
    say(
      ["sequences", code],
      `sequence ${code} crosses ${crossingsOf(order)} times`,
      "in a stepped wedge each crosses once and stays",
    );
  const [first, last] = [sound[0]?.[1][0], sound[0]?.[1].at(-1)];
  for (const [code, order] of sound)
    if (order[0] !== first || order.at(-1) !== last)
      say(
        ["sequences", code],
        `sequence ${code} goes from ${order[0]} to ${order.at(-1)}, others from ${first} to ${last}`,
      );
}
