import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { openPress } from "../output/artefact.ts";
import type { BrowserOptions } from "../output/page-browser.ts";
import { inputError } from "../problem.ts";
import type { Task } from "../report/task.ts";
import type { World } from "../world.ts";
import type { MadeReport, Setup, Workshop } from "./orders.ts";

/** What a report that failed was to be made from: enough to make it again by itself, on any machine with this engine. */
type QuarantinedInputs = Pick<Setup, "materials" | "templates" | "guard" | "fits"> & {
  format: typeof format;
  task: Task;
};

const format = "feedback-quarantine-1";

/** Where the inputs of failed reports are, below a run's folder. They hold figures of peers: they are for whoever mends the fault. */
export const quarantineFolder = "quarantine";

/** Reports whose inputs are kept, at most: the first failures tell most, and each holds all that its peers share. */
export const mostQuarantined = 20;

type Kept = Pick<Setup, "materials" | "templates" | "guard" | "fits" | "folder">;

/** Keeps what reports that failed were to be made from, of the first `mostQuarantined` of a run. Gives the file's path, or nothing. */
export function quarantining(world: World, setup: Kept): (task: Task) => Promise<string | undefined> {
  const kept = new Set<string>();
  return async (task) => {
    const { code } = task.organisation;
    if (!kept.has(code) && kept.size >= mostQuarantined) return undefined;
    kept.add(code);
    return await quarantine(world, task, setup);
  };
}

async function quarantine(
  world: World,
  task: Task,
  { materials, templates, guard, fits, folder }: Kept,
): Promise<string> {
  const { code } = task.organisation;
  const own = materials[task.material];
  const fit = fits?.[code];
  const inputs: QuarantinedInputs = {
    format,
    task,
    materials: own ? { [task.material]: own } : {},
    templates,
    guard,
    ...(fit ? { fits: { [code]: fit } } : {}),
  };
  const path = join(folder, quarantineFolder, `${code}.inputs`);
  await world.write(path, serialize(inputs));
  return path;
}

/** Makes a report from what was kept of it, in a folder. Throws an InputError for a file that is none of these. */
export async function replay(
  world: World,
  file: string,
  { folder, browser, make }: { folder: string; browser: BrowserOptions; make: MakeQuarantined },
): Promise<MadeReport> {
  const { task, materials, templates, guard, fits } = await readInputs(file);
  await mkdir(folder, { recursive: true });
  await using presses = await openPress(templates, task.channels, browser);
  return await make(task, { materials, folder, guard, fits, presses, world });
}

type MakeQuarantined = (task: Task, workshop: Workshop) => Promise<MadeReport>;

async function readInputs(file: string): Promise<QuarantinedInputs> {
  try {
    const inputs = deserialize(await readFile(file)) as QuarantinedInputs;
    if (inputs.format === format) return inputs;
  } catch {} // as little of use as what has another format
  throw inputError([
    {
      code: "no-quarantine",
      severity: "error",
      message: `"${file}" does not hold the inputs of a report`,
      hint: `give a file that a run left in its folder ${quarantineFolder}, with the engine that wrote it`,
    },
  ]);
}
