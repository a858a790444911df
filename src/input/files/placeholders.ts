import { type Problem, type Severity, wrong } from "../../problem.ts";
import type { Located } from "./yaml.ts";

/** A value that knows where its texts stand. */
export type PlaceholderPart<T = unknown> = Pick<Located<T>, "value" | "placeOf">;

/** What is left of an example in the texts of some files, each told once a place. */
export function findPlaceholders(parts: readonly PlaceholderPart[], severity: Severity, problems: Problem[]): void {
  for (const { value, placeOf } of parts) {
    for (const { text, path } of textsIn(value)) {
      for (const { find, what, hint } of marks) {
        const found = find(text);
        if (found) problems.push({ ...wrong("placeholder", `"${found}" ${what}`, placeOf(path), hint), severity });
      }
    }
  }
}

/** What stands in examples and in files that `new` begins: what it is, and what to write in its place. */
const marks: readonly { find: (text: string) => string | undefined; what: string; hint: string }[] = [
  {
    find: first(/\bWrite (?:the (?:source|document) )?here\b/),
    what: "is still to be written",
    hint: "say it in your own words",
  },
  {
    find: first(/[\w.@/:-]*\b(?:[a-z0-9-]+\.(?:example|invalid|test)|example\.(?:com|net|org))\b(?!\.[a-z])/), // RFC 2606
    what: "is an address for examples, which leads nowhere",
    hint: "write an address that leads to you",
  },
  { find: dramaNumber, what: "is a number for examples, which nobody answers", hint: "write a number that you answer" },
  {
    find: first(
      /\b(?:Imogen (?:Farrow|Sattar-Hale)|Tomos Ferriby|Rhiannon Adeyemi|Lewis Thackrah|Nuala Prothero|Gareth Okafor|Oluwaseun (?:Hathersage|Pell)|Marit Lowther|Ottoline Marchbank|Idris Penhallow)\b/,
    ),
    what: "is a person of the examples",
    hint: "name who signs",
  },
  {
    find: first(/\b(?:Marlshire|Wharrel and Skelder|Four Regions|Fennel Shore)\b/),
    what: "is a place of the examples",
    hint: "name your own organisation or place",
  },
  { find: first(/\bfictional\b/i), what: "speaks of an example", hint: "say what is true of your data" },
];

/** The numbers that Ofcom keeps for drama, and all of the area code 01632, which no place has. */
const drama =
  /^0(?:1632\d{5,6}|1(?:1[3-8]|21|31|41|51|61)4960\d{3}|1914980\d{3}|2079460\d{3}|2896496\d{3}|2920180\d{3}|7700900\d{3}|8081570\d{3}|9098790\d{3}|306999\d{4})$/;

function dramaNumber(text: string): string | undefined {
  const numbers = text.match(/(?<![\w.])\+?\(?\d[\d ()-]{8,}\d(?![\w.]\d)/g) ?? [];
  return numbers.find((each) => drama.test(each.replace(/^\+?44 ?(?:\(0\))?/, "0").replace(/\D/g, "")));
}

function first(pattern: RegExp): (text: string) => string | undefined {
  return (text) => pattern.exec(text)?.[0].trim();
}

type PlacedText = { text: string; path: readonly PropertyKey[] };

/** Every text in a value, with its path. */
export function textsIn(value: unknown, path: readonly PropertyKey[] = []): PlacedText[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (Array.isArray(value)) return value.flatMap((each, i) => textsIn(each, [...path, i]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, [...path, key]));
}
