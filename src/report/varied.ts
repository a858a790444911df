import { slotName } from "../input/campaign/slots.ts";
import type { Report } from "./report.ts";

/** The fewest reports (nearly) that show between them every block and action that any shows. */
export function pickVaried(reports: readonly Report[]): Report[] {
  const picked: Report[] = [];
  const missing = new Set(reports.flatMap(shownIn));
  while (missing.size > 0) {
    const gain = (report: Report) => shownIn(report).filter((id) => missing.has(id)).length;
    const best = reports.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    if (gain(best) === 0) break;
    picked.push(best);
    for (const id of shownIn(best)) missing.delete(id);
  }
  return picked;
}

function shownIn({ choices }: Report): string[] {
  return [...new Set(choices.flatMap((choice) => (choice.chosen ? [`${slotName(choice)} ${choice.chosen}`] : [])))];
}
