import { basename, dirname } from "node:path";
import { isMap, isScalar, parseDocument } from "yaml";
import { libraryOf } from "../input/load.ts";
import type { World } from "../world.ts";
import type { ImportCampaign } from "./campaign.ts";
import type { NamedTheirs } from "./names.ts";
import { limit, mind, type PartNote } from "./part.ts";
import { kindWords } from "./periods.ts";

/*
 * What an indicator's figures are of stands in its own file, `period`. Import knows it, so that it writes it there where the
 * author has said nothing; where the author has said otherwise, or another campaign uses the indicator, it is only told.
 */

/** Writes the period of the data into the files of indicators. Returns the files, and what is left to do. */
export async function writePeriods(
  world: World,
  campaign: ImportCampaign,
  named: readonly NamedTheirs[],
): Promise<{ written: string[]; notes: PartNote[] }> {
  const written: string[] = [];
  const notes: PartNote[] = [];
  const kinds = new Map(named.flatMap(({ is, theirs }) => (is === undefined ? [] : [[is, theirs] as const])));
  for (const [id, { period = "month", kind }] of kinds) {
    const indicator = campaign.indicators.get(id);
    const file = campaign.files.get(id);
    if (!indicator || file === undefined) continue;
    if (kind === "share" && indicator.kind === "rate")
      notes.push(
        mind(`${id}: in the data what is counted is part of what it is counted over. Set kind: share in ${file}`),
      );
    if (indicator.period === period) continue;
    const words = period === "snapshot" ? "one day" : kindWords[period];
    const text = (await world.readText(file)) ?? "";
    const others = await otherCampaigns(world, campaign, id);
    const said = withPeriod(text, period);
    if (said === undefined)
      notes.push(limit(`${id}: each figure is of ${words}, but ${file} says otherwise. Set period: ${period} there`));
    else if (others.length > 0)
      notes.push(
        limit(
          `${id}: each figure is of ${words}. Set period: ${period} in an indicator of its own, since ${others.join(", ")} also uses this one`,
        ),
      );
    else {
      await world.write(file, said);
      written.push(file);
      notes.push(
        mind(`${id}: period: ${period} was written into ${file}; check its unit, which may still say a month`),
      );
    }
  }
  return { written, notes };
}

/** The text of an indicator with its period, before its unit; undefined where it has one. */
function withPeriod(text: string, period: string): string | undefined {
  const { contents } = parseDocument(text);
  if (!isMap(contents)) return undefined;
  const keyOf = (wanted: string) => contents.items.find(({ key }) => isScalar(key) && key.value === wanted)?.key;
  if (keyOf("period")) return undefined;
  const unit = keyOf("unit");
  if (!isScalar(unit) || !unit.range) return undefined;
  const at = unit.range[0];
  const said = `${text.slice(0, at)}period: ${period} # what each figure in the data is of\n${text.slice(at)}`;
  return period === "snapshot" ? said.replace(/^per:.*\n/m, "") : said; // one day is per nothing
}

/** Other campaigns of the library that use an indicator. */
async function otherCampaigns(world: World, { file }: ImportCampaign, id: string): Promise<string[]> {
  const library = await libraryOf(world, file);
  const files = (await world.listFiles(library)).filter(
    (each) => basename(each) === "campaign.yaml" && basename(dirname(each)) !== basename(dirname(file)),
  );
  const uses = new RegExp(`(?<![a-z0-9-])${id}(?![a-z0-9-])`);
  const found: string[] = [];
  for (const each of files) if (uses.test((await world.readText(each)) ?? "")) found.push(basename(dirname(each)));
  return found;
}
