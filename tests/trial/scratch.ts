import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadStudy, type Study, type StudyOptions } from "../../src/input/study.ts";
import type { StudyMemory } from "../../src/input/topics.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError } from "../../src/problem.ts";
import { smallContent } from "./small.ts";

const root = join(import.meta.dirname, "../..");
export const content = join(root, "content");

/** A folder of its own for a trial, with its files: trial.yaml, allocation.csv and what else is given. */
export function writeTrial(files: Readonly<Record<string, string>>): string {
  const folder = join(mkdtempSync(join(tmpdir(), "trial-test-")), "trial");
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A parallel trial on the opioid campaign: with and without the practice's own plan. Parts of it may be replaced. */
export function trialText(parts: Readonly<Record<string, string>> = {}): string {
  const all: Record<string, string> = {
    trial: "plan-or-not",
    title: "Does room for a plan add anything?",
    rationale: A("A plan may be made where there is room to write it."),
    campaign: join(smallContent, "short/opioids"),
    design: "parallel",
    factors: `
  own-plan:
    is: Whether there is room for a plan
    changes: [sections]
    levels:
      with: { is: The report as it is }
      without: { is: The report without the plan, leave-out: [own-plan] }`,
    arms: `
  K1: { own-plan: with }
  K7: { own-plan: without }`,
    merged: "keep-successor",
    delivery: "{ provided-by: a, how: b, where: c, fidelity: d }",
    ...parts,
  };
  return Object.entries(all)
    .map(([key, text]) => `${key}: ${text}\n`)
    .join("");
}

function A(text: string): string {
  return `"${text}"`;
}

export const head =
  "list_id,list_version,unit_type,unit_code,cluster_id,stratum,stage,arm_code,effective_from,effective_to,status,reason";

/** An allocation: rows as `Z10001 K1`, with more of a row given by name. */
export function allocationText(rows: readonly (string | Row)[]): string {
  const lines = rows.map((row) => {
    const { unit, arm, ...rest }: Row =
      typeof row === "string" ? { unit: row.split(" ")[0]!, arm: row.split(" ")[1]! } : row;
    const all = { from: "2026-01-01", status: "active", type: "practice", list: "LISTA", version: "1", ...rest };
    const cells = [
      all.list,
      all.version,
      all.type,
      unit,
      rest.cluster,
      rest.stratum,
      rest.stage,
      arm,
      all.from,
      rest.to,
      all.status,
      rest.reason,
    ];
    return cells.map((cell) => cell ?? "").join(",");
  });
  return `${[head, ...lines].join("\n")}\n`;
}

export type Row = {
  unit: string;
  arm: string;
  list?: string;
  version?: string;
  type?: string;
  cluster?: string;
  stratum?: string;
  stage?: string;
  from?: string;
  to?: string;
  status?: string;
  reason?: string;
};

/** Data that a suite has read stay read: most of its trials are on the same. */
const memory: StudyMemory = new Map();

/** Every problem of a trial as "code: message", whether they stop it or not. */
export async function problemsOf(folder: string, options: StudyOptions = {}): Promise<string[]> {
  try {
    const { warnings } = await loadStudy(nodeWorld(), folder, { memory, ...options });
    return warnings.map(({ code, message }) => `${code}: ${message}`);
  } catch (error) {
    if (isInputError(error)) return error.problems.map(({ code, message }) => `${code}: ${message}`);
    throw error;
  }
}

export function openTrial(folder: string, options: StudyOptions = {}): Promise<Study> {
  return loadStudy(nodeWorld(), folder, { memory, ...options });
}
