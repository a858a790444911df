import type { Box } from "../../input/library/envelopes.ts";
import type { TextRun } from "../pdf/runs.ts";
import type { Flaw, PageLayout } from "./layout.ts";
import { boxOf, isWithin, named, overlapOf } from "./layout.ts";

const smallest = 8.5; // pt on paper: words of charts and marks of notes have it
const tolerance = 0.06;
const [least, deep] = [0.4, 0.5]; // mm by which letters lie over each other before it is told

/**
 * Letters too small to read, but for an address, whose sizes are its own; letters that hardly stand out, those at the foot too; and
 * letters that lie over others. `page` begins at 1.
 */
export function inspectType({ paper, runs }: PageLayout, page: number, address?: Box): Flaw[] {
  const own = runs.filter(({ isArtifact, text }) => !isArtifact && text.trim() !== "");
  const isAddress = (run: TextRun) => address !== undefined && isWithin(boxOf(run, paper), address);
  const small = own
    .filter((run) => run.size < smallest - tolerance && !isAddress(run))
    .sort((a, b) => a.size - b.size)[0];
  const faint = runs
    .filter((run) => run.text.trim() !== "" && run.contrast < leastContrast(run) - tolerance)
    .sort((a, b) => a.contrast - b.contrast)[0];
  const boxes = own.map((run) => ({ run, box: boxOf(run, paper) })).sort((a, b) => a.box.top - b.box.top);
  const met = boxes.flatMap((one, i) => {
    const over = boxes.slice(i + 1).find((other) => {
      const { across, down } = overlapOf(one.box, other.box);
      return across > least && down > deep;
    });
    return over ? [[one.run, over.run] as const] : [];
  });
  return [
    ...(small
      ? [
          {
            kind: "small" as const,
            what: `page ${page} has letters of ${Math.round(small.size * 10) / 10} pt, less than ${smallest}: "${named(small)}"`,
          },
        ]
      : []),
    ...(faint
      ? [
          {
            kind: "faint" as const,
            what: `page ${page} has letters with a contrast of ${Math.floor(faint.contrast * 10) / 10}, less than ${leastContrast(faint)}: "${named(faint)}"`,
          },
        ]
      : []),
    ...met.map(([one, other]) => ({
      kind: "over" as const,
      what: `on page ${page} "${named(one)}" and "${named(other)}" lie over each other`,
    })),
  ];
}

/** WCAG 2.2, 1.4.3: 4.5; of large letters, 18 pt or bold from 14 pt, 3. */
function leastContrast({ size, font }: TextRun): number {
  return size >= 18 || (size >= 14 && /bold/i.test(font)) ? 3 : 4.5;
}
