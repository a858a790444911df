import { ended } from "../../written.ts";
import type { ChecklistAnswer, ChecklistAnswers, ChecklistAsked } from "../answer.ts";

/** What the title must say by each checklist, and the words by which it is looked for. */
const looksFor = {
  title: { words: /randomi[sz]/i, says: "that it is a randomised trial" },
  "cluster-title": { words: /cluster/i, says: "that clusters were randomised" },
  "factorial-title": { words: /factorial/i, says: "that it is factorial" },
  "crossover-title": { words: /cross-?over/i, says: "that it is a crossover" },
  "stepped-title": { words: /stepped[ -]wedge/i, says: "that it is a stepped wedge" },
} as const;

const arms = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

export const titleAnswers = {
  title: (asked) => titled(asked, looksFor.title),
  "cluster-title": (asked) => titled(asked, looksFor["cluster-title"]),
  "factorial-title": (asked) => titled(asked, looksFor["factorial-title"]),
  "crossover-title": (asked) => titled(asked, looksFor["crossover-title"]),
  "stepped-title": (asked) => titled(asked, looksFor["stepped-title"]),
  "arms-in-title": (asked) => {
    const { size } = asked.facts.trial.arms;
    const word = arms[size - 2];
    return titled(asked, {
      words: new RegExp(`\\b(${size}|${word ?? size})[ -](arm|group)`, "i"),
      says: `that it has ${word ?? size} arms`,
    });
  },
} satisfies ChecklistAnswers;

function titled({ facts }: ChecklistAsked, { words, says }: { words: RegExp; says: string }): ChecklistAnswer {
  const { title } = facts.trial.file;
  const text = `The trial's file calls it: ${ended(title)}`;
  return words.test(title) ? { text } : { text, missing: `a title that says ${says}: this one does not` };
}
