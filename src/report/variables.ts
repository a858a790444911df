import type { Indicator } from "../input/library/indicator.ts";
import { periods } from "../input/library/period.ts";
import { type SaidWhen, saidOf } from "../input/library/said.ts";
import { brieflyAbsent, whyAbsent } from "../measure/absence.ts";
import type { Interval } from "../measure/interval.ts";
import { doubtText, doubtWithin } from "../measure/plausibility/told.ts";
import { roundHalfUp } from "../measure/rounding.ts";
import { type CountedOwn, countsOf, type Own, type Standing, type Withheld } from "../measure/standing.ts";
import { dayName, monthName } from "../month.ts";
import { changeVariables } from "./changes.ts";
import { countFigure, numberWord, ofTheOthers, textFigure, timesAsMany, valueFigure } from "./format.ts";
import { countOf, gapVariables, monthlyOf, ownMonthly } from "./gaps.ts";
import type { Voice } from "./material.ts";
import { printedName } from "./sane-case.ts";
import type { Figure } from "./sentence.ts";
import { cycleNumber, monthsIn, nextIssue, periodIn, periodText, stretchOf } from "./time.ts";

type VoiceVariable = (voice: Voice) => Figure | undefined;

/**
 * What each variable of the vocabulary prints for one recipient and indicator; undefined where it is not known. A block
 * whose condition vouches for its variables never meets an undefined one.
 */
export const variables: Readonly<Record<string, VoiceVariable>> = {
  ...Object.fromEntries(gapVariables()),
  ...changeVariables,
  "campaign.title": ({ material }) => textFigure(material.campaign.title),
  "cycle.number": (voice) => countFigure(cycleNumber(voice)),
  "cycle.of": ({ subject }) => countFigure(subject.design.cycles.length),
  "cycle.issued": ({ material }) => textFigure(dayName(material.cycle.issued)),
  "cycle.next": (voice) => textFigure(nextIssue(voice) ?? "to be announced"),
  "period.text": (voice) => textFigure(periodText(voice)),
  "period.months": (voice) => countFigure(monthsIn(voice)),
  "period.in": (voice) => textFigure(periodIn(voice)),
  "period.last": ({ standing }) => textFigure(monthName(standing.window.to)),
  "issuer.name": ({ material }) => textFigure(material.campaign.issuer.name),
  "issuer.interests": ({ material }) => textFigure(material.campaign.issuer.interests),
  "recipient.name": ({ subject }) => textFigure(printedName(subject.organisation)),
  "recipients.one": ({ material }) => textFigure(material.campaign.recipients.one),
  "recipients.many": ({ material }) => textFigure(material.campaign.recipients.many),
  "recipient.place": (voice) => textFigure(placeOf(voice)),
  "indicator.title": ({ indicator }) => textFigure(indicator.title),
  "indicator.name": ({ indicator }) => textFigure(indicator.name),
  "indicator.short": ({ indicator }) => textFigure(indicator.short),
  "indicator.one": ({ indicator }) => textOf(indicator.numerator?.one),
  "indicator.many": ({ indicator }) => textOf(indicator.numerator?.many),
  "indicator.unit": ({ indicator: { kind, unit } }) => textFigure(kind === "share" ? unit.replace(/^%\s*/, "") : unit), // a share has its sign
  ...Object.fromEntries(
    (["one", "many", "verb", "does", "per", "what"] as const).map((part): [string, VoiceVariable] => [
      `said.${part}`,
      ({ indicator }) => textFigure(saidOf(indicator)[part]),
    ]),
  ),
  "indicator.describes": ({ indicator }) => textFigure(indicator.describes),
  "indicator.exclusion": ({ indicator }) => textFigure(indicator.exclusion),
  "indicator.source": ({ material }) => textFigure(material.source),
  extracted: ({ material }) => textFigure(dayName(material.cycle.extracted)),

  "own.value": ({ indicator, standing: { own } }) =>
    own.state === "shown" ? valueFigure(indicator, own.value) : undefined,
  "own.count": ({ standing: { own } }) => countOf(countsOf(own)?.count),
  "own.monthly": (voice) => monthlyOf(voice, ownMonthly(voice)),
  "own.base": ({ standing: { own } }) => countOf(countsOf(own)?.base),
  "own.noun": ({ indicator, standing: { own } }) => agreeing(countsOf(own)?.count, saidOf(indicator), ["one", "many"]),
  "own.verb": ({ indicator, standing: { own } }) => agreeing(countsOf(own)?.count, saidOf(indicator), ["does", "verb"]),
  "own.among": ({ indicator, standing: { own } }) => amongFigure(countsOf(own)?.base, saidOf(indicator)),
  "own.interval": (voice) => intervalFigure(voice),
  "own.below": ({ standing: { own } }) => (own.state === "withheld" ? textFigure(withheldText(own)) : undefined),
  "own.patients": ({ standing }) => countOf(standing.list),

  "peers.label": (voice) => textFigure(peersLabel(voice)),
  "peers.count": ({ group }) => (group?.statistics ? countFigure(group.count) : undefined),
  "peers.others": (voice) => countOf(others(voice)),
  "peers.limit": ({ subject }) => textFigure(limitText(subject.design.peers["list-at-least"])),
  "peers.minimum": ({ subject }) => {
    const { minimum } = subject.design.peers;
    return textFigure(minimum === 10 ? "ten" : numberWord(minimum), minimum);
  },
  "peers.marks": (voice) => textFigure(marksText(voice)),
  "median.more": ({ signals }) =>
    textFigure(signals.has("above-median") ? "more" : signals.has("below-median") ? "fewer" : "about as many"),
  "median.side": ({ signals }) =>
    textFigure(signals.has("above-median") ? "above" : signals.has("below-median") ? "below" : "level with"),
  "median.worse-side": ({ indicator }) => textFigure(indicator.direction === "higher" ? "below" : "above"),
  "best.way": ({ indicator }) => textFigure(indicator.direction === "higher" ? "higher" : "lower"),
  "lowest.value": ({ indicator, group }) =>
    group?.statistics ? valueFigure(indicator, group.statistics.lower) : undefined,
  "highest.value": ({ indicator, group }) =>
    group?.statistics ? valueFigure(indicator, group.statistics.upper) : undefined,
  "target.label": ({ indicator }) => (indicator.target ? textFigure(indicator.target.label) : undefined),

  "rank.more": (voice) => rankFigure(voice, "higher"),
  "rank.fewer": (voice) => rankFigure(voice, "lower"),
  "rank.better": (voice) => rankFigure(voice, voice.indicator.direction === "higher" ? "higher" : "lower"),
  "rank.worse": (voice) => rankFigure(voice, voice.indicator.direction === "higher" ? "lower" : "higher"),
  "ratio.median": (voice) => ratioFigure(voice),

  "absent.why": ({ indicator, standing: { own, ...standing } }) =>
    own.state === "none"
      ? textFigure(whyAbsent(own.reason, indicator, periods[indicator.period].at(stretchOf(standing))))
      : undefined,
  "absent.briefly": ({ standing: { own } }) =>
    own.state === "none" ? textFigure(brieflyAbsent(own.reason)) : undefined,
  "doubted.what": ({ standing: { doubted } }) => textOf(doubted),
  "implausible.what": ({ indicator, standing: { doubt, window } }) => {
    const within = doubtWithin(doubt, window);
    return within && textFigure(doubtText(indicator, within));
  },
  "few.patients": ({ indicator, standing: { own } }) => fewPatients(indicator, countsOf(own)),
  "months.known": ({ standing: { own } }) => (own.state === "none" ? undefined : countFigure(own.months)),

  "overview.worse": ({ standing: { overview } }) => textFigure(numberWord(overview.worse), overview.worse),
  "overview.counted": ({ standing: { overview } }) => textFigure(numberWord(overview.counted), overview.counted),
  "overview.of": ({ standing: { overview } }) => textFigure(measuresText(overview), overview.counted),
  "overview.all": ({ standing: { overview } }) =>
    textFigure(
      overview.counted === 2 ? `both ${measuresText(overview).replace(/^two /, "")}` : `all ${measuresText(overview)}`,
      overview.counted,
    ),
};

/** "with 1,000 patients or more" */
function limitText(least: number): string {
  return least === 0 ? "of any size" : `with ${countFigure(least).text} patients or more`;
}

/** What the marks of a chart are, whichever of them a design shows; of an indicator without direction the quarters at both ends. */
function marksText({ indicator, material, subject }: Voice): string {
  if (!subject.design.comparators.includes("top-quartile")) return "Typical: the median.";
  const best =
    indicator.direction === "none"
      ? `Lowest and highest quarter: the quarter of ${material.campaign.recipients.many} at each end.`
      : `Best quarter: the ${saidOf(indicator).what} that the best quarter of them reach.`;
  return `Typical: the median. ${best}`;
}

/** The form of a word that goes with a count as it is printed. */
function agreeing(
  count: number | undefined,
  said: SaidWhen,
  [one, many]: [keyof SaidWhen, keyof SaidWhen],
): Figure | undefined {
  return count === undefined ? undefined : textFigure(said[roundHalfUp(count) === 1 ? one : many]);
}

/** "your 1,385 preventer inhalers"; of a single one "1 among your preventer inhalers". */
function amongFigure(base: number | undefined, { per }: SaidWhen): Figure | undefined {
  if (base === undefined) return undefined;
  const { text } = countFigure(base);
  return textFigure(text === "1" ? `1 among your ${per}` : `your ${text} ${per}`, base);
}

/** "one patient", "two patients": about how many take as much as was counted (of a share, as the denominator) all the time. */
function fewPatients({ numerator, kind }: Indicator, own: CountedOwn | undefined): Figure | undefined {
  const one = numerator?.["one-patient"];
  if (one === undefined || !own) return undefined;
  const patients = Math.max(1, roundHalfUp((kind === "share" ? own.base : own.count) / (one * own.months)));
  return textFigure(`${numberWord(patients)} ${patients === 1 ? "patient" : "patients"}`, patients);
}

export function placeOf({ group, subject, material }: Voice): string {
  const { parents } = subject.organisation;
  const parent = group ? parents[group.level] : Object.values(parents)[0];
  if (parent) return printedName(parent);
  return group?.place ?? `all ${material.campaign.recipients.many}`;
}

/** "practices in West Marlshire"; where all are peers and the label asks for a place they share, "practices in this report". */
export function peersLabel(voice: Voice): string {
  const { peers } = voice.subject.design;
  const { recipients } = voice.material.campaign;
  const label = peers.label.replaceAll("{{recipients}}", recipients.many);
  return voice.group?.level === "all" && label.includes("{{place}}")
    ? `${recipients.many} in this report`
    : label.replaceAll("{{place}}", placeOf(voice));
}

/** "fewer than 8"; of a share of which all but a few are counted, "all but fewer than 8". */
export function withheldText({ of, below }: Withheld): string {
  return `${of === "rest" ? "all but " : ""}fewer than ${below}`;
}

/** How many peers there are besides the recipient. */
export function others({ group, subject, standing: { rank } }: Voice): number | undefined {
  if (!group?.statistics) return undefined;
  if (rank) return rank.lower + rank.equal + rank.higher;
  return group.count - (group.members.some(({ code }) => code === subject.organisation.code) ? 1 : 0);
}

/** How many of the others lie on one side, in words that hold wherever in its 95% interval the own value is. */
function rankFigure({ indicator, standing: { own, rank } }: Voice, side: "lower" | "higher"): Figure | undefined {
  if (!rank) return undefined;
  const others = rank.lower + rank.equal + rank.higher;
  const least = rank.surely[side];
  const most = isAtEnd(indicator, own, side) ? 0 : others - rank.surely[side === "lower" ? "higher" : "lower"];
  return textFigure(ofTheOthers({ least, most }, others), least);
}

/** Whether no value can lie beyond the own one: below none, or above all of a share. */
function isAtEnd({ kind }: Indicator, own: Own, side: "lower" | "higher"): boolean {
  const counts = countsOf(own);
  return (
    counts !== undefined && (side === "lower" ? counts.count === 0 : kind === "share" && counts.count === counts.base)
  );
}

function ratioFigure({ indicator, standing: { own }, group }: Voice): Figure | undefined {
  if (own.state !== "shown" || !group?.statistics) return undefined;
  const ratio = own.value / group.statistics.median;
  if (!Number.isFinite(ratio)) return textFigure("more");
  const isMeasured = indicator.kind === "mean" || indicator.kind === "ratio";
  return textFigure(isMeasured ? timesAsMany(ratio).replace(/as many$/, "as high") : timesAsMany(ratio), ratio);
}

/** "41.2% to 49.4%": the 95% interval of the own value. */
export function intervalFigure({ indicator, standing: { own } }: Voice): Figure | undefined {
  const interval = own.state === "shown" ? own.interval : undefined;
  if (!interval) return undefined;
  const { lower, upper } = printedInterval(indicator, interval);
  return textFigure(`${valueFigure(indicator, lower).text} to ${valueFigure(indicator, upper).text}`);
}

/** An interval within what values may be: that of a mean may be worked out to begin below 0. */
export function printedInterval({ kind }: Pick<Indicator, "kind">, { lower, upper }: Interval): Interval {
  return { lower: Math.max(0, lower), upper: kind === "share" ? Math.min(1, upper) : upper };
}

/** "three measures"; where not every one with a direction can be compared, "three measures compared". */
function measuresText({ counted, directed }: Standing["overview"]): string {
  return `${numberWord(counted)} measures${counted === directed ? "" : " compared"}`;
}

function textOf(text: string | undefined): Figure | undefined {
  return text === undefined ? undefined : textFigure(text);
}
