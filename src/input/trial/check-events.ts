import { dayName } from "../../month.ts";
import { type Problem, wrong } from "../../problem.ts";
import { channels } from "../campaign/channels.ts";
import { suggest } from "../files/suggest.ts";
import type { TrialEvent, TrialEventKind } from "./events.ts";

/** What happened since, and what it is held against. */
export type EventsAndTrial = {
  events: readonly TrialEvent[];
  file: string;
  listed?: ReadonlySet<string>; // codes of units of the list, and of recipients in them; absent before the list has come
  issued: readonly string[]; // days of issue of the trial's cycles
};

/**
 * Checks events as a whole: a channel that there is none of, a year that cannot be right, an event that stands twice, and somebody who
 * left a trial without having been in it.
 */
export function checkEvents(of: EventsAndTrial, problems: Problem[]): void {
  const before = new Map<string, number>();
  for (const event of of.events) {
    const say = saying(of, event, problems);
    checkChannel(event, say);
    checkYear(event, of.issued, say);
    checkListed(event, of, say);
    const key = JSON.stringify([event.date, event.event, event.unit, event.other, event.arm, event.channel]);
    const first = before.get(key);
    if (first !== undefined) say("warning", "duplicate-event", `the same as line ${first}`, "one of them is too many");
    else before.set(key, event.line);
  }
}

type SayOfEvents = (severity: Problem["severity"], code: string, message: string, hint?: string) => void;

function saying({ file }: EventsAndTrial, { line }: TrialEvent, problems: Problem[]): SayOfEvents {
  return (severity, code, message, hint) =>
    problems.push({ ...wrong(code, message, { file, line, column: 1 }, hint), severity });
}

function checkChannel({ event, channel, unit }: TrialEvent, say: SayOfEvents): void {
  if (channel === undefined || channels.some((each) => each === channel)) return;
  say(
    "error",
    "unknown-channel",
    `unknown channel "${channel}" of ${event} of ${unit}`,
    suggest(channel, channels) ?? `one of ${channels.join(", ")}; by all if it is left empty`,
  );
}

const ofTrial: readonly TrialEventKind[] = ["opt-out", "withdraw-from-intervention", "withdraw-from-data"];
const tooFar = 2 * 365; // days

/** Nothing is known of what lies years ahead, and nobody leaves a trial years before its first report. */
function checkYear({ date, event }: TrialEvent, issued: readonly string[], say: SayOfEvents): void {
  const [first, last] = [issued[0], issued.at(-1)];
  if (first === undefined || last === undefined) return;
  const hint = "the year may be wrong";
  const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days(last, date) > tooFar)
    say("error", "event-date", `${event} on ${dayName(date)}, years after the last reports, of ${dayName(last)}`, hint);
  if (ofTrial.includes(event) && days(date, first) > tooFar)
    say(
      "error",
      "event-date",
      `${event} on ${dayName(date)}, years before the first reports, of ${dayName(first)}`,
      hint,
    );
}

/** Whoever is not on the list gets nothing: if they are said to have left, somebody else may be meant, who goes on getting reports. */
function checkListed({ event, unit }: TrialEvent, { listed }: EventsAndTrial, say: SayOfEvents): void {
  if (listed === undefined || listed.has(unit)) return;
  if (!ofTrial.includes(event) && event !== "undeliverable") return;
  say(
    "warning",
    "event-not-listed",
    `${event} of ${unit}, which is not on the list`,
    "whoever is meant goes on getting reports: look at the code",
  );
}
