import type { CommitmentStatus } from "../../../input/commitment.ts";
import type { Indicator } from "../../../input/library/indicator.ts";
import { offeredColumn } from "../../../input/trial/draws.ts";
import type { TrialEnd } from "../ends.ts";

/** What a column holds. CSV has days as 2026-10-05, numbers with a point, booleans as true and false. */
export type ColumnType = "text" | "integer" | "number" | "boolean" | "date";

/** A column of a table for the statistician, as the codebook tells it. */
export type ExposureColumn = {
  name: string;
  type: ColumnType;
  label: string; // a few words, without a stop
  is: string; // a sentence
  unit?: string; // "reports", "cycles"; a value without one has none
  values?: Readonly<Record<string, string>>; // of few texts, each with what it means
  missing: string; // what an empty cell is
  source: string; // where the engine has it from
};

type SaidColumn = Omit<ExposureColumn, "name" | "missing" | "source">;

const never = "never empty";
const none = "there is none";
const unknown = "not recorded, which is not nought";

function from(source: string, missing: string, columns: Readonly<Record<string, SaidColumn>>): ExposureColumn[] {
  return Object.entries(columns).map(([name, said]) => ({ name, ...said, missing, source }));
}

const statuses = {
  active: "takes part",
  "opted-out": "asked to be left out",
  withdrawn: "withdrew from the intervention",
  "withdrawn-with-data": "withdrew with its data, which are not here",
  excluded: "was excluded by the trials unit",
  closed: "closed",
  merged: "merged into another",
  "arm-dropped": "its arm was dropped, and it has no other",
  "not-yet-allocated": "awaits its arm",
};

const endsSaid: Readonly<Record<TrialEnd, string>> = {
  "not-planned": "none was to be made, by design or since its recipient left",
  failed: "it could not be made",
  "not-made": "it was planned, and not made",
  made: "it was made, and nothing more is on record",
  "left-out": "it was made, and left out of sending on purpose",
  unknown: "it may have left",
  refused: "the mail server refused it",
  "handed-over": "a mail server or a print house took it",
  delivered: "it is reported as delivered",
  opened: "it is reported as opened: a weak sign",
  bounced: "the email came back",
  returned: "the letter came back",
};

const stepsSaid: Readonly<Record<CommitmentStatus, readonly [is: string, label: string]>> = {
  planned: ["of which no more than the plan is known", "Steps planned"],
  "under-way": ["that are under way", "Steps under way"],
  done: ["that are done", "Steps done"],
  "not-for-us": ["that the recipient says are not for it", "Steps not for it"],
};

const yes = (is: string, label: string): SaidColumn => ({ type: "boolean", label, is });
const day = (is: string, label: string): SaidColumn => ({ type: "date", label, is });
const text = (is: string, label: string): SaidColumn => ({ type: "text", label, is });

/** Stands in every row of what was made from a list that was made up. */
export const rehearsalColumn: ExposureColumn = {
  name: "rehearsal",
  ...text("REHEARSAL: arms are made up, and nothing here is to be analysed.", "Rehearsal"),
  missing: never,
  source: "the list",
};

/** Who is meant, in which cycle and arm. All tables begin with these; the blind ones have labels in place of codes. */
export function unitColumnsAs({ arm, sequence }: { arm: string; sequence: string }): ExposureColumn[] {
  return [
    ...from("the trials unit's list, as the run recorded it", never, {
      list_id: text("The trials unit's list; REHEARSAL where arms are made up.", "List"),
      list_version: text("Its version when the cycle was rendered.", "Version of the list"),
      cycle: text("Last month of the data: 2026-08.", "Cycle"),
      unit: text("What was allocated.", "Unit"),
      code: text("The recipient; the unit itself unless a unit has several.", "Recipient"),
      arm: text(
        `${arm} of the arm it was allocated to, in which it is analysed; of a sequence of arms that of the cycle.`,
        "Arm, as allocated",
      ),
      arm_of_report: text(
        `${arm} of the arm whose report it gets: another than its own after a ruling on a merger.`,
        "Arm of its report",
      ),
      status: { ...text("Analysis status on the day of issue. Nobody is ever missing.", "Status"), values: statuses },
      issued: day("Day of issue of the cycle.", "Day of issue"),
    }),
    ...from("the trials unit's list, as the run recorded it", none, {
      cluster: text("Units allocated together.", "Cluster"),
      stratum: text("As in the list.", "Stratum"),
      stage: text("Number of the stage of a sequential trial, from 1.", "Stage"),
      sequence: text(
        `Arms so far, by stage: ${sequence}; or the sequence of arms it was randomised to.`,
        "Arms so far",
      ),
    }),
  ];
}

export const unitColumns: readonly ExposureColumn[] = unitColumnsAs({ arm: "Masked code", sequence: "1:S1 > 2:S9" });

/** Where a unit stands that was randomised to a sequence of arms: its arm is that of the cycle. */
export const sequenceColumns: readonly ExposureColumn[] = [
  ...from("the trial's periods and sequences", never, {
    trial_period: {
      type: "integer",
      label: "Period of the trial",
      is: "Number of the period, from 1, washouts counted.",
    },
    cycles_in_arm: {
      type: "integer",
      label: "Cycles in the arm",
      is: "Cycles of the schedule since it crossed to its arm: 1 in the first. Washouts count.",
      unit: "cycles",
    },
  }),
  ...from("the trial's periods and sequences", "the cycle is in no washout", {
    washout: text(
      "What everybody gets in a washout: nothing, or the masked code of an arm. The arm is then that of the period before.",
      "Washout",
    ),
  }),
  ...from("the trial's periods and sequences", "it has not crossed yet", {
    previous_arm: text("Masked code of the arm before the last crossing.", "Arm before"),
  }),
];

/** The draw of a cycle in a micro-randomised trial. */
export function drawColumns(arms: readonly string[]): ExposureColumn[] {
  const source = "the trials unit's list, as the run recorded it";
  return [
    ...from(source, never, {
      available: yes(
        "Whether the unit was available to be drawn. If not, it was not randomised in this cycle, and its arm is the one that the trial names for that.",
        "Available",
      ),
    }),
    ...from(source, "it was not available, and not drawn", {
      probability: {
        type: "number",
        label: "Probability of its arm",
        is: "The probability with which the arm that was drawn had been offered: its inverse weights the row.",
      },
      ...Object.fromEntries(
        arms.map((arm): [string, SaidColumn] => [
          offeredColumn(arm),
          { type: "number", label: `Probability of ${arm}`, is: `The probability with which arm ${arm} was offered.` },
        ]),
      ),
    }),
  ];
}

/** When something happened to a unit. */
export const dateColumns: readonly ExposureColumn[] = [
  ...from("the trials unit's list", "not in the list that is read now", {
    allocated_from: day("Day from which it is in its arm of this cycle.", "In its arm from"),
  }),
  ...from("the trials unit's list and the trial's events", "its status is active, or the day is not told", {
    status_from: day("Day from which its status holds.", "Status from"),
  }),
  ...from("the trial's events", none, {
    merged_into: text("The organisation that it merged into.", "Merged into"),
  }),
];

/** What happened to a report once it was made. */
function dayColumns(by: string): Record<string, SaidColumn> {
  return {
    handed_over: day(
      `First day on which it is on record as handed over to a mail server or print house, ${by}or as anything later.`,
      "Handed over",
    ),
    delivered: day("First day on which it is reported as delivered or opened.", "Delivered"),
    opened: day("First day on which it is reported as opened: a weak sign.", "Opened"),
    bounced: day("First day on which an email is on record as come back.", "Email came back"),
    returned: day("First day on which a letter is on record as come back.", "Letter came back"),
  };
}

/** What was planned, made and received in a cycle, over all channels. */
export const cycleColumns: readonly ExposureColumn[] = [
  ...from("the arm's design", "nothing is sent to its arm", {
    channels: text("Channels by which a report was to go: email + print.", "Channels planned"),
  }),
  ...from("the manifest of the run", never, {
    planned: yes("Whether a report was to be sent by any channel.", "Planned"),
    made: yes("Whether a report was made for any channel.", "Made"),
  }),
  ...from("the manifest of the run", "it was made", {
    why_not: text("Why none was made.", "Why not"),
  }),
  ...from("returns and the ledgers of sending", unknown, {
    ...dayColumns("by any channel, "),
  }),
];

const count = (is: string, label: string, unit: string): SaidColumn => ({ type: "integer", label, is, unit });

/** What somebody has had by the end of a cycle. */
export const soFarColumns: readonly ExposureColumn[] = [
  ...from("the manifests of all cycles so far", never, {
    reports_made: count("Cycles so far, this one too, with a report made.", "Reports made so far", "reports"),
  }),
  ...from("the manifests of all cycles so far", "none was made yet", {
    first_made: day("Day of issue of the first report made.", "First report made"),
    cycles_since_first_made: count(
      "Cycles since the first report made: 0 in that cycle.",
      "Cycles since first made",
      "cycles",
    ),
  }),
  ...from("returns and the ledgers of sending", unknown, {
    reports_handed_over: count(
      "Cycles so far, this one too, with a report handed over by any channel.",
      "Reports handed over so far",
      "reports",
    ),
  }),
  ...from("returns and the ledgers of sending", "none is known to have been handed over yet", {
    first_handed_over: day("Day on which the first report was handed over.", "First handed over"),
    cycles_since_first: count(
      "Cycles since the first report that was handed over: 0 in that cycle.",
      "Cycles since first handed over",
      "cycles",
    ),
  }),
];

/** The plan that came back on the report of a cycle, where a study takes plans in. */
export const planColumns: readonly ExposureColumn[] = [
  ...from("commitments.csv, as the run read it", "no report was made, or it withdrew with its data", {
    plan_returned: yes("Whether a plan came back on this cycle's report, or any step or goal of one.", "Plan returned"),
  }),
  ...from("commitments.csv, as the run read it", "no plan came back", {
    plan_returned_on: day("Day of the latest row of the plan.", "Plan returned on"),
    plan_actions: count("Steps in it that are actions of the report.", "Actions in the plan", "steps"),
    plan_own_steps: count("Steps in it that are the recipient's own.", "Own steps in the plan", "steps"),
    ...Object.fromEntries(
      Object.entries(stepsSaid).map(([status, [is, label]]) => [
        statusColumn(status as CommitmentStatus),
        count(`Steps in it ${is}, by their latest row.`, label, "steps"),
      ]),
    ),
    plan_goal: yes("Whether it has an own goal.", "Own goal in the plan"),
  }),
];

/** The column of how many steps of a plan have come to a status. */
export function statusColumn(status: CommitmentStatus): string {
  return `plan_${status.replaceAll("-", "_")}`;
}

/** The class of a unit at the last decision of a sequential trial by the cycle. */
export const responseColumns: readonly ExposureColumn[] = from(
  "the frozen list of the stage, as `pack` wrote it",
  "nothing was decided by this cycle, or the unit is not in the list",
  {
    response_stage: text("Number of the stage that was decided on.", "Stage decided on"),
    response_class: {
      ...text("Its class at that decision.", "Response class"),
      values: { responder: "responded", "non-responder": "did not respond" },
    },
    response_result: {
      type: "number",
      label: "Result decided on",
      is: "What was held against the limit.",
    },
    response_missing: {
      type: "boolean",
      label: "Class for want of a figure",
      is: "Whether the class is the one declared for those without a figure.",
    },
    response_unplaced: {
      type: "boolean",
      label: "Class for want of a verdict",
      is: "Whether the class is the one declared for those whose report concludes nothing from their figure.",
    },
  },
);

/** What the report of a cycle shows. */
export const shownColumns: readonly ExposureColumn[] = from(
  "the manifest of the run",
  "withheld, nothing was made, or the unit withdrew with its data",
  {
    headline_indicator: text("The indicator the report is about.", "Headline indicator"),
    value: { type: "number", label: "Value shown", is: "Its released value, a share as a fraction." },
    numerator: { type: "number", label: "Numerator shown", is: "Its released count." },
    denominator: { type: "number", label: "Denominator shown", is: "What it is counted on." },
    withheld: {
      type: "boolean",
      label: "Value withheld",
      is: "Whether disclosure control withheld the value.",
    },
    suppressions: {
      type: "integer",
      label: "Suppressions",
      is: "All that disclosure control withheld in the report.",
    },
  },
);

/** A report by one channel. */
export const channelColumns: readonly ExposureColumn[] = [
  ...from("the arm's design", never, {
    channel: {
      ...text("The channel.", "Channel"),
      values: { email: "email", print: "on paper", html: "a page for the screen" },
    },
  }),
  ...from("the manifest of the run", never, {
    planned: yes("Whether a report was to be made by this channel.", "Planned"),
    made: yes("Whether it was made.", "Made"),
  }),
  ...from("the manifest of the run, returns and the ledgers of sending", never, {
    end: { ...text("The last that is on record of it.", "Came as far as"), values: endsSaid },
  }),
  ...from(
    "the manifest of the run, returns and the ledgers of sending",
    "it came as far as it could, or nobody says why",
    {
      why_not: text("Why it came no further; what a receiver, a server or an envelope said.", "Why no further"),
    },
  ),
  ...from("the manifest of the run", "nothing was made, or it is not counted of this channel", {
    pages: { type: "integer", label: "Pages", is: "Pages of the print.", unit: "pages" },
    words: {
      type: "integer",
      label: "Words",
      is: "Words of the print, of the email's text or of the page.",
      unit: "words",
    },
    blocks_sha256: text(
      "Fingerprint of the blocks and actions shown, with versions; equal where all are equal.",
      "Blocks shown",
    ),
    made_sha256: text("Fingerprint of the file that was made.", "File made"),
  }),
  ...from("returns and the ledgers of sending", unknown, {
    ...dayColumns(""),
  }),
  ...from("the ledger of `feedback send`", "it was not to be sent by `feedback send`", {
    sent_state: {
      ...text("What became of an email that `feedback send` was to send.", "State of the email"),
      values: {
        queued: "not sent yet",
        "handed-over": "the mail server took it",
        unknown: "nobody knows whether it left",
        refused: "the mail server refused it",
        bounced: "it came back",
        suppressed: "left out on purpose",
      },
    },
    sent_sha256: text(
      "Fingerprint of the email as the mail server took it, with the Date of sending; of several editions all, the first first.",
      "Email sent",
    ),
    taken_at: text("When the mail server took it, UTC; of several editions all.", "Times handed over"),
    returned_why: text("What the server or the receiver said, or why it was left out.", "Why it came back"),
  }),
];

/** The columns of baseline and outcome on one indicator, by the names that `outcomes.ts` gives them. */
export function outcomeColumns(indicator: Pick<Indicator, "indicator" | "name" | "unit">): ExposureColumn[] {
  const suffix = columnSuffix(indicator.indicator);
  const source =
    "the data of this run, all cycles from the same extract, after disclosure control; the same for all arms";
  const missing = "withheld, not in the data, or the unit withdrew with its data";
  const of = (when: "baseline" | "outcome", at: string): ExposureColumn[] =>
    from(source, missing, {
      [`${when}_${suffix}`]: {
        type: "number",
        label: `${indicator.name}, ${when}`,
        is: `Released value ${at}; a share as a fraction.`,
        unit: indicator.unit,
      },
      [`${when}_numerator_${suffix}`]: {
        type: "number",
        label: `Numerator, ${when}`,
        is: `Its released count ${at}.`,
      },
      [`${when}_denominator_${suffix}`]: {
        type: "number",
        label: `Denominator, ${when}`,
        is: `What it is counted on ${at}.`,
      },
      [`${when}_withheld_${suffix}`]: {
        type: "boolean",
        label: `Withheld, ${when}`,
        is: `Whether disclosure control withheld it ${at}.`,
      },
      [`${when}_from_${suffix}`]: {
        type: "date",
        label: `First day, ${when}`,
        is: "First day of the months it is of.",
      },
      [`${when}_to_${suffix}`]: {
        type: "date",
        label: `Last day, ${when}`,
        is: "Last day of the months it is of.",
      },
    });
  return [...of("baseline", "at the trial's first cycle, before any report of it"), ...of("outcome", "at this cycle")];
}

/** The id of an indicator or covariate in the name of a column: R reads a hyphen as a minus. */
export function columnSuffix(id: string): string {
  return id.replaceAll("-", "_");
}
