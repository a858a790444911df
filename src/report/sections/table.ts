import type { SectionSettings } from "../../input/campaign/sections.ts";
import { type Comparator, comparators } from "../../input/library/comparators.ts";
import { compositeOf } from "../../input/library/composite.ts";
import { type Counted, isCounted } from "../../input/library/indicator.ts";
import { brieflyAbsent } from "../../measure/absence.ts";
import type { ComparatorTelling } from "../../measure/comparators/module.ts";
import { aims, comparatorModules } from "../../measure/comparators.ts";
import { countsOf } from "../../measure/standing.ts";
import { fewer } from "../../measure/ways.ts";
import { monthName } from "../../month.ts";
import type { StripChart } from "../chart.ts";
import { chooseBlock, keyOf, sayBlock } from "../choose.ts";
import { capital, countFigure, valueFigure } from "../format.ts";
import { comparatorFigure } from "../gaps.ts";
import { type Material, type Voice, voiceOf } from "../material.ts";
import { ownGoalOn } from "../own-goal.ts";
import { drawnInterval, isDrawn, sideOf, titleWithUnit } from "../phrases.ts";
import type { Sentence } from "../sentence.ts";
import { aMonth, inPeriod, monthsIn, periodText } from "../time.ts";
import { intervalFigure, variables, withheldText } from "../variables.ts";
import { sentenceOf } from "../words.ts";
import { type SectionModule, slotIn, text } from "./module.ts";

export type TableSection = {
  kind: "table";
  message: Sentence;
  unit: Sentence;
  columns: { own: string; median: string; mark: string; strip: string; gap?: string }; // gap: absent where no row can have one
  rows: readonly TableRow[];
  key: Sentence;
};

export type TableRow = {
  name: Sentence;
  unit: Sentence; // under the name: unit, or "352 of 1,385 items"
  own: Sentence;
  change: Sentence; // under the own value: "down from 3.2"; empty where there is no past
  goal?: Sentence; // under that: "Your goal 2.9"; absent where the recipient has returned none
  median: Sentence;
  mark: Sentence; // "0.7"; "target 640" where the heading says another; "–"
  gap: Sentence; // "22 fewer items a month", "reached", "for context: half are at 379 to 544"
  strip?: StripChart;
  part?: true; // a component of the composite above, set in under it
};

/** All indicators in a table: own value and where it came from, comparators, a strip, and what it takes to reach the best of them. */
export const table: SectionModule<"table", TableSection> = {
  compose: ({ message: ids, ...which }, composing) => {
    const { voice: headline } = composing;
    const { block, choice } = chooseBlock(slotIn(composing, "message", ids), headline);
    return {
      section: { kind: "table", message: sayBlock(block, headline), ...tableOf(which, headline) },
      choices: [choice],
    };
  },
  texts: ({ message, unit, rows, key }) => [
    ...text("message", "block", message),
    ...text("unit", "engine", unit),
    ...rows.flatMap(({ name, unit: of, own, change, goal, median, mark, gap, strip }, i) =>
      [name, of, own, change, goal, median, mark, gap, strip?.alt].flatMap((cell) =>
        text(`rows.${i + 1}`, "engine", cell),
      ),
    ),
    ...text("key", "engine", key),
  ],
  charts: ({ rows }) => rows.flatMap(({ strip }) => strip ?? []),
};

type Which = Pick<SectionSettings<"table">, "indicators" | "where-shown">;

function tableOf({ indicators, "where-shown": rare }: Which, headline: Voice): Omit<TableSection, "kind" | "message"> {
  const { material, subject, notebook } = headline;
  const { one, many } = material.campaign.recipients;
  const ids = indicators === "all" ? material.campaign.indicators : indicators;
  const voices = ids
    .map((id) => voiceOf(material, subject, notebook, id))
    .filter(({ indicator, standing: { own } }) => own.state === "shown" || !rare.includes(indicator.indicator));
  const marks = marksIn(voices);
  const period = periodText(headline);
  const parts = partsIn(material, ids);
  return {
    unit: sentenceOf(
      notebook,
      `${periodHeading(headline)}${voices.every((voice) => periodText(voice) === period) ? "" : " unless a row says otherwise"}${voices.some((voice) => changeCell(voice).length > 0) ? ", and how you have moved from the year before" : ""}`,
    ),
    columns: {
      own: `Your ${one}`,
      median: `Typical ${one}`,
      mark: markHeading(voices, marks[0]),
      strip: "Where you are",
      ...gapHeading(voices),
    },
    rows: voices.map((voice) => ({
      ...rowOf(voice, marks[0], period),
      ...(parts.has(voice.indicator.indicator) ? { part: true as const } : {}),
    })),
    key: sentenceOf(
      notebook,
      `Pale bar: middle half of ${many}. Upright line: the typical one.${voices.some(isDrawn) ? " Dot: you, with your 95% interval." : ""} Every strip starts at 0.${parts.size > 0 ? " Set in: parts of it." : ""}`,
    ),
  };
}

/** Components that follow their composite in the table: they are set in under it. */
function partsIn({ indicators }: Material, ids: readonly string[]): ReadonlySet<string> {
  const parts = new Set<string>();
  let of: readonly string[] = [];
  for (const id of ids) {
    const indicator = indicators.get(id);
    if (of.includes(id)) parts.add(id);
    else of = (indicator && compositeOf(indicator)?.of) ?? [];
  }
  return parts;
}

/** What stands beside the typical value: something to aim at, or where half of all are. */
type TableMark = Comparator | "middle half";

const marksInOrder: readonly TableMark[] = [...aims, "middle half"];

/**
 * The last in order of the aims that the design shows and that are known of the indicator: a target before the best quarter.
 * Where none is known, the first of those that peers give: the row leaves it open.
 */
function markOf(voice: Voice): TableMark {
  const { indicator, subject } = voice;
  if (indicator.direction === "none") return "middle half";
  const shown = aims.filter((id) => subject.design.comparators.includes(id));
  const known = shown.findLast((id) => comparatorFigure(voice, id) !== undefined);
  return known ?? shown.find((id) => !comparatorModules[id].isSet) ?? "middle half";
}

/** The marks of the rows, the first of which names the column; a row of another says so itself. */
function marksIn(voices: readonly Voice[]): TableMark[] {
  return marksInOrder.filter((mark) => voices.some((voice) => markOf(voice) === mark));
}

/** "Best quarter"; "Regional goal" where all targets have that name. */
function markHeading(voices: readonly Voice[], mark: TableMark = "middle half"): string {
  if (mark === "middle half") return "Middle half";
  const own = voices.filter((voice) => markOf(voice) === mark);
  const titles = new Set(own.map((voice) => comparatorModules[mark].words.title(tellingOf(voice))));
  return titles.size === 1 ? [...titles].join() : capital(mark.replaceAll("-", " "));
}

/** What a row can reach: its mark, else what is typical; undefined where there is nothing to aim at. */
function aimOf(voice: Voice): Comparator | undefined {
  if (voice.indicator.direction === "none") return undefined;
  const mark = markOf(voice);
  return mark === "middle half" ? "median" : mark;
}

function nameOf(id: Comparator, voice: Voice): string {
  return comparatorModules[id].words.name(tellingOf(voice));
}

function tellingOf({ indicator, material }: Voice): ComparatorTelling {
  return { indicator, one: material.campaign.recipients.one };
}

/** "To reach the best quarter", "To reach the target or typical"; nothing where no row has anything to reach. */
function gapHeading(voices: readonly Voice[]): { gap?: string } {
  const names = voices.flatMap((voice) => {
    const aim = aimOf(voice);
    return aim ? [nameOf(aim, voice)] : [];
  });
  return names.length === 0 ? {} : { gap: `To reach ${[...new Set(names)].join(" or ")}` };
}

/** "September 2025 to August 2026"; of what is not of months "On 31 August 2026". */
function periodHeading(voice: Voice): string {
  const { from, to } = voice.standing.window;
  if (voice.indicator.period !== "month") return capital(periodText(voice));
  return from === to ? monthName(to) : `${monthName(from)} to ${monthName(to)}`;
}

/** `period`: what the table's values are of, where a row does not say otherwise. */
function rowOf(voice: Voice, heading: TableMark | undefined, period: string): TableRow {
  const { indicator, notebook, standing, group } = voice;
  const strip = stripOf(voice);
  const { goal } = ownGoalOn(voice);
  return {
    name: sentenceOf(notebook, indicator.title),
    unit: periodText(voice) === period ? unitOf(voice) : [...unitOf(voice), ...ofPeriod(voice)],
    own: ownCell(voice),
    change: changeCell(voice),
    ...(goal ? { goal: goal.words } : {}),
    median: group?.statistics
      ? sentenceOf(notebook, [keyOf("median.value", voice), valueFigure(indicator, group.statistics.median)])
      : dash(voice),
    mark: markCell(voice, heading),
    gap: gapCell(voice, heading),
    ...(strip && standing.own.state !== "none" ? { strip } : {}),
  };
}

/** Of a share the counts behind it; of others the unit, and of a published value its interval. */
function unitOf(voice: Voice): Sentence {
  const { indicator, notebook, standing } = voice;
  const own = voice.signals.has("implausible") ? undefined : countsOf(standing.own);
  const interval = isDrawn(voice) && !isCounted(indicator) ? intervalFigure(voice) : undefined;
  if (interval)
    return sentenceOf(notebook, `${indicator.unit}; 95% interval `, [keyOf("own.interval", voice), interval]);
  if (!isCounted(indicator) || indicator.kind === "rate" || !own) return sentenceOf(notebook, indicator.unit);
  return sentenceOf(
    notebook,
    [keyOf("own.count", voice), countFigure(own.count)],
    " of ",
    [keyOf("own.base", voice), countFigure(own.base)],
    ` ${indicator.denominator.many}`,
  );
}

function ofPeriod(voice: Voice): Sentence {
  return sentenceOf(voice.notebook, `, ${periodText(voice)}`);
}

function ownCell(voice: Voice): Sentence {
  const { standing, indicator, notebook } = voice;
  if (standing.own.state === "none") return sentenceOf(notebook, brieflyAbsent(standing.own.reason));
  if (standing.own.state === "withheld") return sentenceOf(notebook, "not shown");
  if (voice.signals.has("implausible")) return sentenceOf(notebook, "to be checked");
  const counts = countsOf(standing.own);
  if (!isDrawn(voice) && counts && isCounted(indicator))
    return sentenceOf(
      notebook,
      [keyOf("own.count", voice), countFigure(counts.count)],
      ` ${counts.count === 1 ? indicator.numerator.one : indicator.numerator.many}`,
    );
  if (!isDrawn(voice)) return sentenceOf(notebook, "too few to say");
  return sentenceOf(notebook, [keyOf("own.value", voice), valueFigure(indicator, standing.own.value)]);
}

function changeCell(voice: Voice): Sentence {
  const { own, past: before } = voice.standing;
  if (own.state === "shown" && own.value > 0 && before.state === "withheld" && before.of === "count" && !before.guard)
    return sentenceOf(voice.notebook, `${withheldText(before)} before`);
  if (!isDrawn(voice)) return [];
  const [verb, past] = [variables["change.verb"]?.(voice), variables["past.value"]?.(voice)];
  if (!verb || !past || !voice.signals.has("has-past")) return [];
  if (verb.text === "the same as") return sentenceOf(voice.notebook, "no change");
  return sentenceOf(voice.notebook, [keyOf("change.verb", voice), verb], " ", [keyOf("past.value", voice), past]);
}

/** "0.7"; "target 640" under a heading that says another, where the middle half has no room. */
function markCell(voice: Voice, heading: TableMark | undefined): Sentence {
  const mark = markOf(voice);
  if (mark === "middle half") return mark === heading ? middleHalf(voice) : dash(voice);
  const figure = comparatorFigure(voice, mark);
  if (!figure) return dash(voice);
  const name = mark === heading ? "" : `${nameOf(mark, voice).replace(/^the /, "")} `;
  return sentenceOf(voice.notebook, name, [keyOf(`${comparators[mark].variables}.value`, voice), figure]);
}

/** "379 to 544" */
function middleHalf(voice: Voice): Sentence {
  const [lower, upper] = ["lowest.value", "highest.value"].map((path) => variables[path]?.(voice));
  if (!lower || !upper) return dash(voice);
  return sentenceOf(voice.notebook, [keyOf("lowest.value", voice), lower], " to ", [
    keyOf("highest.value", voice),
    upper,
  ]);
}

/** "22 fewer items a month", "reached"; where there is nothing to reach, "for context: half are at 379 to 544". */
function gapCell(voice: Voice, heading: TableMark | undefined): Sentence {
  const { indicator, notebook, standing, group } = voice;
  const aim = aimOf(voice);
  if (!aim)
    return heading !== "middle half" && group?.statistics
      ? [...sentenceOf(notebook, "for context: half are at "), ...middleHalf(voice)]
      : sentenceOf(notebook, "for context");
  if (!isCounted(indicator) && !comparatorFigure(voice, aim)) return dash(voice); // it has no such comparator
  const side = sideOf(voice, aim);
  if (side === "reached") return sentenceOf(notebook, "reached");
  if (side === "level") return sentenceOf(notebook, levelWords(voice, aim));
  if (side === undefined) {
    const isFew = standing.own.state === "shown" && !voice.signals.has("implausible");
    return sentenceOf(notebook, isFew ? "too few to say" : "–");
  }
  const path = `gap.${comparators[aim].variables}`;
  const gap = variables[`${path}.monthly`]?.(voice);
  const way = indicator.direction === "lower" ? fewer({ ...indicator, kind: "rate" }) : "more";
  if (!isCounted(indicator)) return valueGap(voice, path);
  if (!gap || indicator.numerator.counts === "quantity") return dash(voice);
  if ((gap.value ?? 0) < 1) return yearlyGap(voice, indicator, path, way);
  return sentenceOf(
    notebook,
    [keyOf(`${path}.monthly`, voice), gap],
    ` ${way} ${gap.value === 1 ? indicator.numerator.one : indicator.numerator.many}${aMonth(voice)}`,
  );
}

/**
 * What is said where nobody is told to have reached a comparator, or not to have: that the two print alike; that what sets the own
 * value apart may be chance; or that the own interval leaves it open.
 */
function levelWords(voice: Voice, aim: Comparator): string {
  const { indicator, standing, signals } = voice;
  const own = standing.own.state === "shown" ? valueFigure(indicator, standing.own.value).text : undefined;
  if (own !== undefined && own === comparatorFigure(voice, aim)?.text) return "about level";
  const isByChance = signals.has("unreliable") || signals.has("level-by-chance");
  return isByChance && aim !== "target" ? "may be chance" : "too close to tell";
}

/** "4.1 lower", "4.1 points higher": the way to it in values. */
function valueGap(voice: Voice, path: string): Sentence {
  const gap = variables[`${path}.value`]?.(voice);
  const way = variables["gap.way"]?.(voice);
  if (!gap || !way) return dash(voice);
  return sentenceOf(voice.notebook, [keyOf(`${path}.value`, voice), gap], ` ${way.text}`);
}

/** A gap of less than one a month is said for the window. */
function yearlyGap(voice: Voice, indicator: Counted, path: string, way: string): Sentence {
  const { notebook } = voice;
  const gap = variables[`${path}.count`]?.(voice);
  if (!gap) return dash(voice);
  const { one, many } = indicator.numerator;
  return sentenceOf(
    notebook,
    [keyOf(`${path}.count`, voice), gap],
    ` ${way} ${gap.value === 1 ? one : many}${inPeriod(voice, monthsIn(voice))}`,
  );
}

function stripOf(voice: Voice): StripChart | undefined {
  const { group, standing, indicator, notebook, material } = voice;
  const statistics = group?.statistics;
  if (!group || !statistics) return undefined;
  const { lower, upper, median } = statistics;
  const own = standing.own.state === "shown" && isDrawn(voice) ? standing.own.value : undefined;
  const interval = drawnInterval(voice);
  const print = (value: number) => valueFigure(indicator, value).text;
  const { one, many } = material.campaign.recipients;
  const alt = `${titleWithUnit(indicator)}. ${own === undefined ? `Your ${one} is not shown` : `Your ${one} ${print(own)}`}; typical ${print(median)}; middle half of ${many} ${print(lower)} to ${print(upper)}.`;
  return {
    kind: "strip",
    lower,
    upper,
    median,
    ...(own === undefined ? {} : { own }),
    ...(interval ? { interval } : {}),
    largest: Math.max(own ?? 0, group.members.at(-1)?.value ?? upper),
    alt: sentenceOf(notebook, alt),
  };
}

function dash({ notebook }: Voice): Sentence {
  return sentenceOf(notebook, "–");
}
