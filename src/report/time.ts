import { periods, type Stretch } from "../input/library/period.ts";
import type { Standing } from "../measure/standing.ts";
import { dayName } from "../month.ts";
import type { Voice } from "./material.ts";

/** When: the periods that figures speak of, and the place of a report in its series. */

type TimedVoice = Pick<Voice, "indicator" | "standing">;

type Issued = Pick<Voice, "material" | "subject">;

/** What the values of an indicator speak of: "12 months to August 2026"; of a snapshot "on 31 August 2026". */
export function periodText({ indicator, standing }: TimedVoice): string {
  return periods[indicator.period].called(stretchOf(standing));
}

/** The same of another stretch of months than that of its value. */
export function periodOver({ indicator }: Pick<Voice, "indicator">, window: Standing["window"]): string {
  return periods[indicator.period].called(window);
}

/** " in 12 months": what follows a count of so many of the window's months. */
export function inPeriod({ indicator, standing }: TimedVoice, months: number): string {
  return periods[indicator.period].within(stretchOf(standing), months);
}

/** "in a year", "in three months", "in 2021/22", "on 31 August 2026": when a count of the whole window was counted. */
export function periodIn(voice: TimedVoice): string {
  const { at } = periods[voice.indicator.period];
  return aWindow(voice) === "" ? at(stretchOf(voice.standing)) : isYear(voice) ? "in a year" : within(voice).trim();
}

/** What follows a count of the whole window that is aimed at again: " a year", " in three months"; nothing of a count on one day. */
export function aWindow(voice: TimedVoice): string {
  if (within(voice) === "") return "";
  return isYear(voice) || periods[voice.indicator.period].covers === 12 ? " a year" : within(voice);
}

/** Whether the window is twelve months of whatever year. */
function isYear(voice: TimedVoice): boolean {
  return monthsIn(voice) === 12 && !/^(year|financial-year)$/.test(voice.indicator.period);
}

function within(voice: TimedVoice): string {
  return inPeriod(voice, monthsIn(voice));
}

export function stretchOf({ window, day }: Pick<Standing, "window" | "day">): Stretch {
  return { ...window, ...(day ? { day } : {}) };
}

/** Months that the window covers. */
export function monthsIn({ standing: { window } }: TimedVoice): number {
  return window.to - window.from + 1;
}

/** How many periods of the indicator a count covers: of twelve months 12, of a year 1. */
export function timesIn({ indicator }: Pick<Voice, "indicator">, { months }: { months: number }): number {
  return months / periods[indicator.period].covers;
}

/** Whether the window is a single month, quarter or year. */
export function isOnePeriod({ indicator, standing: { window } }: TimedVoice): boolean {
  return window.to - window.from < periods[indicator.period].covers;
}

/** What follows a count a month, or a year; nothing where a value speaks of one month, in which people are counted and not summed. */
export function aMonth(voice: TimedVoice): string {
  const { each, covers } = periods[voice.indicator.period];
  return covers === 1 && isOnePeriod(voice) ? "" : each;
}

/** The how-manieth report of the series, from 1. */
export function cycleNumber({ material: { cycle }, subject: { design } }: Issued): number {
  return design.cycles.findIndex(({ id }) => id === cycle.id) + 1;
}

/** "14 December 2026", or undefined on the last. */
export function nextIssue(issued: Issued): string | undefined {
  const next = issued.subject.design.cycles[cycleNumber(issued)];
  return next ? dayName(next.issued) : undefined;
}
