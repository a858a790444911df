import { type Problem, wrong } from "../../problem.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { Located } from "../files/yaml.ts";
import type { TrialFile } from "./trial.ts";

/** Letters of all arms go in one envelope, and are printed with one ink: campaigns that arms are of must name the same. */
export function checkPrint(
  { placeOf }: Located<TrialFile>,
  topics: ReadonlyMap<string, { campaign: Campaign }>,
  problems: Problem[],
): void {
  const [first, ...others] = [...topics].map(([topic, { campaign }]) => ({
    topic,
    print: JSON.stringify(campaign.print),
  }));
  for (const { topic } of others.filter(({ print }) => print !== first?.print))
    problems.push(
      wrong(
        "other-print",
        `the campaigns "${first?.topic}" and "${topic}" are printed or posted differently, which tells their arms apart`,
        placeOf(["campaign"]),
        "give both the same `print`",
      ),
    );
}
