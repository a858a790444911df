import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { Block } from "../../src/input/library/block.ts";
import { type VoiceLadder, voiceForms, voiceId } from "../../src/input/library/voice.ts";

// What is compared in one block has one form: counts beside counts, values beside values.

const content = join(import.meta.dirname, "../../content");
const valuesIn = <T>(shelf: string) =>
  readdirSync(join(content, shelf), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .flatMap((name) => parseAllDocuments(readFileSync(join(content, shelf, name), "utf8")))
    .map((document) => document.toJS() as T);
const steps = valuesIn<VoiceLadder>("voice").flatMap(({ ladder, steps }) =>
  steps.flatMap((step) =>
    voiceForms.flatMap((form): Pick<Block, "block" | "lead" | "text" | "cites">[] => {
      const said = step[form];
      const words = typeof said === "string" ? { text: said } : said;
      return words ? [{ block: voiceId(ladder, step.step, form), cites: [], ...words }] : [];
    }),
  ),
);
const blocks = [...valuesIn<Block>("blocks"), ...steps];

const forms = (words: string, of: string) =>
  new Set(
    [...words.matchAll(new RegExp(`\\{\\{(?:${of})\\.(value|count|monthly)\\}\\}`, "g"))].map(([, form]) => form),
  );

test("own figures and comparators of every block have a form in common", () => {
  expect(blocks.length).toBeGreaterThan(300);
  const mixed = blocks.filter(({ lead = "", text }) => {
    const [own, others] = ["own|past", "median|best|target|benchmark"].map((of) => forms(`${lead} ${text}`, of));
    return own!.size > 0 && others!.size > 0 && !others!.isSubsetOf(own!);
  });
  expect(mixed.map(({ block }) => block)).toEqual([]);
});

test("no block that compares has a share in words of its own", () => {
  const inWords = blocks.filter(
    ({ lead = "", text, cites = [] }) => /\d+ in \d+/.test(`${lead} ${text}`) && !cites.length,
  );
  expect(inWords.map(({ block }) => block)).toEqual([]);
});
