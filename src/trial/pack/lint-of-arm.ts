import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Study, Trial } from "../../input/study.ts";
import { openLint } from "../../lint/lint.ts";
import type { PlaceOfSpot } from "../../lint/places.ts";
import type { NamedRecipient } from "../../lint/subject.ts";
import { type ArmDesign, isSilent } from "../../report/plan.ts";

/** What the rules of good feedback find in an arm's reports, with the waivers of the campaign and the trial; nothing of an arm that is sent none. */
export function openLintOfArm(
  {
    study,
    trial,
    cycle,
    designs,
  }: { study: Study; trial: Trial; cycle: Cycle; designs: ReadonlyMap<string, ArmDesign> },
  arm: string,
  { places, named }: { places: PlaceOfSpot; named: readonly NamedRecipient[] },
): ReturnType<typeof openLint> {
  const { topic, design } = designs.get(arm)!;
  if (isSilent(design)) return { see: () => {}, verdict: () => ({ findings: [], waived: [] }) };
  const inputs = study.topics.get(topic)!;
  const levels = trial.arms.get(arm)?.levels ?? {};
  const waivers = trial.file.lint.waive.filter(
    (waiver) =>
      (waiver.arms?.includes(arm) ?? true) &&
      Object.entries(waiver.factor ?? {}).every(([factor, level]) => levels[factor] === level),
  );
  const subject = {
    inputs: { ...inputs, campaign: { ...inputs.campaign, ...design } },
    cycle,
    named,
  };
  return openLint(subject, { places, waivers });
}
