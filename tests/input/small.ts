import { cpSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Inputs, load } from "../../src/input/load.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError, type Problem } from "../../src/problem.ts";

/** New files of the small campaign, or what becomes of those it has. */
export type Edits = Readonly<Record<string, string | Uint8Array | ((text: string) => string)>>;

/** The small campaign of tests/broken/base in a folder of its own, whose data are dressed in other clothes. */
export async function smallCampaign() {
  const scratch = await mkdtemp(join(tmpdir(), "small-"));
  const base = join(scratch, "base");
  const folder = join(scratch, "run");
  cpSync(join(import.meta.dirname, "../broken/base"), base, { recursive: true });

  async function loadWith(edits: Edits): Promise<Inputs> {
    await rm(folder, { recursive: true, force: true });
    cpSync(base, folder, { recursive: true });
    for (const [file, edit] of Object.entries(edits)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), typeof edit === "function" ? edit(await text(file)) : edit);
    }
    return load(nodeWorld(), folder);
  }

  /** What is wrong: file, line, message and hint. */
  async function toldWith(edits: Edits): Promise<string[]> {
    try {
      await loadWith(edits);
    } catch (error) {
      if (isInputError(error)) return error.problems.map((problem) => told(problem));
      throw error;
    }
    throw new Error("nothing wrong was found");
  }

  function told({ place, message, hint }: Problem): string {
    const where = place ? `${place.file.replace(`${folder}/`, "")}:${place.cell ?? place.line}` : "";
    return [`${where} ${message}`, ...(hint ? [hint] : [])].join(" | ").replaceAll(`${folder}/`, "");
  }

  async function text(file: string): Promise<string> {
    return readFile(join(base, file), "utf8");
  }

  return { folder, loadWith, toldWith, text, remove: () => rm(scratch, { recursive: true, force: true }) };
}
