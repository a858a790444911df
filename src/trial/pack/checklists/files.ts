import { type Files, rehearsalBanner } from "../files.ts";
import { jsonText } from "../written.ts";
import type { ChecklistAsked } from "./answer.ts";
import { checklistDocument } from "./document.ts";
import { filledChecklist } from "./fill.ts";
import { checklistText } from "./text.ts";

/** CONSORT 2025 as JSON, Markdown and DOCX; of a rehearsal, from which the protocol is written, SPIRIT 2025 too. */
export async function checklistFiles(asked: ChecklistAsked): Promise<Files> {
  const { rehearsal } = asked.facts.run.trial;
  const files: Files = new Map();
  for (const name of rehearsal ? (["consort-2025", "spirit-2025"] as const) : (["consort-2025"] as const)) {
    const filled = await filledChecklist(name, asked);
    const words = checklistText(filled);
    files.set(`${name}.json`, jsonText(filled));
    files.set(`${name}.md`, rehearsal ? `${rehearsalBanner}\n\n${words}` : words);
    files.set(`${name}.docx`, checklistDocument(filled, asked.facts.cycle.issued));
  }
  return files;
}
