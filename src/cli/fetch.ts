import { fetchData } from "../input/data/fetch.ts";
import { nodeWorld } from "../node.ts";
import { inOrder, inputError, type Problem } from "../problem.ts";
import { exits } from "./exits.ts";

/** Makes the files of a data.yaml that come from a database server. */
export async function fetch(path: string): Promise<number> {
  const problems: Problem[] = [];
  const fetched = await fetchData(nodeWorld(), path, process.env, problems);
  if (problems.length > 0) throw inputError(inOrder(problems));
  for (const { file, rows } of fetched)
    process.stdout.write(`${file}: ${rows.toLocaleString("en-GB")} ${rows === 1 ? "row" : "rows"}\n`);
  return exits.clean;
}
