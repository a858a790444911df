import { sha256 } from "../../../output/sha256.ts";
import type { PackEdition } from "../edition.ts";
import type { Facts } from "../facts.ts";
import { wordCount } from "../fate.ts";
import { gotOf } from "../mailings.ts";
import type { Cell } from "../written.ts";
import { channelColumns, unitColumns } from "./columns.ts";
import { type ChannelReport, type Exposed, exposedIn, reportsOf } from "./reports.ts";
import { unitCells } from "./shared.ts";
import { type TypedTable, typed } from "./typed-table.ts";

/** One line for every recipient, cycle and channel of its arm, over all runs up to this one. Nobody is left out. */
export function exposureByChannel(facts: Facts, edition: PackEdition): TypedTable {
  const rows = exposedIn(facts).flatMap((exposed) =>
    reportsOf(facts, exposed).map((report) => ({
      ...unitCells(edition, exposed),
      ...reportCells(facts, exposed, report),
    })),
  );
  return typed([...unitColumns, ...channelColumns], rows);
}

function reportCells(facts: Facts, { run, code }: Exposed, { channel, planned, made, whyNot, days }: ChannelReport) {
  const entries = run.entries.get(code) ?? [];
  const cells: Record<string, Cell> = {
    channel,
    planned,
    made: made !== undefined,
    why_not: whyNot,
    pages: made?.pages ?? null,
    words: made ? wordCount(entries, channel) : null,
    blocks_sha256: made ? sha256(JSON.stringify(made.blocks.map(({ id, version }) => [id, version]))) : null,
    made_sha256: made?.sha256 ?? null,
    ...days,
    ...gotOf(channel === "email" ? facts.mailings : new Map(), { cycle: run.cycle.id, code }),
  };
  return cells;
}
