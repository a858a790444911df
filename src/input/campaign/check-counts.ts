import type { Problem } from "../../problem.ts";
import type { Located } from "../files/yaml.ts";
import { namedComparator } from "../library/comparators.ts";
import { type Indicator, isCounted } from "../library/indicator.ts";
import { needsCounts } from "../library/words.ts";
import type { Campaign } from "./campaign.ts";
import { kindOf } from "./sections.ts";

/**
 * What a campaign asks of an indicator with a published value that only counts can give: a comparator that is pooled from
 * counts, or a section that breaks them down. Words that print counts are told of where they stand.
 */
export function checkCounts(
  { value, placeOf }: Located<Campaign>,
  indicators: ReadonlyMap<string, Indicator>,
  problems: Problem[],
): void {
  const headline = indicators.get(value.headline);
  value.comparators.forEach((id, i) => {
    if (!namedComparator(id).counts || !headline || isCounted(headline)) return;
    const hint = "use `top-quartile`, `median`, or a `target` of the indicator";
    problems.push({ ...needsCounts(`comparator "${id}"`, value.headline, hint), place: placeOf(["comparators", i]) });
  });
  value.sections.forEach((section, i) => {
    const { counts, indicators: named } = kindOf(section);
    if (!counts) return;
    const [own] = named?.(section.settings) ?? [];
    const about = indicators.get(own?.id ?? value.headline);
    if (!about || isCounted(about)) return;
    problems.push({
      ...needsCounts(
        `section "${section.kind}"`,
        about.indicator,
        "name an indicator with counts, or leave the section out",
      ),
      place: placeOf(["sections", i, section.kind, ...(own?.path ?? [])]),
    });
  });
}
