import type { SectionSettings } from "../../input/campaign/sections.ts";
import { type Comparator, comparatorIds, comparators } from "../../input/library/comparators.ts";
import { type Counted, isCounted } from "../../input/library/indicator.ts";
import { comparatorModules } from "../../measure/comparators.ts";
import type { CountedOwn, PeerGroup, Published } from "../../measure/standing.ts";
import { fewer, lowerFirst, more } from "../../measure/ways.ts";
import { maybeCalled } from "../called.ts";
import type { ChartLabel, ComparisonChart } from "../chart.ts";
import { comparisonTable } from "../chart-table.ts";
import type { Choice } from "../choice.ts";
import { chooseBlock, keyOf, sayBlock, sayWords } from "../choose.ts";
import { capital, countFigure, monthlyFigure, textFigure, valueFigure } from "../format.ts";
import { comparatorFigure, monthlyAt, monthlyDecimals, ownMonthly } from "../gaps.ts";
import { about, type Voice } from "../material.ts";
import { drawnInterval, isDrawn, titleWithUnit, unitLine } from "../phrases.ts";
import type { Figure, Sentence } from "../sentence.ts";
import { aMonth, inPeriod, periodText, timesIn } from "../time.ts";
import { intervalFigure, peersLabel, variables, withheldText } from "../variables.ts";
import { plainText, sentenceOf } from "../words.ts";
import { type Composing, chartTexts, type SectionModule, slotIn, text } from "./module.ts";

/** Where the practice stands among its peers, the message above the chart, and up to three facts beside it. */
export type ComparisonSection = {
  kind: "comparison";
  message: Sentence;
  unit: readonly Sentence[]; // lines under the message: what is counted; what one mark is, which way is better
  better?: Sentence; // which way is better, where there is a chart: for a reader who does not see it
  chart?: ComparisonChart; // absent where peers are too few
  facts: readonly Fact[];
  note?: Sentence; // what one should know of the indicator in a line
};

/** A statement beside the chart. */
export type Fact = { slot: string; lead: Sentence; text: Sentence }; // slot: "facts.2"; one that fits nobody leaves a gap

/** Where the practice stands: message, chart with its words, and the facts beside it. */
export const comparison: SectionModule<"comparison", ComparisonSection> = {
  compose: (settings, composing) => {
    const voice = about(settings.indicator, composing.voice);
    const message = chooseBlock(slotIn(composing, "message", settings.message), voice);
    const facts = settings.facts.map((fact, i) => composeFact(fact, `facts.${i + 1}`, composing, voice));
    const chart = voice.group?.statistics ? chartOf(settings.chart, voice) : undefined;
    return {
      section: {
        kind: "comparison",
        message: sayBlock(message.block, voice),
        unit: [
          unitLine(voice),
          ...(chart ? [howToRead(chart.kind, voice)] : []),
          ...(chart ? tooFewToDraw(voice) : []),
        ],
        ...(chart ? { chart, better: sentenceOf(voice.notebook, whichIsBetter(voice)) } : {}),
        facts: facts.flatMap(({ fact }) => (fact ? [fact] : [])),
        ...(settings.note ? { note: sentenceOf(voice.notebook, settings.note) } : {}),
      },
      choices: [message.choice, ...facts.map(({ choice }) => choice)],
    };
  },
  texts: ({ message, unit, chart, facts, note }) => [
    ...text("message", "block", message),
    ...unit.flatMap((line) => text("unit", "engine", line)),
    ...chartTexts("chart", chart),
    ...facts.map((fact) => ({ slot: fact.slot, from: "block" as const, words: [fact.lead, fact.text] })),
    ...text("note", "heading", note),
  ],
  charts: ({ chart }) => (chart ? [chart] : []),
};

type FactSettings = SectionSettings<"comparison">["facts"][number];

function composeFact(
  { indicator, say }: FactSettings,
  slot: string,
  composing: Composing,
  voice: Voice,
): { fact: Fact | undefined; choice: Choice } {
  const own = about(indicator, voice);
  const { block, choice } = chooseBlock(slotIn(composing, slot, say), own);
  const fact = block && {
    slot,
    lead: sayWords(block.lead ?? "", block, own),
    text: lowerStart(sayWords(block.text, block, own), block.text),
  };
  return { fact, choice };
}

/** The rest of a fact goes on from its lead, so it keeps the small letter its author wrote. */
function lowerStart(sentence: Sentence, words: string): Sentence {
  const [first, ...rest] = sentence;
  if (!first || /^\s*\p{Lu}/u.test(words)) return sentence;
  if ("text" in first) return [{ ...first, text: first.text.charAt(0).toLowerCase() + first.text.slice(1) }, ...rest];
  return "figure" in first && first.figure.endsWith("^")
    ? [{ ...first, figure: first.figure.slice(0, -1) }, ...rest]
    : sentence;
}

function howToRead(kind: ComparisonChart["kind"], voice: Voice): Sentence {
  const { material, notebook, group } = voice;
  const { one } = material.campaign.recipients;
  const drawn = group?.members.length ?? 0;
  const per = perDot(drawn);
  const dots = per > 1 ? `Grey dot: up to ${per} ${material.campaign.recipients.many}. ` : `Dot: one ${one}. `;
  const mark = { dots, ranked: `Bar: one ${one}. `, bars: "" }[kind];
  const hidden = (group?.count ?? 0) - drawn;
  const withheld =
    hidden > 0 && kind !== "bars" ? ` ${hidden} with small counts ${hidden === 1 ? "is" : "are"} not drawn.` : "";
  const interval = drawnInterval(voice) && kind !== "bars" ? " Thick line: 95% interval." : "";
  return sentenceOf(notebook, `${mark}${whichIsBetter(voice)}${withheld}${interval}`);
}

function whichIsBetter({ indicator }: Voice): string {
  return {
    lower: `${capital(fewer(indicator))} is better.`,
    higher: `${capital(more(indicator))} is better.`,
    none: "There is no right level.",
  }[indicator.direction];
}

/** A rate from few items says little, so it is not drawn beside the others; the line says so. */
function tooFewToDraw({ signals, notebook, material }: Voice): Sentence[] {
  const { one } = material.campaign.recipients;
  if (signals.has("implausible"))
    return [sentenceOf(notebook, `Your ${one} is not drawn: its figures need checking first.`)];
  if (!signals.has("small-numbers")) return [];
  return [sentenceOf(notebook, `Your ${one} is not drawn: its numbers are too small.`)];
}

/** How many recipients one dot stands for, at most: 1 up to 400 of them, then so many that some 400 dots remain. */
export function perDot(recipients: number): number {
  const least = recipients / 400;
  return [1, 2, 5, 10, 20, 25, 50, 100].find((per) => per >= least) ?? Math.ceil(least);
}

function chartOf(kind: ComparisonChart["kind"], voice: Voice): ComparisonChart {
  const { indicator, standing, group, subject } = voice;
  const { own } = standing;
  const statistics = group?.statistics;
  if (!group || !statistics) throw new Error("a chart needs peers");
  const peers = peersBut(group, subject.organisation.code);
  const interval = drawnInterval(voice);
  const best = bestGround(voice, Math.max(...peers, own.state === "shown" && isDrawn(voice) ? own.value : 0));
  const labels = labelsOf(voice);
  return {
    kind,
    peers,
    own:
      isDrawn(voice) && own.state === "shown"
        ? { value: own.value, ...(interval ? { interval } : {}) }
        : own.state === "withheld"
          ? { ...(own.from > 0 ? { from: own.from } : {}), upTo: own.upTo }
          : {},
    ...(best ? { best } : {}),
    ...(perDot(group.members.length) > 1 ? { perDot: perDot(group.members.length) } : {}),
    labels,
    decimals: indicator.decimals,
    percent: indicator.kind === "share",
    alt: altOf(kind, voice, labels, peers.length),
    shortAlt: shortAltOf(voice, labels),
    table: comparisonTable(voice, labels),
    ...maybeCalled(voice.material.campaign),
  };
}

function peersBut({ members }: PeerGroup, code: string): number[] {
  return members.filter((member) => member.code !== code).map(({ value }) => value);
}

/** What reaches the first comparator of the design that has a ground. */
function bestGround({ indicator, group, subject }: Voice, largest: number): ComparisonChart["best"] {
  if (indicator.direction === "none") return undefined;
  const role = subject.design.comparators.find((id) => comparatorModules[id].isGround);
  if (!role) return undefined;
  const limit = comparatorModules[role].value(indicator, group?.statistics);
  if (limit === undefined) return undefined;
  return indicator.direction === "lower" ? { role, from: 0, to: limit } : { role, from: limit, to: largest };
}

/** The labels of the comparison: the comparators of the design in the order of charts, then the own. */
function labelsOf(voice: Voice): ChartLabel[] {
  const { comparators: shown } = voice.subject.design;
  const own = ownLabel(voice);
  return [
    ...comparatorIds.flatMap((id) => (shown.includes(id) ? comparatorLabel(voice, id) : [])),
    ...(own ? [own] : []),
  ];
}

/** "Best quarter: 0.7 or fewer", and what that comes to; nothing where it is not known, or has no better side. */
function comparatorLabel(voice: Voice, id: Comparator): ChartLabel[] {
  const { indicator, notebook, material } = voice;
  const { isAim, words } = comparatorModules[id];
  const figure = comparatorFigure(voice, id);
  if (!figure || figure.value === null || (isAim && indicator.direction === "none")) return [];
  const telling = { indicator, one: material.campaign.recipients.one };
  const [before, after] = words.label(telling);
  const key = keyOf(`${comparators[id].variables}.value`, voice);
  return [
    {
      role: id,
      ...(isAim ? { aim: true as const } : {}),
      at: figure.value,
      head: sentenceOf(notebook, before, [key, figure], after),
      note: words.note ? sentenceOf(notebook, words.note(telling)) : sizeNote(voice, id),
    },
  ];
}

/** "15 items a month at your size"; nothing where the practice's size is not known or the count says nothing. */
function sizeNote(voice: Voice, comparator: Comparator): Sentence {
  const monthly = monthlyAt(voice, comparator);
  const { numerator } = voice.indicator;
  if (monthly === undefined || !numerator || numerator.counts === "quantity") return [];
  return sentenceOf(
    voice.notebook,
    [keyOf(`${comparators[comparator].variables}.monthly`, voice), monthlyFigure(monthly, monthlyDecimals(voice))],
    ` ${monthly === 1 ? numerator.one : numerator.many}${aMonth(voice)} at your size`,
  );
}

function ownLabel(voice: Voice): ChartLabel | undefined {
  const { indicator, standing, notebook, material } = voice;
  const { own } = standing;
  const { one } = material.campaign.recipients;
  if (own.state === "none" || (own.state === "shown" && !isDrawn(voice))) return undefined;
  if (own.state === "withheld") {
    return {
      role: "own",
      at: own.of === "rest" ? own.upTo : 0,
      head: sentenceOf(notebook, `Your ${one}: `, [keyOf("own.below", voice), textFigure(withheldText(own))]),
      note: sentenceOf(
        notebook,
        `${indicator.numerator?.many}${inPeriod(voice, own.months)}, so no ${indicator.kind} is shown`,
      ),
    };
  }
  const head = sentenceOf(notebook, `Your ${one} `, [keyOf("own.value", voice), valueFigure(indicator, own.value)]);
  return { role: "own", at: own.value, head, note: ownNote(voice, own) };
}

/** What the own value rests on: "29 items a month", "352 of 1,385 items", "5 items in 12 months", "95% interval 41% to 49%". */
function ownNote(voice: Voice, own: CountedOwn | Published): Sentence {
  const { indicator } = voice;
  return "count" in own && isCounted(indicator) ? countNote(voice, indicator, own) : publishedNote(voice);
}

/** "95% interval 41.2% to 49.4%"; that there is none, where its publisher gives none. */
function publishedNote(voice: Voice): Sentence {
  const interval = intervalFigure(voice);
  if (!interval) return sentenceOf(voice.notebook, "published without an interval");
  return sentenceOf(voice.notebook, "95% interval ", [keyOf("own.interval", voice), interval]);
}

function countNote(voice: Voice, indicator: Counted, own: CountedOwn): Sentence {
  const { notebook } = voice;
  const { one, many, counts } = indicator.numerator;
  const count: [string, Figure] = [keyOf("own.count", voice), countFigure(own.count)];
  if (counts === "quantity") return [];
  if (indicator.kind === "share")
    return sentenceOf(
      notebook,
      count,
      " of ",
      [keyOf("own.base", voice), countFigure(own.base)],
      ` ${indicator.denominator.many}`,
    );
  const monthly = ownMonthly(voice) ?? 0;
  if (own.count < 3 * timesIn(voice, own))
    return sentenceOf(notebook, count, ` ${own.count === 1 ? one : many}${inPeriod(voice, own.months)}`);
  return sentenceOf(
    notebook,
    [keyOf("own.monthly", voice), monthlyFigure(monthly, monthlyDecimals(voice))],
    ` ${monthly === 1 ? one : many}${aMonth(voice)}`,
  );
}

const drawn = { dots: "Dot chart", ranked: "Ranked bar chart", bars: "Bar chart" } as const;

/** Chart type, measure, unit and period; own value and where it stands; comparators. */
function altOf(kind: ComparisonChart["kind"], voice: Voice, shown: readonly ChartLabel[], peers: number): Sentence {
  const { indicator, notebook, group } = voice;
  const what = `${drawn[kind]} of ${countFigure(group?.count ?? peers).text} ${peersLabel(voice)}: ${lowerFirst(titleWithUnit(indicator))}, ${periodText(voice)}.`;
  const labels = shown.map(({ head }) => `${plainText(head, notebook)}.`);
  const standing = rankWords(voice);
  return sentenceOf(
    notebook,
    [what, ...labels.slice(-1), ...intervalWords(voice), ...(standing ? [standing] : []), ...labels.slice(0, -1)].join(
      " ",
    ),
  );
}

/** "95% interval 3.7 to 5.3.", where it is drawn and no label says it. */
function intervalWords(voice: Voice): string[] {
  const figure = drawnInterval(voice) && isCounted(voice.indicator) ? intervalFigure(voice) : undefined;
  return figure ? [`95% interval ${figure.text}.`] : [];
}

/** "At least 66 of the other 75 are lower." */
function rankWords(voice: Voice): string | undefined {
  const figure = voice.signals.has("ranked") ? variables["rank.fewer"]?.(voice) : undefined;
  return (
    figure && `${capital(figure.text)} are ${fewer(voice.indicator) === "fewer" ? "lower" : fewer(voice.indicator)}.`
  );
}

/** At most 160 characters: own and comparators as they are labelled. */
function shortAltOf(voice: Voice, shown: readonly ChartLabel[]): Sentence {
  const labels = shown.map(({ head }) => plainText(head, voice.notebook));
  const text = `Dots: ${peersLabel(voice)}. ${labels.reverse().join(". ")}.`;
  return sentenceOf(voice.notebook, text.length <= 160 ? text : `${labels.join(". ")}.`.slice(0, 160));
}
