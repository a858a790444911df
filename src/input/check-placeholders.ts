import { type Problem, type Severity, wrong } from "../problem.ts";
import type { Campaign } from "./campaign/campaign.ts";
import type { Used } from "./campaign/references.ts";
import { asWritten } from "./campaign/sections.ts";
import type { DataMap } from "./data/data.ts";
import type { Directory } from "./data/organisation.ts";
import type { Located } from "./files/yaml.ts";
import type { Library } from "./library/library.ts";

/** A value that knows where its texts stand. */
type Part<T = unknown> = Pick<Located<T>, "value" | "placeOf">;

/** All that real organisations would read of a campaign, and whose data they are. */
export type Readable = {
  campaigns: readonly Part<Campaign>[]; // as written, and as the levels of a trial make it
  used: Used;
  library: Library; // as its authors wrote it: the voice has not yet taken in what campaigns give it
  data: Part<DataMap>;
  directory: Directory;
};

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

/**
 * Placeholders in what real organisations would read: a campaign, its indicators, words and actions, and the source of its
 * data; and a directory with the codes of the fictional health service. Each is told once a place.
 */
export function checkPlaceholders(
  { campaigns, used, library, data, directory }: Readable,
  severity: Severity,
  problems: Problem[],
): void {
  const written = campaigns.map(({ value, placeOf }) => ({
    value: { ...value, sections: value.sections.map(asWritten) },
    placeOf,
  }));
  const named = textsIn(written.map(({ value }) => value)).map(({ text }) => text); // the reason that the voice takes in among them
  const parts: Part[] = [
    ...written,
    ...located(used.indicators.keys(), library.indicators.items),
    ...library.voice.items.values(),
    ...located([...used.blocks.keys(), ...named], library.blocks.items),
    ...located(used.actions.keys(), library.actions.items),
    data,
  ];
  const tell = (message: string, part: Part, path: readonly PropertyKey[], hint: string) =>
    problems.push({ ...wrong("placeholder", message, part.placeOf(path), hint), severity });
  for (const part of parts) {
    for (const { text, path } of textsIn(part.value)) {
      for (const { find, what, hint } of marks) {
        const found = find(text);
        if (found) tell(`"${found}" ${what}`, part, path, hint);
      }
    }
  }
  const code = [...directory.keys()].find((each) => inventedCode.test(each));
  if (code !== undefined)
    tell(
      `"${code}" is a code of the fictional health service`,
      data,
      ["organisations", "file"],
      "name your own directory; where its organisations are invented, say `fictional: true`",
    );
}

/** Practices, places and teams of `fixtures`; no register of the NHS has codes like these. */
const inventedCode = /^(?:Z[1-9]\d{4}|ZS\d{3})$/;

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

function located<T>(ids: Iterable<string>, items: ReadonlyMap<string, Located<T>>): Located<T>[] {
  return [...new Set(ids)].flatMap((id) => items.get(id) ?? []);
}

type Text = { text: string; path: readonly PropertyKey[] };

function textsIn(value: unknown, path: readonly PropertyKey[] = []): Text[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (Array.isArray(value)) return value.flatMap((each, i) => textsIn(each, [...path, i]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, [...path, key]));
}
