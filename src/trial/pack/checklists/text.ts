import { bullets, ended, markdown, markdownTable } from "../written.ts";
import type { FilledChecklist, FilledItem } from "./fill.ts";

/** How an item is called: its own number, whose it is where it is an extension's, and the item it goes with. */
export function nameOfItem({ checklist, item, at }: FilledItem, whole: string): string {
  if (checklist === whole) return at;
  return `${at}, ${checklist}${item === null ? "" : ` ${item}`}`;
}

/** What an extension is called for, and its source: of the checklist and each extension. */
export function sourceLines({ sources }: FilledChecklist): string[] {
  return sources.map(
    ({ title, source, doi, why }) => `${title}${why === null ? "" : `, since ${why}`}. ${ended(source)} doi:${doi}`,
  );
}

/** How an item whose number is not given is to be read. */
export const numbering =
  "Wording is ours; the official wording is in the sources. An item of an extension stands under the item it goes with: extensions follow CONSORT 2010, and have their own number here where it could be looked up.";

/** A filled checklist for people, as Markdown. */
export function checklistText(filled: FilledChecklist): string {
  const { title, covers, trial, cycle, counts, items, checklist } = filled;
  const sections = Map.groupBy(items, ({ section }) => section);
  return markdown(
    `# ${title}: ${trial}, cycle ${cycle}`,
    `A draft for ${covers}, from the pack's own facts. A text says what the pack knows; what it does not is for the trial's team.`,
    markdownTable(
      ["status", "items"],
      Object.entries(counts).map(([status, count]) => [status, count]),
    ),
    bullets(sourceLines(filled)),
    numbering,
    ...[...sections].flatMap(([section, own]) => [
      `## ${section}`,
      ...own.map((item) =>
        markdown(
          `**${nameOfItem(item, checklist)}.** ${ended(item.asks)} *${item.status}*`,
          item.text,
          item.lines.length > 0 ? bullets(item.lines) : "",
          item.why === null ? "" : `Not applicable: ${ended(item.why)}`,
          item.missing === null ? "" : `The team: ${ended(item.missing)}`,
          item.in.length > 0 ? `In the pack: ${item.in.join(", ")}` : "",
        ).trimEnd(),
      ),
    ]),
  );
}
