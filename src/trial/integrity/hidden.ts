import type { Study, Trial } from "../../input/study.ts";

/**
 * Words of a trial that nobody who gets a report may see (X03): codes of arms, and the names of factors, levels, stages,
 * the trial and its list. A name that the campaign's own words or the templates use anyway ("email") tells nothing and is
 * not looked for; codes always are.
 */
export function hiddenWords(
  study: Study,
  trial: Trial,
  templates: Readonly<Record<string, string>> = {},
): { hidden: readonly string[]; ordinary: readonly string[] } {
  const { file, arms, allocation } = trial;
  const names = [
    file.trial,
    ...(allocation && !allocation.rehearsal ? [allocation.list] : []), // a rehearsal says that it is one
    ...Object.keys(file.factors),
    ...Object.values(file.factors).flatMap(({ levels }) => Object.keys(levels)),
    ...file.stages.map(({ stage }) => stage),
  ];
  const used = new Set([...wordsOf(study), ...Object.values(templates).flatMap(wordsIn)]);
  const isOrdinary = (name: string) => used.has(name.toLowerCase());
  const distinct = [...new Set(names)].sort();
  return {
    hidden: [...new Set([...arms.keys(), ...distinct.filter((name) => !isOrdinary(name))])],
    ordinary: distinct.filter(isOrdinary),
  };
}

/** Every word of what authors have written for readers, and of the directory: whole words, hyphens kept. */
function wordsOf({ topics }: Study): ReadonlySet<string> {
  const words = new Set(alwaysThere);
  for (const { campaign, blocks, actions, indicators } of topics.values()) {
    const { lint: _lint, data: _data, rationale: _rationale, ...printed } = campaign;
    const texts = [printed, ...blocks.values(), ...actions.values(), ...indicators.values()].flatMap(textsIn);
    for (const word of wordsIn(texts.join(" "))) words.add(word);
  }
  return words;
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+(-[a-z0-9]+)*/g) ?? [];
}

/** Words of the page itself. */
const alwaysThere = ["email", "print", "chart", "report", "peers", "comparison", "table", "trend", "median"];

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value.includes(" ") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
