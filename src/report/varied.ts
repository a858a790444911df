import { slotName } from "../input/campaign/slots.ts";
import type { Report } from "./report.ts";

/** The fewest reports (nearly) that show between them every block and action that any shows. */
export function pickVaried(reports: readonly Report[]): Report[] {
  const picked: Report[] = [];
  let left = reports.map((report) => ({ report, missing: shownIn(report) }));
  while (true) {
    const best = left.reduce((a, b) => (b.missing.length > a.missing.length ? b : a), left[0]!);
    if (!best || best.missing.length === 0) return picked;
    picked.push(best.report);
    const shown = new Set(best.missing);
    left = left.map(({ report, missing }) => ({ report, missing: missing.filter((id) => !shown.has(id)) }));
  }
}

function shownIn({ choices }: Report): string[] {
  return [...new Set(choices.flatMap((choice) => (choice.chosen ? [`${slotName(choice)} ${choice.chosen}`] : [])))];
}
