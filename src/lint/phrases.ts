import { everyField, type Field } from "./fields.ts";
import type { Seen } from "./rule.ts";
import type { CampaignSubject } from "./subject.ts";

/** Words that are unsafe, unfair or unfounded to say, and what to say instead. */
export type Phrase = {
  finds: RegExp;
  unless?: RegExp; // in the same sentence: then it is something else
  even?: boolean; // also after a "not" or "never": the phrase has its own
  say: string; // what to write instead
};

export type Found = { words: string; say: string };

/**
 * The first of the phrases that a sentence of a text says, and does not warn of. A text is read once for each list: a study is
 * linted again at every save, and most of its words are as they were.
 */
export function findPhrase(text: string, phrases: readonly Phrase[]): Found | undefined {
  const read = textsRead.get(phrases) ?? new Map<string, Found | undefined>();
  textsRead.set(phrases, read);
  if (read.has(text)) return read.get(text);
  if (read.size >= mostTexts) read.clear();
  const found = findFirst(text, phrases);
  read.set(text, found);
  return found;
}

const textsRead = new WeakMap<readonly Phrase[], Map<string, Found | undefined>>();
const mostTexts = 5_000; // of a list: some studies' worth

function findFirst(text: string, phrases: readonly Phrase[]): Found | undefined {
  for (const sentence of sentencesOf(text)) {
    for (const { finds, unless, even, say } of phrases) {
      const match = finds.exec(sentence);
      if (!match || unless?.test(sentence)) continue;
      if (!even && (isWarnedOf(sentence, match.index) || isOfNothing(match[0]))) continue;
      return { words: match[0].trim(), say };
    }
  }
  return undefined;
}

/** What every text of the authors says of these phrases, once a text. */
export function sayNone(
  subject: CampaignSubject,
  phrases: readonly Phrase[],
  what: (words: string) => string,
  isRead: (field: Field) => boolean = () => true,
): Seen[] {
  return everyField(subject)
    .filter(isRead)
    .flatMap(({ text, at }): Seen[] => {
      const found = findPhrase(text, phrases);
      return found ? [{ what: what(found.words), hint: found.say, at }] : [];
    });
}

/** The sentences of a text; a question is also read with its answer: "Fever? Wait." */
function sentencesOf(text: string): string[] {
  const sentences = text.split(/(?<=[.!?])\s+(?=[A-Z0-9"“])/);
  return sentences.flatMap((sentence, i) => {
    const answer = sentence.endsWith("?") && sentences[i + 1];
    return answer ? [sentence, `${sentence} ${answer}`] : [sentence];
  });
}

const not =
  /\b(?:never|not|no|nobody|none|nothing|cannot|\w+n't|without|avoid\w*|rather than|instead of|before|against|nor|neither)\b/i;

/** What is said of a deed that nobody should do. */
const warning = /\b(?:warn\w*|advis\w+|recommend\w*|cautions?) against\b/i;

/** A "not" that bids: "why not stop it?" */
const bids = /\b(?:why not|not only)\b/gi;

/** Whether its sentence warns of it, or what stands before it in its clause turns it round: "do not stop suddenly". */
function isWarnedOf(sentence: string, index: number): boolean {
  if (warning.test(sentence)) return true;
  const before = sentence.slice(0, index);
  const clause = before.slice(Math.max(before.lastIndexOf(";"), before.lastIndexOf(":"), before.lastIndexOf("? ")) + 1);
  return not.test(clause.replaceAll(bids, ""));
}

/** "change no inhaler", "change at a review and never by letter" */
function isOfNothing(found: string): boolean {
  return /^(?!if\b)\w+ (?:no|nothing|nobody|none)\b|\b(?:never|not) (?:by|at|in|for|from|with|through|via)\b/i.test(
    found,
  );
}

/** A pattern of words with places to fill in, small and large letters alike. */
export function words(pattern: TemplateStringsArray, ...parts: readonly string[]): RegExp {
  return new RegExp(String.raw({ raw: pattern.raw }, ...parts), "i");
}
