import { monthName } from "../month.ts";
import { chooseBlock, keyOf, sayWords } from "./choose.ts";
import { fewer, isDrawn } from "./comparison.ts";
import { countFigure, valueFigure } from "./format.ts";
import { type Voice, voiceOf } from "./material.ts";
import type { Choice, Sentence, StripChart, TableRow, TableSection } from "./report.ts";
import type { SectionSettings } from "./sections.ts";
import { bestFigure, variables } from "./variables.ts";
import { sentenceOf } from "./words.ts";

/** All indicators in a table: own value and where it came from, comparators, a strip, and what it takes to reach the best quarter. */
export function composeTable(
  { indicators, message }: SectionSettings<"table">,
  headline: Voice,
): { section: TableSection; choices: Choice[] } {
  const { material, subject, notebook } = headline;
  const { one, many } = material.campaign.recipients;
  const ids = indicators === "all" ? material.campaign.indicators : indicators;
  const { block, choice } = chooseBlock({ slot: "table.message", ids: message }, headline);
  const { window } = material.standings;
  return {
    section: {
      kind: "table",
      title: block ? sayWords(block.text, block, headline) : [],
      unit: sentenceOf(
        notebook,
        `${monthName(window.from)} to ${monthName(window.to)}, and how you have moved from the year before`,
      ),
      columns: {
        own: `Your ${one}`,
        median: `Typical ${one}`,
        best: "Best quarter",
        strip: "Where you are",
        gap: "To reach the best quarter",
      },
      rows: ids.map((id) => rowOf(voiceOf(material, subject, notebook, id))),
      key: sentenceOf(
        notebook,
        `Pale bar: middle half of ${many}. Upright line: the typical one. Dot: you. Every strip starts at 0.`,
      ),
    },
    choices: [choice],
  };
}

function rowOf(voice: Voice): TableRow {
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
    best: indicator.direction === "none" ? dash(voice) : bestCell(voice),
    gap: gapCell(voice),
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

function bestCell(voice: Voice): Sentence {
  const figure = bestFigure(voice);
  return figure ? sentenceOf(voice.notebook, [keyOf("best.value", voice), figure]) : dash(voice);
}

/** "22 fewer items a month", "reached", "no target: for context". */
function gapCell(voice: Voice): Sentence {
  const { indicator, notebook, signals, standing } = voice;
  if (indicator.direction === "none") return sentenceOf(notebook, "no target: for context");
  if (signals.has("in-best-quarter")) return sentenceOf(notebook, "reached");
  if (!signals.has("outside-best-quarter"))
    return sentenceOf(notebook, standing.own.state === "shown" ? "too few to say" : "–");
  const gap = variables["gap.best.monthly"]?.(voice);
  const way = indicator.direction === "lower" ? fewer({ ...indicator, kind: "rate" }) : "more";
  if (!gap || indicator.numerator.counts === "quantity") return dash(voice);
  if ((gap.value ?? 0) < 1) return yearlyGap(voice, way);
  return sentenceOf(
    notebook,
    [keyOf("gap.best.monthly", voice), gap],
    ` ${way} ${gap.value === 1 ? indicator.numerator.one : indicator.numerator.many} a month`,
  );
}

/** A gap of less than one a month is said for the window. */
function yearlyGap(voice: Voice, way: string): Sentence {
  const { indicator, notebook, material } = voice;
  const gap = variables["gap.best.count"]?.(voice);
  if (!gap) return dash(voice);
  const { one, many } = indicator.numerator;
  return sentenceOf(
    notebook,
    [keyOf("gap.best.count", voice), gap],
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
