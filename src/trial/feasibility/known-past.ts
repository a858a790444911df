import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Inputs } from "../../input/load.ts";
import type { Trial } from "../../input/study.ts";
import { followedGround, groundOf } from "../../measure/ground.ts";
import { lastMonthKnown } from "../../measure/windows.ts";
import { monthName, toMonth } from "../../month.ts";
import { unitsOn } from "../units.ts";
import { unusable } from "./fault.ts";
import type { Layout } from "./layout.ts";
import { isMonthly, type Past, piecesOf } from "./past.ts";
import { spanOf } from "./placed.ts";

const year = 12;

/** The past of a trial's outcome, up to its first cycle: the headline, or the indicator that is wanted. */
export function pastOf(
  { inputs, trial, first }: { inputs: Inputs; trial: Trial; first: Cycle },
  wanted: string | undefined,
): Past {
  const id = wanted ?? inputs.campaign.headline;
  const found = inputs.indicators.get(id);
  if (!found) throw unusable(`unknown indicator "${id}"`, `one of ${[...inputs.indicators.keys()].join(", ")}`);
  if (!isMonthly(found))
    throw unusable(`"${id}" has no counts of months`, "choose another with --indicator; nothing is worked out for it");
  const { observations } = followedGround(groundOf(inputs), first);
  const there = { from: observations.first, to: observations.first + observations.length - 1 };
  const to = lastMonthKnown(observations, id, { ...there, to: Math.min(there.to, toMonth(first.data.to)) });
  if (to === undefined)
    throw unusable(`no observation of "${id}" up to ${monthName(toMonth(first.data.to))}, when the trial begins`);
  return {
    inputs: { ...inputs, observations },
    indicator: found,
    months: { from: there.from, to },
    begins: first.issued,
    units: unitsOn(inputs, trial, first.issued),
  };
}

/** The past in pieces as long as a cycle lasts, as far back as the trial is long; shorter ones where there is too little of it. */
export function piecesFor(past: Past, layouts: readonly Layout[]): ReturnType<typeof piecesOf> {
  const first = layouts[0]!.stretches.at(-1)!;
  const there = past.months.to - past.months.from + 1;
  const length = Math.max(1, Math.min(first.to - first.from + 1, year, Math.floor(there / 2)));
  const pieces = piecesOf(past, length, Math.max(2 * length, spanOf(layouts.at(-1)!.stretches)));
  if (pieces.length < 2)
    throw unusable(
      `the past has ${there} months, up to ${monthName(past.months.to)}`,
      "give data of two months or more",
    );
  return pieces;
}
