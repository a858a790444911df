import { byTechnique } from "../../input/files/fields.ts";
import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { fidelityRow } from "./fidelity-row.ts";
import { pairsOf } from "./pairs.ts";
import type { Presence, TechniqueProfile } from "./profile.ts";
import { bullets, markdownTable, percent, rounded } from "./written.ts";

export type Convergence = "unique" | "partially convergent" | "fully convergent";

/** How far two arms deliver the same techniques in the same way. */
export type Differentiation = {
  techniques: readonly { bct: string; convergence: Convergence; only?: "a" | "b"; differing: readonly string[] }[];
  counts: Readonly<Record<Convergence, number>>;
};

const attributes = ["frequency", "mode", "specificity", "enactment"] as const;

/**
 * Treatment differentiation after AFFINITIE (Lorencatto 2016): a technique is unique to an arm; or in both, and fully
 * convergent where all four attributes are the same, else partially.
 */
export function differentiate(a: TechniqueProfile, b: TechniqueProfile): Differentiation {
  const codes = [...new Set([...a.keys(), ...b.keys()])].toSorted(byTechnique);
  const techniques = codes.map((bct) => {
    const [one, other] = [a.get(bct), b.get(bct)];
    if (!one || !other)
      return { bct, convergence: "unique" as const, only: one ? ("a" as const) : ("b" as const), differing: [] };
    const differing = attributes.filter((attribute) => textOf(one, attribute) !== textOf(other, attribute));
    return {
      bct,
      convergence: differing.length === 0 ? ("fully convergent" as const) : ("partially convergent" as const),
      differing,
    };
  });
  const count = (wanted: Convergence) => techniques.filter(({ convergence }) => convergence === wanted).length;
  return {
    techniques,
    counts: {
      unique: count("unique"),
      "partially convergent": count("partially convergent"),
      "fully convergent": count("fully convergent"),
    },
  };
}

function textOf(presence: Presence, attribute: (typeof attributes)[number]): string {
  return JSON.stringify(presence[attribute]);
}

export function differentiationRows(facts: Facts, { arm }: PackEdition) {
  const profiles = facts.found.profiles;
  return pairsOf(facts.arms).flatMap(([a, b]) => {
    const { techniques, counts } = differentiate(profiles.get(a)!, profiles.get(b)!);
    const pair = { part: "differentiation", arm: arm(a), other_arm: arm(b) };
    return [
      ...techniques.map(({ bct, convergence, only, differing }) =>
        fidelityRow({
          ...pair,
          item: `BCT ${bct}`,
          value: convergence,
          note: only ? `only in ${only === "a" ? a : b}` : differing.join("; "),
        }),
      ),
      ...Object.entries(counts).map(([item, count]) =>
        fidelityRow({
          ...pair,
          item: `share ${item}`,
          value: techniques.length === 0 ? null : rounded(count / techniques.length, 4),
          numerator: count,
          denominator: techniques.length,
        }),
      ),
    ];
  });
}

export function differentiationTable(facts: Facts, { arm }: PackEdition): string {
  const profiles = facts.found.profiles;
  const cell = (count: number, of: number) => (of === 0 ? "0" : `${count} (${percent(count / of)})`);
  return markdownTable(
    ["arms", "techniques", "unique", "partially convergent", "fully convergent"],
    pairsOf(facts.arms).map(([a, b]) => {
      const { techniques, counts } = differentiate(profiles.get(a)!, profiles.get(b)!);
      const all = techniques.length;
      return [
        `${arm(a)} and ${arm(b)}`,
        all,
        cell(counts.unique, all),
        cell(counts["partially convergent"], all),
        cell(counts["fully convergent"], all),
      ];
    }),
  );
}

export function differingText(facts: Facts, { arm }: PackEdition): string | undefined {
  const profiles = facts.found.profiles;
  const lines = pairsOf(facts.arms).flatMap(([a, b]) => {
    const { techniques } = differentiate(profiles.get(a)!, profiles.get(b)!);
    const grouped = Map.groupBy(
      techniques.filter(({ convergence }) => convergence !== "fully convergent"),
      ({ only, differing }) => (only ? `only in ${arm(only === "a" ? a : b)}` : `differ in ${differing.join(", ")}`),
    );
    return [...grouped].map(([how, all]) => `${arm(a)} and ${arm(b)}, ${how}: ${all.map(({ bct }) => bct).join(", ")}`);
  });
  return lines.length > 0 ? bullets(lines) : undefined;
}
