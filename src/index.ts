/** What a user of the library may import. The command `feedback` is built from the same. */
export { type BuildOptions, build, make, type Run, type Workshop } from "./build.ts";
export type { Campaign, Cycle } from "./input/campaign/campaign.ts";
export { findCycle, type Inputs, load } from "./input/load.ts";
export { measure } from "./measure/measure.ts";
export type { Standing, Standings } from "./measure/standing.ts";
export { nodeWorld } from "./node.ts";
export { type Artefact, type Documents, openPress, type Press, print, render } from "./output/artefact.ts";
export { readManifest } from "./output/ledger.ts";
export { type Entry, store } from "./output/store.ts";
export { type InputError, isInputError, type Place, type Problem, toText } from "./problem.ts";
export { readTemplates, type Templates } from "./render/templates.ts";
export { compose } from "./report/compose.ts";
export { explain } from "./report/explain.ts";
export { type Material, type Subject, toMaterial } from "./report/material.ts";
export { type Job, type Plan, plan } from "./report/plan.ts";
export type { Report } from "./report/report.ts";
export type { World } from "./world.ts";
