import type { SectionKind } from "../input/campaign/sections.ts";
import { actions } from "./sections/actions.ts";
import { cautions } from "./sections/cautions.ts";
import { comparison } from "./sections/comparison.ts";
import { firstStep } from "./sections/first-step.ts";
import { groups } from "./sections/groups.ts";
import { headline } from "./sections/headline.ts";
import { letter } from "./sections/letter.ts";
import { method } from "./sections/method.ts";
import type { SectionFace } from "./sections/module.ts";
import { multiples } from "./sections/multiples.ts";
import { ownPlan } from "./sections/own-plan.ts";
import { sinceLast } from "./sections/since-last.ts";
import { table } from "./sections/table.ts";
import { trend } from "./sections/trend.ts";
import { why } from "./sections/why.ts";

const faces = {
  headline,
  letter,
  comparison,
  "first-step": firstStep,
  "since-last": sinceLast,
  trend,
  table,
  multiples,
  groups,
  why,
  cautions,
  actions,
  "own-plan": ownPlan,
  method,
} satisfies { [K in SectionKind]: SectionFace<K> };

/** How sections of a kind are rendered. */
export function faceOf({ kind }: { kind: SectionKind }): SectionFace<SectionKind> {
  return faces[kind] as SectionFace<SectionKind>;
}

/** The kinds of section that an email shows. */
export const emailKinds: readonly SectionKind[] = Object.keys(faces)
  .map((kind) => kind as SectionKind)
  .filter((kind) => faceOf({ kind }).email !== undefined);
