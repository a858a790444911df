import { join } from "node:path";
import { isDay } from "../input/files/fields.ts";
import { type OpenPosted, openPosted, type PostedRecord, type Posting, recordsPosted } from "../output/posted.ts";
import { isArtefact, readManifest } from "../output/record.ts";
import { findSendable, type Sendable } from "../output/sendable.ts";
import { sha256 } from "../output/sha256.ts";
import { inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import type { Totals } from "./totals.ts";

export type HandOverOptions = {
  day: string; // ISO day on which the print house got the files
  out?: string | undefined; // the folder that print-run is in; the run's own if left out
  correction?: boolean | undefined; // though some have a letter of an earlier run of the cycle
};

/** What was written down: letters that are new to the ledger, those that it knew, and in place of how many others. */
export type HandedOver = { run: string; added: number; known: number; corrected: number };

/**
 * Writes down that a print house has the files of a print run: a line for each letter in the ledger of the cycle. Throws an InputError
 * where there is no print run, it is not as it was written, or it is of another run; nothing is written then.
 */
export async function handOver(
  world: World,
  path: string,
  { day, out, correction }: HandOverOptions,
): Promise<HandedOver> {
  refuseDay(day, world.today());
  const sendable = await findSendable(world, path, { partial: true }); // who made the print run has meant it
  const { run, cycleFolder } = sendable;
  const letters = await lettersIn(world, join(out ?? run.folder, "print-run"), sendable, day);
  await using ledger = await openPosted(world, cycleFolder);
  const had = lettersHad(ledger);
  const isKnown = ({ code, letter }: Posting) => had.get(code)?.has(letter) === true;
  const handed = letters.filter(({ state }) => state === "handed-over");
  const last = new Map(recordsPosted(ledger.lines).map((record) => [record.code, record]));
  const left = letters.filter(
    ({ state, code, why }) => state === "left-out" && !had.has(code) && last.get(code)?.why !== why,
  );
  const added = handed
    .filter((letter) => !isKnown(letter))
    .map((letter) => {
      const before = [...(had.get(letter.code) ?? [])].at(-1);
      return before === undefined ? letter : { ...letter, corrects: before };
    });
  const corrected = added.filter(({ corrects }) => corrects !== undefined);
  if (corrected.length > 0 && !correction)
    throw inputError([
      wrong(
        "is-correction",
        `${corrected.length} recipients have a letter of an earlier run, and this one says something else: ${named(corrected)}`,
        "say --correction where they are to get this one in its place",
      ),
    ]);
  await ledger.add([...added, ...left]);
  return {
    run: run.plan.run,
    added: added.length,
    known: handed.length - added.length,
    corrected: corrected.length,
  };
}

function refuseDay(day: string, today: string): void {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !isDay(day))
    throw inputError([wrong("bad-day", `invalid day "${day}"`, "write a day as 2026-04-01")]);
  if (day > today)
    throw inputError([wrong("bad-day", `${day} is still to come`, "write it down when the print house has the files")]);
}

/** The letters of a print run that is as it was written, of this run; and those that it leaves out. */
async function lettersIn(world: World, folder: string, { run, seal }: Sendable, day: string): Promise<Posting[]> {
  const sums = await world.readText(join(folder, "SHA256SUMS"));
  if (sums === undefined)
    throw inputError([
      wrong(
        "no-print-run",
        `no print run in "${folder}"`,
        "make it with feedback print-run, or name its folder (--out)",
      ),
    ]);
  const lines = sums.trimEnd().split("\n");
  const files = lines.map((line) => ({ hash: line.slice(0, 64), name: line.slice(66) }));
  const now = await Promise.all(files.map(({ name }) => world.hash(join(folder, name)).catch(() => undefined)));
  const changed = files.filter(({ hash }, i) => hash !== now[i]);
  if (changed.length > 0 || !files.some(({ name }) => name === "totals.json"))
    throw inputError(
      (changed.length > 0 ? changed : [{ name: "totals.json" }]).map(({ name }) =>
        wrong(
          "print-run-at-fault",
          `"${join(folder, name)}" is not as it was written`,
          "what a print house has must be known: put it back, or make the print run again in another folder",
        ),
      ),
    );
  const totals = JSON.parse((await world.readText(join(folder, "totals.json"))) ?? "{}") as Totals;
  const { cycle, run: id } = run.plan;
  if (totals.run !== id || totals.seal !== seal.seal)
    throw inputError([
      wrong(
        "other-print-run",
        `the print run in "${folder}" is of ${totals.run}, not of ${id}`,
        "name the run that it was made from",
      ),
    ]);
  const left = new Map(totals.left.map(({ code, why }) => [code, why]));
  const prints = (await readManifest(world, run.folder))
    .filter(isArtefact)
    .filter(({ channel }) => channel === "print");
  const there = prints.filter(({ code }) => !left.has(code));
  if (there.length !== totals.recipients)
    throw new Error(`${there.length} letters in the run, ${totals.recipients} in its print run`);
  const shared = { cycle: cycle.id, run: id, edition: seal.seal.slice(0, 12), day, sums: sha256(sums) };
  return prints.map(({ code, sha256: letter }): Posting => {
    const why = left.get(code);
    return why === undefined
      ? { state: "handed-over", code, letter, ...shared }
      : { state: "left-out", code, letter, ...shared, why };
  });
}

/** By recipient the letters that a print house has had, in order. */
export function lettersHad({ lines }: Pick<OpenPosted, "lines">): ReadonlyMap<string, ReadonlySet<string>> {
  const handed = recordsPosted(lines).filter(({ state }) => state === "handed-over");
  const byCode = Map.groupBy(handed, ({ code }) => code);
  return new Map([...byCode].map(([code, same]) => [code, new Set(same.map(({ letter }: PostedRecord) => letter))]));
}

function named(letters: readonly { code: string }[]): string {
  const codes = letters.slice(0, 5).map(({ code }) => code);
  return `${codes.join(", ")}${letters.length > 5 ? ` and ${letters.length - 5} more` : ""}`;
}

function wrong(code: string, message: string, hint: string): Problem {
  return { code, severity: "error", message, hint };
}
