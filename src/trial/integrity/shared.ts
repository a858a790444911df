import type { Organisation } from "../../input/data/organisation.ts";
import type { Trial } from "../../input/study.ts";
import type { Problem } from "../../problem.ts";
import type { Job, StudyPlan } from "../../report/plan.ts";
import { finding } from "./finding.ts";

// X03: whoever opens a mailbox, or works at an address, to which the reports of two arms come sees that there are arms, and what is in the other.

type PlannedArms = Pick<StudyPlan, "jobs" | "assignments">;

/** A place to which a cycle sends reports of several arms, with whose they are. */
export type SharedPlace = {
  kind: "mailbox" | "address";
  place: string; // the email address, or the postcode
  of: readonly { code: string; arm: string }[];
};

type SentJob = Pick<Job, "channels" | "organisation">;

/** Places to which a cycle sends reports of several arms, mailboxes first. */
export function sharedPlaces({ jobs, assignments }: PlannedArms): SharedPlace[] {
  const allocated = jobs.flatMap(({ channels, organisation }) => {
    const assignment = assignments?.of.get(organisation.code);
    return assignment ? [{ channels, organisation, arm: assignment.sent ?? assignment.arm }] : []; // others are refused by X08
  });
  const gathered = (kind: SharedPlace["kind"], keyOf: (sent: SentJob) => string | undefined): SharedPlace[] => {
    const known = allocated.flatMap((sent) => {
      const key = keyOf(sent);
      return key ? [{ key, ...sent }] : [];
    });
    return [...Map.groupBy(known, ({ key }) => key)].flatMap(([key, own]) => {
      const of = own.map(({ organisation: { code }, arm }) => ({ code, arm }));
      if (new Set(of.map(({ arm }) => arm)).size < 2) return [];
      return [{ kind, place: kind === "mailbox" ? key : (own[0]!.organisation.postcode ?? ""), of }];
    });
  };
  return [
    ...gathered("mailbox", ({ channels, organisation: { email } }) =>
      channels.includes("email") ? email?.trim().toLowerCase() : undefined,
    ),
    ...gathered("address", ({ organisation }) => addressKey(organisation)),
  ];
}

/** Two organisations of one building and postcode have the same, however it is written; undefined where either is not known. */
function addressKey({ address, postcode }: Organisation): string | undefined {
  const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (!postcode || address.length === 0) return undefined;
  return `${bare(address.join(""))} ${bare(postcode)}`;
}

const told = {
  mailbox: {
    one: "a mailbox gets",
    many: "mailboxes get",
    hint: "ask each organisation for a mailbox of its own, or tell the trials unit that its arms mix there",
  },
  address: {
    one: "an address gets",
    many: "addresses get",
    hint: "people there see both: tell the trials unit that its arms mix there",
  },
} as const;

/** Mailboxes and addresses to which a cycle sends reports of several arms, each with whom it is of. */
export function checkShared(trial: Trial, planned: PlannedArms): Problem[] {
  const place = { file: trial.allocation?.files[0] ?? trial.path, line: 1, column: 1 };
  return [...Map.groupBy(sharedPlaces(planned), ({ kind }) => kind)].map(([kind, shared]) => {
    const { one, many, hint } = told[kind];
    const named = shared.map(
      ({ place: where, of }) => `${where} (${of.map(({ code, arm }) => `${code} of ${arm}`).join(", ")})`,
    );
    const message = `${shared.length === 1 ? one : `${shared.length} ${many}`} the reports of several arms: ${named.join("; ")}`;
    return finding("X03", "warning", message, place, hint);
  });
}
