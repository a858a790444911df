import { textsOf } from "./fields.ts";
import { avoid } from "./phrases/avoid.ts";
import { checks, clashes, deciders, emergencies, needful, pregnancies, withdrawals } from "./phrases/care.ts";
import { ages, conversions, endings, lists, paces, unasked, unopened } from "./phrases/changes.ts";
import { certainties, exclusions, statistics, vagueSources } from "./phrases/claims.ts";
import { figures, overclaims } from "./phrases/effects.ts";
import { bareChanges, equals, groups, schedules, waiting } from "./phrases/instructions.ts";
import { absent, brandsNamed, loose, money, stigma, terms } from "./phrases/names.ts";
import { fright, hurry, praise, pressure, quietBlame, races, shame } from "./phrases/standing.ts";
import { blame, threat } from "./phrases/tone.ts";
import { byAge, doses, equivalence, sudden, unagreed, withheld } from "./phrases/unsafe.ts";
import { findPhrase, type Phrase, sayNone } from "./phrases.ts";
import type { Checks } from "./rule.ts";

/** The rules that look for phrases: what is looked for, and what is said of the words that are found. */
const worded = {
  A09: { phrases: [...doses, ...schedules, ...paces], what: "sets a dose or a pace" },
  S02: { phrases: [...sudden, ...endings], what: "changes a medicine at a stroke" },
  S03: { phrases: [...equivalence, ...equals, ...conversions], what: "turns one dose into another" },
  S04: {
    phrases: [...unagreed, ...bareChanges, ...unasked, ...lists, ...unopened],
    what: "is a change that nobody has agreed to",
  },
  S05: { phrases: [...byAge, ...groups, ...ages], what: "decides by age or group alone" },
  S06: {
    phrases: [
      ...withheld,
      ...waiting,
      ...withdrawals,
      ...emergencies,
      ...checks,
      ...clashes,
      ...pregnancies,
      ...needful,
    ],
    what: "holds back or breaks what keeps somebody safe",
  },
  S08: { phrases: [...exclusions, ...absent], what: "says more of reasons than the data hold" },
  S09: { phrases: deciders, what: "decides for many, or by those who are not trained for it" },
  T03: { phrases: [...blame, ...quietBlame, ...shame, ...races], what: "may read as blame" },
  T10: { phrases: [...avoid, ...stigma, ...money], what: "is a word to avoid" },
  T11: { phrases: [...threat, ...pressure, ...fright, ...hurry], what: "threatens, frightens or hurries" },
  T12: { phrases: [...certainties, ...overclaims], what: "promises, or names a cause" },
  T13: { phrases: [...vagueSources, ...loose], what: "is no source" },
  T14: { phrases: [...statistics, ...figures], what: "is a word of statistics without the statistic" },
  T15: { phrases: praise, what: "is praise or scorn without a figure" },
  T16: { phrases: [...terms, ...brandsNamed], what: "is a term or a product that readers need not know" },
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
