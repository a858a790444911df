import { toWords } from "../render/sentence.ts";
import type { Choice, ComparisonChart, Report, Section, Sentence, TrendChart } from "../report/report.ts";
import type { Spot } from "./rule.ts";

/** Words of a report with what they are: which block or action they come from, and the chart they stand with. */
export type Said = {
  slot: string; // "headline", "comparison.message", "actions.2"
  indicator?: string;
  sentences: readonly Sentence[]; // a fact has two: lead and text
  text: string;
  fields?: readonly string[]; // of an action, what stands beside it in the plan
  at?: Spot;
  choice?: Choice;
  section: Section;
};

/** Everything a report says in words that authors wrote, in reading order. */
export function saidIn(report: Report): Said[] {
  const shown = [...report.choices];
  return report.sections.flatMap((section) => {
    return slotsOf(section).map(({ slot, sentences, kind, fields }): Said => {
      const at = shown.findIndex((choice) => choice.chosen !== undefined && isSlot(choice.slot, slot));
      const choice = at < 0 || kind === "own" ? undefined : kind === "action" ? shown[at] : shown.splice(at, 1)[0];
      return {
        slot,
        sentences,
        text: sentences.map((sentence) => toWords(sentence, report.figures)).join(" "),
        ...(fields ? { fields } : {}),
        section,
        ...(choice ? { choice } : {}),
        ...(choice?.indicator ? { indicator: choice.indicator } : {}),
        ...(choice?.chosen ? { at: { kind: kind === "action" ? "action" : "block", id: choice.chosen } as const } : {}),
      };
    });
  });
}

/** A fact that was left out leaves a gap in the numbers of the slots, so facts are matched in their order. */
function isSlot(chosen: string, slot: string): boolean {
  return chosen === slot || (chosen.startsWith("comparison.facts.") && slot.startsWith("comparison.facts."));
}

type Slot = { slot: string; sentences: readonly Sentence[]; kind?: "action" | "own"; fields?: readonly string[] };

function slotsOf(section: Section): Slot[] {
  switch (section.kind) {
    case "headline":
      return [
        { slot: "headline", sentences: [section.headline] },
        { slot: "standfirst", sentences: [section.standfirst] },
      ];
    case "letter":
      return section.paragraphs.map((paragraph, i) => ({ slot: `letter.${i + 1}`, sentences: [paragraph] }));
    case "comparison":
      return [
        { slot: "comparison.message", sentences: [section.message] },
        ...section.facts.map(({ lead, text }, i) => ({ slot: `comparison.facts.${i + 1}`, sentences: [lead, text] })),
      ];
    case "first-step":
      return [
        { slot: "actions.1", sentences: [section.action.what], kind: "action" },
        ...(section.encouragement ? [{ slot: "first-step.encouragement", sentences: [section.encouragement] }] : []),
        ...(section.caution
          ? [{ slot: "first-step.caution", sentences: [section.caution], kind: "own" as const }]
          : []),
      ];
    case "trend":
      return [{ slot: "trend.message", sentences: [section.title] }];
    case "multiples":
      return [{ slot: "multiples.message", sentences: [section.title] }];
    case "table":
      return [{ slot: "table.message", sentences: [section.title] }];
    case "groups":
      return [{ slot: "groups.message", sentences: [section.message] }];
    case "points":
      return section.points.map(({ text }, i) => ({ slot: `${section.style}.${i + 1}`, sentences: [text] }));
    case "actions":
      return section.actions.map(({ what, number, title, situation, amount, barrier }) => ({
        slot: `actions.${number}`,
        fields: [title, situation, amount, barrier],
        sentences: [what],
        kind: "action" as const,
      }));
    case "method":
      return section.entries.map(({ text }, i) => ({ slot: `method.${i + 1}`, sentences: [text] }));
    default:
      return [];
  }
}

/** Every word a report prints, of authors and of the engine, in one text a part. */
export function allTexts(report: Report): string[] {
  const words = (...sentences: readonly (Sentence | undefined)[]) =>
    sentences.flatMap((sentence) => (sentence && sentence.length > 0 ? [toWords(sentence, report.figures)] : []));
  return report.sections.flatMap((section): string[] => {
    const said = slotsOf(section).flatMap(({ sentences }) => words(...sentences));
    switch (section.kind) {
      case "letter":
        return [section.salutation, ...said, section.closing];
      case "comparison":
        return [...said, ...words(...section.unit, section.note), ...chartTexts(section.chart, report)];
      case "trend":
        return [...said, ...words(section.unit), ...chartTexts(section.chart, report)];
      case "table":
        return [
          ...said,
          ...words(section.unit, section.key),
          ...section.rows.flatMap((row) =>
            words(row.name, row.unit, row.own, row.change, row.median, row.mark, row.gap, row.strip?.alt),
          ),
        ];
      case "groups":
        return [
          section.title,
          ...said,
          ...words(...section.unit, section.key, section.note),
          ...section.rows.flatMap((row) => words(row.name, row.own, row.median, row.count, row.strip?.alt)),
        ];
      case "multiples":
        return [...said, ...words(section.unit, section.key), ...section.charts.flatMap((c) => chartTexts(c, report))];
      case "actions":
        return [
          section.title,
          section.note,
          ...section.actions.flatMap(({ title, who, situation, amount, know, barrier, what }) => [
            title,
            ...words(what),
            who,
            situation,
            amount,
            know,
            barrier,
          ]),
        ];
      case "own-plan":
        return [section.title, ...words(section.note, section.goal, section.marks)];
      case "points":
        return [section.title, ...section.points.flatMap(({ title }) => title ?? []), ...said];
      case "method":
        return [section.title, ...section.entries.map(({ title }) => title), ...said, section.link.words];
      case "first-step":
        return [section.label, ...said, ...(section.link ? [section.link.words] : [])];
      default:
        return said;
    }
  });
}

function chartTexts(chart: ComparisonChart | TrendChart | undefined, { figures }: Report): string[] {
  if (!chart) return [];
  const labels = "labels" in chart ? chart.labels : chart.ends;
  return [
    ...labels.flatMap(({ head, note }) => [toWords(head, figures), toWords(note, figures)]),
    toWords(chart.alt, figures),
    ...("shortAlt" in chart ? [toWords(chart.shortAlt, figures)] : []),
  ].filter((text) => text !== "");
}

/** The variables whose figures a sentence holds: "own.value", "gap.median.count"; of one indicator if one is given. */
export function variablesIn(sentences: readonly Sentence[], indicator?: string): string[] {
  return keysIn(sentences)
    .filter((key) => indicator === undefined || !key.includes("/") || key.startsWith(`${indicator}/`))
    .map((key) => key.slice(key.indexOf("/") + 1).replace(/\^$/, ""));
}

/** The keys of the figures in sentences: "opioids-total/own.value". */
export function keysIn(sentences: readonly Sentence[]): string[] {
  return sentences.flat().flatMap((span) => ("figure" in span ? [span.figure] : []));
}

/** "27 words" */
export function countWords(text: string): number {
  return [...new Intl.Segmenter("en-GB", { granularity: "word" }).segment(text)].filter(({ isWordLike }) => isWordLike)
    .length;
}

/** A variable that is the practice's own figure of the window. */
export function isOwn(variable: string): boolean {
  return /^(own\.(value|count|monthly|one-in|below)|change\.|under\.|gap\.|apart\.)/.test(variable);
}

/** A variable that tells what others do. */
export function isOthers(variable: string): boolean {
  return /^(median|best|lowest|highest|target|rank|ratio|gap|under|apart|overview)\b/.test(variable);
}

/** Text in markup: tags gone, entities read. */
export function textOfHtml(html: string): string {
  return html
    .replace(/<(style|script|title)[^>]*>[\s\S]*?<\/\1>/gi, " ")
    .replace(/<!--[\s\S]*?-->/g, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&nbsp;|&#xa0;|&#160;/gi, " ")
    .replace(/&#39;|&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .replace(/[\s\u00a0]+/g, " ")
    .trim();
}

/** Words without any blanks, small: a line break in a page, a tag inside a word or capitals hide nothing. */
export function squeezed(text: string): string {
  return text.replace(/[\s\u00a0\u00ad]+/g, "").toLowerCase();
}
