import { isRecipient } from "../../input/data/recipients.ts";
import type { Inputs } from "../../input/load.ts";
import type { Problem } from "../../problem.ts";
import type { FollowedSuccessors } from "../successors.ts";
import { someOf } from "./found.ts";

/** Successors that the directory names and nobody follows, by the reason: what closed organisations counted is in no figure. */
export function tellDoubts({ campaign, directory }: Inputs, { doubts }: Pick<FollowedSuccessors, "doubts">): Problem[] {
  const ours = doubts.filter(({ code, successor }) =>
    [code, successor].some((each) => {
      const organisation = directory.get(each);
      return organisation !== undefined && isRecipient(campaign, organisation);
    }),
  );
  return [...Map.groupBy(ours, ({ why }) => why)].map(([why, alike]) => ({
    code: "successor",
    severity: "warning",
    message: `the figures of ${alike.length} closed ${campaign.recipients.many} are not counted with their successor's, since ${why}: ${someOf(alike.map(({ code, successor }) => `${code} (successor ${successor})`))}`,
    hint: "look at their days of opening and closing, and at the successor, in the directory",
  }));
}
