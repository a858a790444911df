import type { FlowCounts } from "./counts.ts";

/** A box of the flow diagram: what it is about, how many are in it, and what is told of them. */
export type FlowBox = {
  heading: string;
  counts: FlowCounts | null; // null where nobody counts them
  lines: readonly string[];
};

/** Boxes under one another: of an arm, or of a sequence of arms. */
export type FlowColumn = { name: string; boxes: readonly FlowBox[] };

/** A part of the diagram, from top to bottom: one box for all, with another beside it; or columns, whose rows have labels. */
export type FlowTier =
  | { label: string; box: FlowBox; aside?: FlowBox }
  | { labels: readonly string[]; columns: readonly FlowColumn[] };

/** The flow of participants after CONSORT, of whatever design, as data: drawn by `flow-svg.ts`. */
export type FlowDiagram = {
  version: 1;
  title: string;
  rehearsal: boolean;
  tiers: readonly FlowTier[];
};
