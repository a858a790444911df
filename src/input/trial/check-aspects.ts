import { type Problem, wrong } from "../../problem.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { nearest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import { workIn } from "./level.ts";
import { ofSection, type TrialFile } from "./trial.ts";

/** Each section whose words a factor declares must be in a campaign of the trial, or in what one of its levels makes of it. */
export function checkAspects(
  { value: { factors }, placeOf }: Located<TrialFile>,
  topics: ReadonlyMap<string, { campaign: Campaign }>,
  problems: Problem[],
): void {
  const levels = Object.values(factors).flatMap((factor) => Object.values(factor.levels));
  const variants = [...topics.values()].flatMap(({ campaign }) => [
    campaign,
    ...levels.map((level) => workIn(campaign, level).campaign),
  ]);
  const sections = variants.flatMap((each) => each.sections);
  const names = [...new Set([...sections.map(({ name }) => name), "mail"])];
  const known = new Set<string>([...names, ...sections.map(({ kind }) => kind)]);
  for (const [factor, { changes }] of Object.entries(factors)) {
    for (const [i, aspect] of changes.entries()) {
      if (!aspect.startsWith(ofSection)) continue;
      const name = aspect.slice(ofSection.length);
      if (known.has(name)) continue;
      const near = nearest(name, [...known]);
      problems.push(
        wrong(
          "unknown-section",
          `unknown change "${aspect}"`,
          placeOf(["factors", factor, "changes", i]),
          near ? `did you mean "${ofSection}${near}"?` : `there are words of ${names.join(", ")}`,
        ),
      );
    }
  }
}
