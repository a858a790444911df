import type { Facts } from "../facts.ts";
import type { CycleRun } from "../runs.ts";

/**
 * All that a blind edition is written from: the list as each run recorded it, and the data. What was made for anybody, how it came
 * and what it said is not among it, so it cannot tell.
 */
export type BlindSource = Pick<Facts, "study" | "trial" | "cycle" | "designs" | "organisations"> & {
  runs: readonly Pick<CycleRun, "cycle" | "trial">[]; // up to this cycle, in order; this one last
};
