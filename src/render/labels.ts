import { remembered } from "../remembered.ts";
import type { ChartLabel, MarkRole } from "../report/chart.ts";
import { type Figures, toWords } from "../report/sentence.ts";
import { textWidth, toLines } from "./text-width.ts";
import { faces } from "./theme.ts";

/** A label whose words are measured: `x` is where its leader stands, in px from the left of the plot. */
export type LabelWords = {
  role: MarkRole;
  aim: boolean;
  x: number;
  head: readonly string[]; // lines
  note: readonly string[];
  width: number;
  height: number;
};

/** A label with its place, px: its words begin at `from` and hang from `top`; its leader ends at `leader`. */
export type LabelStep = LabelWords & { tier: number; from: number; top: number; leader: number };

const GAP = 7; // between a leader and its words, px
const LINE = 14; // leading of a note, px

/** The labels of a chart that is read from the top: the own, what is usual, what to aim at. */
export function inReadingOrder(labels: readonly ChartLabel[]): ChartLabel[] {
  return [...labels].sort((a, b) => place(a) - place(b));
}

function place({ role, aim }: ChartLabel): number {
  return role === "own" ? 0 : aim ? 2 : 1;
}

/** The words of a label in lines of at most `widest` px, as far as their spaces allow. */
export function measureLabel(label: ChartLabel, x: number, figures: Figures, widest: number): LabelWords {
  const face = faceOf(label.role);
  const head = toLines(toWords(label.head, figures), widest, face);
  const words = toWords(label.note, figures);
  const note = words === "" ? [] : toLines(words, widest, faces.note);
  const width = Math.max(
    ...head.map((line) => textWidth(line, face)),
    ...note.map((line) => textWidth(line, faces.note)),
  );
  const height = headHeight(label.role) * head.length + note.length * LINE - 1;
  return { role: label.role, aim: label.aim === true, x, head, note, width, height };
}

/** The flight of labels with their words in as few lines as find room; `left` is where a value stands, in px. */
export function labelsOf(
  labels: readonly ChartLabel[],
  figures: Figures,
  { left, width, bottom }: { left: (value: number) => number; width: number; bottom: number },
): LabelStep[] {
  for (const share of [0.62, 0.48, 0.38]) {
    const words = labels.map((label) => measureLabel(label, left(label.at), figures, width * share));
    const steps = flightOf(words, { width, bottom });
    if (steps) return steps;
  }
  const heads = labels.map(({ head }) => `"${toWords(head, figures)}"`);
  throw new Error(`the labels of a chart do not fit: ${heads.join(", ")}`);
}

/**
 * A flight of steps: every label gets a step of its own above `bottom` px, its words right or left of its leader (or
 * above its end, where neither side has room), such that no leader crosses another's words. Of all arrangements the
 * first with the least cost is taken: words to the right, the smallest value on the highest step. None: undefined.
 */
export function flightOf(
  labels: readonly LabelWords[],
  bounds: { width: number; bottom: number },
): LabelStep[] | undefined {
  const sorted = [...labels].sort((a, b) => a.x - b.x || rank(a) - rank(b));
  const { orders, sides, cheapest } = arrangementsOf(sorted.length);
  for (const each of cheapest) {
    const order = orders[Math.floor(each / sides.length)]!;
    const steps = arrange(sorted, order, sides[each % sides.length]!, bounds);
    if (isClear(steps, bounds.width)) return steps;
  }
  return undefined;
}

/** Every line of a label with its baseline, px down from its top. */
export function linesOf({ role, head, note }: LabelWords): { head: LabelLine[]; note: LabelLine[] } {
  const first = role === "own" ? 12 : 10;
  const under = headHeight(role) * head.length;
  return {
    head: head.map((text, i) => ({ text, baseline: first + i * headHeight(role) })),
    note: note.map((text, i) => ({ text, baseline: under + 8 + i * LINE })),
  };
}

type LabelLine = { text: string; baseline: number };

export function faceOf(role: MarkRole): (typeof faces)["own" | "label"] {
  return role === "own" ? faces.own : faces.label;
}

type LabelSide = "right" | "left" | "over";
const SIDES: readonly LabelSide[] = ["right", "left", "over"];

function headHeight(role: MarkRole): number {
  return role === "own" ? 18 : 16;
}

/** The practice comes last among equals, so it stands on the lowest step, next to its dot. */
function rank({ role, aim }: Pick<LabelWords, "role" | "aim">): number {
  return role === "own" ? 2 : aim ? 0 : 1;
}

/** Every arrangement of so many labels: `cheapest` counts through the sides within each order, those of the least cost first. */
type Arrangements = { orders: readonly number[][]; sides: readonly LabelSide[][]; cheapest: Uint32Array };

const arrangementsOf = remembered(toArrangements, String);

function toArrangements(labels: number): Arrangements {
  const orders = permutations(Array.from({ length: labels }, (_, i) => i));
  const sides = product(labels);
  const [descents, turns] = [orders.map(descentsOf), sides.map(turnsOf)];
  const cost = (each: number) => descents[Math.floor(each / sides.length)]! + turns[each % sides.length]!;
  const all = Uint32Array.from({ length: orders.length * sides.length }, (_, i) => i);
  return { orders, sides, cheapest: all.sort((a, b) => cost(a) - cost(b) || a - b) };
}

function turnsOf(sides: readonly LabelSide[]): number {
  return sides.reduce((cost, side) => cost + (side === "over" ? 100 : side === "left" ? 10 : 0), 0);
}

function descentsOf(order: readonly number[]): number {
  return order.filter((tier, i) => tier !== order.length - 1 - i).length;
}

/** `order[i]` is the step of the i-th label from the left, 0 the lowest. */
function arrange(
  labels: readonly LabelWords[],
  order: readonly number[],
  sides: readonly LabelSide[],
  { width, bottom }: { width: number; bottom: number },
): LabelStep[] {
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
function isClear(steps: readonly LabelStep[], width: number): boolean {
  return steps.every(
    (step) =>
      step.from >= -0.5 &&
      step.from + step.width <= width + 0.5 &&
      steps.every(
        (other) => other.tier <= step.tier || other.x < step.from - 3 || other.x > step.from + step.width + 3,
      ),
  );
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

function product(length: number): LabelSide[][] {
  if (length === 0) return [[]];
  return product(length - 1).flatMap((rest) => SIDES.map((side) => [...rest, side]));
}
