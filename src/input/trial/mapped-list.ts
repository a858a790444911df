import type { DuckDBConnection } from "@duckdb/node-api";
import { type Problem, wrong } from "../../problem.ts";
import { nearest, suggest } from "../files/suggest.ts";
import type { Row } from "../files/table.ts";
import type { Arm } from "./arms.ts";
import { checkJoin, type JoinedRow, type ListPlace, readJoinList } from "./join-list.ts";
import type { ListMap } from "./list-map.ts";
import { type ListRow, lineOf, linesOf, type ReadList, rowFault } from "./list-row.ts";
import type { MappedFile } from "./list-source.ts";
import { listedCodes } from "./listed.ts";
import { checkDrawColumns } from "./mapped-draws.ts";
import { numberOf, type OfUnit, ofUnit, readMapped, spotOfRow, textOf } from "./mapped-rows.ts";
import type { TrialFile } from "./trial.ts";
import { type UnitPlace, unitRows } from "./unit-rows.ts";

export type MappedOptions = { trial: TrialFile; arms: ReadonlyMap<string, Arm>; cycles: readonly string[] };

/** Reads a list from the files of the trials unit's own system, one after another. */
export async function readMappedList(
  tables: DuckDBConnection,
  files: readonly MappedFile[],
  options: MappedOptions,
  problems: Problem[],
): Promise<ReadList | undefined> {
  checkSameList(files, problems);
  const rows: ListRow[] = [];
  for (const [i, file] of files.entries()) {
    checkCodes(file, options, problems);
    checkAllocatedBy(file, options, problems);
    checkDrawColumns(file, { ...options, arms: [...options.arms.keys()] }, problems);
    rows.push(...((await readOne(tables, file, i, problems)) ?? []));
  }
  const [first] = files;
  return first && { list: first.map.list, version: first.map.version, rows };
}

/** Several randomisations are one list, of one version. */
function checkSameList([first, ...others]: readonly MappedFile[], problems: Problem[]): void {
  for (const { map, places } of others)
    for (const key of ["list", "version"] as const)
      if (map[key] !== first!.map[key])
        problems.push(
          wrong(
            "other-list",
            `${key} "${map[key]}", but "${first!.map[key]}" of the first randomisation`,
            places.placeOf([key]),
            "all randomisations of a trial are one list, in one version",
          ),
        );
}

/** Codes stand for arms of the trial and of the stage, and every such arm has one. */
function checkCodes({ map, places }: MappedFile, { trial, arms }: MappedOptions, problems: Problem[]): void {
  const stage = trial.stages.find((each) => each.stage === map.stage);
  if (map.stage !== undefined && !stage)
    problems.push(
      wrong(
        "unknown-stage",
        `unknown stage "${map.stage}"`,
        places.placeOf(["stage"]),
        suggest(
          map.stage,
          trial.stages.map((each) => each.stage),
        ),
      ),
    );
  const offered = stage?.arms ?? listedCodes(trial, arms);
  for (const [text, arm] of Object.entries(map.codes))
    if (!offered.includes(arm))
      problems.push(
        wrong(
          arms.has(arm) ? "arm-of-other-stage" : "unknown-arm",
          arms.has(arm)
            ? `"${text}" stands for ${arm}, which is not in stage "${map.stage}"`
            : `"${text}" stands for "${arm}", which is no arm`,
          places.placeOf(["codes", text]),
          suggest(arm, offered),
        ),
      );
  const coded = Object.values(map.codes);
  for (const arm of offered.filter((each) => !coded.includes(each)))
    problems.push(
      wrong(
        "arm-without-code",
        `no code stands for arm ${arm}`,
        places.placeOfKey(["codes"]),
        "say what the file has for it, though no unit may be in it yet",
      ),
    );
}

/** What the trial says that units were allocated by has a column in the list or in its join list, and nothing else has. */
function checkAllocatedBy({ map, places }: MappedFile, { trial }: MappedOptions, problems: Problem[]): void {
  const declared = Object.keys(trial["allocated-by"]);
  const ofList = Object.keys(map["allocated-by"]);
  const ofJoin = Object.keys(map.join?.["allocated-by"] ?? {});
  const say = (message: string, path: readonly string[], hint?: string) =>
    problems.push(wrong("allocated-by", message, places.placeOf(path), hint));
  for (const name of ofList.filter((each) => !declared.includes(each)))
    say(`"${name}" is not under \`allocated-by\` of the trial`, ["allocated-by", name], suggest(name, declared));
  for (const name of ofJoin.filter((each) => !declared.includes(each)))
    say(
      `"${name}" is not under \`allocated-by\` of the trial`,
      ["join", "allocated-by", name],
      suggest(name, declared),
    );
  for (const name of declared.filter((each) => !ofList.includes(each) && !ofJoin.includes(each)))
    say(`no column has "${name}", by which units were allocated`, [], `allocated-by: { ${name}: THE COLUMN }`);
}

async function readOne(
  tables: DuckDBConnection,
  { map, named, places, joined }: MappedFile,
  number: number,
  problems: Problem[],
): Promise<ListRow[] | undefined> {
  const found = await readMapped(tables, { map, named, places }, `allocation ${number + 1}`, problems);
  const ofJoin = joined && (await readJoinList(tables, joined, `join ${number + 1}`, problems));
  if (!found || (joined && !ofJoin)) return undefined;
  const listed = found.map((row): ListedPlace => ({ ...placeIn(row, map), row, said: ofUnit(row, map, problems) }));
  checkTexts(listed, { map, places }, problems);
  if (!ofJoin || !joined)
    return listed.flatMap((each) => unitRows(each, textOf(each.row, map.columns.unit), map, problems));
  const known = listed.filter(({ id, arm }) => id !== "" || arm !== "");
  checkNumbers(known, problems);
  checkJoin(placesOf(known), ofJoin, { spare: joined.map.spare, file: joined.named.file }, problems);
  return joinRows(known, ofJoin, map, problems);
}

/** A row of the list with what tells it from others, and what it says of its unit. */
type ListedPlace = ListPlace & UnitPlace & { cycle: string };

function placeIn(row: Row, { columns, draws }: ListMap): ListPlace & Pick<ListedPlace, "cycle"> {
  return {
    ...spotOfRow(row),
    cycle: textOf(row, draws?.cycle),
    id: numberOf(row, columns.id),
    arm: textOf(row, columns.arm),
    stratum: textOf(row, columns.stratum),
  };
}

/** What has one arm: a number, or where arms are drawn anew a number in one cycle. */
function keyOf({ id, cycle }: ListedPlace): string {
  return JSON.stringify([id, cycle]);
}

/** Of a number with rows of several events or forms, those that have the arm; where none has, the first. */
function placesOf(listed: readonly ListedPlace[]): ListedPlace[] {
  const numbers = Map.groupBy(listed, keyOf);
  return [...numbers.values()].flatMap((all) => {
    const placed = all.filter(({ arm }) => arm !== "");
    return placed.length > 0 ? placed : all.slice(0, 1);
  });
}

function joinRows(
  listed: readonly ListedPlace[],
  joined: readonly JoinedRow[],
  map: ListMap,
  problems: Problem[],
): ListRow[] {
  const places = Map.groupBy(placesOf(listed), ({ id }) => id);
  return joined.flatMap((each) => {
    const own = each.id === "" ? [] : (places.get(each.id) ?? []);
    const { file, line, unit } = each;
    if (own.length === 0)
      return [{ file, line, unit, arm: "", status: "active", ...(map.stage ? { stage: map.stage } : {}) }];
    if (map.draws) return own.flatMap((place) => rowsOf(each, place, map, problems));
    return rowsOf(each, own[0]!, map, problems).map((row) => ({ ...row, file, line })); // where the unit is named
  });
}

function rowsOf({ unit, said: joined }: JoinedRow, place: ListedPlace, map: ListMap, problems: Problem[]): ListRow[] {
  const both = { ...joined.by, ...place.said.by };
  const said = { ...joined, ...definedIn(place.said), ...(Object.keys(both).length > 0 ? { by: both } : {}) };
  return unitRows({ ...place, said }, unit, map, problems);
}

/** What a row says, without what it leaves to the other file. */
function definedIn(said: OfUnit): Partial<OfUnit> {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== ""));
}

/** A number with an arm stands once in the list. */
function checkNumbers(listed: readonly ListedPlace[], problems: Problem[]): void {
  const placed = listed.filter(({ arm }) => arm !== "");
  for (const each of placed.filter(({ id }) => id === ""))
    problems.push(
      rowFault(each, "no-number", `an arm, "${each.arm}", and no number`, "give its number, or take the row out"),
    );
  for (const [first, ...more] of Map.groupBy(
    placed.filter(({ id }) => id !== ""),
    keyOf,
  ).values())
    for (const each of more)
      problems.push(
        rowFault(
          each,
          "number-twice",
          `number ${each.id} stands twice with an arm, "${each.arm}" here and "${first!.arm}" on ${lineOf(first!, each)}`,
          "where numbers begin anew in each stratum, `id` needs both columns: [stratum, id]; of rows of several events choose one with `where`",
        ),
      );
}

/** Texts in the columns of arms and statuses that nobody has said the meaning of: each once, with all its rows. */
function checkTexts(
  listed: readonly ListedPlace[],
  { map, places }: Pick<MappedFile, "map" | "places">,
  problems: Problem[],
): void {
  const codes = Object.keys(map.codes);
  const arms = Map.groupBy(
    listed.filter(({ arm }) => arm !== ""),
    ({ arm }) => arm,
  );
  for (const [text, all] of arms)
    if (!Object.hasOwn(map.codes, text))
      problems.push(
        rowFault(
          all[0]!,
          "unknown-code",
          `"${text}" in column "${map.columns.arm}" stands for no arm, on ${linesOf(all)}`,
          mendOf(text, codes, places.placeOf(["codes"]).line),
          map.columns.arm,
        ),
      );
}

/** Codes for labels and labels for codes are the commonest slip, and never a guess of ours. */
function mendOf(text: string, codes: readonly string[], line: number): string {
  const near = nearest(text, codes);
  if (near !== undefined) return `did you mean "${near}"? write it under \`codes\` as the file has it`;
  return `\`codes\` (line ${line}) knows ${codes.map((code) => `"${code}"`).join(", ")}: add this, or export the file the other way, values or labels`;
}
