import type { Inputs } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import { trialRules } from "../../lint/trial-rules.ts";
import { type Problem, wrong } from "../../problem.ts";
import { wordDiff } from "../differences/word-diff.ts";

/** A block or action in the place of another, where a level puts it. */
type Swap = { factor: string; level: string; kind: "blocks" | "actions"; from: string; to: string };

/** Words of a level that look mistyped: one word is other than in the block it stands for, by a letter or two, and stands nowhere else. */
export function findSlips({ topics }: Study, { file, placeOf }: Trial): Problem[] {
  const problems = swapsOf(file.factors).flatMap((swap) =>
    [...topics.values()].flatMap((inputs) => {
      const slip = slipIn(inputs, swap);
      if (!slip) return [];
      const { factor, level, kind, from, to } = swap;
      const what = `looks like a slip: "${slip.typed}" for "${slip.meant}" in ${kind.slice(0, -1)} "${to}" of level "${level}" of "${factor}"`;
      const place = placeOf(["factors", factor, "levels", level, kind, from]);
      const hint = `correct the word in "${to}"; the rest of that sentence is as in "${from}"`;
      return [{ ...wrong("X01", what, place, hint), source: trialRules.X01.rests }];
    }),
  );
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

/** Every swap of every level; and where two levels swap the same block, one beside the other. */
function swapsOf(factors: Trial["file"]["factors"]): Swap[] {
  return Object.entries(factors).flatMap(([factor, { levels }]) => {
    const own = Object.entries(levels).flatMap(([level, { blocks = {}, actions = {} }]) =>
      (
        [
          ["blocks", blocks],
          ["actions", actions],
        ] as const
      ).flatMap(([kind, table]) =>
        Object.entries(table).flatMap(([from, all]) => all.map((to): Swap => ({ factor, level, kind, from, to }))),
      ),
    );
    const twins = own.flatMap((one, i) =>
      own
        .slice(i + 1)
        .filter(({ kind, from, level }) => kind === one.kind && from === one.from && level !== one.level)
        .map((other): Swap & { beside: string } => ({ ...other, beside: one.to })),
    );
    return [...own, ...twins.map(({ beside, ...swap }) => ({ ...swap, from: beside }))];
  });
}

function slipIn(inputs: Inputs, { kind, from, to }: Swap): { typed: string; meant: string } | undefined {
  const [one, other] = [inputs[kind].get(from), inputs[kind].get(to)];
  if (!one || !other) return undefined;
  const elsewhere = wordsBeside(inputs, to);
  const theirs = new Map(textsIn(other).map(({ key, text }) => [key, text]));
  for (const { key, text } of textsIn(one)) {
    for (const { typed, meant } of singleWords(text, theirs.get(key) ?? text))
      if (isSlip(typed, meant) && !elsewhere.has(typed)) return { typed, meant };
  }
  return undefined;
}

/** Words replaced one for one, everything round them equal. */
function singleWords(a: string, b: string): { typed: string; meant: string }[] {
  const runs = wordDiff(a, b);
  return runs.flatMap((run, i) => {
    const next = runs[i + 1];
    if (run.kind !== "out" || next?.kind !== "in") return [];
    const [meant = "", typed = ""] = [run.text, next.text].map((text) => /^\W*([a-z]+)\W*$/i.exec(text)?.[1] ?? "");
    return meant && typed ? [{ typed: typed.toLowerCase(), meant: meant.toLowerCase() }] : [];
  });
}

/**
 * A word of five letters or more that is another by one edit, of eight or more by two, and is no form of it. Of shorter ones
 * only two letters that have changed places tell a slip: wiht.
 */
export function isSlip(typed: string, meant: string): boolean {
  if (typed === meant || stem(typed) === stem(meant)) return false;
  const letters = Math.min(typed.length, meant.length);
  if (letters < 5) return letters >= 3 && sorted(typed) === sorted(meant) && editsBetween(typed, meant) === 1;
  return editsBetween(typed, meant) <= (letters >= 8 ? 2 : 1);
}

function sorted(word: string): string {
  return [...word].sort().join("");
}

function stem(word: string): string {
  return word.replace(/(ies|es|s|ed|d|ing|ly|er|y|e)$/, "");
}

/** Letters put in, left out, changed or transposed. */
function editsBetween(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...new Array<number>(b.length).fill(0)]);
  for (let j = 1; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const least = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + change);
      const isTurned = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]![j] = isTurned ? Math.min(least, rows[i - 2]![j - 2]! + 1) : least;
    }
  }
  return rows[a.length]![b.length]!;
}

/** Every word of the library's blocks and actions but one. */
function wordsBeside({ blocks, actions }: Inputs, id: string): ReadonlySet<string> {
  const others = [...blocks, ...actions].filter(([name]) => name !== id);
  const texts = others.flatMap(([, item]) => textsIn(item).map(({ text }) => text));
  return new Set(
    texts
      .join(" ")
      .toLowerCase()
      .match(/[a-z]+/g),
  );
}

function textsIn(item: object): { key: string; text: string }[] {
  return Object.entries(item).flatMap(([key, value]) => {
    if (typeof value === "string") return [{ key, text: value }];
    return typeof value === "object" && value !== null
      ? textsIn(value).map(({ key: inner, text }) => ({ key: `${key}.${inner}`, text }))
      : [];
  });
}
