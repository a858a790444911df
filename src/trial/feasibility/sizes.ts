import type { UnitOf } from "../units.ts";
import type { Allocated } from "./estimate.ts";
import type { Layout } from "./layout.ts";
import { weigherOf } from "./placed.ts";
import { type Components, covariances } from "./variance.ts";

/** Shares out so many times what there is, as a layout has it. */
export type Sharing = (layout: Layout, times: number) => Allocated[];

/** What is allocated, by how many recipients each has. */
export function sharingOf(groups: readonly (readonly UnitOf[])[], components: Components): Sharing {
  const sizes = groups.map((own) => own.length).sort((a, b) => a - b);
  return (layout, times) => {
    const { ratio, stretches } = layout;
    const codes = Object.entries(ratio).flatMap(([code, parts]) => Array<string>(parts).fill(code));
    const weights = new Map<number, Allocated["weight"]>();
    const count = Math.max(codes.length, Math.round(groups.length * times));
    return Array.from({ length: count }, (_, i) => {
      const size = sizes[Math.min(sizes.length - 1, Math.floor(i / times))]!;
      const weight = weights.get(size) ?? weigherOf(layout)(covariances(components, stretches, size));
      weights.set(size, weight);
      return { code: codes[i % codes.length]!, weight };
    });
  };
}

/** The code of each of what is allocated, in the ratio, once for each of its recipients. */
export function sizesOf(groups: readonly (readonly UnitOf[])[], { ratio }: Pick<Layout, "ratio">): string[][] {
  const codes = Object.entries(ratio).flatMap(([code, parts]) => Array<string>(parts).fill(code));
  const sizes = groups.map((own) => own.length).sort((a, b) => a - b);
  return sizes.map((size, i) => Array<string>(size).fill(codes[i % codes.length]!));
}
