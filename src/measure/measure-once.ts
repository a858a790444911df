import { createHash } from "node:crypto";
import type { Cycle } from "../input/campaign/campaign.ts";
import type { Inputs } from "../input/load.ts";
import { type Ground, groundOf } from "./ground.ts";
import { type measure, measureOn, measureOnDemand } from "./measure.ts";
import type { Standings } from "./standing.ts";

/**
 * Figures measured before, by fingerprint of all that `measure` was given: saves and cells that differ in words alone need
 * not measure again. The data themselves are too large for that: a load keeps them as they are where they have not changed. Figures
 * of some are those that they have among more recipients.
 */
export type KnownFigures = Map<string, { observations: Inputs["observations"]; standings: Standings }>;

const most = 40; // figures that are kept
const few = 500; // recipients whose figures weigh so little that a process keeps them

/** Figures of a few recipients that this process has measured, for all who bring none of their own. */
const lately: KnownFigures = new Map();

/**
 * `measure`, by what it has worked out before: what the caller has kept, or else what was measured of a few lately. A caller who keeps
 * figures looks at one report after the other: of many recipients each is judged when it is asked for.
 */
export function measureOnce(kept?: KnownFigures): typeof measure {
  const own: KnownFigures = kept ?? new Map();
  return (inputs, cycle, codes) => {
    const ground = groundOf(inputs);
    const key = fingerprint(ground, cycle);
    const figuresOf = kept && codes.length > few ? measureOnDemand : measureOn;
    const figures = kept || codes.length > few ? own : lately;
    const known = figures.get(key);
    const isKnown =
      known?.observations === inputs.observations && codes.every((code) => Object.hasOwn(known.standings.of, code));
    const standings = isKnown ? known.standings : figuresOf(ground, cycle, codes);
    figures.delete(key);
    figures.set(key, { observations: inputs.observations, standings });
    for (const [oldest] of [...figures].slice(0, Math.max(0, figures.size - most))) figures.delete(oldest);
    return standings;
  };
}

function fingerprint({ observations, ...rest }: Ground, cycle: Cycle): string {
  const plain = (_: string, value: unknown) => (value instanceof Map ? [...value] : value);
  return createHash("sha256")
    .update(JSON.stringify([rest, cycle], plain))
    .digest("hex");
}
