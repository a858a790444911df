import { nodeWorld } from "../node.ts";
import { type Approving, approveAnswers } from "../share/approve.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";
import { forTerminal, problemsText } from "./problems.ts";

/** Writes what was approved into the campaign's own file, and says what is asked for. */
export async function approveCommand(
  files: readonly string[],
  { json, ...options }: { study: string; data?: string; json?: boolean },
): Promise<number> {
  const approving = await approveAnswers(nodeWorld(), files, options);
  process.stdout.write(json ? `${JSON.stringify(approving, null, 1)}\n` : `${await approvingText(approving)}\n`);
  return approving.written === undefined ? exits.unusable : exits.clean;
}

async function approvingText({ written, approved, asked, problems }: Approving): Promise<string> {
  const told = problems.length > 0 ? [await problemsText(problems)] : [];
  if (written === undefined) return forTerminal([...told, "Nothing was written."].join("\n"));
  const lines = [
    ...told,
    ...asked.map(({ text, by, comment }) => `${text}: ${by} says: ${comment.replace(/\s+/g, " ")}`),
    approved.length > 0
      ? `${numbered(approved.length, "approval")} written into ${written}`
      : `nothing approved; ${written} is as it was`,
  ];
  return forTerminal(lines.join("\n"));
}
