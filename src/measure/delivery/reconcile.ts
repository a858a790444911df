import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Accepted } from "../../input/data/accepted.ts";
import { isRecipient } from "../../input/data/recipients.ts";
import type { Indicator } from "../../input/library/indicator.ts";
import { periodOf } from "../../input/library/period.ts";
import type { Inputs } from "../../input/load.ts";
import { toMonth } from "../../month.ts";
import type { Problem } from "../../problem.ts";
import { groundOf } from "../ground.ts";
import { findDoubts } from "../plausibility/plausibility.ts";
import { follow } from "../successors.ts";
import { lengthOf, monthly, since, wantedWindow, windowsOf } from "../windows.ts";
import { findSharedAddresses, findWithoutAddress } from "./addresses.ts";
import { findAmongPeers } from "./among-peers.ts";
import { findRepeatedMonths, findSameDenominators, findZerosLeftOut } from "./copies.ts";
import { findFractions, findPrintedAsNone, findSmallCountsGone } from "./counts.ts";
import { findNotOpen, findUnlikeLists } from "./directory.ts";
import { findEmailsOfOthers, findSharedEmails } from "./emails.ts";
import { findExchanged } from "./exchanged.ts";
import { findFallen } from "./fallen.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import { findLowMonths } from "./low-months.ts";
import { type Expected, findMissingMonths, findWithoutData, isOpen, type Looked } from "./months.ts";
import { findMovedDetails, findMovedFigures, findMovedMonths, findMovedPlaces } from "./moved.ts";
import { findCountedAgain } from "./patients.ts";
import { findNotInDirectory, findWithoutPlace } from "./places.ts";
import { findFarValues, findImplausibleMonths } from "./plausible.ts";
import { findOutOfRange } from "./ranges.ts";
import { findChanges, type Summary } from "./since.ts";
import { findSteps } from "./steps.ts";
import { tellDoubts } from "./successors.ts";
import { findAllAtOnce } from "./together.ts";
import { findAhead } from "./uneven.ts";
import { findListSteps, findOddLists, findOddValues, findUnits } from "./values.ts";
import { checkWindows } from "./windows.ts";

/** An open organisation that gets no report, and why. */
export type OrganisationLeftOut = { code: string; reason: string };

/**
 * Holds a delivery, as a whole, to what the campaign accepts: organisations expected and got, months, units, lists. What is
 * past a threshold is an error, until somebody has signed it off for this cycle: then it is a warning that names them.
 */
export function reconcile(given: Inputs, cycle: Cycle, leftOut: readonly OrganisationLeftOut[]): Problem[] {
  const followed = follow(given, cycle);
  const inputs = { ...given, directory: followed.directory, observations: followed.observations };
  const found = findIn(inputs, cycle, { leftOut, into: followed.into });
  const signed = signedFor(inputs, cycle).filter(({ check }) => !isSince(check));
  return [
    ...tell(found, signed),
    ...checkWindows(groundOf(inputs), cycle),
    ...tellDoubts(given, followed),
    ...idle(signed, found),
  ];
}

/** Holds a delivery beside that of an earlier run, by the numbers that are kept of each. */
export function reconcileSince(
  given: Inputs,
  cycle: Cycle,
  now: Summary,
  before: { cycle: string; summary: Summary },
): Problem[] {
  const { campaign } = given;
  const { accept } = campaign;
  const { directory, observations, into } = follow(given, cycle);
  const beside = { cycle: before.cycle, many: campaign.recipients.many, accept };
  const { to } = wantedWindow(monthly, campaign.window, toMonth(cycle.data.to));
  const open = [...directory.values()].filter(
    (each) => isRecipient(campaign, each) && isOpen(each, to) && !into.has(each.code),
  );
  const { members } = before.summary;
  const own = { observations, campaign, indicators: given.indicators };
  const found = [
    ...findChanges(now, before.summary, { cycle: before.cycle, limit: accept["since-last-run"] }),
    ...(members
      ? [
          ...findMovedMonths(open, own, members, beside),
          ...findMovedFigures(open, own, members, beside),
          ...findMovedDetails(open, members, beside),
          ...findMovedPlaces(open, members, campaign, beside),
        ]
      : []),
  ];
  const signed = signedFor(given, cycle).filter(({ check }) => isSince(check));
  return [...tell(found, signed), ...idle(signed, found)];
}

/** Checks that need a run before. */
function isSince(check: DeliveryFound["check"]): boolean {
  return sinceChecks.includes(check);
}

const sinceChecks: readonly DeliveryFound["check"][] = [
  "since-last-run",
  "months-moved",
  "figures-moved",
  "details-moved",
  "places-moved",
];

function signedFor({ data }: Inputs, { id }: Cycle): Accepted[] {
  return data.accepted.filter(({ cycle }) => cycle === id);
}

/** What is found, as problems; what several indicators share once. */
function tell(found: readonly DeliveryFound[], signed: readonly Accepted[]): Problem[] {
  const told = found.map((each) => ({ found: each, by: signed.find((one) => covers(one, each)) }));
  const alike = Map.groupBy(told, ({ found, by }) => JSON.stringify([found.check, bare(found), by]));
  return [...alike.values()].map((each) =>
    toProblem(
      each.map(({ found: one }) => one),
      each[0]?.by,
    ),
  );
}

/** One that was followed is accounted for: what it counted is counted with who goes on for it. */
type Accounted = { leftOut: readonly OrganisationLeftOut[]; into: ReadonlyMap<string, string> };

function findIn(inputs: Inputs, cycle: Cycle, { leftOut, into }: Accounted): DeliveryFound[] {
  const { campaign, directory, observations, indicators } = inputs;
  const ground = groundOf(inputs);
  const last = toMonth(cycle.data.to);
  const window = wantedWindow(monthly, campaign.window, last);
  const { accept } = campaign;
  const doubts = findDoubts({ ...ground, observations: since(observations, toMonth(cycle.data.from)) }, cycle);
  const expected: Expected = {
    organisations: [...directory.values()].filter(
      (each) => isRecipient(campaign, each) && isOpen(each, window.to) && !into.has(each.code),
    ),
    many: campaign.recipients.many,
  };
  const perIndicator = [...indicators.values()].flatMap((each) => {
    const { indicator, period, given } = each;
    const own = isOne(each, campaign.window)
      ? windowsOf(ground, each, cycle).window
      : wantedWindow(each, campaign.window, last);
    const looked: Looked = { observations, indicator, period, given, window: own, accept };
    const about = { ...looked, about: each, doubts: doubts.get(indicator) ?? new Map() };
    const found = finders.flatMap((find) => find(expected, looked));
    const isStepTold = found.some(({ check }) => check === "low-months" || check === "units"); // one cause is told once
    return [
      ...found,
      ...findCountedAgain(each, looked),
      ...findersAbout.flatMap((find) => find(expected, about)),
      ...(isStepTold ? [] : stepsIn(about)),
    ];
  });
  function stepsIn(about: Parameters<typeof findSteps>[1]): DeliveryFound[] {
    const steps = findSteps(expected, about);
    return steps.length > 0 ? steps : findAllAtOnce(expected, about);
  }
  const whole: Looked = { observations, indicator: "", ...monthly, window, accept };
  const closed = [...directory.values()].filter(
    (each) => isRecipient(campaign, each) && !isOpen(each, window.to) && !into.has(each.code),
  );
  const lists = [
    ...findOddLists(expected, whole),
    ...findListSteps(expected, whole),
    ...findUnlikeLists(expected, whole),
    ...findNotOpen(closed, expected, whole, expected.organisations.length),
    ...findWithoutPlace(expected, campaign, whole),
    ...findNotInDirectory(whole),
    ...findSharedAddresses(expected, whole),
    ...findWithoutAddress(expected, campaign, whole),
    ...findSharedEmails(expected, whole),
    ...findEmailsOfOthers(expected, directory.values(), whole),
  ];
  return [...perIndicator, ...lists, ...findLeftOut(expected, leftOut, accept["left-out"])];
}

/** What is looked for in each indicator. */
const finders = [
  findWithoutData,
  findMissingMonths,
  findLowMonths,
  findRepeatedMonths,
  findZerosLeftOut,
  findSameDenominators,
  findUnits,
  findOddValues,
  findExchanged,
  findAmongPeers,
  findAhead,
];

/** What is looked for by what the indicator says of itself, and by what is doubted. */
const findersAbout = [
  findFractions,
  findSmallCountsGone,
  findPrintedAsNone,
  findImplausibleMonths,
  findFallen,
  findFarValues,
  findOutOfRange,
];

/** Whether the value is one observation, the last that anybody has, and not months that follow each other. */
function isOne(lasting: Pick<Indicator, "period" | "given">, length: number): boolean {
  const isMonthly = lasting.period === "month" && lasting.given === "counts";
  return !isMonthly && lengthOf(lasting, length) === periodOf(lasting).covers;
}

function findLeftOut(
  { organisations, many }: Expected,
  leftOut: readonly OrganisationLeftOut[],
  limit: number,
): DeliveryFound[] {
  const open = new Set(organisations.map(({ code }) => code));
  const out = leftOut.filter(({ code }) => open.has(code));
  if (out.length === 0 || out.length <= limit * open.size) return [];
  const reasons = [...Map.groupBy(out, ({ reason }) => reason.split(/[:;,]/)[0]!)].map(
    ([reason, all]) => `${all.length} ${reason} (${someOf(all.map(({ code }) => code))})`,
  );
  return [
    {
      check: "left-out",
      size: out.length / open.size,
      limit,
      message: `${out.length} of ${open.size} open ${many} would get no report: ${reasons.join("; ")}`,
      hint: "look whether that is so, or the data make it look so",
    },
  ];
}

/** What is found of several indicators in the same words has one cause, and is told once. */
function toProblem(found: readonly DeliveryFound[], by: Accepted | undefined): Problem {
  const [first] = found as [DeliveryFound, ...DeliveryFound[]];
  const { check, limit, hint } = first;
  const indicators = found.flatMap(({ indicator }) => indicator ?? []);
  const size = Math.max(...found.map((each) => each.size));
  const names = someOf(indicators.map((indicator) => `"${indicator}"`));
  const told = `${check}: ${bare(first).replace(blank, names)}`;
  const warning = { code: "delivery", severity: "warning", message: told, hint } as const;
  if (by) return { ...warning, message: `${told}; accepted by ${by["approved-by"]} on ${by.date}: ${by.reason}` };
  if (size <= limit) return warning;
  const of = indicators.length === 1 ? `, indicator: ${indicators[0]}` : "";
  const entry = `{ check: ${check}${of}, at-most: ${roundedUp(size)}, … }`;
  return {
    code: "delivery",
    severity: "error",
    message: `${told}; the campaign accepts ${written(check, limit)}, and this is ${written(check, size)}`,
    hint: `${hint}; if it is as it should be, have it signed off under \`accepted\` in data.yaml: ${entry}`,
  };
}

const blank = "…";

/** The message without the indicator's name. */
function bare({ message, indicator }: DeliveryFound): string {
  return indicator ? message.replace(`"${indicator}"`, blank) : message;
}

function written(check: DeliveryFound["check"], size: number): string {
  return check === "units" ? `${roundedUp(size)} times` : `${roundedUp(100 * size).toLocaleString("en-GB")}%`;
}

function covers(
  by: Accepted,
  { check, indicator, size }: Pick<DeliveryFound, "check" | "indicator" | "size">,
): boolean {
  return by.check === check && (by.indicator === undefined || by.indicator === indicator) && size <= by["at-most"];
}

function roundedUp(size: number): number {
  return Math.max(0, Math.ceil(size * 1000 - 1e-9) / 1000);
}

/** Signed off for this cycle, and not found: it is no longer needed, or it is another thing that was meant. */
function idle(signed: readonly Accepted[], found: readonly DeliveryFound[]): Problem[] {
  return signed
    .filter((each) => !found.some((one) => covers(each, one)))
    .map(({ check, indicator, cycle }) => ({
      code: "idle-acceptance",
      severity: "warning",
      message: `${check}${indicator ? ` of "${indicator}"` : ""} is signed off for ${cycle} under \`accepted\` in data.yaml, and nothing of the kind is found`,
      hint: "take it out",
    }));
}
