import type { Campaign } from "../input/campaign/campaign.ts";
import { remembered } from "../remembered.ts";
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
  const said = sections.flatMap(textsIn).flatMap(({ words }) => words.map((sentence) => toWords(sentence, figures)));
  const text = said.join("\n");
  const used = known
    .filter(([short]) => text.includes(short) && asWord(short).test(text))
    .map(([short, long]) => ({ short, long }));
  return used.length > 0 ? { abbreviations: used.sort((a, b) => (a.short < b.short ? -1 : 1)) } : {};
}

/** An abbreviation where it is a word of its own. The pattern keeps no place, so that all may share it. */
export const asWord: (short: string) => RegExp = remembered(
  (short) => new RegExp(`(?<![\\p{L}\\p{N}])${short}(?![\\p{L}\\p{N}])`, "u"),
  (short) => short,
);
