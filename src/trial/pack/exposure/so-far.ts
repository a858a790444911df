import { channels } from "../../../input/campaign/channels.ts";
import { isRecorded } from "../course.ts";
import { isMade } from "../ends.ts";
import type { Facts } from "../facts.ts";
import type { WrittenCell } from "../written.ts";
import { type Exposed, exposedIn, firstOf, reportsOf } from "./reports.ts";

/** A cycle in which somebody had a report: its number among the cycles so far, and the day. */
type Had = { cycle: number; day: string };

/** What somebody has had by a cycle: how many reports, since when. What was handed over is empty where nobody recorded it. */
export function soFarOf(facts: Facts): (exposed: Exposed) => Record<string, WrittenCell> {
  const numbers = new Map(facts.runs.map(({ cycle }, i) => [cycle.id, i]));
  const made = new Map<string, Had[]>();
  const handedOver = new Map<string, Had[]>();
  const add = (to: Map<string, Had[]>, code: string, had: Had) => to.set(code, [...(to.get(code) ?? []), had]);
  for (const exposed of exposedIn(facts)) {
    const { run, code } = exposed;
    const cycle = numbers.get(run.cycle.id)!;
    const reports = reportsOf(facts, exposed);
    if (reports.some(isMade)) add(made, code, { cycle, day: run.cycle.issued });
    const day = firstOf(reports.map(({ days }) => days.handedOver));
    if (day !== null) add(handedOver, code, { cycle, day });
  }
  const isKnown = (now: number) =>
    facts.runs.slice(0, now + 1).some(({ cycle }) => channels.some((channel) => isRecorded(facts, cycle.id, channel)));
  return ({ run, code }) => {
    const now = numbers.get(run.cycle.id)!;
    const by = (all: ReadonlyMap<string, readonly Had[]>) => (all.get(code) ?? []).filter(({ cycle }) => cycle <= now);
    const [ofMade, ofHandedOver] = [by(made), by(handedOver)];
    return {
      reports_made: ofMade.length,
      first_made: ofMade[0]?.day ?? null,
      cycles_since_first_made: since(ofMade, now),
      reports_handed_over: isKnown(now) ? ofHandedOver.length : null,
      first_handed_over: ofHandedOver[0]?.day ?? null,
      cycles_since_first: since(ofHandedOver, now),
    };
  };
}

function since([first]: readonly Had[], now: number): number | null {
  return first === undefined ? null : now - first.cycle;
}
