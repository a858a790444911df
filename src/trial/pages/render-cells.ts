import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Study, Trial } from "../../input/study.ts";
import { renderForLint } from "../../lint/rendered.ts";
import type { RenderedForRule } from "../../lint/rule.ts";
import type { Presses } from "../../output/artefact.ts";
import { decidedFor } from "../../render/height.ts";
import type { Templates } from "../../render/templates.ts";
import { designOfCell } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import type { Measuring, Unmade } from "../../report/subjects.ts";
import type { NamedCell } from "../compare/compare.ts";
import { openCells as composedCells } from "../differences/variants.ts";
import { fitsOfCells } from "./fits.ts";

/** How cells are rendered: in which cycle, for whom (chosen if left out), with which presses, and how numbers are had. */
export type Rendering = Measuring & { cycle: Cycle; codes?: readonly string[]; templates: Templates; presses: Presses };

/** Makes the reports of a cell of some recipients, the same in every cell, as their readers would get them. */
export type CellRenderer = (cell: NamedCell, reports: readonly Report[]) => Promise<RenderedCell>;

/** What was made of the reports of a cell, by recipient, and which could not be. */
export type RenderedCell = { rendered: ReadonlyMap<string, RenderedForRule>; unmade: readonly Unmade[] };

const mostPrinted = 16; // recipients of each cell

/**
 * Opens the rendering of cells: chooses the recipients who show every block and action of any cell between them, and how page one
 * of each is set in all arms.
 */
export function openCells(
  study: Study,
  trial: Trial,
  cells: readonly NamedCell[],
  { cycle, codes: asked, templates, presses, ...measuring }: Rendering,
): CellRenderer {
  const wide = { cycle, ...measuring };
  const codes = new Set(asked ?? chooseCodes(study, trial, cells, wide));
  const fits = fitsOfCells(study, trial, cells, { ...wide, templates, codes });
  const fitsIn = new Map(cells.map(({ name }, i) => [name, fits[i] ?? {}]));
  return async ({ name, levels }, reports) => {
    const { channels, template } = designOfCell(study, trial, { levels }).design;
    const own = reports.filter(({ recipient }) => codes.has(recipient.code));
    const rendered = new Map<string, RenderedForRule>();
    const unmade: Unmade[] = [];
    for (const report of own) {
      const { code } = report.recipient;
      try {
        const decided = decidedFor(code, fitsIn.get(name));
        rendered.set(code, await renderForLint(report, channels, presses.of(template), decided));
      } catch (error) {
        unmade.push({ code, because: (error as Error).message });
      }
    }
    return { rendered, unmade };
  };
}

function chooseCodes(
  study: Study,
  trial: Trial,
  cells: readonly NamedCell[],
  wide: Measuring & { cycle: Cycle },
): string[] {
  const varied = cells.map(({ levels }) => composedCells(study, trial, [levels], wide).outline(levels).varied);
  return [...new Set(inTurn(varied))].slice(0, mostPrinted);
}

/** The first of each list, then the second of each. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}
