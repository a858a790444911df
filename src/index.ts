/// <reference lib="esnext.disposable" preserve="true" />
/*
 * What a user of the library may import, name by name. `build` is the whole river. Its stages, in order: `loadStudy`,
 * `planStudy`, `measureStudy`, `composeTask` (or `reportsOf`, all three at once), `render`, `print`, `store`; `make` takes one report from its numbers to its files.
 * `nodeWorld` is this machine; `openPress` opens a browser, to be closed by the block that opened it.
 */

export { make } from "./batch/make.ts";
export type { MadeReport, Workshop } from "./batch/orders.ts";
export type { Run } from "./batch/outcome.ts";
export { type BuildOptions, build } from "./build.ts";
export type { Campaign, Cycle } from "./input/campaign/campaign.ts";
export type { Channel } from "./input/campaign/channels.ts";
export { findCycle } from "./input/cycles.ts";
export type { Directory, Organisation } from "./input/data/organisation.ts";
export type { Indicator } from "./input/library/indicator.ts";
export type { Inputs } from "./input/load.ts";
export { loadStudy, type Study, type StudyOptions, type Trial } from "./input/study.ts";
export type { Standing, Standings } from "./measure/standing.ts";
export { nodeWorld } from "./node.ts";
export {
  type Artefact,
  type Documents,
  openPress,
  type Press,
  type Presses,
  print,
  render,
} from "./output/artefact.ts";
export type { Attempt } from "./output/log.ts";
export type { BrowserOptions } from "./output/page-browser.ts";
export type { PageFit } from "./output/page-fit.ts";
export { promote } from "./output/promote.ts";
export { readManifest } from "./output/record.ts";
export type { ReadGuard } from "./output/refuse.ts";
export type { RunPlan } from "./output/run-plan.ts";
export { findRun, type RunInfo, runsIn } from "./output/runs.ts";
export type { Seal } from "./output/seal.ts";
export {
  type ArtefactEntry,
  type Entry,
  type FailureEntry,
  type Shelf,
  store,
  type WithoutEntry,
} from "./output/store.ts";
export { type InputError, isInputError, type Place, type Problem, type Severity, toText } from "./problem.ts";
export type { Fit, Fits, Rung } from "./render/height.ts";
export { packagedTemplates, readTemplates, type Templates } from "./render/templates.ts";
export { compose } from "./report/compose.ts";
export { type ExplainOptions, explain } from "./report/explain.ts";
export type { Material, Subject } from "./report/material.ts";
export { type Design, type Job, type Plan, planStudy, type StudyPlan, type Without } from "./report/plan.ts";
export type { Report } from "./report/report.ts";
export type { Section } from "./report/sections.ts";
export { measureStudy, reportsOf } from "./report/subjects.ts";
export { composeTask, type Measured, type Task } from "./report/task.ts";
export { commonFits } from "./trial/pages/fits.ts";
export type { World } from "./world.ts";
