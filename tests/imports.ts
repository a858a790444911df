import { posix } from "node:path";

// The drawing of imports: which files each file of a folder imports, and where that goes round in a circle.

/** Which files each file imports, all as paths below one folder. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** The relative imports and exports of a file, types included, as paths below the folder that the file is a path of. */
export function importsOf(file: string, text: string): string[] {
  const bare = text.replace(/^\s*\/\/.*$/gm, "").replace(/\/\*[\s\S]*?\*\//g, "");
  const statements = /(?:^\s*(?:import|export)\b(?:[^;'"]*?\bfrom)?\s*|\bimport\(\s*)["'](\.{1,2}\/[^"']+)["']/gm;
  return [...bare.matchAll(statements)].map(([, path = ""]) => posix.join(file, "..", path));
}

/** What a file loads as soon as it is loaded itself: neither types nor what it imports when it needs it. */
export function loadedBy(text: string): string[] {
  const bare = text.replace(/^\s*\/\/.*$/gm, "").replace(/\/\*[\s\S]*?\*\//g, "");
  const statements = /^(?:import|export)\s(?!type\b)(?:[^;'"]*?\sfrom\s)?["']([^"']+)["']/gm;
  return [...bare.matchAll(statements)].map(([, path = ""]) => path);
}

/** Every circle once, from its first file in alphabetical order. */
export function circles(graph: Graph): string[] {
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      const round = path.slice(at);
      const first = round.indexOf([...round].sort()[0] ?? file);
      found.add([...round.slice(first), ...round.slice(0, first), round[first]].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return [...found].sort();
}
