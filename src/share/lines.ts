import { slotName } from "../input/campaign/slots.ts";
import type { Report } from "../report/report.ts";
import { textsIn } from "../report/sections.ts";
import { toWords } from "../report/sentence.ts";
import { type DiffRun, wordDiff } from "../trial/differences/word-diff.ts";

/** A piece of a report as its reader meets it. */
export type SharedLine = {
  key: string; // the same in two reports where they say something in the same place
  section: string;
  words: string;
  text?: string; // the block or action that says it
};

/** Everything that a report says in words, in reading order. */
export function linesOf({ sections, choices, figures }: Report): SharedLine[] {
  const chosen = new Map(choices.map((choice) => [slotName(choice), choice.chosen]));
  const met = new Map<string, number>();
  return sections.flatMap((section) =>
    textsIn(section).flatMap(({ slot, words, action }): SharedLine[] => {
      const said = words.map((each) => toWords(each, figures)).join(" ");
      if (said.trim() === "") return [];
      const place = `${section.name} ${action ?? slot}`;
      const nth = (met.get(place) ?? 0) + 1;
      met.set(place, nth);
      const text = action ?? chosen.get(slotName({ section: section.name, slot }));
      return [{ key: `${place} ${nth}`, section: section.name, words: said, ...(text ? { text } : {}) }];
    }),
  );
}

/** A line then and now, as runs of words that stayed, went and came. */
export type ChangedLine = { section: string; runs: readonly DiffRun[]; isChanged: boolean };

/** What a report said before and says now, line by line; what it says no more stands after the section's other lines. */
export function changedLines(before: readonly SharedLine[] | undefined, now: readonly SharedLine[]): ChangedLine[] {
  if (!before)
    return now.map(({ section, words }) => ({ section, runs: [{ kind: "same", text: words }], isChanged: false }));
  const was = new Map(before.map((line) => [line.key, line]));
  const is = new Set(now.map(({ key }) => key));
  const gone = before.filter(({ key }) => !is.has(key));
  const sections = [...new Set([...now, ...gone].map(({ section }) => section))];
  return sections.flatMap((section) => [
    ...now.filter((line) => line.section === section).map((line) => changed(was.get(line.key)?.words ?? "", line)),
    ...gone.filter((line) => line.section === section).map((line) => changed(line.words, { ...line, words: "" })),
  ]);
}

function changed(before: string, { section, words }: SharedLine): ChangedLine {
  return { section, runs: wordDiff(before, words), isChanged: before !== words };
}

/** How a reader meets a text now, and what stood in its place before; undefined where its report does not say it. */
export function readingOf(
  text: string,
  { before, now }: { before: readonly SharedLine[] | undefined; now: readonly SharedLine[] },
): { before?: string; now: string } | undefined {
  const own = now.filter((line) => line.text === text);
  const longest = [...Map.groupBy(own, ({ section }) => section).values()]
    .map((lines) => ({ lines, words: joined(lines) }))
    .sort((a, b) => b.words.length - a.words.length)[0];
  if (!longest) return undefined;
  if (!before) return { now: longest.words };
  const keys = new Set(longest.lines.map(({ key }) => key));
  return { before: joined(before.filter(({ key }) => keys.has(key))), now: longest.words };
}

function joined(lines: readonly SharedLine[]): string {
  return lines.map(({ words }) => words).join(" ");
}
