import type { Channel } from "../input/campaign/campaign.ts";
import type { Presses } from "../output/artefact.ts";
import type { Attempt } from "../output/log.ts";
import type { BrowserOptions } from "../output/page-browser.ts";
import type { ReadGuard } from "../output/refuse.ts";
import type { Entry } from "../output/store.ts";
import type { Problem } from "../problem.ts";
import type { Fits } from "../render/height.ts";
import type { Templates } from "../render/templates.ts";
import type { Material } from "../report/material.ts";
import type { Task } from "../report/task.ts";
import type { World } from "../world.ts";

/** What is said between the pool and its workers. Apart from both, since the worker imports what imports the pool. */

/** What a worker is given once. */
export type Setup = {
  materials: Readonly<Record<string, Material>>;
  templates: Templates;
  channels: readonly Channel[]; // of any report
  guard: ReadGuard; // what no artefact may hold
  fits?: Fits; // of a trial, where arms are set alike
  folder: string;
  browser: BrowserOptions;
};

/** What it is asked for, again and again, until it is told to stop. */
export type WorkerOrder = { task: Task } | { stop: true };

/** What it answers: first that it is ready (or why not), then the entries of each report. */
export type WorkerAnswer =
  | { kind: "ready" }
  | { kind: "broken"; message: string; problems?: readonly Problem[] }
  | ({ kind: "entries" } & MadeReport);

/** What came of a report: its entries, and how the try at it went. */
export type MadeReport = { code: string; entries: Entry[]; attempt: Attempt };

/** What a report is made with besides its task. */
export type Workshop = {
  materials: Readonly<Record<string, Material>>;
  folder: string;
  guard: ReadGuard; // what no artefact may hold
  fits?: Fits | undefined; // of a trial, where arms are set alike
  presses: Presses;
  world: World;
};
