/** A stretch of two texts: in both, only in the first, or only in the second. */
export type DiffRun = { kind: "same" | "out" | "in"; text: string };

/** What was changed between two texts, word by word. Joined without `in` the runs are the first text, without `out` the second. */
export function wordDiff(a: string, b: string): DiffRun[] {
  const [from, to] = [splitWords(a), splitWords(b)];
  const common = commonLengths(from, to);
  const steps: DiffRun[] = [];
  for (let i = 0, j = 0; i < from.length || j < to.length; ) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      steps.push({ kind: "same", text: from[i]! });
      i++;
      j++;
    } else if (j >= to.length || (i < from.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      steps.push({ kind: "out", text: from[i++]! });
    } else steps.push({ kind: "in", text: to[j++]! });
  }
  return joined(steps);
}

/** Words, and the space between them as pieces of their own. */
function splitWords(text: string): string[] {
  return text.match(/\s+|[^\s]+/g) ?? [];
}

/** Lengths of the longest common run of words from each pair of places to the ends. */
function commonLengths(from: readonly string[], to: readonly string[]): number[][] {
  const lengths = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0));
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--)
      lengths[i]![j] =
        from[i] === to[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  }
  return lengths;
}

/** Neighbouring changes as one: what went out, then what came in, with the spaces between them. */
function joined(steps: readonly DiffRun[]): DiffRun[] {
  const runs: DiffRun[] = [];
  let [out, into] = ["", ""];
  for (const [i, { kind, text }] of steps.entries()) {
    const isBetween = /^\s+$/.test(text) && (out !== "" || into !== "") && (steps[i + 1]?.kind ?? "same") !== "same";
    if (kind === "same" && !isBetween) {
      flush();
      keep(text);
      continue;
    }
    if (kind !== "in") out += text;
    if (kind !== "out") into += text;
  }
  flush();
  return runs;

  /** What both end in, a space, is no part of the change. */
  function flush(): void {
    const [space = ""] = out !== "" && into !== "" ? (/\s+$/.exec(out) ?? []) : [];
    const shared = into.endsWith(space) ? space.length : 0;
    const [was, is] = [out, into].map((text) => text.slice(0, text.length - shared));
    if (was) runs.push({ kind: "out", text: was });
    if (is) runs.push({ kind: "in", text: is });
    if (shared > 0) keep(space);
    [out, into] = ["", ""];
  }

  function keep(text: string): void {
    const last = runs.at(-1);
    if (last?.kind === "same") last.text += text;
    else runs.push({ kind: "same", text });
  }
}
