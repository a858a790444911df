import { load } from "../input/load.ts";
import { nodeWorld } from "../node.ts";
import { isInputError, type Problem } from "../problem.ts";
import { exits } from "./exits.ts";
import { countText, githubText, problemsText } from "./problems.ts";

export type CheckOptions = { data?: string; format: "text" | "json" | "github" };

/** Reads everything and reports every problem; makes nothing. */
export async function check(campaign: string, { data, format }: CheckOptions): Promise<number> {
  const problems = await findProblems(campaign, data);
  process.stdout.write(`${await written(problems, format)}\n`);
  return problems.some(({ severity }) => severity === "error") ? exits.unusable : exits.clean;
}

async function findProblems(campaign: string, data: string | undefined): Promise<readonly Problem[]> {
  try {
    return (await load(nodeWorld(), campaign, { data })).warnings;
  } catch (error) {
    if (isInputError(error)) return error.problems;
    throw error;
  }
}

async function written(problems: readonly Problem[], format: CheckOptions["format"]): Promise<string> {
  if (format === "json") return JSON.stringify({ problems }, null, 1);
  if (format === "github") return [githubText(problems), countText(problems)].filter((text) => text !== "").join("\n");
  return problemsText(problems);
}
