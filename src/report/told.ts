import { createHash } from "node:crypto";
import type { Told } from "../input/history.ts";
import type { Report } from "./report.ts";
import { chartsIn, textsIn } from "./sections.ts";
import type { Sentence } from "./sentence.ts";

/** What a report told its reader on these channels, as the next reports of the series are given it. */
export function toldOf(report: Report, channels: readonly string[]): Told {
  const { recipient, campaign, cycle, standings, choices, sections } = report;
  const about = choices.find(({ kind, slot }) => kind === "headline" && slot === "say")?.indicator;
  const first = standings.find(({ indicator }) => indicator === about) ?? standings[0];
  const chosen = choices.filter((choice) => choice.chosen !== undefined);
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  return {
    code: recipient.code,
    topic: campaign.id,
    cycle: cycle.id,
    channels: [...channels].sort(),
    headline: {
      indicator: first?.indicator ?? "",
      value: number(first?.values.value),
      numerator: number(first?.values.numerator),
      denominator: number(first?.values.denominator),
      signals: first?.signals.map(({ signal }) => signal) ?? [],
    },
    blocks: chosen
      .filter(({ kind }) => kind !== "actions")
      .map(({ section, slot, chosen: id, version = 1 }) => `${section}.${slot} ${id} ${version}`),
    actions: chosen
      .filter(({ kind }) => kind === "actions")
      .sort((a, b) => Number(a.slot) - Number(b.slot))
      .map(({ chosen: id, version }) => `${id} ${version}`),
    charts: sections.flatMap((section) => chartsIn(section).map(({ kind }) => `${section.name} ${kind}`)),
    words: wordsIn(report),
  };
}

/** Sections that say the same in every report on purpose. */
const steady: ReadonlySet<string> = new Set(["cautions", "method"]);

/** Every sentence without its figures, as the first digits of a hash; not cautions, method, headings and labels. */
function wordsIn({ sections }: Report): string[] {
  const texts = sections
    .filter(({ kind }) => !steady.has(kind))
    .flatMap(textsIn)
    .filter(({ from }) => from === "block" || from === "action");
  return texts.flatMap(({ words }) => sentencesIn(words)).map(digest);
}

/** The sentences of a text; a lead and what follows it are one. */
function sentencesIn(words: readonly Sentence[]): string[] {
  const said = (sentence: Sentence) =>
    sentence.map((span) => ("cite" in span ? "" : "figure" in span ? "#" : span.text)).join("");
  return words
    .map(said)
    .join(" ")
    .replaceAll(/\d[\d,.]*/g, "#")
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => sentence.trim() !== "");
}

function digest(sentence: string): string {
  return createHash("sha256").update(sentence).digest("hex").slice(0, 8);
}
