import { type Problem, type Severity, wrong } from "../problem.ts";
import type { Campaign } from "./campaign/campaign.ts";
import type { Used } from "./campaign/references.ts";
import { asWritten } from "./campaign/sections.ts";
import type { DataMap } from "./data/data.ts";
import type { Directory } from "./data/organisation.ts";
import { findPlaceholders, type PlaceholderPart, textsIn } from "./files/placeholders.ts";
import type { Located } from "./files/yaml.ts";
import type { Library } from "./library/library.ts";

/** All that real organisations would read of a campaign, and whose data they are. */
export type Readable = {
  campaigns: readonly PlaceholderPart<Campaign>[]; // as written, and as the levels of a trial make it
  used: Used;
  library: Library; // as its authors wrote it: the voice has not yet taken in what campaigns give it
  data: PlaceholderPart<DataMap>;
  directory: Directory;
};

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
  const parts: PlaceholderPart[] = [
    ...written,
    ...located(used.indicators.keys(), library.indicators.items),
    ...library.voice.items.values(),
    ...located([...used.blocks.keys(), ...named], library.blocks.items),
    ...located(used.actions.keys(), library.actions.items),
    data,
  ];
  findPlaceholders(parts, severity, problems);
  const code = [...directory.keys()].find((each) => inventedCode.test(each));
  if (code !== undefined) {
    const message = `"${code}" is a code of the fictional health service`;
    const hint = "name your own directory; where its organisations are invented, say `fictional: true`";
    problems.push({ ...wrong("placeholder", message, data.placeOf(["organisations", "file"]), hint), severity });
  }
}

/** Practices, places and teams of `fixtures`; no register of the NHS has codes like these. */
const inventedCode = /^(?:Z[1-9]\d{4}|ZS\d{3})$/;

function located<T>(ids: Iterable<string>, items: ReadonlyMap<string, Located<T>>): Located<T>[] {
  return [...new Set(ids)].flatMap((id) => items.get(id) ?? []);
}
