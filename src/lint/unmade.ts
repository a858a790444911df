import type { Campaign } from "../input/campaign/campaign.ts";
import type { Problem } from "../problem.ts";
import type { Unmade } from "../report/subjects.ts";
import type { PlaceOfSpot } from "./places.ts";

/** The code of what is found of reports that could not be made. */
export const unmadeCode = "cannot-make";

/** Reports that could not be made, as findings: those with the same cause together. */
export function unmadeFindings(
  unmade: readonly Unmade[],
  { campaign, of, places }: { campaign: Campaign; of: number; places: PlaceOfSpot },
): Problem[] {
  const place = places({ kind: "campaign", id: campaign.campaign });
  const causes = Map.groupBy(unmade, ({ code, because }) => because.replaceAll(code, "…").replace(/\d+/g, "0"));
  return [...causes.values()].map((alike) => {
    const [{ code, because } = { code: "", because: "" }] = alike;
    return {
      code: unmadeCode,
      severity: "error",
      message: `${alike.length} of ${of} reports cannot be made, e.g. ${code}: ${because}`,
      ...(place ? { place } : {}),
      recipients: alike.map(({ code }) => code),
      hint: "a render makes the other reports and records these as failed",
    };
  });
}
