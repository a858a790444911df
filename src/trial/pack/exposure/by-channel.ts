import { sha256 } from "../../../output/sha256.ts";
import type { PackEdition } from "../edition.ts";
import { isMade, isPlanned } from "../ends.ts";
import type { Facts } from "../facts.ts";
import { wordCount } from "../fate.ts";
import { gotOf } from "../mailings.ts";
import type { WrittenCell } from "../written.ts";
import { channelColumns, unitColumns } from "./columns.ts";
import { type ChannelReport, dayCells, type Exposed, exposedIn, reportsOf } from "./reports.ts";
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

function reportCells(facts: Facts, { run, code }: Exposed, report: ChannelReport): Record<string, WrittenCell> {
  const { channel, made, end, why, days } = report;
  const entries = run.entries.get(code) ?? [];
  return {
    channel,
    planned: isPlanned(report),
    made: isMade(report),
    end,
    why_not: why,
    pages: made?.pages ?? null,
    words: made ? wordCount(entries, channel) : null,
    blocks_sha256: made ? sha256(JSON.stringify(made.blocks.map(({ id, version }) => [id, version]))) : null,
    made_sha256: made?.sha256 ?? null,
    ...dayCells((what) => days[what]),
    ...gotOf(channel === "email" ? facts.mailings : new Map(), { cycle: run.cycle.id, code }),
  };
}
