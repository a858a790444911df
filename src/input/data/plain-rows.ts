import { type PlainFile, readPlainCsv } from "../files/plain-csv.ts";
import type { ObservationSource } from "./observation-source.ts";

/*
 * Rows of counts in plain files, as numbers alone: by which code, name and period each is, and what was counted.
 */

/** Rows of all files, in order. Texts are told by their places in the lists; a number that nobody gives is not a number. */
export type PlainRows = {
  codes: readonly string[];
  names: readonly string[]; // of indicators, as the data call them
  periods: readonly string[];
  files: readonly { file: string; rows: number }[];
  pieces: readonly RowsPiece[];
};

export type RowsPiece = {
  many: number;
  file: number; // its place among the files
  line: number; // of its first row; the others follow
  code: Int32Array;
  name: Int32Array;
  period: Int32Array;
  numerator: Float64Array;
  denominator: Float64Array;
};

const [shortestPiece, longestPiece] = [2 ** 10, 2 ** 19]; // rows; memory of so many as the longest goes back to the system when they are done with

/**
 * The rows of a study's files, where all are plain and what is taken of them are counts as they stand; undefined elsewhere: there
 * DuckDB reads them, which can do all that data.yaml may ask for, and tells of what it cannot read.
 */
export async function readPlainRows({
  files,
  map,
}: Pick<ObservationSource, "files" | "map">): Promise<PlainRows | undefined> {
  const { code, indicator, period, numerator, denominator } = map.columns;
  if (!isAsItStands(map) || numerator === undefined || denominator === undefined) return undefined;
  const unknown = new Set(map["not-known"] ?? []);
  const taken = { texts: [code, indicator, period], numbers: [numerator, denominator], unknown };
  const lists = [listOfTexts(), listOfTexts(), listOfTexts()] as const;
  const pieces: RowsPiece[] = [];
  const read: { file: string; rows: number }[] = [];
  let mayPart = [false, false];
  for (const [place, named] of files.entries()) {
    const own: RowsPiece[] = [];
    let [piece, row]: [RowsPiece | undefined, number] = [undefined, 0];
    const found: PlainFile | undefined = await readPlainCsv(named, taken, ({ texts, numbers }) => {
      if (!piece || piece.many === piece.code.length) {
        const length = Math.min(longestPiece, piece ? 4 * piece.code.length : shortestPiece);
        piece = emptyPiece(length, { file: place, line: row + firstLine });
        own.push(piece);
      }
      const at = piece.many++;
      piece.code[at] = texts[0]!;
      piece.name[at] = texts[1]!;
      piece.period[at] = texts[2]!;
      piece.numerator[at] = numbers[0]!;
      piece.denominator[at] = numbers[1]!;
      row++;
    });
    if (!found || found.rows === 0) return undefined;
    const [codes, names, periods] = found.texts.map((texts, i) => lists[i]!.placesOf(texts)) as [
      Int32Array,
      Int32Array,
      Int32Array,
    ];
    for (const each of own) {
      translate(each.code, codes, each.many);
      translate(each.name, names, each.many);
      translate(each.period, periods, each.many);
    }
    pieces.push(...own);
    mayPart = mayPart.map((may, i) => may || found.mayPart[i] === true);
    read.push({ file: named.file, rows: found.rows });
  }
  const [codes, names, periods] = lists.map((list) => list.all);
  if (mayPart.includes(true) || !isTrimmed(codes!) || !isTrimmed(names!)) return undefined; // somebody may have to be told
  return { codes: codes!, names: names!, periods: periods!, files: read, pieces };
}

const firstLine = 2; // below the header

/** Whether rows are taken as they are, and each is a count of an organisation. */
function isAsItStands(map: ObservationSource["map"]): boolean {
  const { columns, sql, pivot, subgroups, rename, add, pad, capitals, where, decimal, thousands } = map;
  const isPlain = decimal === "." && thousands === undefined && sql === undefined && pivot === undefined;
  const isOfCounts = columns.patient === undefined && columns.value === undefined && subgroups === undefined;
  const isShaped = [rename, add, pad, capitals, where].some((each) => Object.keys(each).length > 0);
  return isPlain && isOfCounts && !isShaped && map["period-from-name"] === undefined;
}

function isTrimmed(texts: readonly string[]): boolean {
  return texts.every((text) => text !== "" && text.trim() === text);
}

function emptyPiece(length: number, { file, line }: { file: number; line: number }): RowsPiece {
  const [code, name, period] = [0, 1, 2].map(() => new Int32Array(length)) as [Int32Array, Int32Array, Int32Array];
  const [numerator, denominator] = [0, 1].map(() => new Float64Array(length)) as [Float64Array, Float64Array];
  return { many: 0, file, line, code, name, period, numerator, denominator };
}

/** The texts of several files, each once. */
function listOfTexts() {
  const [all, places] = [[] as string[], new Map<string, number>()];
  return {
    all,
    placesOf: (texts: readonly string[]): Int32Array =>
      Int32Array.from(texts, (text) => {
        const place = places.get(text) ?? all.push(text) - 1;
        places.set(text, place);
        return place;
      }),
  };
}

/** Mutates the places: those in the list of a file become those in the list of all. */
function translate(places: Int32Array, into: Int32Array, many: number): void {
  for (let i = 0; i < many; i++) places[i] = into[places[i]!]!;
}
