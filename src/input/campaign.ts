import { z } from "zod";
import { conditionSchema } from "./condition.ts";
import { id, isoDate, isoMonth, sentence } from "./fields.ts";

const blockList = z
  .array(id)
  .min(1)
  .describe("Blocks in order of preference: the first whose condition holds is shown.");
const page = z.enum(["new"]).optional().describe("new: the section starts a page in print.");
const when = conditionSchema.optional().describe("Signals that must hold for the section to be shown.");
const common = { page, when };

/** The sections of a report, in order. Each is written as its name with its settings: `- trend: { chart: … }`. */
export const sections = {
  headline: z.strictObject({ ...common, say: blockList, standfirst: blockList }),
  comparison: z.strictObject({
    ...common,
    indicator: id.optional().describe("Which indicator; the headline's if left out."),
    chart: z
      .enum(["dots", "ranked", "bars"])
      .default("dots")
      .describe("dots: every peer as a dot. ranked: a bar each. bars: own and comparators only."),
    message: blockList,
    facts: z
      .array(z.strictObject({ indicator: id.optional(), say: blockList }))
      .max(3)
      .default([])
      .describe("Up to three facts beside the chart."),
    note: sentence.optional().describe("One line a reader must know of the indicator."),
  }),
  "first-step": z.strictObject({
    ...common,
    encouragement: blockList.optional(),
    caution: sentence.optional(),
    link: z.strictObject({ words: sentence, url: z.url() }).optional(),
  }),
  trend: z.strictObject({
    ...common,
    indicator: id.optional(),
    points: z
      .union([z.literal(1), z.literal(3), z.literal(12)])
      .default(3)
      .describe("Months in one point."),
    message: blockList,
  }),
  table: z.strictObject({
    ...common,
    indicators: z.union([z.literal("all"), z.array(id).min(1)]).default("all"),
    message: blockList,
  }),
  multiples: z.strictObject({
    ...common,
    indicators: z.union([z.literal("all"), z.array(id).min(1)]).default("all"),
    points: z.union([z.literal(1), z.literal(3), z.literal(12)]).default(3),
    title: sentence,
  }),
  why: z.strictObject({
    ...common,
    title: sentence,
    blocks: z.array(id).min(1).describe("All whose condition holds are shown, in this order."),
    "at-most": z.int().positive().default(3),
    sources: z.boolean().default(true).describe("The list of sources stands below."),
  }),
  cautions: z.strictObject({
    ...common,
    title: sentence,
    blocks: z.array(id).min(1),
    sources: z.boolean().default(false),
  }),
  actions: z.strictObject({
    ...common,
    title: sentence,
    note: sentence,
    choose: z.array(id).min(1).describe("Actions in order of preference; those whose condition holds are offered."),
    "at-most": z.int().min(1).max(6).default(4),
  }),
  "own-plan": z.strictObject({
    ...common,
    title: sentence.default("Your own plan"),
    rows: z.int().min(2).max(8).default(4),
  }),
  method: z.strictObject({
    ...common,
    title: sentence.default("About these figures"),
    blocks: z.array(id).min(1),
    link: z.strictObject({ words: sentence, url: z.url() }),
  }),
} as const;

export type SectionKind = keyof typeof sections;

/** `- trend: {…}` → { kind: "trend", … }. Exactly one name an entry. */
const section = z
  .strictObject(
    Object.fromEntries(Object.entries(sections).map(([kind, schema]) => [kind, schema.optional()])) as {
      [K in SectionKind]: z.ZodOptional<(typeof sections)[K]>;
    },
  )
  .refine(
    (entry) => Object.values(entry).filter((value) => value !== undefined).length === 1,
    "one section an entry, e.g. - trend: {…}",
  );

const months = z.union([z.literal(1), z.literal(3), z.literal(6), z.literal(12)]);

export const cycleSchema = z.strictObject({
  id: isoMonth.describe("The last month of its data, e.g. 2026-08."),
  issued: isoDate.describe("The day the reports go out."),
  extracted: isoDate.describe("The day the data were taken from their source."),
  data: z.strictObject({ from: isoMonth, to: isoMonth }).describe("First and last month of the data it may use."),
});

export type Cycle = z.output<typeof cycleSchema>;

/** Cycles in the order of their issue. Data that end before they begin, or a cycle that stands twice, are slips. */
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

export const campaignSchema = z
  .strictObject({
    campaign: id.describe("Its short name; the folder's name."),
    title: sentence.describe("As printed: High-dose opioids for long-term pain."),
    rationale: sentence.describe(
      "Why this topic and this report: for the trial pack and the reader of this file; not printed.",
    ),
    issuer: z.strictObject({
      name: sentence.describe("The series: Marlshire Prescribing Feedback."),
      by: sentence.describe("The organisation that sends it."),
      signatories: z
        .array(z.strictObject({ name: sentence, role: sentence }))
        .min(1)
        .describe("A named clinician, and who else."),
      interests: sentence.describe("How it is paid for, and interests."),
      contact: z.strictObject({
        email: z.email(),
        phone: sentence,
        url: z.url(),
        promise: sentence.describe("What happens when somebody asks, with a time."),
      }),
      help: z.strictObject({ title: sentence, lines: z.array(sentence).min(1).max(3), note: sentence }),
    }),
    priority: z.strictObject({
      statement: sentence.describe("One sentence: which agreed priority this serves."),
      level: z.enum(["national", "regional", "icb", "pcn", "practice"]),
      source: sentence,
    }),
    recipients: z.strictObject({
      type: id.describe("The kind of organisation that gets a report, as in the data: practice."),
      one: sentence.default("practice"),
      many: sentence.default("practices"),
      within: z
        .record(id, z.union([z.string(), z.array(z.string())]))
        .optional()
        .describe("Only those in, e.g. { icb: ZB1 }."),
      attention: sentence.default("Prescribing lead").describe("First line of the address."),
      audience: sentence.describe("Who should read it: at least two roles."),
    }),
    peers: z.strictObject({
      of: z.string().describe("The level of the directory that peers share: pcn, sub-icb, icb; or all."),
      otherwise: z.string().optional().describe("A wider level, where there are too few peers in the first."),
      minimum: z.int().min(3).default(10).describe("Fewest peers for a comparison."),
      label: sentence
        .default("practices in {{place}}")
        .describe("What peers are called; {{place}} is the name of what they share."),
      "list-at-least": z
        .int()
        .nonnegative()
        .default(1000)
        .describe("Smaller lists are not peers (they still get a report)."),
      "why-these": sentence.describe("Why this is a fair comparison."),
    }),
    indicators: z.array(id).min(1),
    headline: id.describe("The indicator the report is about."),
    comparators: z
      .array(z.enum(["top-quartile", "median", "target"]))
      .min(1)
      .max(2)
      .default(["top-quartile", "median"])
      .describe("Shown in charts and words, at most two."),
    window: months.default(12).describe("Months that a value speaks of."),
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
      })
      .prefault({}),
    trend: z
      .strictObject({
        "at-least": z
          .number()
          .min(0)
          .max(1)
          .default(0.05)
          .describe("Least relative change that may be called a rise or a fall."),
      })
      .prefault({}),
    disclosure: z.strictObject({
      policy: z.enum(["none", "nhsbsa", "nhsd-hes", "opensafely", "opensafely-midpoint-6", "gpps"]),
      counts: z
        .array(z.enum(["patients", "items", "quantity"]))
        .default(["patients"])
        .describe("Which kinds of count it protects."),
      "sole-recipient": z
        .boolean()
        .default(false)
        .describe("True only if information governance has agreed that the practice alone receives its own counts."),
    }),
    channels: z
      .array(z.enum(["print", "email"]))
      .min(1)
      .default(["print", "email"]),
    data: z.string().default("data.yaml").describe("Where the organisations and observations are; --data replaces it."),
    cycles: cyclesSchema.describe("One entry an issue."),
    events: z
      .array(z.strictObject({ month: isoMonth, head: sentence, note: sentence }))
      .default([])
      .describe("Dated notes on trend charts."),
    sections: z.array(section).min(1),
  })
  .describe("Topic, indicators, peers, sections, channels and schedule of one series of reports.");

export type Channel = "print" | "email";

export type Campaign = z.output<typeof campaignSchema>;
