import { fork } from "node:child_process";
import type { Problem } from "../problem.ts";

export type IntegrityOrder = { campaign: string; data: string | undefined; templates: string; cycle: string };

export type IntegrityAnswer = { findings: readonly Problem[] } | { broken: string };

/**
 * What the rules X01 to X04 find in a trial in one cycle. They compose hundreds of reports, so reports are served from
 * here meanwhile; an aborted one finds nothing. A process, not a thread: one that reads tables cannot be ended safely.
 */
export function integrityFindings(order: IntegrityOrder, stop: AbortSignal): Promise<readonly Problem[]> {
  if (stop.aborted) return Promise.resolve([]);
  const source = import.meta.url.endsWith(".ts") ? "./integrity-process.ts" : "./integrity-process.js";
  const child = fork(new URL(source, import.meta.url), { execArgv: [], stdio: ["ignore", "ignore", "ignore", "ipc"] });
  const { promise, resolve, reject } = Promise.withResolvers<readonly Problem[]>();
  const end = () => void child.kill("SIGKILL");
  stop.addEventListener("abort", end);
  child.once("message", (answer: IntegrityAnswer) => {
    if ("findings" in answer) resolve(answer.findings);
    else reject(new Error(answer.broken));
  });
  child.once("error", reject);
  child.once("exit", () => {
    stop.removeEventListener("abort", end);
    if (stop.aborted) resolve([]);
    else reject(new Error("the check of the trial ended early"));
  });
  child.send(order);
  return promise;
}
