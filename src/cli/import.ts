import { relative } from "node:path";
import { type Imported, type ImportOptions, importFiles } from "../import/import.ts";
import type { Note } from "../import/part.ts";
import { nodeWorld } from "../node.ts";
import { exitOf, exits } from "./exits.ts";
import { forTerminal, problemsText } from "./problems.ts";

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
  const { out, recognised, left, notes, problems } = imported;
  const told = (kind: Note["kind"]) => notes.filter((note) => note.kind === kind).map(({ text }) => text);
  const sections = [
    section(
      "Files",
      recognised.map(({ label, rows, is }) => `${relative(".", label)}: ${is}; ${count(rows, "row")}`),
    ),
    ...understoodText(imported),
    section(
      "Left out",
      left.map(({ rows, why }) => `${count(rows, "row")}: ${why}`),
    ),
    section("Assumed, so please check", told("guess")),
    section("Not possible yet", told("limit")),
    section("Good to know", told("mind")),
    ...(problems.length > 0 ? [["Problems", await problemsText(problems)].join("\n")] : []),
    out === undefined
      ? "Nothing was written."
      : `Written: ${[out, ...imported.indicators].join(", ")}\nNext: ${options.campaign ? `feedback check ${options.campaign} --data ${out}` : "feedback new campaign NAME, then the same import with --campaign content/campaigns/NAME"}`,
  ];
  return forTerminal(sections.filter((text) => text !== "").join("\n\n"));
}

function understoodText({ understood, named, unfilled }: Imported): string[] {
  const unmatched = [
    ...few(
      named
        .filter(({ is }) => is === undefined)
        .map(({ theirs, near }) => `${theirs.theirs} is not mapped${nearText(near)}`),
    ),
    ...unfilled.map(({ id, near }) => `${id}, of the campaign, has no data${nearText(near)}`),
  ];
  if (!understood) return [section("Unmatched", unmatched)];
  const { organisations, indicators, worked, strangers } = understood;
  const places = organisations.levels.map(({ level, places: found }) => `${level}: ${found}`).join(", ");
  const without = organisations.withoutData;
  return [
    section(named.some(({ is }) => is !== undefined) ? "Understood" : "In the files, though nothing is mapped yet", [
      `${count(organisations.count, "organisation")} of type ${organisations.type}${places === "" ? "" : ` (${places})`}`,
      ...few(
        indicators.map(
          (each) =>
            `${each.id} (${each.theirs}): ${count(each.organisations, "organisation")}, ${each.from === each.to ? each.to : `${each.from} to ${each.to}`}; ${each.at} ${each.lowest} to ${each.highest}, middle ${each.middle}, ${each.unit}`,
        ),
      ),
    ]),
    section("Worked out, to compare with your files", worked),
    section("Unmatched", [
      ...unmatched,
      ...few(
        strangers.map(
          ({ code, rows, near }) =>
            `${code} is not in the directory (${count(rows, "row")})${near === undefined ? "" : `; it may be ${near}`}`,
        ),
      ),
      ...(without.length > 0
        ? [
            `${count(without.length, "organisation")} without data: ${without.slice(0, 10).join(", ")}${without.length > 10 ? ", …" : ""}`,
          ]
        : []),
    ]),
  ];
}

const most = 20; // lines of one kind

function few(lines: readonly string[]): string[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most), `and ${lines.length - most} more`];
}

function nearText(near: readonly string[]): string {
  return near.length > 0 ? `; nearest: ${near.join(", ")}` : "";
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [title, ...lines.map((line) => `  ${line}`)].join("\n");
}

function count(n: number, one: string): string {
  return `${n.toLocaleString("en-GB")} ${n === 1 ? one : `${one}s`}`;
}
