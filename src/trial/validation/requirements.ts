import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { sentence } from "../../input/files/fields.ts";
import { readOneYaml } from "../../input/files/yaml.ts";
import { inputError, type Problem } from "../../problem.ts";

const testSchema = z.strictObject({
  file: z.string().regex(/^tests\/.*\.test\.ts$/), // in the repository
  name: sentence.optional(), // of a test or a group of tests; every test of the file if left out
});

const requirementSchema = z.strictObject({
  id: z.string().regex(/^[A-Z]\d+$/),
  area: sentence,
  ich: z.string().regex(/^4(\.\d)+$/), // part of ICH E6(R3)
  says: sentence,
  tests: z.array(testSchema).min(1),
});

/** What a trials unit needs of the engine, and the tests that hold it. */
export type Requirement = z.output<typeof requirementSchema>;

export type NamedTest = z.output<typeof testSchema>;

/** The requirements that come with the package. Throws an InputError where their file is not sound. */
export async function readRequirements(): Promise<readonly Requirement[]> {
  const file = fileURLToPath(new URL("../../../content/taxonomies/requirements.yaml", import.meta.url));
  const schema = z.strictObject({ requirements: z.array(requirementSchema).min(1) });
  const problems: Problem[] = [];
  const located = readOneYaml(file, await readFile(file, "utf8"), schema, problems);
  if (!located || problems.length > 0) throw inputError(problems);
  return located.value.requirements;
}
