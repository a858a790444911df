import { toCsv } from "../csv.ts";
import type { Organisation } from "../input/data/organisation.ts";
import { isRecipient } from "../input/data/recipients.ts";
import type { Study, Trial } from "../input/study.ts";
import { rehearsalList } from "../input/trial/allocation.ts";
import { listedCodes, ratioOf } from "../input/trial/listed.ts";

/**
 * A list for a rehearsal, as CSV: every unit of the data in a made-up arm, in blocks within its stratum, so that arms are
 * as even as they can be. The same seed gives the same list. It says of itself that it is a rehearsal, which watermarks
 * all that is made from it.
 */
export function rehearsalOf(study: Study, trial: Trial, seed: number): { text: string; units: number } {
  const next = generator(seed);
  const { file } = trial;
  const [inputs] = study.topics.values();
  if (!inputs) throw new Error("a trial without a campaign");
  const begins = firstDayOf(inputs.campaign.cycles[0]!.issued);
  const organisations = [...inputs.directory.values()].filter(
    (each) => isRecipient(inputs.campaign, each) && !(each.closed && each.closed < begins),
  );
  const units = unitsOf(organisations, trial, inputs.campaign.recipients.type);
  const offered = file.stages[0]?.arms ?? listedCodes(file, trial.arms);
  const arms = Object.entries(ratioOf(file, offered)).flatMap(([arm, parts]) => Array<string>(parts).fill(arm));
  const strata = Map.groupBy(units, ({ stratum }) => stratum);
  const placed = [...strata.keys()].sort().flatMap((stratum) => inBlocks(strata.get(stratum)!, arms, next));
  const armOf = new Map(placed.map(({ together, arm }) => [together, arm]));
  const rows = units
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, stratum, cluster, together }) => [
      rehearsalList,
      seed,
      file.unit,
      code,
      cluster,
      file.stratum && stratum ? `${file.stratum.toUpperCase()}:${stratum}` : "",
      file.stages[0]?.stage,
      armOf.get(together),
      begins,
      undefined,
      "active",
      undefined,
    ]);
  return { text: toCsv(listColumns, rows), units: rows.length };
}

// biome-ignore format: the first line of the file
const listColumns = [
  "list_id", "list_version", "unit_type", "unit_code", "cluster_id", "stratum", "stage", "arm_code", "effective_from",
  "effective_to", "status", "reason",
];

/** What is allocated together (a unit, or all units of a cluster) and the stratum it is in. */
type Unit = { code: string; stratum: string; cluster: string; together: string };

function unitsOf(organisations: readonly Organisation[], { file }: Trial, type: string): Unit[] {
  const codes = new Map<string, Unit>();
  for (const { code, parents } of organisations) {
    const unit = file.unit === type ? code : parents[file.unit]?.code;
    if (unit === undefined) continue;
    const cluster = (file.cluster && parents[file.cluster]?.code) || "";
    if (file.cluster && cluster === "") continue; // where clusters are allocated, who is in none cannot be
    const stratum = (file.stratum && parents[file.stratum]?.code) || "";
    codes.set(unit, { code: unit, stratum, cluster, together: cluster || unit });
  }
  return [...codes.values()];
}

type Placed = { together: string; arm: string };

/** Permuted blocks of each arm as often as the ratio has it. */
function inBlocks(units: readonly Unit[], arms: readonly string[], next: () => number): Placed[] {
  const all = shuffled([...new Set(units.map(({ together }) => together))].sort(), next);
  let block: string[] = [];
  return all.map((together) => {
    if (block.length === 0) block = shuffled(arms, next);
    return { together, arm: block.pop()! };
  });
}

function shuffled<T>(values: readonly T[], next: () => number): T[] {
  const left = [...values];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(Math.floor(next() * left.length), 1));
  return order;
}

/** Marsaglia's xorshift of 32 bits: numbers in [0, 1) that any machine repeats. */
function generator(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** The first of the month before a day. */
function firstDayOf(day: string): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return month === 1 ? `${year - 1}-12-01` : `${year}-${String(month - 1).padStart(2, "0")}-01`;
}
