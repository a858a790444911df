import { everyField } from "./fields.ts";
import type { Seen } from "./rule.ts";
import type { CampaignSubject } from "./subject.ts";

/** Groups of patients, or kinds of supply, that reports say are in their figures or out of them. */
const groups: Readonly<Record<string, RegExp>> = {
  cancer: /\bcancer\b/i,
  "end-of-life care": /\b(?:palliative|end[- ]of[- ]life|end of life|hospice)\b/i,
  epilepsy: /\bepilep\w+/i,
  anxiety: /\banxiety\b/i,
  COPD: /\bCOPD\b/i,
  children: /\bchildren\b/i,
  pregnancy: /\bpregnan\w+/i,
  catheters: /\bcatheters?\b/i,
  "opioid dependence": /\bdependence\b/i,
  "private supply": /\bprivate(?:ly)?\b/i,
};

const isIn =
  /\b(?:(?:is|are|be) (?:also )?included|(?:is|are) (?:also )?in (?:these|the|this|our) (?:figures|data|count)|(?:is|are) counted|cannot be (?:left out|excluded|removed|told apart)|figures cannot tell)\b/i;
const isOut =
  /\b(?:(?:is|are|was|were|have been|has been) (?:all )?(?:excluded|left out|removed|taken out)|(?:is|are) not (?:counted|included|in (?:these|the|this|our) (?:figures|data|report)|(?=[.;]|$))|(?:is|are) (?:outside|out of|no part of) (?:this|these|the|our) (?:report|figures|data)\b(?!'s)|(?:excludes|leaves out|(?:figures|data|counts|charts) (?:exclude|leave out)|do(?:es)? not (?:count|include|appear in (?:this|these|the|our))))\b/i;

type ScopeSide = "in" | "out";

/** Where one clause ends and another says something else: "are included, private supply is not". */
const clauseEnds =
  /(?<=[.;])\s+|(?<=\b(?:is|are|be|was|were)\b[^,]*),? (?:but |and )?(?=[\w ]{1,40}? (?:is|are|was|were) (?:not|in|out)\b)/;

/** The groups that a text says are in the figures, or out of them, clause by clause. */
export function sidesIn(text: string): { group: string; side: ScopeSide }[] {
  return text.split(clauseEnds).flatMap((clause) => {
    const side = isIn.test(clause) ? "in" : isOut.test(clause) ? "out" : undefined;
    if (!side) return [];
    return Object.entries(groups).flatMap(([group, words]) => (words.test(clause) ? [{ group, side } as const] : []));
  });
}

/** What the definitions of the indicators say; a group on which they differ is on no side. */
function sidesOf({ indicators }: Pick<CampaignSubject, "indicators">): ReadonlyMap<string, ScopeSide> {
  const said = [...indicators.values()].flatMap(({ inclusion, exclusion }) => [
    ...sidesIn(exclusion),
    ...sidesIn(inclusion),
  ]);
  const sides = new Map<string, ScopeSide>();
  for (const group of Object.keys(groups)) {
    const own = new Set(said.filter((each) => each.group === group).map(({ side }) => side));
    const [side] = own;
    if (side && own.size === 1) sides.set(group, side);
  }
  return sides;
}

/** Blocks, actions and words of the campaign say the same of who is in the figures as the definitions do, and as each other. */
export function saysOneScope(subject: CampaignSubject): Seen[] {
  const sides = sidesOf(subject);
  const said = everyField(subject)
    .filter(({ at }) => at.kind !== "indicator")
    .flatMap(({ text, at }) => sidesIn(text).map((each) => ({ ...each, at })));
  return said.flatMap(({ group, side, at }): Seen[] => {
    const defined = sides.get(group);
    const other = said.find((each) => each.group === group && each.side !== side);
    if (defined ? defined === side : !other || side === "in") return [];
    const against = defined
      ? `the definitions of the indicators say it is ${defined === "in" ? "in" : "left out"}`
      : `${other?.at.kind} "${other?.at.id}" says it is in them`;
    return [
      {
        what: `says ${group} is ${side === "in" ? "in the figures" : "outside them"}; ${against}`,
        hint:
          side === "out"
            ? 'say what the figures hold, and for whom nothing is meant: "nothing here is meant for …"'
            : "say the same of the figures as their definition",
        at,
      },
    ];
  });
}
