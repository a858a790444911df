import { isDrawn } from "../../input/trial/draws.ts";
import type { Facts } from "./facts.ts";
import { markdown, markdownTable, rounded } from "./written.ts";

/** Who was available and what was drawn, by cycle so far: the flow of a trial that draws arms anew in every cycle. */
export function drawFlow({ trial, runs }: Facts): string {
  if (!isDrawn(trial.file)) return "";
  const arms = [...trial.arms.keys()];
  const rows = runs.map(({ cycle, trial: { assignments } }) => {
    const all = Object.values(assignments);
    const drawn = all.filter(({ draw }) => draw?.available);
    const of = arms.flatMap((arm) => {
      const offered = drawn.reduce((sum, { draw }) => sum + (draw?.offered[arm] ?? 0), 0);
      return [drawn.filter((each) => each.arm === arm).length, rounded(offered)];
    });
    return [cycle.id, all.length, all.length - drawn.length, drawn.length, ...of];
  });
  const heads = arms.flatMap((arm) => [arm, `${arm} offered`]);
  return markdown(
    "## Draws",
    `Everybody on the list, in every cycle so far: who was not available, and who was drawn into which arm, beside the sum of the probabilities with which it was offered. Who was not available was not randomised, got the report of ${trial.file.unavailable}, and stands under that arm above.`,
    markdownTable(["cycle", "on the list", "not available", "drawn", ...heads], rows),
  );
}
