import { z } from "zod";
import { type Problem, wrong } from "../../problem.ts";
import { id, sentence } from "../files/fields.ts";
import type { Located } from "../files/yaml.ts";

const enclosure = z
  .strictObject({
    item: id.describe("What the print house calls it: prescription-pad. In a trial it says nothing of arms."),
    is: sentence.describe("What it is, for the trial's papers: A pad of forms for a later prescription."),
    grams: z.number().positive().describe("What one weighs, in grams."),
  })
  .describe("Something that goes into the envelope with the letter.");

export type Enclosure = z.output<typeof enclosure>;

/** What goes with letters on paper: enclosed by the print house, not printed by the engine. */
export const enclosuresSchema = z.array(enclosure).default([]);

/** Only a letter has an envelope, and one of each thing is put into it. */
export function checkEnclosures(
  {
    value,
    placeOf,
  }: Pick<Located<{ enclosures: readonly Enclosure[]; channels: readonly string[] }>, "value" | "placeOf">,
  problems: Problem[],
): void {
  const { enclosures, channels } = value;
  if (enclosures.length > 0 && !channels.includes("print"))
    problems.push(
      wrong(
        "no-letter",
        `${enclosures.map(({ item }) => `"${item}"`).join(", ")} would be enclosed, and nothing goes on paper`,
        placeOf(["enclosures"]),
        "add print to the channels, or take it out",
      ),
    );
  enclosures.forEach(({ item }, i) => {
    if (enclosures.findIndex((each) => each.item === item) < i)
      problems.push(wrong("duplicate-enclosure", `"${item}" is enclosed twice`, placeOf(["enclosures", i, "item"])));
  });
}
