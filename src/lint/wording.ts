import { everyField, textsOf } from "./fields.ts";
import { type GrammarKind, reader } from "./grammar/grammar.ts";
import { ages, agesKinds } from "./phrases/ages.ts";
import { avoid, avoidKinds } from "./phrases/avoid.ts";
import { blame, blameKinds } from "./phrases/blame.ts";
import { cautions, cautionsKinds } from "./phrases/cautions.ts";
import { changes, changesKinds } from "./phrases/changes.ts";
import { circumstances } from "./phrases/circumstances.ts";
import { claims, claimsKinds, exclusionKinds } from "./phrases/claims.ts";
import { consent, consentKinds } from "./phrases/consent.ts";
import { conversions, conversionsKinds } from "./phrases/conversions.ts";
import { deciders, decidersKinds } from "./phrases/deciders.ts";
import { deeds } from "./phrases/deeds.ts";
import { doses, dosesKinds } from "./phrases/doses.ts";
import { emergencies, emergenciesKinds } from "./phrases/emergencies.ts";
import { goals, goalsKinds } from "./phrases/goals.ts";
import { groups, groupsKinds } from "./phrases/groups.ts";
import { leverage, leverageKinds } from "./phrases/leverage.ts";
import { medicines } from "./phrases/medicines.ts";
import { praise, praiseKinds } from "./phrases/praise.ts";
import { preaching, preachingKinds } from "./phrases/preaching.ts";
import { reassurance, reassuranceKinds } from "./phrases/reassurance.ts";
import { respect, respectKinds } from "./phrases/respect.ts";
import { sameness, samenessKinds } from "./phrases/sameness.ts";
import { statistics, statisticsKinds } from "./phrases/statistics.ts";
import { terms, termsKinds } from "./phrases/terms.ts";
import { threats, threatsKinds } from "./phrases/threats.ts";
import { voices, voicesKinds } from "./phrases/voices.ts";
import type { Checks, Seen } from "./rule.ts";

/** The rules that look for words: what is looked for, and what is said of the words that are found. */
const worded = {
  A09: { kinds: dosesKinds, what: "sets a dose or a pace" },
  S02: { kinds: changesKinds, what: "changes a medicine at a stroke" },
  S03: { kinds: [...conversionsKinds, ...samenessKinds], what: "turns one medicine or dose into another" },
  S04: { kinds: consentKinds, what: "is a change that nobody has agreed to" },
  S05: { kinds: [...agesKinds, ...groupsKinds], what: "decides by age or group alone" },
  S06: {
    kinds: [...emergenciesKinds, ...cautionsKinds, ...reassuranceKinds],
    what: "holds back or breaks what keeps somebody safe",
  },
  S08: { kinds: exclusionKinds, what: "says more of reasons than the data hold" },
  S09: {
    kinds: [...decidersKinds, ...goalsKinds, ...leverageKinds],
    what: "decides for many, or by those who are not trained for it",
  },
  T03: { kinds: [...blameKinds, ...preachingKinds], what: "may read as blame" },
  T10: { kinds: [...avoidKinds, ...respectKinds], what: "is a word to avoid" },
  T11: { kinds: threatsKinds, what: "threatens, frightens or hurries" },
  T12: { kinds: claimsKinds, what: "promises, or names a cause" },
  T13: { kinds: voicesKinds, what: "is no source" },
  T14: { kinds: statisticsKinds, what: "is a word of statistics without the statistic" },
  T15: { kinds: praiseKinds, what: "is praise or scorn without a figure" },
  T16: { kinds: termsKinds, what: "is a term or a product that readers need not know" },
} as const satisfies Readonly<Record<string, { kinds: readonly GrammarKind[]; what: string }>>;

export type WordedRule = keyof typeof worded;

/** Names of things and of circumstances: "no opioid" is still an opioid, and "never studied" still tells of a study. */
const things = new Set([
  ...Object.keys(medicines),
  ...["person", "all", "now", "by", "age", "noOne", "needed", "needs", "urgent", "pregnant", "atRisk", "epilepsy"],
  ...["allergyLabel", "mixed", "untrained", "misdeed", "team", "authority", "measured", "change"],
  ...[
    "studied",
    "told",
    "counted",
    "kindOfPeople",
    "careFor",
    "noHolder",
    "whatever",
    "counting",
    "reasons",
    "knowingly",
    "overseer",
    "yourDoing",
  ],
]);

const read = reader(
  [
    ...[
      medicines,
      deeds,
      circumstances,
      doses,
      changes,
      conversions,
      consent,
      ages,
      emergencies,
      cautions,
      deciders,
      groups,
      sameness,
      goals,
      leverage,
      reassurance,
    ],
    ...[blame, preaching, avoid, respect, threats, claims, voices, statistics, praise, terms],
  ],
  things,
  new Map(Object.entries<{ kinds: readonly GrammarKind[] }>(worded).map(([rule, { kinds }]) => [rule, kinds])),
);

/** Looks at every text of the authors for the words of a rule. */
export function looksForWords(id: WordedRule): NonNullable<Checks["campaign"]> {
  return (subject) =>
    everyField(subject).flatMap(({ text, at }): Seen[] => {
      const found = read(text, id);
      return found ? [{ what: `"${found.words}" ${worded[id].what}`, hint: found.say, at }] : [];
    });
}

/** What the rules find in words outside campaign and library, such as those of a trial and its levels. */
export function findWords(value: object): { rule: WordedRule; what: string; say: string; path: (string | number)[] }[] {
  const rules = Object.keys(worded) as WordedRule[];
  return textsOf(value).flatMap(({ text, path }) =>
    rules.flatMap((rule) => {
      const found = read(text, rule);
      return found ? [{ rule, what: `"${found.words}" ${worded[rule].what}`, say: found.say, path }] : [];
    }),
  );
}

/** Which texts: for the page of rules. */
export const everyText = "in every text of campaign, levels, indicators, blocks and actions";
