import { slotName } from "../input/campaign/slots.ts";
import type { Report } from "./report.ts";

/** The fewest reports (nearly) that show between them every block and action that any shows. */
export function pickVaried(reports: readonly Report[]): Report[] {
  return fewestOf(reports.map((report) => ({ of: report, shows: shownIn(report) })));
}

/** The same of whatever shows something. Of those that show the same only the first can be among them. */
export function fewestOf<T>(all: readonly { of: T; shows: Shows }[]): T[] {
  const picked: T[] = [];
  const first = new Map<Shows, T>();
  for (const { of, shows } of all) if (!first.has(shows)) first.set(shows, of);
  let left = [...first].map(([shows, of]) => ({ of, missing: shows.split("\n").filter((id) => id !== "") }));
  while (true) {
    const best = left.reduce((a, b) => (b.missing.length > a.missing.length ? b : a), left[0]!);
    if (!best || best.missing.length === 0) return picked;
    picked.push(best.of);
    const shown = new Set(best.missing);
    left = left.map(({ of, missing }) => ({ of, missing: missing.filter((id) => !shown.has(id)) }));
  }
}

/** What a report shows, a line each: the slot, and the block or action that fills it. */
export type Shows = string;

export function shownIn({ choices }: Report): Shows {
  const lines = choices.flatMap((choice) => (choice.chosen ? [`${slotName(choice)} ${choice.chosen}`] : []));
  return [...new Set(lines)].join("\n");
}
