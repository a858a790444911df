import { rememberedOf } from "../remembered.ts";
import type { Choice } from "../report/choice.ts";
import type { Report } from "../report/report.ts";
import type { Text } from "../report/sections/module.ts";
import { type Section, textsIn } from "../report/sections.ts";
import { type Sentence, toWords } from "../report/sentence.ts";
import { wordsIn } from "./reading.ts";
import type { Spot } from "./rule.ts";

/** Words of a report with what they are: which block or action they come from, and the section they stand in. */
export type SaidWords = {
  section: Section;
  slot: string; // its place in the section: "say", "message", "facts.2"
  indicator?: string;
  sentences: readonly Sentence[]; // a fact has two: lead and text
  text: string;
  fields?: readonly string[]; // of an action, what stands beside it in the plan
  at?: Spot;
  choice?: Choice;
};

/** Everything a report says in words that authors wrote for it, in reading order; headings and labels left out. */
export const saidIn: (report: Report) => readonly SaidWords[] = rememberedOf((report) =>
  report.sections.flatMap((section) =>
    textsIn(section)
      .filter(({ from }) => from === "block" || from === "action" || from === "campaign")
      .map((text) => toSaid(text, section, report)),
  ),
);

function toSaid(
  { slot, words, from, action, fields }: Text,
  section: Section,
  { choices, figures }: Report,
): SaidWords {
  const isIt = (choice: Choice) =>
    from === "action" ? choice.chosen === action : choice.section === section.name && choice.slot === slot;
  const choice = from === "campaign" ? undefined : choices.find((each) => each.chosen !== undefined && isIt(each));
  return {
    section,
    slot,
    sentences: words,
    text: words.map((sentence) => toWords(sentence, figures)).join(" "),
    ...(fields ? { fields } : {}),
    ...(choice ? { choice } : {}),
    ...(choice?.indicator ? { indicator: choice.indicator } : {}),
    ...(choice?.chosen ? { at: { kind: from === "action" ? "action" : "block", id: choice.chosen } as const } : {}),
  };
}

export function isHeadline({ section, slot }: SaidWords): boolean {
  return section.kind === "headline" && slot === "say";
}

/** Whether these are the words above the chart of peers. */
export function isChartTitle(said: SaidWords): said is SaidWords & { section: Section<"comparison"> } {
  return said.section.kind === "comparison" && said.slot === "message";
}

/** Every word a report prints, of authors and of the engine, in one text a part. */
export const allTexts: (report: Pick<Report, "sections" | "figures">) => readonly string[] = rememberedOf(
  ({ sections, figures }) =>
    sections.flatMap((section) =>
      textsIn(section).flatMap(({ words }) => words.map((sentence) => toWords(sentence, figures))),
    ),
);

/** The variables whose figures a sentence holds: "own.value", "gap.median.count"; of one indicator if one is given. */
export function variablesIn(sentences: readonly Sentence[], indicator?: string): string[] {
  const found: string[] = [];
  for (const key of keysIn(sentences)) {
    const at = key.indexOf("/");
    const isOfOther =
      indicator !== undefined && at >= 0 && !(key.startsWith(indicator) && key[indicator.length] === "/");
    if (!isOfOther) found.push(key.slice(at + 1, key.endsWith("^") ? -1 : undefined));
  }
  return found;
}

/** The keys of the figures in sentences: "opioids-total/own.value". */
export function keysIn(sentences: readonly Sentence[]): string[] {
  const keys: string[] = [];
  for (const sentence of sentences) for (const span of sentence) if ("figure" in span) keys.push(span.figure);
  return keys;
}

/** "27 words" */
export function countWords(text: string): number {
  return wordsIn(text).length;
}

/** A variable that is the practice's own figure of the window. */
export function isOwn(variable: string): boolean {
  return /^(own\.(value|count|monthly|below)|change\.|under\.|gap\.|goal\.|apart\.)/.test(variable);
}

/** A variable that tells what others do. */
export function isOthers(variable: string): boolean {
  return /^(median|best|lowest|highest|target|rank|ratio|gap|goal|under|apart|overview)\b/.test(variable);
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
