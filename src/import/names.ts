import { distance } from "fastest-levenshtein";
import type { Indicator } from "../input/library/indicator.ts";
import type { Theirs } from "./part.ts";

/** What became of the names that the data use: the indicator each stands for, or those it is near to. */
export type NamedTheirs = { theirs: Theirs; is?: string; how: string; near: readonly string[] };

/** "AST012" → "ast012"; "Items, high dose" → "items-high-dose" */
export function toId(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** Without a campaign every name is an id of its own. */
export function nameAfterThemselves(theirs: readonly Theirs[]): NamedTheirs[] {
  const taken = new Set<string>();
  return theirs.map((each) => {
    let is = toId(/[a-z]/i.test(each.theirs) ? each.theirs : (each.called ?? "")) || "indicator";
    while (taken.has(is)) is = `${is}-2`;
    taken.add(is);
    return { theirs: each, is, how: "", near: [] };
  });
}

const alike = 0.6; // from here on two names may be one
const clearly = 0.05; // by so much the nearest must be nearer than the next

/**
 * Of each name the indicator of the campaign that it is nearest to, if it is near enough and no other is as near. The nearest
 * of all are settled first, and are not there for the others.
 */
export function nameAfterCampaign(
  theirs: readonly Theirs[],
  indicators: ReadonlyMap<string, Indicator>,
  given: ReadonlyMap<string, string> = new Map(),
): NamedTheirs[] {
  const ranked = theirs.map((each) => ({ theirs: each, ranks: rank(each, indicators) }));
  const settled = new Map<Theirs, { is: string; how: string }>();
  for (const each of theirs) {
    const is = given.get(each.theirs);
    if (is !== undefined) settled.set(each, { is, how: "as you said" });
  }
  for (let found = true; found; ) {
    found = false;
    const taken = new Set([...settled.values()].map(({ is }) => is));
    const open = ranked
      .filter((each) => !settled.has(each.theirs))
      .flatMap(({ theirs: each, ranks }) =>
        ranks.filter(({ id }) => !taken.has(id)).map((rank) => ({ theirs: each, ...rank })),
      )
      .sort((a, b) => b.score - a.score);
    const sure = open.find(
      (pair) =>
        pair.score >= alike &&
        open.every((other) => {
          const isRival = other !== pair && (other.theirs === pair.theirs || other.id === pair.id);
          return !isRival || other.score <= pair.score - clearly;
        }),
    );
    if (!sure) break;
    settled.set(sure.theirs, { is: sure.id, how: sure.score === 1 ? "the same name" : "the nearest name: check it" });
    found = true;
  }
  const [one, two] = theirs;
  const [id, otherId] = indicators.keys();
  if (one && id !== undefined && two === undefined && otherId === undefined && settled.size === 0)
    settled.set(one, { is: id, how: "the only indicator of the campaign: check it" });
  return ranked.map(({ theirs: each, ranks }) => {
    const own = settled.get(each);
    const near = [...ranks]
      .filter(({ like }) => like >= 0.35)
      .sort((a, b) => b.like - a.like)
      .slice(0, 3);
    const names = near.map(({ id }) => id);
    if (!own) return { theirs: each, how: "", near: names };
    return { theirs: each, ...own, near: names };
  });
}

function rank(
  theirs: Theirs,
  indicators: ReadonlyMap<string, Indicator>,
): { id: string; score: number; like: number }[] {
  return [...indicators.values()]
    .map(({ indicator, title, name, short }) => {
      const ours = [indicator, title, name, short];
      const said = [theirs.theirs, theirs.called ?? ""].filter((text) => text !== "");
      const pairs = said.flatMap((a) => ours.map((b) => [toId(a), toId(b)] as const));
      const score = Math.max(...pairs.map(([a, b]) => likeness(a, b)));
      return { id: indicator, score, like: Math.max(score, ...pairs.map(([a, b]) => letters(a, b))) };
    })
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** From 0 to 1: by the words that two names share; names with no word in common by their letters. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const [one, other] = [new Set(a.split("-")), new Set(b.split("-"))];
  const shared = [...one].filter((word) => other.has(word)).length;
  const words = (2 * shared) / (one.size + other.size);
  const near = letters(a, b);
  return Math.min(0.99, Math.max(words, near >= 0.8 ? near : 0));
}

function letters(a: string, b: string): number {
  return 1 - distance(a, b) / Math.max(a.length, b.length, 1);
}
