import { readFile } from "node:fs/promises";
import { inOrder, type Problem, toText } from "../problem.ts";

// Data may hold anything; a terminal must not obey it.
const control = /[^\P{Cc}\n\t]/gu;

/** All problems as text, each under its line of source, and a closing count. */
export async function problemsText(problems: readonly Problem[]): Promise<string> {
  const lines = await Promise.all(inOrder(problems).map(async (problem) => toText(problem, await sourceLine(problem))));
  return forTerminal([...lines, ...(lines.length > 0 ? [""] : []), countText(problems)].join("\n"));
}

/** Text with what files hold in it, as a terminal may show it. */
export function forTerminal(text: string): string {
  return text.replace(control, "\uFFFD");
}

/** "3 errors, 1 warning" */
export function countText(problems: readonly Problem[]): string {
  const counts = (["error", "warning", "info"] as const).map((severity) => ({
    severity,
    count: problems.filter((problem) => problem.severity === severity).length,
  }));
  const named = counts
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 || severity === "info" ? "" : "s"}`);
  return named.length > 0 ? named.join(", ") : "no problems";
}

/** Problems as annotations that GitHub shows beside the line. */
export function githubText(problems: readonly Problem[]): string {
  return inOrder(problems)
    .map(
      ({ severity, message, place, hint }) =>
        `::${severity === "info" ? "notice" : severity} file=${place?.file ?? ""},line=${place?.line ?? 1},col=${place?.column ?? 1}::${message}${hint ? ` (${hint})` : ""}`,
    )
    .join("\n");
}

async function sourceLine({ place }: Problem): Promise<string | undefined> {
  if (!place || place.unquoted || !/\.(ya?ml|csv|md|json)$/.test(place.file)) return undefined;
  const text = await readFile(place.file, "utf8").catch(() => undefined);
  return text?.split(/\r?\n/)[place.line - 1]?.replace(password, (found) => "*".repeat(found.length));
}

/** The password in a connection string, which belongs in no file and no log: postgresql://user:password@host */
const password = /(?<=:\/\/[^\s:/@]*:)[^\s@]+(?=@)/g;
