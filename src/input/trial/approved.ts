import { z } from "zod";
import type { Problem } from "../../problem.ts";
import type { World } from "../../world.ts";
import { id, isoDate, sentence } from "../files/fields.ts";
import { type Located, readOneYaml } from "../files/yaml.ts";

/** Where the sign-off stands: beside trial.yaml. */
export const approvedName = "approved.yaml";

const words = z
  .strictObject({
    node: z.string().min(1).describe("Where they are: a section and a block or action in it, or a setting of it."),
    a: z.string().describe("The words of the first level; empty where it has none there."),
    b: z.string().describe("The words of the second level; empty where it has none there."),
  })
  .describe("Words in which two levels differ, as they stand in the library: variables not filled in.");

export const approvedSchema = z
  .strictObject({
    trial: id.describe("The trial, by its short name."),
    "approved-by": sentence.describe("Role of the person who approved the words; not a name."),
    date: isoDate.describe("The day they were approved."),
    pairs: z
      .array(
        z
          .strictObject({
            factor: id.describe("A factor of the trial."),
            levels: z.tuple([id, id]).describe("Two of its levels: the first is a, the second b."),
            words: z.array(words).describe("Every place where their words differ."),
          })
          .describe("Two levels of a factor and the words in which they differ."),
      )
      .describe("Every pair of levels of every factor."),
  })
  .describe("The words in which arms differ, as somebody approved them: made by `compare --approve`, not by hand.");

export type Approved = z.output<typeof approvedSchema>;

/** The sign-off of a trial, where there is one. */
export async function readApproved(
  world: World,
  file: string,
  problems: Problem[],
): Promise<Located<Approved> | undefined> {
  const text = await world.readText(file);
  return text === undefined ? undefined : readOneYaml(file, text, approvedSchema, problems);
}
