import type { SectionSettings } from "../../input/campaign/sections.ts";
import { compositeOf } from "../../input/library/composite.ts";
import type { Signal } from "../../input/library/signals.ts";
import { monthName } from "../../month.ts";
import type { StripChart } from "../chart.ts";
import { chooseBlock, keyOf, sayBlock } from "../choose.ts";
import { capital, countFigure, valueFigure } from "../format.ts";
import { type Material, type Voice, voiceOf } from "../material.ts";
import { fewer, isDrawn } from "../phrases.ts";
import type { Figure, Sentence } from "../sentence.ts";
import { aMonth, variables } from "../variables.ts";
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
  median: Sentence;
  mark: Sentence; // "0.7"; "target 640" where the heading says another; "–"
  gap: Sentence; // "22 fewer items a month", "reached", "for context: half are at 379 to 544"
  strip?: StripChart;
  part?: true; // a component of the composite above, set in under it
};

/** All indicators in a table: own value and where it came from, comparators, a strip, and what it takes to reach the best of them. */
export const table: SectionModule<"table", TableSection> = {
  figures: true,
  compose: ({ indicators, message: ids }, composing) => {
    const { voice: headline } = composing;
    const { block, choice } = chooseBlock(slotIn(composing, "message", ids), headline);
    return {
      section: { kind: "table", message: sayBlock(block, headline), ...tableOf(indicators, headline) },
      choices: [choice],
    };
  },
  texts: ({ message, unit, rows, key }) => [
    ...text("message", "block", message),
    ...text("unit", "engine", unit),
    ...rows.flatMap(({ name, unit: of, own, change, median, mark, gap, strip }, i) =>
      [name, of, own, change, median, mark, gap, strip?.alt].flatMap((cell) => text(`rows.${i + 1}`, "engine", cell)),
    ),
    ...text("key", "engine", key),
  ],
  charts: ({ rows }) => rows.flatMap(({ strip }) => strip ?? []),
};

function tableOf(
  indicators: SectionSettings<"table">["indicators"],
  headline: Voice,
): Omit<TableSection, "kind" | "message"> {
  const { material, subject, notebook } = headline;
  const { one, many } = material.campaign.recipients;
  const ids = indicators === "all" ? material.campaign.indicators : indicators;
  const voices = ids.map((id) => voiceOf(material, subject, notebook, id));
  const marks = marksIn(voices);
  const { window } = material.standings;
  const parts = partsIn(material, ids);
  return {
    unit: sentenceOf(
      notebook,
      `${window.from === window.to ? "" : `${monthName(window.from)} to `}${monthName(window.to)}, and how you have moved from the year before`,
    ),
    columns: {
      own: `Your ${one}`,
      median: `Typical ${one}`,
      mark: markHeading(voices, marks[0]),
      strip: "Where you are",
      ...gapHeading(voices),
    },
    rows: voices.map((voice) => ({
      ...rowOf(voice, marks[0]),
      ...(parts.has(voice.indicator.indicator) ? { part: true as const } : {}),
    })),
    key: sentenceOf(
      notebook,
      `Pale bar: middle half of ${many}. Upright line: the typical one. Dot: you. Every strip starts at 0.${parts.size > 0 ? " Set in: parts of it." : ""}`,
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

type Mark = "best quarter" | "target" | "middle half";

const marksInOrder: readonly Mark[] = ["best quarter", "target", "middle half"];

/** What stands beside the typical value: what a practice may aim at of what the design shows, else where half of all are. */
function markOf({ indicator, subject }: Voice): Mark {
  const { comparators } = subject.design;
  if (comparators.includes("target") && indicator.target) return "target";
  return indicator.direction !== "none" && comparators.includes("top-quartile") ? "best quarter" : "middle half";
}

/** The marks of the rows, the first of which names the column; a row of another says so itself. */
function marksIn(voices: readonly Voice[]): Mark[] {
  return marksInOrder.filter((mark) => voices.some((voice) => markOf(voice) === mark));
}

/** "Best quarter"; "Regional goal" where all targets have that name. */
function markHeading(voices: readonly Voice[], mark: Mark = "middle half"): string {
  const labels = new Set(voices.flatMap(({ indicator }) => indicator.target?.label ?? []));
  return mark === "target" && labels.size === 1 ? [...labels].join() : capital(mark);
}

/** What the way to a mark is called; undefined where there is nothing to aim at. */
function aimOf(voice: Voice): Aim | undefined {
  if (voice.indicator.direction === "none") return undefined;
  const mark = markOf(voice);
  return mark === "middle half" ? aims.typical : aims[mark];
}

type Aim = { name: string; reached: Signal; ahead: Signal; path: string };

const aims: Readonly<Record<"best quarter" | "target" | "typical", Aim>> = {
  "best quarter": {
    name: "the best quarter",
    reached: "in-best-quarter",
    ahead: "outside-best-quarter",
    path: "gap.best",
  },
  target: { name: "the target", reached: "meets-target", ahead: "misses-target", path: "gap.target" },
  typical: { name: "typical", reached: "compared", ahead: "worse-than-median", path: "gap.median" },
};

/** "To reach the best quarter", "To reach the target or typical"; nothing where no row has anything to reach. */
function gapHeading(voices: readonly Voice[]): { gap?: string } {
  const names = [...new Set(voices.flatMap((voice) => aimOf(voice)?.name ?? []))];
  return names.length === 0 ? {} : { gap: `To reach ${names.join(" or ")}` };
}

function rowOf(voice: Voice, heading: Mark | undefined): TableRow {
  const { indicator, notebook, standing, group } = voice;
  const strip = stripOf(voice);
  return {
    name: sentenceOf(notebook, indicator.title),
    unit: unitOf(voice),
    own: ownCell(voice),
    change: changeCell(voice),
    median: group?.statistics
      ? sentenceOf(notebook, [keyOf("median.value", voice), valueFigure(indicator, group.statistics.median)])
      : dash(voice),
    mark: markCell(voice, heading),
    gap: gapCell(voice, heading),
    ...(strip && standing.own.state !== "none" ? { strip } : {}),
  };
}

/** Of a share the counts behind it; of a rate its unit. */
function unitOf(voice: Voice): Sentence {
  const { indicator, notebook, standing } = voice;
  const { own } = standing;
  if (indicator.kind === "rate" || own.state !== "shown") return sentenceOf(notebook, indicator.unit);
  return sentenceOf(
    notebook,
    [keyOf("own.count", voice), countFigure(own.count)],
    " of ",
    [keyOf("own.base", voice), countFigure(own.base)],
    ` ${indicator.denominator.many}`,
  );
}

function ownCell(voice: Voice): Sentence {
  const { standing, indicator, notebook } = voice;
  if (standing.own.state === "none") return sentenceOf(notebook, "no data");
  if (standing.own.state === "withheld") return sentenceOf(notebook, "not shown");
  if (!isDrawn(voice))
    return sentenceOf(
      notebook,
      [keyOf("own.count", voice), countFigure(standing.own.count)],
      ` ${standing.own.count === 1 ? indicator.numerator.one : indicator.numerator.many}`,
    );
  return sentenceOf(notebook, [keyOf("own.value", voice), valueFigure(indicator, standing.own.value)]);
}

function changeCell(voice: Voice): Sentence {
  if (!isDrawn(voice)) return [];
  const [verb, past] = [variables["change.verb"]?.(voice), variables["past.value"]?.(voice)];
  if (!verb || !past || !voice.signals.has("has-past")) return [];
  if (verb.text === "the same as") return sentenceOf(voice.notebook, "no change");
  return sentenceOf(voice.notebook, [keyOf("change.verb", voice), verb], " ", [keyOf("past.value", voice), past]);
}

/** "0.7"; "target 640" under a heading that says another, where the middle half has no room. */
function markCell(voice: Voice, heading: Mark | undefined): Sentence {
  const mark = markOf(voice);
  if (mark === "middle half" && mark !== heading) return dash(voice);
  const figures = figuresOfMark[mark].map((path) => [keyOf(path, voice), variables[path]?.(voice)] as const);
  const [first, second] = figures.flatMap(([key, figure]): [string, Figure][] => (figure ? [[key, figure]] : []));
  if (!first) return dash(voice);
  const name = mark === heading ? "" : `${mark} `;
  return sentenceOf(voice.notebook, name, first, ...(second ? [" to ", second] : []));
}

const figuresOfMark: Readonly<Record<Mark, readonly string[]>> = {
  "best quarter": ["best.value"],
  target: ["target.value"],
  "middle half": ["lowest.value", "highest.value"],
};

/** "22 fewer items a month", "reached"; where there is nothing to reach, "for context: half are at 379 to 544". */
function gapCell(voice: Voice, heading: Mark | undefined): Sentence {
  const { indicator, notebook, signals, standing } = voice;
  const aim = aimOf(voice);
  if (!aim) {
    const half = markCell(voice, "middle half");
    const known = heading !== "middle half" && voice.group?.statistics;
    return known
      ? [...sentenceOf(notebook, "for context: half are at "), ...half]
      : sentenceOf(notebook, "for context");
  }
  if (!signals.has(aim.ahead)) {
    const { state } = standing.own;
    return sentenceOf(notebook, signals.has(aim.reached) ? "reached" : state === "shown" ? "too few to say" : "–");
  }
  const gap = variables[`${aim.path}.monthly`]?.(voice);
  const way = indicator.direction === "lower" ? fewer({ ...indicator, kind: "rate" }) : "more";
  if (!gap || indicator.numerator.counts === "quantity") return dash(voice);
  if ((gap.value ?? 0) < 1) return yearlyGap(voice, aim, way);
  return sentenceOf(
    notebook,
    [keyOf(`${aim.path}.monthly`, voice), gap],
    ` ${way} ${gap.value === 1 ? indicator.numerator.one : indicator.numerator.many}${aMonth(voice.material)}`,
  );
}

/** A gap of less than one a month is said for the window. */
function yearlyGap(voice: Voice, { path }: Aim, way: string): Sentence {
  const { indicator, notebook, material } = voice;
  const gap = variables[`${path}.count`]?.(voice);
  if (!gap) return dash(voice);
  const { one, many } = indicator.numerator;
  return sentenceOf(
    notebook,
    [keyOf(`${path}.count`, voice), gap],
    ` ${way} ${gap.value === 1 ? one : many} in ${material.campaign.window} months`,
  );
}

function stripOf(voice: Voice): StripChart | undefined {
  const { group, standing, indicator, notebook, material } = voice;
  const statistics = group?.statistics;
  if (!group || !statistics) return undefined;
  const { lower, upper, median } = statistics;
  const own = standing.own.state === "shown" && isDrawn(voice) ? standing.own.value : undefined;
  const print = (value: number) => valueFigure(indicator, value).text;
  const { one, many } = material.campaign.recipients;
  const alt = `${own === undefined ? `Your ${one} is not shown` : `Your ${one} ${print(own)}`}; typical ${print(median)}; middle half of ${many} ${print(lower)} to ${print(upper)}.`;
  return {
    kind: "strip",
    lower,
    upper,
    median,
    ...(own === undefined ? {} : { own }),
    largest: Math.max(own ?? 0, group.members.at(-1)?.value ?? upper),
    alt: sentenceOf(notebook, alt),
  };
}

function dash({ notebook }: Voice): Sentence {
  return sentenceOf(notebook, "–");
}
