import { join, relative } from "node:path";
import { stringify } from "yaml";
import { libraryOf } from "../input/load.ts";
import type { World } from "../world.ts";
import { printedAs } from "./campaign.ts";
import type { NamedTheirs } from "./names.ts";
import type { PublishedTheirs } from "./part.ts";

const most = 12; // files that are written; a file of many measures is not all for one campaign

/**
 * Writes a file to begin with for each indicator with a published value, where the library of a data.yaml has none: what the
 * data bring, their kind and period are as the files say. Returns the paths. Those of counts begin with `feedback new`.
 */
export async function startIndicators(world: World, out: string, named: readonly NamedTheirs[]): Promise<string[]> {
  const folder = join(await libraryOf(world, out), "indicators");
  const written: string[] = [];
  for (const { theirs, is } of named) {
    if (is === undefined || theirs.given !== "value" || written.length >= most) continue;
    const path = relative(".", join(folder, `${is}.yaml`));
    if (await world.find(path)) continue;
    await world.write(path, indicatorText(is, theirs));
    written.push(path);
  }
  return written;
}

function indicatorText(id: string, { called, theirs, kind, period, unit }: PublishedTheirs): string {
  const words = called ?? theirs;
  const printed = printedAs(kind, unit);
  return `# Written by \`feedback import\`: a published value. Change what is not right; docs/reference.md explains every field.
${stringify({
  indicator: id,
  title: words,
  name: `${words.charAt(0).toLowerCase()}${words.slice(1)}`,
  short: words,
  describes: `${words}, as it was published.`,
  behaviour: "What is done that this measures.",
  actors: ["Who can change it"],
  measures: "outcome",
  given: "value",
  kind,
  period,
  ...(printed.multiplier === 1 ? {} : { multiplier: printed.multiplier }),
  unit: printed.unit,
})}direction: none # which is better: lower, higher, or none
inclusion: Who or what is in.
exclusion: Who or what is left out.
source: { name: Who publishes it }
codes: { list: Its definition, version: "1" }
governance: { author: Role, checker: Role, reviewed: 2026-01-01, next-review: 2027-01-01 }
`;
}
