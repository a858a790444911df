import { nodeWorld } from "../node.ts";
import { readBlindKey } from "../trial/pack/blind/key.ts";
import { readSealed } from "../trial/pack/blind/sealed.ts";
import { exits } from "./exits.ts";

/** Prints which arm is behind each label of a blind edition, and which edition that is. */
export async function unblind(file: string, keyFile: string): Promise<number> {
  const world = nodeWorld();
  const { trial, cycle, run, mark, sums, arms } = await readSealed(world, file, await readBlindKey(world, keyFile));
  const told = arms.map(({ label, arm, levels }) => {
    const named = Object.entries(levels).map(([factor, { level, is }]) => `${factor}: ${level} (${is})`);
    return `${label}  ${arm}  ${named.join("; ")}`;
  });
  const lines = [
    `${trial}, cycle ${cycle}, run ${run}; mark of the labels ${mark}`,
    ...told,
    `SHA-256 of SHA256SUMS: ${sums}`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return exits.clean;
}
