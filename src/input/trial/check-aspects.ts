import { type Problem, wrong } from "../../problem.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { mailFields } from "../campaign/mail.ts";
import { nearest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import { workIn } from "./level.ts";
import { aspects, ofMail, ofSection, type TrialFile } from "./trial.ts";

/** Each aspect that a factor declares must be one, and each section whose words it declares must be in a campaign of the trial, or in what one of its levels makes of it. */
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
  const known = [...new Set([...names, ...sections.map(({ kind }) => kind)])];
  const right = new Set<string>([
    ...aspects,
    ...known.map((name) => `${ofSection}${name}`),
    ...mailFields.map((field) => `${ofMail}${field}`),
  ]);
  for (const [factor, { changes }] of Object.entries(factors)) {
    for (const [i, aspect] of changes.entries()) {
      if (right.has(aspect)) continue;
      const place = placeOf(["factors", factor, "changes", i]);
      const hint = hintFor(aspect, { names, known });
      problems.push(wrong("unknown-change", `unknown change "${aspect}"`, place, hint));
    }
  }
}

/** What may have been meant: "wordng of qote" → `did you mean "wording of quote"?` */
function hintFor(aspect: string, { names, known }: { names: readonly string[]; known: readonly string[] }): string {
  const [, head = "", name = ""] = /^(\S+) of (.*)$/.exec(aspect) ?? [];
  if (nearest(head, [ofSection.replace(" of ", "")])) {
    const near = nearest(name, known);
    return near
      ? `did you mean "${ofSection}${near}"?`
      : `after "${ofSection.trim()}", write one of ${names.join(", ")}`;
  }
  const field = nearest(aspect.replace(ofMail, ""), mailFields);
  if (field) return `did you mean "${ofMail}${field}"?`;
  const near = nearest(aspect, aspects);
  return near ? `did you mean "${near}"?` : `one of ${aspects.join(", ")}`;
}
