import { z } from "zod";
import { cyclesSchema, waiverSchema } from "../campaign/campaign.ts";
import { id, idOf, isoDate, isoMonth, sentence } from "../files/fields.ts";
import { allocatedBySchema } from "./allocated-by.ts";
import { armCode } from "./arm-code.ts";
import { levelSchema } from "./level.ts";
import { listMapSchema } from "./list-map.ts";
import { looksSchema } from "./looks.ts";
import { cycleRange, periodsSchema, sequencesSchema } from "./periods.ts";

/** The designs of trials the engine knows. Each has its own checks of factors, arms and stages. */
export const designs = [
  "parallel",
  "factorial",
  "fractional-factorial",
  "additive",
  "topic-swap",
  "wait-list",
  "crossover",
  "stepped-wedge",
  "sequential",
  "multi-arm-multi-stage",
  "micro-randomised",
] as const;

export type TrialDesign = (typeof designs)[number];

/** In what respects reports of two arms may differ. `wording of headline` is the words of that section alone. */
export const aspects = [
  "channels",
  "wording",
  "sections",
  "charts",
  "actions",
  "comparators",
  "peers",
  "framing",
  "messages",
  "template",
  "typography",
  "schedule",
  "topic",
  "support",
  "enclosures",
  "headline-turns",
] as const;

/** How a factor declares the words of one section, by the section's name or kind. */
export const ofSection = "wording of ";

/** How a factor declares one field of the email: wording of mail.subject. `wording of mail` is all of them. */
export const ofMail = `${ofSection}mail.`;

/** What an editor checks. That the sections are there is for `checkAspects` to say, and so is what is near. */
const aspect = z.string().meta({
  anyOf: [
    { type: "string", enum: [...aspects] },
    { type: "string", pattern: `^${ofSection}` },
  ],
});

const factor = z
  .strictObject({
    is: sentence.describe("What is tested: How the report is delivered."),
    changes: z
      .array(aspect)
      .min(1)
      .describe(
        "How reports may differ between its levels, e.g. [channels] or [wording of headline, charts]. Any other difference stops a render.",
      ),
    within: z
      .record(id, id)
      .default({})
      .describe(
        "For a factor that only some arms have: the levels of other factors that it is within, e.g. { letter: sent }. Arms without them have no level of it.",
      ),
    levels: z
      .record(id, levelSchema)
      .refine((levels) => Object.keys(levels).length >= 2, "a factor has at least two levels")
      .describe("Its values, each with what it changes in the campaign."),
  })
  .describe("A dimension in which arms differ.");

export type Factor = z.output<typeof factor>;

/** A number as a limit: at-most for a fall, at-least for a rise. */
const limit = z
  .strictObject({
    "at-most": z.number().optional().describe("This or less: -0.05, for a fall of 5% or more."),
    "at-least": z.number().optional().describe("This or more: 0.05, for a rise of 5% or more."),
  })
  .refine(
    (value) => Object.values(value).filter((each) => each !== undefined).length === 1,
    "one of at-most, at-least",
  );

/** Rules by what the report of a unit says, in place of a limit. */
export const verdictRules = [
  "reaches-median",
  "reaches-best-quarter",
  "reaches-benchmark",
  "reaches-target",
  "improves",
] as const;

export type VerdictRule = (typeof verdictRules)[number];

const responseClasses = ["responder", "non-responder"] as const;

const tailoring = z
  .strictObject({
    snapshot: isoMonth.describe("The cycle on whose data the decision is made, once: 2026-06."),
    indicator: idOf("indicator").describe("The indicator that decides."),
    measure: z
      .enum(["value", "relative-change", "percent-rank"])
      .optional()
      .describe(
        "What is held against a limit. value: as printed, a share as a fraction. relative-change: since the baseline, -0.05 is a fall of 5%. percent-rank: share of peers with a lower value.",
      ),
    baseline: isoMonth.optional().describe("For relative-change: the cycle it is counted from."),
    responder: z
      .union([limit, z.enum(verdictRules)])
      .describe(
        "Who responded: { at-most: -0.05 }; or by what its report says: reaches-median, reaches-best-quarter, reaches-benchmark, reaches-target (the report says so, or that it is about level), improves (the report says that it has improved on the year before).",
      ),
    missing: z
      .enum(responseClasses)
      .describe("What an organisation without a figure, or with one withheld, counts as."),
    unplaced: z
      .enum(responseClasses)
      .describe(
        "What an organisation counts as whose report concludes nothing from its figure: it is too small, cannot be right, or is too close to tell.",
      ),
  })
  .describe("The tailoring variable: evaluated once, on a frozen snapshot.");

export type Tailoring = z.output<typeof tailoring>;

/** What becomes of a class of units before a stage. */
function again(otherwise: "continue" | "re-randomise") {
  return z
    .union([z.enum(["continue", "re-randomise"]), z.array(armCode).min(1)])
    .default(otherwise)
    .describe(
      "continue: they keep the arm they had. re-randomise: the trials unit allocates them again, among all arms of the stage. A list of arms: among these, where each class has arms of its own.",
    );
}

const stage = z
  .strictObject({
    stage: id.describe("Its name: facilitation. Never printed."),
    cycles: cycleRange("stage"),
    arms: z.array(armCode).min(1).describe("The arms of this stage."),
    after: tailoring.optional().describe("How it is decided who is randomised again before this stage."),
    responders: again("continue"),
    "non-responders": again("re-randomise"),
    decided: sentence
      .optional()
      .describe("The frozen list of who responded, as `pack` wrote it and the trials unit was given it; a CSV file."),
  })
  .describe("A stretch of cycles with its own arms.");

export type Stage = z.output<typeof stage>;

const change = z
  .strictObject({
    unit: z.string().describe("The unit's code."),
    from: armCode.describe("The arm it was in when reports were rendered."),
    to: armCode.describe("The arm it is in now."),
    "accepted-by": sentence.describe("Role of the person who accepted it; not a name."),
    date: isoDate.describe("The day it was accepted."),
    reason: sentence.describe("Why it was moved."),
  })
  .describe("A unit moved after reports were rendered, accepted by name. It stays in the pack.");

export type AllocationChange = z.output<typeof change>;

/** What is found of who is in a trial, and may be accepted by name. */
export const findingNames = [
  "empty-arm",
  "sample-ratio",
  "list-dates",
  "other-year",
  "cannot-get-report",
  "never-assessed",
  "randomised-not-listed",
  "listed-not-randomised",
  "unlikely-successor",
  "in-no-arm",
  "late-arm",
  "offered-otherwise",
  "not-drawn",
  "two-reports",
] as const;

export type FindingName = (typeof findingNames)[number];

const acceptedFinding = z
  .strictObject({
    finding: z.enum(findingNames).describe("What is found: the name that the message has."),
    of: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe("Of these units or arms alone; of all that it is found of if left out."),
    reason: sentence.describe("Why it is as it should be."),
    "accepted-by": sentence.describe("Role of the person who accepted it."),
    date: isoDate.describe("The day it was accepted."),
  })
  .describe("Something odd about who is in the trial that is as it should be. It stands in the pack.");

const modification = z
  .strictObject({
    date: isoDate.describe("The day it took effect."),
    what: sentence.describe("What was changed: a sentence of the caution was corrected."),
    of: z
      .array(z.string().min(1))
      .default([])
      .describe(
        "What of the trial itself it changes, where it does: merged, arms/K1, factors/delivery/email, stages/facilitation, waivers/V10. A render names each as it finds it changed, and refuses it unless a modification does too.",
      ),
    reason: sentence.describe("Why it was changed: the guidance had moved on."),
    "approved-by": sentence.describe("Role of the person who approved it."),
  })
  .describe("A change to the reports between cycles (TIDieR item 10).");

const trialWaiver = waiverSchema
  .extend({
    arms: z.array(armCode).min(1).optional().describe("Only in these arms; in all if left out."),
    factor: z.record(id, id).optional().describe("Only where a factor has this level, e.g. { action-plan: without }."),
  })
  .describe("A rule that is broken on purpose, with who approved it.");

export const trialSchema = z
  .strictObject({
    trial: id.describe("Its short name, the same as its folder's: clear-air. Part of the path of every run."),
    title: sentence.describe("Its full name, for the trial's papers."),
    rationale: sentence.describe("Why these arms are compared (TIDieR item 2)."),
    registration: sentence.optional().describe("Registry and number, where it is registered."),
    consent: sentence
      .optional()
      .describe(
        "What recipients are told of the trial, word for word, where they are told: each of its sentences may stand in reports. If left out, nothing in them may reveal that there is a trial (X03).",
      ),
    campaign: z
      .union([z.string().min(1), z.record(id, z.string().min(1))])
      .describe("The folder of the campaign, relative to this file; for several topics, a name and a folder for each."),
    design: z.enum(designs).describe("The kind of trial: decides which checks its arms must pass."),
    unit: id
      .default("practice")
      .describe("What is allocated: the recipients' type, or a level of the directory (pcn)."),
    cluster: id
      .optional()
      .describe("The level of the directory whose members are allocated together, if that is not the unit."),
    stratum: id.optional().describe("The level of the directory within which units were allocated: pcn."),
    "allocated-by": allocatedBySchema,
    balance: z
      .strictObject({
        within: z.int().min(0).describe("The most by which the sizes of two arms may differ within a stratum."),
      })
      .optional()
      .describe(
        "How even the allocation must be in each stratum; if left out, a difference of more than 2 is a warning.",
      ),
    ratio: z
      .record(armCode, z.int().positive())
      .default({})
      .describe(
        "The ratio in which units were allocated, e.g. { K1: 2, K7: 1 }; an arm that is left out counts 1. Of sequences where units are allocated to those. A list that is far from it is refused.",
      ),
    factors: z.record(id, factor).describe("What arms differ in, each with its levels."),
    arms: z
      .union([z.record(armCode, z.record(id, id)), z.string().min(1)])
      .describe(
        "The key: each arm's code with its level of every factor, e.g. { K1: { delivery: email } }; or a file of them (CSV with a column arm and one for each factor, or YAML).",
      ),
    allocation: z
      .union([z.string().min(1), listMapSchema, z.array(listMapSchema).min(1)])
      .default("allocation.csv")
      .describe(
        "The trials unit's list: a file beside this one with the columns that we name; or how an export of its own system is read; or several of those, one for each randomisation.",
      ),
    events: z
      .string()
      .min(1)
      .optional()
      .describe("What happened to units since: mergers, closures, opt-outs, withdrawals; a CSV file beside this one."),
    assessed: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Everybody who was assessed for eligibility, randomised or not; a CSV file beside this one with the columns unit_code, status, date and reason.",
      ),
    ledger: sentence
      .optional()
      .describe(
        "The folder of the trial's ledger, relative to this file: what the trial was when its reports were made. If left out, it stands beside the runs, and a render into another folder knows nothing of it.",
      ),
    alongside: z
      .array(z.string().min(1))
      .default([])
      .describe(
        "Other trials that may have some of the same units at the same time, each by its folder, relative to this file. `check` and the pack tell who is in both, in which months, and how their arms lie on those of this one.",
      ),
    cycles: cyclesSchema.optional().describe("The trial's own schedule, in place of the campaign's."),
    merged: z
      .enum(["keep-larger-list", "keep-successor", "stop-sending", "per-trials-unit"])
      .describe(
        "Whose report a practice gets after a merger across arms. keep-larger-list: that of the larger. keep-successor: that of the practice that carries on. stop-sending: none. per-trials-unit: as a new row of the allocation says.",
      ),
    "opted-out-are-peers": z
      .boolean()
      .default(true)
      .describe("Whether units that opted out still count among the peers of others, in all arms alike."),
    unavailable: armCode
      .optional()
      .describe(
        "For a micro-randomised trial: the arm whose report a unit gets in a cycle in which it was not available, and so not drawn.",
      ),
    control: armCode
      .optional()
      .describe("For a multi-arm, multi-stage trial: the arm that others are compared with at its looks."),
    looks: looksSchema,
    periods: periodsSchema,
    sequences: sequencesSchema,
    stages: z.array(stage).default([]).describe("For a sequential trial: its stages in order."),
    delivery: z
      .strictObject({
        "provided-by": sentence.describe("Who provides the reports (TIDieR item 5)."),
        how: sentence.describe("How they reach readers (TIDieR item 6): sent to the practice manager's address."),
        where: sentence.describe("Where they are given (TIDieR item 7)."),
        fidelity: sentence.describe("How fidelity will be maintained and assessed (TIDieR item 11)."),
      })
      .describe("What the description of the intervention needs besides what the engine knows."),
    covariates: z
      .array(id)
      .default([])
      .describe("Covariates of the directory that the exposure table gives for each unit."),
    "accepted-changes": z.array(change).default([]).describe("Units moved after reports were rendered, each accepted."),
    "accepted-findings": z
      .array(acceptedFinding)
      .default([])
      .describe("What is odd about who is in the trial, each accepted by name."),
    modifications: z.array(modification).default([]).describe("Changes to the reports between cycles."),
    lint: z
      .strictObject({ waive: z.array(trialWaiver).default([]).describe("Rules that arms break on purpose.") })
      .prefault({})
      .describe("What the evidence rules may overlook in this trial."),
  })
  .describe("A trial of variants of a campaign's reports: factors, arms, allocation and stages.");

export type TrialFile = z.output<typeof trialSchema>;

export type TrialWaiver = z.output<typeof trialWaiver>;
