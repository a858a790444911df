import { dirname, resolve } from "node:path";
import { type Place, type Problem, wrong } from "../problem.ts";
import type { World } from "../world.ts";
import type { Cycle } from "./campaign/campaign.ts";
import type { DataMap } from "./data/data.ts";
import { faultOf } from "./data/data-files.ts";
import type { HistoryMap } from "./data/history-map.ts";
import type { Directory } from "./data/organisation.ts";
import { settleCells, spotOf } from "./files/cells.ts";
import { readFiles } from "./files/data-file.ts";
import { formOf } from "./files/form.ts";
import { suggest } from "./files/suggest.ts";
import { openTables, type Row, rows } from "./files/table.ts";
import type { Located } from "./files/yaml.ts";
import { type Told, toldSchema } from "./history.ts";
import type { Indicator } from "./library/indicator.ts";
import { shorten } from "./library/library.ts";

/** What the rows of another system are held against. */
export type ToldKnown = {
  topic: string; // id of the campaign
  headline: string; // id of an indicator
  directory: Directory;
  actions: ReadonlyMap<string, unknown>;
  blocks: ReadonlyMap<string, unknown>;
  indicators: ReadonlyMap<string, Indicator>;
  cycles: readonly Cycle[];
};

/** The file of what another system told, where data.yaml names one that can be read: within `home`, if there is one. */
export async function historyFileOf(
  world: World,
  { value: { history }, file, placeOf }: Located<DataMap>,
  home: string | undefined,
  problems: Problem[],
): Promise<{ history?: string }> {
  if (history === undefined) return {};
  const named = { file: shorten(resolve(dirname(resolve(file)), history.file)), place: placeOf(["history", "file"]) };
  const fault = faultOf(named, await world.find(named.file), home);
  if (fault) problems.push(fault);
  return fault ? {} : { history: named.file };
}

/** Reads what another system told recipients. Every row is checked, and all that is wrong is told with its row. Sorted by cycle and code. */
export async function readToldElsewhere(
  file: string,
  map: HistoryMap,
  known: ToldKnown,
  problems: Problem[],
): Promise<Told[]> {
  const top = { file, line: 1, column: 1 };
  const tables = await openTables([file]);
  try {
    const columns = await readFiles(tables, "told", [{ file, place: top, form: formOf(map) }], problems);
    if (!columns) return [];
    const named = Object.values(map.columns).filter((each) => each !== undefined);
    const missing = named.filter((each) => !columns.includes(each));
    for (const each of missing)
      problems.push(wrong("missing-column", `missing column "${each}"`, top, suggest(each, columns)));
    if (missing.length > 0) return [];
    const found: Problem[] = [];
    const reports = new Map<string, Told>();
    for (const row of await rows(tables, "select * from told order by line"))
      readRow(row, { file, map, known, reports }, found);
    await settleCells(tables, found);
    if (reports.size === 0 && found.length === 0)
      found.push(
        wrong("no-rows", "no row of a report", top, "take `history` out of data.yaml if it told nobody anything"),
      );
    problems.push(...found);
    const lines = [...reports.values()].map((each) => toldSchema.parse(each)); // its fields in the order of a line, which is hashed
    return lines.sort((a, b) => (`${a.cycle} ${a.code}` < `${b.cycle} ${b.code}` ? -1 : 1));
  } finally {
    tables.closeSync();
  }
}

type ToldReading = { file: string; map: HistoryMap; known: ToldKnown; reports: Map<string, Told> };

/** Mutates `reports`: enters what a row says into the report that it is of. */
function readRow(row: Row, { file, map, known, reports }: ToldReading, problems: Problem[]): void {
  const { place, told } = spotOf(row.file ?? file, Number(row.line));
  const say = (code: string, message: string, hint?: string) =>
    problems.push(wrong(code, `${told}${message}`, place, hint));
  const cell = (column: keyof HistoryMap["columns"]) => (row[map.columns[column] ?? ""] ?? "").trim();
  const code = cell("code");
  const written = cell("cycle");
  const cycle = map.cycles[written] ?? written;
  const ids = known.cycles.map(({ id }) => id);
  if (!known.directory.has(code))
    say("unknown-code", `unknown code "${code}"`, suggest(code, [...known.directory.keys()]));
  if (!ids.includes(cycle))
    say(
      "unknown-cycle",
      `unknown cycle "${written}"`,
      suggest(cycle, ids) ?? "an id of `cycles`, or an entry under history: cycles",
    );
  const codesIn = (column: "actions" | "blocks" | "indicator", of: ReadonlyMap<string, unknown>) => {
    const all = cell(column)
      .split(map.separator)
      .map((each) => each.trim());
    return all.flatMap((each) => {
      if (each === "" || map["left-out"].includes(each)) return [];
      const id = map.codes[each] ?? each;
      if (of.has(id)) return [id];
      const near = suggest(id, [...of.keys()]);
      say(
        "unknown-told",
        `${column}: "${each}" is none of this campaign's`,
        near ?? "give its id under history: codes, or name it under left-out",
      );
      return [];
    });
  };
  const actions = codesIn("actions", known.actions);
  const blocks = codesIn("blocks", known.blocks);
  const [indicator = known.headline] = codesIn("indicator", known.indicators);
  const value = valueIn(cell("value"), known.indicators.get(indicator));
  if (value === undefined)
    say("bad-row", `invalid value "${cell("value")}"`, "digits: 2.5, 27% or 1,200; a share is at most 100%");
  if (!known.directory.has(code) || !ids.includes(cycle) || value === undefined) return;
  const key = `${code} ${cycle}`;
  const before = reports.get(key);
  const isOther = before && before.headline.value !== null && value !== null;
  if (isOther && (before.headline.value !== value || before.headline.indicator !== indicator))
    say("conflicting", `${code} was told another value in ${cycle} by an earlier row`, "one report has one value");
  const added = (lines: readonly string[] = [], more: readonly string[]) => [...new Set([...lines, ...more])];
  reports.set(key, {
    ...{ code, topic: known.topic, cycle, channels: [], by: map.system, charts: [], words: [] },
    headline:
      before && value === null
        ? before.headline
        : { indicator, value, numerator: null, denominator: null, signals: [] },
    blocks: added(
      before?.blocks,
      blocks.map((id) => `elsewhere ${id} 0`),
    ),
    actions: added(
      before?.actions,
      actions.map((id) => `${id} 0`),
    ),
  });
}

/** A value as it is defined, of one that was printed; null where none was; undefined where it cannot be read. */
function valueIn(text: string, indicator: Indicator | undefined): number | null | undefined {
  if (text === "") return null;
  const digits = /^(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*%?$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const value = Number(digits.replaceAll(",", ""));
  if (indicator?.kind !== "share") return value;
  return value > 100 ? undefined : value / 100;
}

/** The problem of a report that another system and a run of our own are both said to have told. */
export function toldTwice(file: string, { code, cycle }: Told, run: string): Problem {
  const place: Place = { file, line: 1, column: 1 };
  const hint = "take its rows out of the file: what a promoted run told is known";
  return wrong("told-twice", `${code} was told in ${cycle} by this file and by the promoted run ${run}`, place, hint);
}
