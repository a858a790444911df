/** How far a report came by a channel: the last that is on record of it. */
export const ends = [
  "not-planned", // by design, or since its recipient left
  "failed",
  "not-made",
  "made", // and nothing more is on record
  "left-out", // made, and not sent on purpose
  "unknown", // it may have left
  "refused", // by the mail server
  "handed-over", // to a mail server or a print house
  "delivered",
  "opened",
  "bounced",
  "returned",
] as const;

export type TrialEnd = (typeof ends)[number];

const unmade: ReadonlySet<TrialEnd> = new Set(["not-planned", "failed", "not-made"]);
const gone: ReadonlySet<TrialEnd> = new Set(["handed-over", "delivered", "opened", "bounced", "returned"]);

export function isPlanned({ end }: { end: TrialEnd }): boolean {
  return end !== "not-planned";
}

export function isMade({ end }: { end: TrialEnd }): boolean {
  return !unmade.has(end);
}

export function isHandedOver({ end }: { end: TrialEnd }): boolean {
  return gone.has(end);
}

export function cameBack({ end }: { end: TrialEnd }): boolean {
  return end === "bounced" || end === "returned";
}
