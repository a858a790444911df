import { type Problem, wrong } from "../../problem.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { Located } from "../files/yaml.ts";
import type { TrialFile } from "./trial.ts";

/** Letters of all arms go in one envelope: campaigns that arms are of must name the same. */
export function checkEnvelope(
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
        "other-envelope",
        `the campaigns "${first?.topic}" and "${topic}" are posted in different envelopes, which tell their arms apart`,
        placeOf(["campaign"]),
        "give both the same `envelope` under `print`",
      ),
    );
}
