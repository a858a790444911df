import { relative } from "node:path";
import { type Imported, type ImportOptions, importFiles } from "../import/import.ts";
import { nodeWorld } from "../node.ts";
import type { DataSection } from "../preview/data-page.ts";
import { exitOf, exits } from "./exits.ts";
import { forTerminal, problemsText } from "./problems.ts";
import { count, few, leftSection, noteSections, plain, sectionsText, understoodSections } from "./understood.ts";

/** Writes a data.yaml for files of any shape that is known or can be guessed, and shows what was understood. */
export async function importCommand(
  files: readonly string[],
  { json, ...options }: ImportOptions & { json?: boolean },
): Promise<number> {
  const imported = await importFiles(nodeWorld(), files, options);
  process.stdout.write(
    json ? `${JSON.stringify(toJson(imported), null, 1)}\n` : `${await importText(imported, options)}\n`,
  );
  if (imported.out === undefined) return exits.unusable;
  return exitOf(imported.problems);
}

function toJson({ named, ...imported }: Imported): object {
  return {
    ...imported,
    named: named.map(({ theirs, is, how, near }) => ({ theirs: theirs.theirs, is: is ?? null, how, near })),
  };
}

/** Everything a person should see, in the order in which they need it. */
async function importText(imported: Imported, options: ImportOptions): Promise<string> {
  const { out, started = [], recognised, left, notes, problems } = imported;
  const files = recognised.map(({ label, rows, is }) => plain(`${relative(".", label)}: ${is}; ${count(rows, "row")}`));
  const sections = [
    ...sectionsText([
      { title: "Files", rows: files },
      ...understoodOf(imported),
      leftSection(left),
      ...noteSections(notes),
    ]),
    ...(problems.length > 0 ? [["Problems", await problemsText(problems)].join("\n")] : []),
    out === undefined
      ? "Nothing was written."
      : `Written: ${[out, ...started, ...imported.indicators].join(", ")}\nNext: ${options.campaign ? `feedback check ${options.campaign}${options.out ? ` --data ${out}` : ""}` : `feedback preview ${out}, to see this as a page; then feedback new campaign NAME, and the same import with --campaign content/campaigns/NAME`}`,
  ];
  return forTerminal(sections.join("\n\n"));
}

function understoodOf({ understood, named, unfilled }: Imported): DataSection[] {
  const unmatched = [
    ...named
      .filter(({ is }) => is === undefined)
      .map(({ theirs, near }) => `${theirs.theirs} is not mapped${nearText(near)}`),
    ...unfilled.map(({ id, near }) => `${id}, of the campaign, has no data${nearText(near)}`),
  ];
  if (!understood) return [{ title: "Unmatched", rows: few(unmatched.map(plain)) }];
  const isMapped = named.some(({ is }) => is !== undefined);
  return understoodSections(understood, {
    title: isMapped ? "Understood" : "In the files, though nothing is mapped yet",
    unmatched,
  });
}

function nearText(near: readonly string[]): string {
  return near.length > 0 ? `; nearest: ${near.join(", ")}` : "";
}
