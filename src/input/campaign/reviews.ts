import type { Problem } from "../../problem.ts";
import type { Located } from "../files/yaml.ts";
import type { Library } from "../library/library.ts";
import type { Cycle } from "./campaign.ts";
import type { Used } from "./references.ts";

/**
 * Whether what a campaign uses has been read again in time: its indicators, and blocks that say who wrote them. Time is
 * the day of issue of a cycle, never the clock, so that a check says the same tomorrow.
 */
export function checkReviews(used: Used, library: Library, cycle: Cycle | undefined, problems: Problem[]): void {
  for (const id of used.indicators.keys()) {
    const item = library.indicators.items.get(id);
    if (item) check({ id, item, key: "governance", dates: item.value.governance }, cycle, problems);
  }
  for (const id of used.blocks.keys()) {
    const item = library.blocks.items.get(id);
    if (item?.value.written) check({ id, item, key: "written", dates: item.value.written }, cycle, problems);
  }
}

type Review = { id: string; item: Located<unknown>; key: string; dates: { reviewed: string; "next-review": string } };

function check({ id, item, key, dates }: Review, cycle: Cycle | undefined, problems: Problem[]): void {
  const { reviewed, "next-review": next } = dates;
  const warn = (code: string, message: string, hint: string) =>
    problems.push({ code, severity: "warning", message, place: item.placeOf([key, "next-review"]), hint });
  if (next <= reviewed)
    warn(
      "review-backwards",
      `the next review of "${id}", ${next}, is not after the last, ${reviewed}`,
      "one of the two days is a slip",
    );
  else if (cycle && next < cycle.issued)
    warn(
      "expired-review",
      `the review of "${id}" was due on ${next}, before cycle "${cycle.id}" goes out on ${cycle.issued}`,
      "read it again with its sources, then write the day into `reviewed` and the next one here",
    );
}
