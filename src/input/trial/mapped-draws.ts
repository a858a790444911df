import { type Problem, wrong } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Row } from "../files/table.ts";
import { isDrawn } from "./draws.ts";
import type { ListMap } from "./list-map.ts";
import type { ListedDraw } from "./list-row.ts";
import type { MappedFile } from "./list-source.ts";
import { textOf } from "./mapped-rows.ts";
import type { TrialFile } from "./trial.ts";

/** A list of a micro-randomised trial tells of draws, and no other does. Of all arms but one it has the probabilities. */
export function checkDrawColumns(
  { map, places }: Pick<MappedFile, "map" | "places">,
  { trial, arms, cycles }: { trial: TrialFile; arms: readonly string[]; cycles: readonly string[] },
  problems: Problem[],
): void {
  const { draws } = map;
  const say = (code: string, message: string, path: readonly string[], hint?: string) =>
    problems.push(wrong(code, message, places.placeOf(path), hint));
  if (!draws && isDrawn(trial))
    say(
      "no-draws",
      "nothing says which columns tell of the draws",
      [],
      "draws: { cycle: …, available: …, offered: { K1: …, K7: … } }",
    );
  if (!draws) return;
  if (!isDrawn(trial)) {
    say("no-draws", "only the list of a micro-randomised trial has `draws`", ["draws"]);
    return;
  }
  for (const arm of Object.keys(draws.offered).filter((each) => !arms.includes(each)))
    say("unknown-arm", `unknown arm "${arm}"`, ["draws", "offered", arm], suggest(arm, arms));
  const without = arms.filter((each) => !Object.hasOwn(draws.offered, each));
  if (without.length > 1)
    say(
      "no-draws",
      `no column has the probabilities of ${without.join(", ")}`,
      ["draws", "offered"],
      "of one arm it may be left out: it has what the others leave",
    );
  for (const [text, cycle] of Object.entries(draws.cycles).filter(([, each]) => !cycles.includes(each)))
    say(
      "unknown-cycle",
      `"${text}" stands for "${cycle}", which is no cycle`,
      ["draws", "cycles", text],
      suggest(cycle, cycles),
    );
}

/** What a row says of its draw, in the words that our own lists have; undefined where the list tells of none. */
export function drawOf(row: Row, { draws, codes }: Pick<ListMap, "draws" | "codes">): ListedDraw | undefined {
  if (!draws) return undefined;
  const [cycle, available] = [textOf(row, draws.cycle), textOf(row, draws.available)];
  const arms = [...new Set(Object.values(codes))];
  const said = Object.fromEntries(Object.entries(draws.offered).map(([arm, column]) => [arm, textOf(row, column)]));
  const left = leftOf(Object.values(said));
  return {
    cycle: Object.hasOwn(draws.cycles, cycle) ? draws.cycles[cycle]! : cycle,
    available: Object.hasOwn(draws.availability, available) ? draws.availability[available]! : available,
    offered: { ...Object.fromEntries(arms.map((arm) => [arm, left])), ...said },
  };
}

/** What probabilities leave of 1; nothing where one is missing or is no number. */
function leftOf(texts: readonly string[]): string {
  const sum = texts.reduce((all, text) => all + (text === "" ? Number.NaN : Number(text)), 0);
  return Number.isNaN(sum) ? "" : String(Number((1 - sum).toFixed(9)));
}
