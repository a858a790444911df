import { escapeHtml } from "./sentence.ts";
import type { Svg } from "./svg.ts";

/**
 * The mark of a piece of a section, which a page carries as `data-slot`: the name that a difference, an explanation and
 * a finding call it by. ("trend-2", "message") → "trend-2.message"; a number is a place in a list, counted from 0:
 * ("why", "points", 0) → "why.points.1".
 */
export function markOf(section: string, ...path: (string | number)[]): string {
  return [section, ...path.map((part) => (typeof part === "number" ? part + 1 : part))].join(".");
}

/** The drawing with its mark. */
export function marked(svg: Svg, mark: string): Svg {
  return svg.replace(/^<svg[^>]*/, (open) => `${open} data-slot="${escapeHtml(mark)}"`) as Svg;
}
