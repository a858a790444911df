import { z } from "zod";
import { id, idOf, isoDate, sentence, webAddress } from "../files/fields.ts";
import { periodKinds, periods } from "./period.ts";
import { saidSchema } from "./said.ts";

/** What is counted in the numerator: decides how disclosure control treats it, and the words. */
export const countOf = z.enum(["patients", "items", "quantity"]);

const components = z.array(idOf("indicator")).min(2).optional();

const compositeSchema = z
  .strictObject({
    "any-of": components.describe("Anyone in at least one of these indicators is in this one, and counts once."),
    "all-of": components.describe("Anyone in every one of these indicators is in this one, and counts once."),
  })
  .refine((composite) => Object.values(composite).filter(Boolean).length === 1, {
    message: 'give one of "any-of" and "all-of"',
  })
  .describe(
    "The indicators it is made of, its components. It is not their sum: a patient in several counts once. Its figures come with the data, or are worked out from rows of patients.",
  );

export const indicatorSchema = z
  .strictObject({
    indicator: id.describe("The name other files use for it, e.g. opioids-high-dose; the same as the file's name."),
    title: sentence.describe("As a heading or in a table: High-dose opioid items."),
    name: sentence.describe("Inside a sentence, plural: high-dose opioid items."),
    short: sentence.describe("The subject in two or three words: high-dose opioids."),
    said: saidSchema.optional(),
    heading: sentence
      .optional()
      .describe("What the title of an email calls it, if `short` would not read well there: Higher-risk combinations."),
    describes: sentence.describe("What is counted, in one or two sentences a busy reader understands."),
    behaviour: sentence.describe("What the practice does that this measures."),
    actors: z.array(sentence).min(1).describe("Who can change it: prescribers, practice pharmacist, …"),
    measures: z.enum(["behaviour", "outcome"]).describe("Decides which techniques a block may claim: 2.2 or 2.7."),
    given: z
      .enum(["counts", "value"])
      .default("counts")
      .describe(
        "What the data bring. counts: numerator and denominator, from which values are worked out. value: a value that somebody has published, with its interval where there is one; it is taken as it is, never added to another, and compared by its interval.",
      ),
    kind: z
      .enum(["rate", "share", "mean", "ratio"])
      .describe(
        "rate: numerator over a list or a weighted denominator, times the multiplier. share: numerator is part of the denominator. mean: a mean of something measured, and ratio: one number over another, such as observed over expected; both only with `given: value`.",
      ),
    numerator: z
      .strictObject({
        is: sentence.describe("Definition of the numerator, in a sentence."),
        counts: countOf.describe("patients, items or quantity: what disclosure control must protect."),
        one: sentence.describe("One of them: item."),
        many: sentence.describe("Several of them: items."),
        "one-patient": z
          .number()
          .positive()
          .optional()
          .describe(
            "About how much one patient who takes it all the time is counted for in a month: 30 daily doses, 1 item. What comes to fewer such patients than `small-numbers.patients-below` of the campaign is told as small numbers: what one or two people take is no habit of a practice. Of a share it is held to the denominator.",
          ),
        leaves: z
          .literal(true)
          .optional()
          .describe(
            "Of a share: who changes leaves the denominator too (a medicine is stopped), so that it takes more to reach a comparator. Left out: they stay in it (changed for something else).",
          ),
      })
      .optional()
      .describe("What is counted. Needed with `given: counts`."),
    denominator: z
      .strictObject({
        is: sentence.describe("Definition of the denominator, in a sentence."),
        many: sentence.describe("Several of them: registered patients; long-acting opioid items."),
      })
      .optional()
      .describe("What it is counted over. Needed with `given: counts`; with `given: value`, what `n` counts."),
    multiplier: z.number().positive().default(1).describe("1000 for a rate per 1,000; 1 for a share."),
    divisor: z
      .number()
      .positive()
      .default(1)
      .describe("Printed values are divided by it, e.g. 1000 to print grams when data are milligrams."),
    period: z
      .enum(periodKinds)
      .default("month")
      .describe(
        `What an observation speaks of. ${periodKinds.map((kind) => `${kind}: ${periods[kind].is}.`).join(" ")}`,
      ),
    per: z
      .enum(["month", "year"])
      .optional()
      .describe(
        "A rate is given per month or per year, whatever the window. Left out: per period, as the data are. A snapshot has none.",
      ),
    unit: sentence.describe("After the value: per 1,000 patients a month; % of long-acting opioid items."),
    decimals: z.int().min(0).max(3).default(1).describe("Decimals printed (of a percentage for a share)."),
    direction: z.enum(["lower", "higher", "none"]).describe("Which is better; none means neutral words and colours."),
    seasonal: z
      .boolean()
      .default(false)
      .describe("Has a season: only the same months of the year before are a fair comparison."),
    target: z
      .strictObject({
        value: z.number().describe("The value in printed units; of a share as a fraction, 0.1 for 10%."),
        label: sentence.describe("What it is called beside a chart: National ambition."),
        source: sentence.describe("Who set it, where and when."),
      })
      .optional()
      .describe("A fixed target set by somebody; not a comparator with peers."),
    plausible: z
      .strictObject({
        from: z.number().min(0).describe("The least: in printed units; of a share as a fraction, 0.1 for 10%."),
        to: z.number().positive().describe("The most, in the same unit."),
      })
      .refine(({ from, to }) => from < to, { path: ["to"], message: "more than `from`" })
      .optional()
      .describe(
        "Between which the values of nearly all organisations lie, whoever they are: { from: 200, to: 1500 }. Where many are elsewhere, the numbers are in another unit or of another measure, and nothing is made until somebody has looked.",
      ),
    complement: z
      .strictObject({
        title: sentence.describe("As a heading or in a table: Other preventers."),
        name: sentence.describe("Inside a sentence, plural: other shares of preventer inhalers."),
        short: sentence.describe("The subject in two or three words: other preventers."),
        describes: sentence.describe("What is counted then, in one or two sentences."),
        unit: sentence.describe("After the value: % of preventer inhalers."),
        said: saidSchema.optional(),
        numerator: z
          .strictObject({
            is: sentence.describe("What is counted then, in a sentence."),
            one: sentence.describe("One of them: non-spray."),
            many: sentence.describe("Several of them: non-sprays."),
          })
          .describe("Those of the denominator that the numerator leaves out."),
      })
      .optional()
      .describe(
        "Only for a share: its words as its complement, for campaigns with `framing: complement`. Numbers, target and direction follow automatically.",
      ),
    composite: compositeSchema.optional(),
    inclusion: sentence.describe("Who or what is in: products, strengths, ages."),
    exclusion: sentence.describe("Who or what is left out; say plainly if nothing can be."),
    source: z
      .strictObject({
        name: sentence.describe("Who publishes the data, and what they are called."),
        licence: sentence.optional().describe("The licence they are published under: Open Government Licence v3.0."),
        url: webAddress.optional().describe("Where to get them."),
      })
      .describe("Where the numbers come from, as printed under the figures."),
    codes: z
      .strictObject({
        list: sentence.describe("The list of codes or products that are counted, by name."),
        version: sentence.describe("Its version or date: January 2025."),
      })
      .describe("The code list and its version."),
    "balanced-by": z
      .array(idOf("indicator"))
      .min(1)
      .optional()
      .describe(
        "Its balancing measures: other indicators that may get worse while this one gets better. A campaign with this indicator must have them too; whoever does better here and worse there has the signal `unbalanced`, and no thanks.",
      ),
    governance: z
      .strictObject({
        author: sentence.describe("Role of its author; not a person's name."),
        checker: sentence.describe("Role of the person who checked it."),
        reviewed: isoDate.describe("The day the definition was last reviewed, e.g. 2026-05-11."),
        "next-review": isoDate.describe(
          "The day by which it must be reviewed again; `check` warns about a cycle issued later.",
        ),
      })
      .describe("Who is responsible for the definition, and when it is due for review."),
  })
  .refine(({ kind, complement }) => kind === "share" || complement === undefined, {
    path: ["complement"],
    message: "only a share has a complement",
  })
  .refine(({ kind, complement, numerator }) => !numerator?.leaves || (kind === "share" && complement === undefined), {
    path: ["numerator", "leaves"],
    message: "only of a share without a complement: who leaves it leaves its denominator",
  })
  .refine(({ period, per }) => period !== "snapshot" || per === undefined, {
    path: ["per"],
    message: "a snapshot is of one day, not per month or year",
  })
  .refine(({ direction, target }) => direction !== "none" || target === undefined, {
    path: ["target"],
    message: "a target says which way is better, but the direction is none",
  })
  .refine(({ kind, target }) => kind !== "share" || target === undefined || (target.value >= 0 && target.value <= 1), {
    path: ["target", "value"],
    message: "the target of a share is a fraction: 0.6 for 60%",
  })
  .refine(({ kind, plausible }) => kind !== "share" || plausible === undefined || plausible.to <= 1, {
    path: ["plausible", "to"],
    message: "the values of a share are fractions: 0.6 for 60%",
  })
  .refine(({ numerator, composite }) => !numerator || numerator.counts === "patients" || composite === undefined, {
    path: ["numerator", "counts"],
    message: "a composite counts patients",
  })
  .refine(({ given, numerator }) => given === "value" || numerator !== undefined, {
    path: ["numerator"],
    message: "what is counted",
  })
  .refine(({ given, denominator }) => given === "value" || denominator !== undefined, {
    path: ["denominator"],
    message: "what it is counted over",
  })
  .refine(({ given, kind }) => given === "value" || kind === "rate" || kind === "share", {
    path: ["kind"],
    message: "a mean or a ratio comes as a value: say `given: value`",
  })
  .refine(({ kind, multiplier }) => kind === "rate" || kind === "share" || multiplier === 1, {
    path: ["multiplier"],
    message: "a mean or a ratio is printed as it is",
  })
  .refine(({ given, complement }) => given === "counts" || complement === undefined, {
    path: ["complement"],
    message: "it needs counts, and data bring a value (`given: value`): describe the share that is published",
  })
  .refine(({ given, composite }) => given === "counts" || composite === undefined, {
    path: ["composite"],
    message: "it is worked out from counts of patients, and data bring a value (`given: value`)",
  })
  .refine(({ given, per }) => given === "counts" || per === undefined, {
    path: ["per"],
    message: "a published value is taken as it is (`given: value`): say in `unit` what it is per",
  })
  .describe("A defined quantity: what is counted, over what, and which way is better.");

/** A file of content/indicators, checked and complete. */
export type Indicator = z.output<typeof indicatorSchema>;

/** One whose data are counts: a numerator over a denominator. */
export type Counted<I extends Givable = Indicator> = I & {
  [Key in keyof I & ("numerator" | "denominator")]: NonNullable<I[Key]>;
};

type Givable = Pick<Indicator, "given">;

/** Whether data bring counts; if not, they bring a published value, and what counts decide cannot be said. */
export function isCounted<I extends Givable>(indicator: I): indicator is I & Counted<I> {
  return indicator.given === "counts";
}
