// How the text around an entry or a setting is told apart: whole lines with their comments, or what stands between brackets.

/** The first of the comments that stand directly above a line, as far in as the line or less. */
export function withAbove(lines: readonly string[], row: number, indent: string): number {
  let first = row;
  while (isComment(lines[first - 1]) && depth(lines[first - 1]) <= indent.length) first--;
  return first;
}

/** The line after the comments that stand directly below an entry, further in than its own beginning. */
export function withBelow(lines: readonly string[], row: number, indent: string): number {
  let end = row;
  while (isComment(lines[end]) && depth(lines[end]) > indent.length) end++;
  return end;
}

export function isComment(line = ""): boolean {
  return /^\s*#/.test(line);
}

export function depth(line = ""): number {
  return line.length - line.trimStart().length;
}

/** What stands between brackets or braces, which are at the ends of the range; each span is that of a piece of it. */
export type Bracketed = {
  range: readonly number[];
  spans: readonly (readonly number[])[];
  change: (pieces: readonly string[]) => readonly string[];
};

/** The text with other pieces between two brackets: what parts them stays. Undefined where comments stand among them: they are nobody's. */
export function inBrackets(text: string, { range, spans, change }: Bracketed): string | undefined {
  const [start, end] = range;
  if (start === undefined || end === undefined) return undefined;
  const pieces = spans.map(([from, to]) => text.slice(from, to));
  const between = spans.slice(1).map(([from], i) => text.slice(spans[i]?.[1], from));
  const made = change(pieces);
  const [from, to] = [spans[0]?.[0] ?? start + 1, spans.at(-1)?.[1] ?? end - 1];
  if ([text.slice(start, from), ...between, text.slice(to, end)].some((each) => each.includes("#"))) return undefined;
  const joined = made
    .map((piece, i) => piece + (i < made.length - 1 ? (between[i] ?? between.at(-1) ?? ", ") : ""))
    .join("");
  return text.slice(0, from) + joined + text.slice(to);
}
