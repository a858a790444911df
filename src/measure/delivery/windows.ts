import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Indicator } from "../../input/library/indicator.ts";
import { periodOf } from "../../input/library/period.ts";
import { monthName, toMonth } from "../../month.ts";
import type { Problem } from "../../problem.ts";
import type { Ground } from "../ground.ts";
import { lengthOf, since, wantedWindow, windowsOf } from "../windows.ts";

/** What is told of the windows of a cycle: warnings, for what a window does not hold is not claimed by any report. */
export function checkWindows(ground: Ground, cycle: Cycle): Problem[] {
  const from = toMonth(cycle.data.from);
  const cut = { ...ground, observations: since(ground.observations, from) };
  return [...ground.indicators.values()].flatMap((indicator) => shortWindow(cut, indicator, cycle));
}

/** A window that holds less than the campaign asks for, begins before the data may, or is not the last that has ended. */
function shortWindow(ground: Ground, indicator: Indicator, cycle: Cycle): Problem[] {
  const { called, covers, sums } = periodOf(indicator);
  const wanted = wantedWindow(indicator, ground.campaign.window, toMonth(cycle.data.to));
  const { window } = windowsOf(ground, indicator, cycle);
  const from = toMonth(cycle.data.from);
  const start = `\`data.from\` of cycle "${cycle.id}", ${monthName(from)}`;
  const whole = lengthOf(indicator, ground.campaign.window);
  const told = `values of "${indicator.indicator}" are of ${called(window)}`;
  if (covers > 1 && whole === covers && window.from < from)
    return [warning(`${told}, which begins before ${start}`, "begin the data earlier, or take another cycle")];
  if (sums && covers > 1 && whole === covers && window.to < wanted.to)
    return [
      warning(`${told}, though ${called(wanted)} has ended: nobody has data of it`, "look whether it is published yet"),
    ];
  const length = window.to - window.from + 1;
  if (!sums || length >= whole) return [];
  const why = wanted.from < from ? `the window begins before ${start}` : "nobody has data of the others";
  return [warning(`${told}, not of ${called(wanted)}: ${why}`, "reports say so; for a full window take more months")];
}

function warning(message: string, hint: string): Problem {
  return { code: "window", severity: "warning", message, hint };
}
