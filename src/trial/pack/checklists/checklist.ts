import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { sentence } from "../../../input/files/fields.ts";
import { readOneYaml } from "../../../input/files/yaml.ts";
import { inputError, type Problem } from "../../../problem.ts";
import { type FactName, factNames } from "./answers.ts";

/** The checklists that come with the package: two for a whole trial, and what each extension adds to CONSORT 2025. */
export const checklistNames = [
  "consort-2025",
  "spirit-2025",
  "cluster-2012",
  "factorial-2023",
  "crossover-2019",
  "stepped-wedge-2018",
  "multi-arm-2019",
  "adaptive-2020",
  "routine-2021",
] as const;

export type ChecklistName = (typeof checklistNames)[number];

const number = z.coerce.string().regex(/^([1-9]\d?[a-d]?|ROUTINE-\d)$/, "a number such as 12a");

const itemSchema = z.strictObject({
  item: number.optional(), // the checklist's own number; absent where it was not looked up
  at: number.optional(), // of an extension: the item of CONSORT 2025 that it goes with
  section: sentence.optional(), // of a whole checklist
  asks: sentence, // in our own words
  fill: z.enum(factNames).optional(), // what the pack knows of it; absent where only the trial's team does
});

const checklistSchema = z.strictObject({
  checklist: z.enum(checklistNames),
  title: sentence,
  covers: sentence,
  source: z.strictObject({ text: sentence, doi: z.string().regex(/^10\./) }),
  items: z.array(itemSchema).min(1),
});

export type ChecklistItem = { item?: string; at?: string; section?: string; asks: string; fill?: FactName };

export type Checklist = {
  checklist: ChecklistName;
  title: string;
  covers: string; // "the report of a randomised trial"
  source: { text: string; doi: string };
  items: readonly ChecklistItem[];
};

/** A checklist as it comes with the package. Throws an InputError where its file is not sound. */
export async function readChecklist(name: ChecklistName): Promise<Checklist> {
  const file = fileURLToPath(new URL(`../../../../content/taxonomies/checklists/${name}.yaml`, import.meta.url));
  const problems: Problem[] = [];
  const located = readOneYaml(file, await readFile(file, "utf8"), checklistSchema, problems);
  if (!located || problems.length > 0) throw inputError(problems);
  return located.value as Checklist;
}
