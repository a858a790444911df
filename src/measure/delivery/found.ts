import type { DeliveryCheck } from "../../input/campaign/accept.ts";

/** What one check found of a delivery: how much of it, and the most that the campaign lets through. */
export type DeliveryFound = {
  check: DeliveryCheck;
  indicator?: string;
  size: number; // a share of organisations, or a factor
  limit: number;
  message: string;
  hint: string;
};

const few = 5;

/** "Z10003, Z10008, Z10012, Z10013, Z10020 and 7 more" */
export function someOf(names: readonly string[]): string {
  const more = names.length - few;
  return more > 0 ? `${names.slice(0, few).join(", ")} and ${more} more` : names.join(", ");
}
