import { z } from "zod";
import { id, idOf, isoDate, isoMonth, pageAddress, sentence, webAddress } from "../files/fields.ts";
import { type Comparator, comparatorIds, namedComparator } from "../library/comparators.ts";
import { acceptSchema } from "./accept.ts";
import { approvalSchema, approvedTextSchema } from "./approval.ts";
import { channels } from "./channels.ts";
import { enclosuresSchema } from "./enclosures.ts";
import { headlineTurns } from "./headline-turns.ts";
import { mailSchema } from "./mail.ts";
import { mustSaySchema } from "./must-say.ts";
import { printSchema } from "./print.ts";
import { sectionsSchema } from "./sections.ts";

export type { Channel } from "./channels.ts";

const months = z.union([z.literal(1), z.literal(3), z.literal(6), z.literal(12)]);

/** A dated note on trend charts. */
export const eventSchema = z.strictObject({
  month: isoMonth.describe("The month it is shown at, e.g. 2025-03."),
  head: sentence.describe("Its first line, usually the month: March 2025."),
  note: sentence.describe("What happened, in three to five words: MHRA narrows licence."),
});

export const cycleSchema = z.strictObject({
  id: isoMonth.describe("The last month of its data, e.g. 2026-08."),
  issued: isoDate.describe("The day the reports go out."),
  extracted: isoDate.describe("The day the data were taken from their source."),
  data: z
    .strictObject({
      from: isoMonth.describe("First month, e.g. 2023-09. Trend charts begin here."),
      to: isoMonth.describe("Last month, e.g. 2026-08. The window of values ends here."),
    })
    .describe("First and last month of the data it may use."),
});

/** One issue of a campaign: its id, day of issue and window of data. */
export type Cycle = z.output<typeof cycleSchema>;

/** Cycles in the order of their issue. Data that end before they begin, or a cycle that appears twice, are slips. */
export const cyclesSchema = z
  .array(cycleSchema)
  .min(1)
  .superRefine((cycles, { addIssue }) => {
    cycles.forEach(({ id, issued, data }, i) => {
      const before = cycles[i - 1];
      const slip = (path: string[], message: string, input: string) =>
        addIssue({ code: "custom", path: [i, ...path], message, input });
      if (data.from > data.to) slip(["data", "from"], `after the end of the data, ${data.to}`, data.from);
      if (before && id <= before.id) slip(["id"], `not after the cycle before it, ${before.id}`, id);
      else if (before && issued <= before.issued)
        slip(["issued"], `not after the cycle before it, ${before.issued}`, issued);
    });
  });

/** Named sets of lint rules. */
export const profiles = ["brehaut-15", "cp-fit", "national-audit-report", "integrity", "nhs-style"] as const;

export type Profile = (typeof profiles)[number];

export const waiverSchema = z.strictObject({
  rule: z.string().describe("The rule's id: V10."),
  of: z
    .union([id.transform((one) => [one]), z.array(id).min(1)])
    .optional()
    .describe("Only what it finds in these blocks, actions or indicators; everything if left out."),
  reason: sentence.describe("Why it does not apply here."),
  "approved-by": sentence.describe("Role of the person who agreed; not a name."),
  date: isoDate.describe("The day it was agreed, e.g. 2026-05-11."),
});

export type Waiver = z.output<typeof waiverSchema>;

const lint = z
  .strictObject({
    profile: z
      .array(z.enum(profiles))
      .min(1)
      .default([...profiles])
      .describe("Sets of rules to check by; integrity is always included. All if left out."),
    waive: z.array(waiverSchema).default([]).describe("Rules that are broken on purpose. Printed in the trial pack."),
  })
  .prefault({})
  .describe("Which rules of evidence apply.");

const delivery = z
  .strictObject({
    by: z
      .array(z.enum(["email", "post", "hand", "portal"]))
      .min(1)
      .describe(
        "email: the message itself. post: on paper. hand: by somebody who visits. portal: to be fetched there.",
      ),
    asks: z
      .array(z.enum(["login", "registration", "data-entry", "data-extraction"]))
      .default([])
      .describe("What recipients must do before they see their own figures; nothing if left out."),
  })
  .describe("How reports reach their readers, and what that asks of them. For the trial pack; not printed.");

/** The kinds of help that may come with reports. */
export const supports = ["champion", "facilitation", "outreach", "workshop", "teaching", "prompts", "payment"] as const;

const support = z.strictObject({
  kind: z
    .enum(supports)
    .describe(
      "champion: a respected local clinician. facilitation: somebody helps to make the change. outreach: a visit about the topic. workshop: several practices together. teaching: a course or webinar. prompts: reminders at the point of care. payment: money for the work.",
    ),
  what: sentence.describe("What is done: A pharmacist runs the search and plans the reviews with the practice."),
  who: sentence.describe("Who does it, by role: ICB medicines team."),
  dose: sentence.describe("How much, and how often: one hour, once in six months."),
  reach: z
    .enum(["all", "on-request", "some"])
    .default("on-request")
    .describe("all: every recipient. on-request: those who ask. some: only some recipients."),
});

export const campaignSchema = z
  .strictObject({
    campaign: id.describe("Its short name, the same as its folder's: opioids. Part of the path of every report."),
    title: sentence.describe("As printed: High-dose opioids for long-term pain."),
    rationale: sentence.describe(
      "Why this topic and this report: for the trial pack and the reader of this file; not printed.",
    ),
    issuer: z
      .strictObject({
        name: sentence.describe("The series: Marlshire Prescribing Feedback."),
        by: sentence.describe("The organisation that sends it."),
        signatories: z
          .array(
            z.strictObject({
              name: sentence.describe("As they sign: Dr Nuala Prothero."),
              role: sentence.describe("What they are to the reader: GP and clinical lead for pain."),
            }),
          )
          .min(1)
          .describe("A named clinician, and anyone else who signs."),
        interests: sentence.describe(
          "How it is paid for, and interests: Paid for by the NHS. We take no money from industry.",
        ),
        contact: z
          .strictObject({
            email: z.email().describe("Where questions go, and answers to the email."),
            phone: sentence.describe("A number somebody answers."),
            url: webAddress.describe("A page about the series."),
            stop: z
              .email()
              .optional()
              .describe("Where requests to stop the emails go; `email` if left out. A mailbox that is read every day."),
            unsubscribe: webAddress
              .optional()
              .describe(
                "A service that stops the emails at once when it is sent a POST (RFC 8058); ?code= is added. Leave it out where there is none: a page to read is none.",
              ),
            promise: sentence.describe(
              "What happens when somebody asks, with a time: An analyst will check your figures within five working days.",
            ),
          })
          .describe("Who to ask, and who to tell if a figure is wrong."),
        help: z
          .strictObject({
            title: sentence.describe("Its heading: Help, free of charge."),
            lines: z.array(sentence).min(1).max(3).describe("Who, phone and address: one to three short lines."),
            note: sentence.describe(
              "What they can do for you: A pharmacist can sit with you for an hour and run the search.",
            ),
          })
          .describe("Help with the work itself, in a box on page one."),
      })
      .describe("Who sends the reports: a named, trusted source."),
    priority: z
      .strictObject({
        statement: sentence.describe("One sentence: which agreed priority this serves."),
        level: z.enum(["national", "regional", "icb", "pcn", "practice"]).describe("Who agreed it."),
        source: sentence.describe("The document that says so."),
      })
      .describe("The agreed priority that the campaign serves."),
    recipients: z
      .strictObject({
        type: id.describe("The kind of organisation that gets a report, as in the data: practice."),
        one: sentence.default("practice").describe("What one of them is called in words."),
        many: sentence.default("practices").describe("What several are called in words."),
        within: z
          .record(id, z.union([z.string(), z.array(z.string())]))
          .optional()
          .describe(
            "Only those in these places: a level of the data and one or more codes, e.g. { icb: ZB1 }. All if left out.",
          ),
        attention: sentence.default("Prescribing lead").describe("First line of the address."),
        audience: sentence.describe("Who should read it: at least two roles."),
      })
      .describe("Who gets a report."),
    peers: z
      .strictObject({
        of: z.string().describe("The level of the directory that peers share: pcn, sub-icb, icb; or all."),
        otherwise: z.string().optional().describe("A wider level, used if there are too few peers in the first."),
        minimum: z.int().min(3).default(10).describe("Fewest peers for a comparison."),
        label: sentence
          .default("{{recipients}} in {{place}}")
          .describe(
            "What peers are called; {{place}} is the name of what they share, {{recipients}} is `recipients.many`. Of all: places.",
          ),
        "list-at-least": z
          .int()
          .nonnegative()
          .default(1000)
          .describe("Smaller lists are not peers (they still get a report)."),
        "adjust-for": z
          .record(id, sentence)
          .default({})
          .describe(
            "Covariates of the directory for which comparisons allow, each as printed: { deprivation: deprivation of its area }. Figures of peers are then what they would be with the recipient's own case mix, by indirect standardisation; its own stay as they are. Only categories, and indicators with counts.",
          ),
        "why-these": sentence.describe("Why this is a fair comparison, in words a sceptical reader accepts."),
      })
      .describe("Who recipients are compared with."),
    indicators: z
      .array(idOf("indicator"))
      .min(1)
      .describe("Its indicators, in the order of the table; each a file in content/indicators."),
    headline: idOf("indicator").describe("The indicator the report is about; one of `indicators`."),
    "headline-turns": headlineTurns
      .optional()
      .describe(
        "Other indicators that the headline may be about, recipient by recipient. Left out: it is always about `headline`.",
      ),
    comparators: z
      .array(z.enum(comparatorIds as [Comparator, ...Comparator[]]))
      .min(1)
      .max(2)
      .refine((ids) => new Set(ids).size === ids.length, "the same comparator twice")
      .default(["top-quartile", "median"])
      .describe(
        `Which comparators are shown in charts and words, at most two. ${comparatorIds.map((name) => `${name}: ${namedComparator(name).is}.`).join(" ")} \`target\` only where the headline indicator has one.`,
      ),
    window: months
      .default(12)
      .describe(
        "Months that a value covers: 1, 3, 6 or 12. Of an indicator with another `period`, whole quarters, or the last one of it; of a snapshot the months in which it may have been taken.",
      ),
    "small-numbers": z
      .strictObject({
        "expected-below": z
          .number()
          .nonnegative()
          .default(20)
          .describe(
            "Too few to compare: fewer than this expected in the window at the typical rate (for a share: fewer in the denominator).",
          ),
        "count-below": z
          .number()
          .nonnegative()
          .default(8)
          .describe("Too few to compare: a count from 1 to just under this in the window."),
        "patients-below": z
          .number()
          .nonnegative()
          .default(3)
          .describe(
            "Too few to compare: what fewer patients than this take all the time, of an indicator that says what `one-patient` takes.",
          ),
      })
      .prefault({})
      .describe("When numbers are shown but nothing is compared, because the differences could be chance."),
    trend: z
      .strictObject({
        "at-least": z
          .number()
          .min(0)
          .max(1)
          .default(0.05)
          .describe("Least relative change that may be called a rise or a fall; 0.05 is 5%."),
      })
      .prefault({})
      .describe("What may be called a change."),
    goal: z
      .strictObject({
        share: z
          .number()
          .positive()
          .max(1)
          .default(0.1)
          .describe(
            "The next goal is at most this part of what a recipient has to change: its count, or of a share that should rise what is not counted yet; 0.1 is a tenth. Never more than is left to the comparator.",
          ),
      })
      .prefault({})
      .describe("How large the next goal on the way to a comparator is: for what can be done before the next report."),
    implausible: z
      .enum(["say", "hold-back"])
      .default("say")
      .describe(
        "What becomes of a report whose headline figures cannot be right (a month of none in a busy series, a value twenty times the middle one). say: it is made, says so, and concludes nothing from them. hold-back: it is not made, and the run records why. Of other indicators it always says so.",
      ),
    disclosure: z
      .strictObject({
        policy: z
          .enum(["none", "nhsbsa", "nhsd-hes", "opensafely", "opensafely-midpoint-6", "gpps"])
          .describe(
            "Whose rule. nhsbsa: counts under 5 are withheld. nhsd-hes: 1 to 7 withheld, others to the nearest 5. opensafely: 7 and fewer withheld, others to the nearest 5. opensafely-midpoint-6: every count to the middle of six. gpps: fewer than 10 answers. none: everything is shown. Policies that show exact counts (nhsbsa, gpps) are refused for sums of months that overlap from one cycle to the next.",
          ),
        counts: z
          .array(z.enum(["patients", "items", "quantity"]))
          .default(["patients"])
          .describe("Which kinds of count it protects."),
        "sole-recipient": z
          .boolean()
          .default(false)
          .describe("True only if information governance has agreed that the practice alone receives its own counts."),
      })
      .describe("Which counts are withheld before anything is drawn or said."),
    framing: z
      .enum(["as-defined", "complement"])
      .default("as-defined")
      .describe(
        "Which way round shares are shown. complement: each indicator that has a `complement` is written, drawn and tabulated as its complement: 88% spared, not 12% at risk.",
      ),
    messages: z
      .enum(["tailored", "fixed"])
      .default("tailored")
      .describe(
        "tailored: words and actions are chosen by signals. fixed: everybody gets the same: from each list the first block without `when`, and points and actions without `when` in order.",
      ),
    template: id
      .default("standard")
      .describe("How pages and emails look: standard, or the name of a folder in templates/variants, e.g. large-type."),
    channels: z
      .array(z.enum(channels))
      .min(1)
      .default(["print", "email"])
      .describe(
        "print: a PDF. email: a message with the same words. html: a page for screen, telephone and screen reader, with all that is on paper.",
      ),
    pages: pageAddress
      .optional()
      .describe(
        "Where the pages of channel html will stand, e.g. https://reports.example/{{cycle}}/{{code}}.html. PDF and email lead there where the report goes by html too; nothing is linked if left out.",
      ),
    enclosures: enclosuresSchema.describe(
      "What goes into the envelope with the letter: [{ item: prescription-pad, is: A pad of forms, grams: 40 }]. `print-run` tells the print house whose letters have it, and weighs it.",
    ),
    abbreviations: z
      .record(
        z
          .string()
          .regex(/^\p{L}[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*$/u, "must be letters and digits, e.g. MHRA or STAR-PU"),
        sentence,
      )
      .default({})
      .describe(
        "What abbreviations stand for, explained on the page of channel html where it uses them: { MHRA: Medicines and Healthcare products Regulatory Agency }.",
      ),
    attachment: z
      .enum(["none", "pdf"])
      .default("none")
      .describe("pdf: the whole report as it is printed goes with the email. none: the email is sent on its own."),
    mail: mailSchema.prefault({}),
    print: printSchema,
    delivery: delivery.optional(),
    support: z
      .array(support)
      .default([])
      .describe("What recipients get besides the reports; none if left out. Listed in the trial pack, not printed."),
    data: z
      .string()
      .default("data.yaml")
      .describe("The file, beside this one, that says where organisations and observations are; --data replaces it."),
    accept: acceptSchema,
    cycles: cyclesSchema.describe(
      "One entry for each issue, in order of time; the next one is printed as the date of the next report.",
    ),
    events: z.array(eventSchema).default([]).describe("Dated notes on trend charts."),
    "must-say": mustSaySchema,
    sections: sectionsSchema.describe(
      "The sections of the report in order, each as its name with its settings: `- trend: {…}`.",
    ),
    lint,
    approval: approvalSchema.optional(),
    approved: z
      .array(approvedTextSchema)
      .default([])
      .describe("What has been approved, a line for each text and role. `feedback approve` writes them; not by hand."),
  })
  .describe("Topic, indicators, peers, sections, channels and schedule of one series of reports.");

/** A campaign.yaml, checked and complete. */
export type Campaign = z.output<typeof campaignSchema>;
