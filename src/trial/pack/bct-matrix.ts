import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { actionsOf, openProfile, type TechniqueProfile } from "./profile.ts";
import type { Table } from "./written.ts";

/** The profile of every arm as made: the reports of those who were sent it. */
export function madeProfiles({ arms, planned, designs, reports, study }: Facts): ReadonlyMap<string, TechniqueProfile> {
  return new Map(
    arms.map((arm) => {
      const { topic, design } = designs.get(arm)!;
      const own = [...reports].filter(([code]) => {
        const assignment = planned.assignments?.of.get(code);
        return (assignment?.sent ?? assignment?.arm) === arm;
      });
      const { see, profile } = openProfile({ channels: design.channels, actions: actionsOf(study, topic) });
      for (const [, report] of own) see(report);
      return [arm, profile()];
    }),
  );
}

/** Arm by technique, for a fidelity coder: as designed, and the frequency as made. */
export function bctMatrix(facts: Facts, edition: PackEdition): Table {
  const [designed, made] = [facts.found.profiles, madeProfiles(facts)];
  const techniques = [...facts.study.topics.values()][0]?.techniques ?? new Map<string, never>();
  return {
    columns: [
      "arm",
      "bct",
      "label",
      "bcio",
      "frequency_designed",
      "frequency_made",
      "mode",
      "specificity",
      "enactment",
    ],
    rows: facts.arms.flatMap((arm) =>
      [...(designed.get(arm) ?? [])].map(([bct, { frequency, mode, specificity, enactment }]) => ({
        arm: edition.arm(arm),
        bct,
        label: techniques.get(bct)?.label ?? null,
        bcio: techniques.get(bct)?.bcio.join("; ") || null,
        frequency_designed: frequency,
        frequency_made: made.get(arm)?.get(bct)?.frequency ?? 0,
        mode: mode.join("; "),
        specificity,
        enactment,
      })),
    ),
  };
}
