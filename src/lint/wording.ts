import { textsOf } from "./fields.ts";
import { avoid } from "./phrases/avoid.ts";
import { certainties, exclusions, statistics, vagueSources } from "./phrases/claims.ts";
import { bareChanges, equals, groups, schedules, waiting } from "./phrases/instructions.ts";
import { blame, threat } from "./phrases/tone.ts";
import { byAge, doses, equivalence, sudden, unagreed, withheld } from "./phrases/unsafe.ts";
import { findPhrase, type Phrase, sayNone } from "./phrases.ts";
import type { Checks } from "./rule.ts";

/** The rules that look for phrases: what is looked for, and what is said of the words that are found. */
const worded = {
  A09: { phrases: [...doses, ...schedules], what: "sets a dose or a pace" },
  S02: { phrases: sudden, what: "changes a medicine at a stroke" },
  S03: { phrases: [...equivalence, ...equals], what: "turns one dose into another" },
  S04: { phrases: [...unagreed, ...bareChanges], what: "is a change that nobody has agreed to" },
  S05: { phrases: [...byAge, ...groups], what: "decides by age or group alone" },
  S06: { phrases: [...withheld, ...waiting], what: "holds back or breaks what keeps somebody safe" },
  S08: { phrases: exclusions, what: "says more of reasons than the data hold" },
  T03: { phrases: blame, what: "may read as blame" },
  T10: { phrases: avoid, what: "is a word to avoid" },
  T11: { phrases: threat, what: "threatens, frightens or hurries" },
  T12: { phrases: certainties, what: "promises, or names a cause" },
  T13: { phrases: vagueSources, what: "is no source" },
  T14: { phrases: statistics, what: "is a word of statistics without the statistic" },
} as const satisfies Readonly<Record<string, { phrases: readonly Phrase[]; what: string }>>;

export type WordedRule = keyof typeof worded;

/** Looks at every text of the authors for the phrases of a rule. */
export function looksForWords(id: WordedRule): NonNullable<Checks["campaign"]> {
  const { phrases, what } = worded[id];
  return (subject) => sayNone(subject, phrases, (words) => `"${words}" ${what}`);
}

/** What the rules find in words outside campaign and library, such as those of a trial and its levels. */
export function findWords(value: object): { rule: WordedRule; what: string; say: string; path: (string | number)[] }[] {
  const rules = Object.entries(worded) as [WordedRule, (typeof worded)[WordedRule]][];
  return textsOf(value).flatMap(({ text, path }) =>
    rules.flatMap(([rule, { phrases, what }]) => {
      const found = findPhrase(text, phrases);
      return found ? [{ rule, what: `"${found.words}" ${what}`, say: found.say, path }] : [];
    }),
  );
}

/** Which texts: for the page of rules. */
export const everyText = "in every text of campaign, levels, indicators, blocks and actions";
