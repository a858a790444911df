import { type Campaign, campaignSchema } from "../input/campaign/campaign.ts";
import type { Unit } from "../input/data/units.ts";
import { readOneYaml } from "../input/files/yaml.ts";
import { type Indicator, indicatorSchema } from "../input/library/indicator.ts";
import { readLibrary } from "../input/library/library.ts";
import { campaignFile, libraryOf } from "../input/load.ts";
import type { Problem } from "../problem.ts";
import type { World } from "../world.ts";
import type { Theirs } from "./part.ts";

/** What an import must know of a campaign: it may have no data yet. */
export type ImportCampaign = {
  file: string;
  campaign: Campaign;
  indicators: ReadonlyMap<string, Indicator>;
  files: ReadonlyMap<string, string>; // where each indicator is written
};

/** A campaign and its indicators, without its data. */
export async function readImportCampaign(
  world: World,
  path: string,
  problems: Problem[],
): Promise<ImportCampaign | undefined> {
  const file = campaignFile(path);
  const text = await world.readText(file);
  if (text === undefined) {
    const hint = "give the folder of a campaign, e.g. content/campaigns/opioids";
    problems.push({ code: "missing-file", severity: "error", message: `no campaign at "${file}"`, hint });
    return undefined;
  }
  const campaign = readOneYaml(file, text, campaignSchema, problems)?.value;
  if (!campaign) return undefined;
  const { indicators } = await readLibrary(world, await libraryOf(world, file));
  const own = campaign.indicators.flatMap((id) => indicators.items.get(id) ?? []);
  return {
    file,
    campaign,
    indicators: new Map(own.map(({ value }) => [value.indicator, value])),
    files: new Map(own.map((each) => [each.value.indicator, each.file])),
  };
}

/** An indicator to read data with, where no campaign says what it is. */
export function standIn(id: string, named: Theirs): Indicator {
  const words = named.called || named.theirs;
  return indicatorSchema.parse({
    ...whatIsGiven(named, words),
    indicator: id,
    title: words,
    name: words,
    short: words,
    describes: words,
    behaviour: "Not known",
    actors: ["Not known"],
    measures: "behaviour",
    direction: "none",
    inclusion: "Not known",
    exclusion: "Not known",
    source: { name: "Not known" },
    codes: { list: "Not known", version: "Not known" },
    governance: { author: "Nobody", checker: "Nobody", reviewed: "2000-01-01", "next-review": "2000-01-01" },
  });
}

/** What the data bring, and how that is printed. */
function whatIsGiven(named: Theirs, words: string): object {
  if (named.given === "value") {
    const { kind, unit, period } = named;
    return { given: "value", kind, period, ...printedAs(kind, unit) };
  }
  const { kind, numerator, denominator, period = "month" } = named;
  return {
    kind,
    period,
    numerator: { is: words, counts: "patients", one: numerator, many: numerator },
    denominator: { is: denominator, many: denominator },
    multiplier: kind === "rate" ? 1000 : 1,
    unit: kind === "rate" ? `per 1,000 ${denominator}` : "%",
  };
}

/** A published value in the unit that it comes in. */
export function printedAs(kind: Indicator["kind"], unit: Unit | undefined): { multiplier: number; unit: string } {
  const per = { "per-1000": 1000, "per-10000": 10_000, "per-100000": 100_000 }[unit as string];
  if (kind === "rate" && per) return { multiplier: per, unit: `per ${per.toLocaleString("en-GB")}` };
  return { multiplier: 1, unit: kind === "share" ? "%" : "as published" };
}
