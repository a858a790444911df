import { Worker } from "node:worker_threads";
import type { Problem } from "../problem.ts";

export type IntegrityOrder = { campaign: string; data: string | undefined; templates: string; cycle: string };

export type IntegrityAnswer = { findings: readonly Problem[] } | { broken: string };

/**
 * What the rules X01 to X04 find in a trial in one cycle. They compose hundreds of reports, so a thread of their own does
 * it, and reports are served meanwhile; an aborted one finds nothing.
 */
export function integrityFindings(order: IntegrityOrder, stop: AbortSignal): Promise<readonly Problem[]> {
  const source = import.meta.url.endsWith(".ts") ? "./integrity-worker.ts" : "./integrity-worker.js";
  const worker = new Worker(new URL(source, import.meta.url), { workerData: order });
  const { promise, resolve, reject } = Promise.withResolvers<readonly Problem[]>();
  stop.addEventListener("abort", () => void worker.terminate());
  worker.once("message", (answer: IntegrityAnswer) =>
    "findings" in answer ? resolve(answer.findings) : reject(new Error(answer.broken)),
  );
  worker.once("error", reject);
  worker.once("exit", () => (stop.aborted ? resolve([]) : reject(new Error("the check of the trial ended early"))));
  return promise;
}
