import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { findCycle } from "../../src/input/cycles.ts";
import type { Study, StudyOptions, Trial } from "../../src/input/study.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { integrityOf } from "../../src/trial/integrity/integrity.ts";
import { openTrial, trialText } from "./scratch.ts";
import { smallContent, smallFixtures } from "./small.ts";

/**
 * A copy of what the opioid campaign draws on in the library, with files of its own, named as in `content`, and a trial on that
 * campaign. It stands beside the library, on the same data: those are read once for all. Returns the trial's folder.
 */
export function writeLibrary(parts: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
  const copy = mkdtempSync(join(dirname(smallFixtures), "content-"));
  cpSync(smallContent, copy, { recursive: true, filter: (path) => isDrawnOn(relative(smallContent, path)) });
  const all = {
    "content/trials/trial/trial.yaml": trialText({ campaign: "../../campaigns/opioids", ...parts }),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    const file = join(copy, relative("content", name));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return join(copy, "trials/trial");
}

/** Whether a file or folder of the library is of all topics or of opioids. */
function isDrawnOn(path: string): boolean {
  const [shelf = "", item] = path.split(sep);
  if (["short", "schemas", "trials", "mailing"].includes(shelf)) return false;
  return !["actions", "blocks", "campaigns", "indicators"].includes(shelf) || !item || item.startsWith("opioids");
}

export type Opened = { study: Study; trial: Trial };

/** A trial without its list, as it is looked at before the list has come. */
export async function openDesign(folder: string, options: StudyOptions = {}): Promise<Opened> {
  const study = await openTrial(folder, { allocation: false, ...options });
  if (!study.trial) throw new Error("no trial");
  return { study, trial: study.trial };
}

const some = Array.from({ length: 24 }, (_, i) => `Z${10_001 + i}`);

/** What the integrity rules find in the reports of a few practices, as "severity code: message". */
export async function findingsOf(folder: string, options: StudyOptions = {}): Promise<string[]> {
  const { study, trial } = await openDesign(folder, options);
  const [inputs] = study.topics.values();
  const { findings } = integrityOf(study, trial, {
    cycle: findCycle(inputs!, "2026-08"),
    templates: await packagedTemplates(),
    codes: some, // who show every block that is swapped here
  });
  return findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

/** Blocks of role encouragement for a level to put in place of the campaign's: by name, with their text. */
export function encouragements(texts: Readonly<Record<string, string>>): Record<string, string> {
  const blocks = Object.entries(texts).map(
    ([name, text]) =>
      `block: ${name}\nrole: encouragement\nwhen: improving\nbct: ["15.1"]\ntext: ${JSON.stringify(text)}\n`,
  );
  return { "content/blocks/opioids/more-encouragement.yaml": blocks.join("---\n") };
}

/** A factor that puts one block in place of another. */
export function swapFactor({ changes = "wording of first-step", to = "opioids-encouragement-other" } = {}): string {
  return `
  praise:
    is: How praise is put
    changes: [${changes}]
    levels:
      plain: { is: The report as it is }
      warm: { is: A warmer line, blocks: { voice-encouragement-improving: ${to} } }`;
}

export const praiseArms = "\n  K1: { praise: plain }\n  K7: { praise: warm }";
