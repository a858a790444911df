import { beforeAll, describe, expect, test } from "vitest";
import { type Claim, evidence, type Framed } from "../../src/lint/techniques.ts";
import type { SaidWords } from "../../src/lint/words.ts";
import type { Report } from "../../src/report/report.ts";
import type { Sentence } from "../../src/report/sentence.ts";
import { type Open, sectionOf, soundReport } from "./sound.ts";

let sound: Awaited<ReturnType<typeof soundReport>>;
beforeAll(async () => {
  sound = await soundReport();
});

/** What is claimed: words, and what of the report or the indicator matters besides. `{own.value}` is a figure. */
type Words = {
  text: string;
  cited?: boolean;
  strong?: boolean;
  slot?: string;
  section?: "headline" | "comparison" | "actions";
  measures?: "behaviour" | "outcome";
  signals?: readonly string[]; // of the headline indicator, in place of its own
  cycle?: number;
  efforts?: readonly ("minutes" | "hours" | "project")[];
  framed?: Framed;
};

const own = "Your rate is {own.value} items per 1,000 patients a month";
const goal = "The goal is {target.value} by 31 March 2027";

/** Of every technique in the table: a claim that shows the least evidence, and claims that do not. */
const cases: Readonly<Record<string, { true: readonly Words[]; false: readonly Words[] }>> = {
  "1.1": {
    true: [{ text: "A goal of 20 fewer items by 31 March 2027" }],
    false: [
      { text: "Please do better next time" },
      { text: "A goal of 58 mmol/mol by March 2027", measures: "outcome" },
    ],
  },
  "1.2": {
    true: [{ text: "Short visits get in the way: book two together" }],
    false: [{ text: "Book two visits together" }],
  },
  "1.3": {
    true: [{ text: "A target of 58 mmol/mol by March 2027", measures: "outcome" }],
    false: [{ text: "A goal of 20 fewer items by March 2027", measures: "behaviour" }],
  },
  "1.4": {
    true: [{ text: "Review five people a month" }, { text: "Run the search", section: "actions" }],
    false: [{ text: "Review people on long courses" }],
  },
  "1.5": {
    true: [{ text: `Your goal was 20 fewer; ${own}`, cycle: 3 }],
    false: [
      { text: `Your goal was 20 fewer; ${own}`, cycle: 1 },
      { text: "Remember your goal", cycle: 3 },
    ],
  },
  "1.6": {
    true: [{ text: "{gap.median.count} fewer items to reach the goal" }],
    false: [{ text: "You are far from what others do" }, { text: own }],
  },
  "1.7": {
    true: [{ text: "Your goal was 58; it is {own.value} now", cycle: 2 }],
    false: [{ text: "It is {own.value} now", cycle: 2 }],
  },
  "2.2": {
    true: [{ text: own, measures: "behaviour" }],
    false: [{ text: "Typical is {median.value}" }, { text: own, measures: "outcome" }],
  },
  "2.7": {
    true: [{ text: own, measures: "outcome" }],
    false: [{ text: own, measures: "behaviour" }],
  },
  "3.1": {
    true: [{ text: "Ring us and we will help" }, { text: "Thank you for your work" }],
    false: [{ text: "Prescribing has fallen" }],
  },
  "3.2": {
    true: [{ text: "A pharmacist can run it with you" }],
    false: [{ text: "Ring us with questions" }],
  },
  "4.1": {
    true: [{ text: "Run the search, sort it by dose, then book the first five" }],
    false: [{ text: "Review your patients" }],
  },
  "5.1": {
    true: [{ text: "Higher doses double the risk of overdose", cited: true }],
    false: [{ text: "Higher doses double the risk of overdose" }],
  },
  "5.2": {
    true: [{ text: "Twice the risk", cited: true, strong: true }],
    false: [{ text: "Twice the risk", cited: true }],
  },
  "5.3": {
    true: [{ text: "One inhaler is as much carbon as 175 miles by car", cited: true }],
    false: [{ text: "Inhalers matter for the climate" }],
  },
  "6.2": {
    true: [{ text: `${own}; typical is {median.value}` }],
    false: [{ text: goal }, { text: own }],
  },
  "6.3": {
    true: [{ text: "NICE recommends a review within a year" }, { text: "Practices near you support this" }],
    false: [{ text: "We recommend a review" }, { text: "NICE wrote guidance" }],
  },
  "7.1": {
    true: [{ text: "Set an alert in the record at each repeat" }],
    false: [{ text: "Read this report again in a month" }],
  },
  "8.2": {
    true: [{ text: "Offer a dry powder inhaler instead of an aerosol" }],
    false: [{ text: "Do not start long courses first" }],
  },
  "8.7": {
    true: [{ text: "From small to large", efforts: ["minutes", "hours", "project"] }],
    false: [
      { text: "From large to small", efforts: ["project", "minutes"] },
      { text: "All the same", efforts: ["hours", "hours"] },
    ],
  },
  "9.1": {
    true: [{ text: "The Royal College of General Practitioners says so" }, { text: "Dr Nuala Prothero writes to you" }],
    false: [{ text: "West Marlshire does so" }, { text: "Experts say so" }],
  },
  "10.4": {
    true: [{ text: "Well done", signals: ["measured", "improving"] }],
    false: [
      { text: "Well done", signals: ["measured", "steady"] },
      { text: own, signals: ["improving"] },
    ],
  },
  "12.5": {
    true: [{ text: "A poster for the waiting room is enclosed" }],
    false: [{ text: "Talk about it with patients" }],
  },
  "13.2": {
    true: [{ text: "Two fewer falls a year", framed: { frame: "gain", alternative: true } }],
    false: [
      { text: "Two fewer falls a year" },
      { text: "Two fewer falls a year", framed: { frame: "gain", alternative: false } },
      { text: "Two falls a year", framed: { frame: "gain", alternative: true } },
    ],
  },
  "15.1": {
    true: [{ text: "You can do this in an hour" }],
    false: [{ text: own }],
  },
  "15.3": {
    true: [{ text: "You have come down from {past.value}", signals: ["measured", "improving"] }],
    false: [
      { text: "You have come down from {past.value}", signals: ["measured", "steady"] },
      { text: "Have a look at new starts", signals: ["measured", "improving"] },
    ],
  },
};

test("every technique that is checked has true and false claims", () => {
  expect(Object.keys(cases).sort()).toEqual(Object.keys(evidence).sort());
});

describe.each(Object.entries(cases))("%s", (code, { true: holding, false: failing }) => {
  test.each(holding)("is shown by: $text", (words) => {
    expect(evidence[code]?.holds(claimOf(words))).toBe(true);
  });

  test.each(failing)("is not shown by: $text", (words) => {
    expect(evidence[code]?.holds(claimOf(words))).toBe(false);
  });
});

function claimOf(words: Words): Claim {
  const { text, slot = "say", section: kind = "headline", measures = "behaviour", framed } = words;
  const { inputs, report } = sound;
  const id = inputs.campaign.headline;
  const headline = inputs.indicators.get(id);
  if (!headline) throw new Error(`no indicator ${id}`);
  const sentence = sentenceOf(words, id);
  const said: SaidWords = {
    slot,
    indicator: id,
    sentences: [sentence],
    text: text.replace(/[{}]/g, ""),
    section: sectionOf(report, kind),
  };
  return { said, report: reportOf(words, id), indicator: { ...headline, measures }, ...(framed ? { framed } : {}) };
}

function sentenceOf({ text, cited, strong }: Words, indicator: string): Sentence {
  const spans = text
    .split(/(\{[^}]+\})/)
    .map((part) => (part.startsWith("{") ? { figure: `${indicator}/${part.slice(1, -1)}` } : { text: part }));
  return [...spans, ...(strong ? [{ text: "2", strong: true as const }] : []), ...(cited ? [{ cite: 1 }] : [])];
}

function reportOf({ signals, cycle, efforts }: Words, indicator: string): Report {
  const report = structuredClone(sound.report) as Open<Report>;
  const record = report.standings.find((each) => each.indicator === indicator);
  if (record && signals) record.signals = signals.map((signal) => ({ signal, evidence: "" }));
  if (cycle) report.cycle.number = cycle;
  const plan = sectionOf(report, "actions");
  const [action] = plan.actions;
  if (action && efforts) plan.actions = efforts.map((effort) => ({ ...structuredClone(action), effort }));
  return report as Report;
}
