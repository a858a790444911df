import { type Month, monthName, toMonth } from "../month.ts";
import { inputError } from "../problem.ts";
import type { Campaign, Cycle } from "./campaign/campaign.ts";
import type { DataMap } from "./data/data.ts";
import type { Observations } from "./data/observations.ts";

type CycleInputs = { campaign: Campaign; observations: Observations };

/** A retrospective run or a test extract brings its own cycles and events. */
export function withCyclesOf(campaign: Campaign, data: DataMap): Campaign {
  return { ...campaign, cycles: data.cycles ?? campaign.cycles, events: data.events ?? campaign.events };
}

/**
 * The cycle by its id, or the last whose data are there. Throws an InputError where there is none, or where the data end
 * before it does.
 */
export function findCycle({ campaign, observations }: CycleInputs, id?: string): Cycle {
  const ready = readyCycles(campaign, { observations });
  const cycle = id === undefined ? ready.at(-1) : campaign.cycles.find((entry) => entry.id === id);
  if (cycle && ready.includes(cycle)) return cycle;
  const ids = `one of ${ready.map((entry) => `"${entry.id}"`).join(", ")}`;
  if (cycle || id === undefined)
    throw inputError([
      {
        code: "no-data-yet",
        severity: "error",
        message: `the data end in ${monthName(lastMonth(observations))}, before cycle "${cycle?.id ?? campaign.cycles[0]?.id}" does`,
        ...(ready.length > 0 ? { hint: ids } : {}),
      },
    ]);
  throw inputError([
    {
      code: "unknown-cycle",
      severity: "error",
      message: `unknown cycle "${id}"`,
      hint: ids,
    },
  ]);
}

/** The cycles whose data are there. */
export function readyCycles({ cycles }: Campaign, { observations }: Pick<CycleInputs, "observations">): Cycle[] {
  return cycles.filter((cycle) => isReady({ observations }, cycle));
}

/** Whether the data of a cycle are there, to its last month. */
export function isReady({ observations }: Pick<CycleInputs, "observations">, { data }: Pick<Cycle, "data">): boolean {
  return toMonth(data.to) <= lastMonth(observations);
}

function lastMonth({ first, length }: Observations): Month {
  return first + length - 1;
}
