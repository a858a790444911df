import { type DocxPart, docxOf } from "../../../output/docx.ts";
import { ended } from "../written.ts";
import type { FilledChecklist, FilledItem } from "./fill.ts";
import { nameOfItem, numbering, sourceLines } from "./text.ts";

/** A filled checklist as a document for word processors, in which the team writes on. The same checklist gives the same bytes. */
export function checklistDocument(filled: FilledChecklist, issued: string): Uint8Array {
  const { title, covers, trial, cycle, counts, items, checklist, rehearsal } = filled;
  const heading = `${title}: ${trial}, cycle ${cycle}`;
  const parts: DocxPart[] = [
    { heading, level: 1 },
    ...(rehearsal
      ? [{ text: "REHEARSAL. Arms are made up. Nothing in here is to be sent or analysed.", bold: true }]
      : []),
    {
      text: `A draft for ${covers}, from the pack's own facts: ${Object.entries(counts)
        .map(([status, count]) => `${count} ${status}`)
        .join(", ")}. A text says what the pack knows; what it does not is for the trial's team.`,
    },
    ...sourceLines(filled).map((bullet) => ({ bullet })),
    { text: numbering },
  ];
  for (const [section, own] of Map.groupBy(items, (item) => item.section))
    parts.push(
      { heading: section, level: 2 },
      {
        table: {
          head: ["Item", "What is asked", "Status", "From the pack", "The team", "In the pack"],
          widths: [9, 20, 10, 36, 15, 10],
          rows: own.map((item) => rowOf(item, checklist)),
        },
      },
    );
  return docxOf({ title: heading, created: issued, parts });
}

function rowOf(item: FilledItem, whole: string): (readonly string[])[] {
  const { asks, status, text, lines, why, missing, in: files } = item;
  return [
    [nameOfItem(item, whole)],
    [ended(asks)],
    [status],
    [...(text === "" ? [] : [text]), ...lines.map((line) => `– ${line}`), ...(why === null ? [] : [ended(why)])],
    missing === null ? [] : [ended(missing)],
    files,
  ];
}
