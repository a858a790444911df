import type { ChartLabel, Figure, MarkRole } from "../report/report.ts";
import { toWords } from "./sentence.ts";
import { textWidth, toLines } from "./text-width.ts";
import { faces } from "./theme.ts";

/** A label whose words are measured: `x` is where its leader stands, in px from the left of the plot. */
export type Words = { role: MarkRole; x: number; head: string; note: readonly string[]; width: number; height: number };

/** A label with its place, px: its words begin at `from` and hang from `top`; its leader ends at `leader`. */
export type Step = Words & { tier: number; from: number; top: number; leader: number };

const GAP = 7; // between a leader and its words, px
const LINE = 14; // leading of a note, px

export function measureLabel(label: ChartLabel, x: number, figures: Readonly<Record<string, Figure>>, widest: number): Words {
  const head = toWords(label.head, figures);
  const words = toWords(label.note, figures);
  const note = words === "" ? [] : toLines(words, widest, faces.note);
  const width = Math.max(textWidth(head, faceOf(label.role)), ...note.map((line) => textWidth(line, faces.note)));
  return { role: label.role, x, head, note, width, height: headHeight(label.role) + note.length * LINE - 1 };
}

/**
 * A flight of steps: every label gets a step of its own above `bottom` px, its words right or left of its leader (or
 * above its end, where neither side has room), such that no leader crosses another's words. Of all arrangements the
 * first with the least cost is taken: words to the right, the smallest value on the highest step.
 */
export function flightOf(labels: readonly Words[], bounds: { width: number; bottom: number }): Step[] {
  const sorted = [...labels].sort((a, b) => a.x - b.x || rank(a.role) - rank(b.role));
  let best: { cost: number; steps: Step[] } | undefined;
  for (const order of permutations(sorted.map((_, i) => i))) {
    for (const sides of product(sorted.length)) {
      const cost = costOf(order, sides);
      if (best && best.cost <= cost) continue;
      const steps = arrange(sorted, order, sides, bounds);
      if (isClear(steps, bounds.width)) best = { cost, steps };
    }
  }
  if (!best) throw new Error(`the labels of a chart do not fit: ${labels.map(({ head }) => `"${head}"`).join(", ")}`);
  return best.steps;
}

/** Where the words of a label stand, px: baselines down from its top. */
export function baselinesOf({ role, note }: Words): { head: number; notes: number[] } {
  const head = role === "own" ? 12 : 10;
  return { head, notes: note.map((_, i) => headHeight(role) + 8 + i * LINE) };
}

export function faceOf(role: MarkRole): (typeof faces)["own" | "label"] {
  return role === "own" ? faces.own : faces.label;
}

type Side = "right" | "left" | "over";
const SIDES: readonly Side[] = ["right", "left", "over"];

function headHeight(role: MarkRole): number {
  return role === "own" ? 18 : 16;
}

/** The practice comes last among equals, so it stands on the lowest step, next to its dot. */
function rank(role: MarkRole): number {
  return ["best", "target", "median", "own"].indexOf(role);
}

function costOf(order: readonly number[], sides: readonly Side[]): number {
  const turned = sides.filter((side) => side === "left").length;
  const over = sides.filter((side) => side === "over").length;
  const descents = order.filter((tier, i) => tier !== order.length - 1 - i).length;
  return over * 100 + turned * 10 + descents;
}

/** `order[i]` is the step of the i-th label from the left, 0 the lowest. */
function arrange(
  labels: readonly Words[],
  order: readonly number[],
  sides: readonly Side[],
  { width, bottom }: { width: number; bottom: number },
): Step[] {
  return labels.map((label, i) => {
    const tier = order[i] ?? 0;
    const below = labels.filter((_, j) => (order[j] ?? 0) < tier).reduce((sum, { height }) => sum + height, 0);
    const top = bottom + below + label.height;
    const side = sides[i] ?? "right";
    if (side === "right") return { ...label, tier, from: label.x + GAP, top, leader: top };
    if (side === "left") return { ...label, tier, from: label.x - GAP - label.width, top, leader: top };
    const from = Math.min(Math.max(label.x - label.width / 2, 0), width - label.width);
    return { ...label, tier, from, top, leader: top - label.height };
  });
}

/** Nothing leaves the chart, and a higher label's leader never passes through the words of a lower one. */
function isClear(steps: readonly Step[], width: number): boolean {
  return steps.every(
    (step) =>
      step.from >= -0.5 &&
      step.from + step.width <= width + 0.5 &&
      steps.every((other) => other.tier <= step.tier || other.x < step.from - 3 || other.x > step.from + step.width + 3),
  );
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

function product(length: number): Side[][] {
  if (length === 0) return [[]];
  return product(length - 1).flatMap((rest) => SIDES.map((side) => [...rest, side]));
}
