import { type Document, isScalar, type Scalar, visit } from "yaml";
import { type Place, type Problem, wrong } from "../../problem.ts";
import { findUnseen, unseenName } from "../../unseen.ts";
import { isKeptName, keptName } from "./kept-names.ts";

/** A document of a YAML file, its text, and the place of an offset in it. */
type WrittenYaml = { document: Document; text: string; at: (offset: number) => Place };

/**
 * What an author cannot see or may not use: a character in a key or a value that nobody sees, since what is read on the page
 * would not be what stands in the file; and a key that the program keeps for itself, which would be passed over.
 */
export function findBadLetters({ document, text, at }: WrittenYaml): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Scalar(_, node) {
      const found = typeof node.value === "string" ? findUnseen(node.value) : undefined;
      if (found)
        problems.push(
          wrong(
            "unseen-letter",
            `${unseenName(found.letter)} in the text`,
            { ...at(offsetOf(node, found.letter, text)), length: 1 },
            /\p{Ll}/u.test(found.letter) ? "type its letters one by one" : "nobody sees it: take it out",
          ),
        );
    },
    Pair(_, { key }) {
      if (!isScalar(key) || !isKeptName(String(key.value))) return;
      const name = String(key.value);
      const place = { ...at(key.range?.[0] ?? 0), length: name.length };
      problems.push(wrong(keptName.code, keptName.message(name, "a key"), place, keptName.hint));
    },
  });
  return problems;
}

/** Where a character stands in the source of a value; the value's beginning where it is written as an escape. */
function offsetOf({ range }: Scalar, letter: string, text: string): number {
  const [from, to] = range ?? [0, 0];
  const found = text.slice(from, to).indexOf(letter);
  return from + Math.max(0, found);
}
