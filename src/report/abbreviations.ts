import type { Campaign } from "../input/campaign/campaign.ts";
import { remembered, rememberedOf } from "../remembered.ts";
import type { Report } from "./report.ts";
import { type Section, textsIn } from "./sections.ts";
import { type Figures, toWords } from "./sentence.ts";

/** The abbreviations that the campaign explains, as far as the sections of a report use them. */
export function abbreviationsOf(
  { abbreviations }: Pick<Campaign, "abbreviations">,
  sections: readonly Section[],
  figures: Figures,
): Pick<Report, "abbreviations"> {
  const known = Object.entries(abbreviations);
  if (known.length === 0) return {};
  const usedIn = finderOf(abbreviations);
  const said = new Set<string>();
  for (const { words } of sections.flatMap(textsIn))
    for (const sentence of words) for (const short of usedIn(toWords(sentence, figures))) said.add(short);
  const used = known.filter(([short]) => said.has(short)).map(([short, long]) => ({ short, long }));
  return used.length > 0 ? { abbreviations: used.sort((a, b) => (a.short < b.short ? -1 : 1)) } : {};
}

/** Finds those of a campaign that a text uses: most texts stand in the next report too. */
const finderOf = rememberedOf((abbreviations: Campaign["abbreviations"]) => {
  const known = Object.keys(abbreviations);
  return remembered(
    (text: string) => known.filter((short) => text.includes(short) && asWord(short).test(text)),
    (text) => text,
  );
});

/** An abbreviation where it is a word of its own. The pattern keeps no place, so that all may share it. */
export const asWord: (short: string) => RegExp = remembered(
  (short) => new RegExp(`(?<![\\p{L}\\p{N}])${short}(?![\\p{L}\\p{N}])`, "u"),
  (short) => short,
);
