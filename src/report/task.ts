import { compose } from "./compose.ts";
import type { Material, Subject } from "./material.ts";
import type { Report } from "./report.ts";

/** One report to make: its subject, and the name of its material. */
export type Task = Subject & { material: string };

/** What reports are composed from: the materials they share, by name, and a task for each. */
export type Measured = { materials: Readonly<Record<string, Material>>; tasks: readonly Task[] };

/** The report of one task. */
export function composeTask({ materials }: Pick<Measured, "materials">, task: Task): Report {
  return compose(materialOf(materials, task), task);
}

export function materialOf(materials: Measured["materials"], { material }: Task): Material {
  const found = materials[material];
  if (!found) throw new Error(`no material "${material}"`);
  return found;
}
