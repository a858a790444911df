import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { toCrlfCsv } from "../csv.ts";
import { type DocumentPart, joinParts } from "../output/join/join.ts";
import { findSendable, type Sendable } from "../output/sendable.ts";
import { sha256 } from "../output/sha256.ts";
import { inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { type PrintFile, toFiles } from "./files.ts";
import { type Letters, type PrintedLetter, readLetters } from "./letters.ts";
import { columnsFor, manifestRow, type PlacedLetter } from "./manifest.ts";
import type { PrintRunOptions } from "./options.ts";
import { contentId, pageHashes, readBack } from "./read-back.ts";
import { type Totals, totalsOf, type WrittenFile } from "./totals.ts";

/** A print run as it was written. */
export type PrintRun = { folder: string; totals: Totals; warnings: readonly Problem[] };

/**
 * Puts the letters of a sealed run together for a print house: files of many letters, each on sheets of its own, with a manifest, totals
 * and hashes, in a new folder. The same run and options give the same bytes. Throws an InputError where the run may not leave, a
 * letter cannot be posted, or the folder is there already; what was written is then removed.
 */
export async function makePrintRun(world: World, path: string, options: PrintRunOptions = {}): Promise<PrintRun> {
  const sendable = await findSendable(world, path, options);
  const { run } = sendable;
  const letters = await readLetters(world, run, options);
  const folder = join(options.out ?? run.folder, "print-run");
  if (!(await world.makeFolder(folder)))
    throw inputError([
      {
        code: "print-run-there",
        severity: "error",
        message: `"${folder}" is there already`,
        hint: "what a print house may have is not written over: name another folder with --out, or remove it",
      },
    ]);
  try {
    const totals = await write(world, folder, { sendable, letters, options });
    return { folder, totals, warnings: letters.warnings };
  } catch (error) {
    await world.remove(folder);
    throw error;
  }
}

type PrintRunMaking = { sendable: Sendable; letters: Letters; options: PrintRunOptions };

async function write(world: World, folder: string, making: PrintRunMaking): Promise<Totals> {
  const files = toFiles(making.letters.letters, making.options);
  const placed: PlacedLetter[] = [];
  const written: WrittenFile[] = [];
  for (const [i, file] of files.entries()) {
    const hashed = await writeFile(world, folder, {
      ...making,
      file,
      number: i + 1,
      of: files.length,
      first: placed.length + 1,
    });
    const bytes = await readFile(join(folder, file.file));
    readBack(bytes, hashed, !making.options.untagged);
    written.push({ ...file, sha256: sha256(bytes), bytes: bytes.byteLength });
    let page = 1;
    for (const { hashes, ...letter } of hashed) {
      placed.push({ letter, file: file.file, sequence: placed.length + 1, page, contentId: contentId(hashes) });
      page += 2 * letter.sheets;
    }
  }
  const { run, seal } = making.sendable;
  const totals = totalsOf({ plan: run.plan, seal, files: written, letters: making.letters, options: making.options });
  const columns = columnsFor(placed);
  const manifest = toCrlfCsv(
    columns,
    placed.map((each) => manifestRow(run.plan.run, each).slice(0, columns.length)),
  );
  const texts = { "manifest.csv": manifest, "totals.json": `${JSON.stringify(totals, null, 1)}\n` };
  for (const [name, text] of Object.entries(texts)) await world.write(join(folder, name), text);
  const hashes = [
    ...Object.entries(texts).map(([name, text]) => [sha256(text), name]),
    ...written.map((each) => [each.sha256, each.file]),
  ];
  const sums = hashes.map(([hash, name]) => `${hash}  ${name}\n`).sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1));
  await world.write(join(folder, "SHA256SUMS"), sums.join(""));
  return totals;
}

type Writing = PrintRunMaking & { file: PrintFile; number: number; of: number; first: number }; // the first letter's place in the run

/** Writes one file, letter by letter. Returns what each says on its pages, by hash. */
async function writeFile(
  world: World,
  folder: string,
  writing: Writing,
): Promise<(PrintedLetter & { hashes: string[] })[]> {
  const { sendable, letters, options, file, number, of, first } = writing;
  const { plan, folder: from } = { ...sendable.run };
  const hashed: (PrintedLetter & { hashes: string[] })[] = [];
  const chunks = joinParts(parts(), {
    title: `${letters.title}, ${plan.cycle.id}: letters, file ${number} of ${of}`,
    date: plan.cycle.issued,
    isTagged: !options.untagged,
    first,
    marks: {
      sheets: options.sheetMarks ?? false,
      codes: options.sheetCodes,
      panels: options.foldMarks ? letters.panels : undefined,
    },
  });
  await world.writeChunks(join(folder, file.file), chunks);
  return hashed;

  async function* parts(): AsyncGenerator<DocumentPart> {
    for (const letter of file.letters) {
      const bytes = await readFile(join(from, letter.path));
      if (sha256(bytes) !== letter.sha256) throw new Error(`${letter.path} has changed while it was read`);
      hashed.push({ ...letter, hashes: pageHashes(bytes) });
      yield { bytes, label: letter.code, title: `${letter.code} ${letter.name}` };
    }
  }
}
