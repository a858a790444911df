import { basename } from "node:path";
import { literal, name } from "../input/files/table.ts";
import { typeByCodes } from "./codes.ts";
import { measured } from "./measured.ts";
import { monthTable } from "./month-table.ts";
import { toId } from "./names.ts";
import {
  type CountedTheirs,
  type Group,
  guess,
  limit,
  type Note,
  type ObservationsPart,
  type Part,
  type Where,
} from "./part.ts";
import { latestOf, longPeriod, type Span, spanOf, toIso } from "./periods.ts";
import { askAll, cell, type Source, textsOfAll } from "./source.ts";

/*
 * A mapping for files of no known shape: by the names of columns, and by what stands in them. Each choice is a note, with
 * what else it might have been.
 */

/** What stands in a column. */
type Column = {
  column: string;
  filled: number; // rows with something in it
  distinct: number;
  numbers: number; // share of what is filled that is a number
  codes: number; // share of its texts that have letters and digits, as codes of organisations do
  digits: number; // share of its texts that are digits alone, as some codes are
  spans: ReadonlyMap<string, Span>; // texts that are a period
  periods: number; // share of its texts that are a period
  example: string;
};

type Look = { from: Group; columns: readonly Column[]; rows: number; notes: Note[] };

/** What files of an unknown shape may be: a directory, observations, or neither, with what was seen and what would help. */
export async function propose(from: Group): Promise<Part> {
  const columns = await profile(from.sources);
  const rows = from.sources.reduce((sum, source) => sum + source.rows, 0);
  const look: Look = { from, columns, rows, notes: [] };
  const code = pick(look, "the code of the organisation", codeNames, isCode);
  if (!code) return unknown(look, "no column holds codes of organisations, such as Z10003");
  const numbers = columns.filter((each) => each.numbers >= 0.8 && each !== code && each.periods < 0.9);
  const called = columns.find(({ column }) => nameNames.test(column));
  const isDirectory =
    code.distinct === rows &&
    called !== undefined &&
    !numbers.some(({ column }) => /numerator|denominator/i.test(column));
  if (!isDirectory) return observations(look, code, numbers);
  return directory(look, {
    code,
    called,
    type: typeByCodes([...(await textsOfAll(from.sources, code.column)).keys()]),
  });
}

/** Codes have letters and digits; those of digits alone are told by the name of the column. */
function isCode({ column, codes, digits }: Column): boolean {
  return codes >= 0.8 || (digits >= 0.8 && codeNames.some((name) => name.test(column)));
}

async function profile(sources: readonly Source[]): Promise<Column[]> {
  const names = [...new Set(sources.flatMap(({ columns }) => columns))];
  const found: Column[] = [];
  for (const column of names) {
    const [counted] = await askAll(
      sources,
      `select count(*) filter (where ${cell(column)} <> '')::varchar as filled, count(distinct ${cell(column)})::varchar as distinct,
         count(*) filter (where try_cast(${cell(column)} as double) is not null)::varchar as numbers from source`,
    );
    const texts = [...(await textsOfAll(sources, column)).keys()].filter((text) => text !== "").slice(0, 500);
    const spans = new Map(
      texts.flatMap((text) => {
        const span = spanOf(text);
        return span ? [[text, span] as const] : [];
      }),
    );
    const filled = Number(counted?.filled);
    const shareOf = (pattern: RegExp) =>
      texts.filter((text) => pattern.test(text) && !spans.has(text)).length / (texts.length || 1);
    found.push({
      column,
      filled,
      distinct: Number(counted?.distinct),
      numbers: filled === 0 ? 0 : Number(counted?.numbers) / filled,
      codes: shareOf(/^(?=.*\d)(?=.*[A-Z])[A-Z0-9]{3,8}$/i),
      digits: shareOf(/^\d{3,8}$/),
      spans,
      periods: spans.size / (texts.length || 1),
      example: texts[0] ?? "",
    });
  }
  return found;
}

const codeNames = [
  /^(practice|prac|gp|surgery|org|organisation|ods)[\s_-]*(code|id|ods[\s_-]*code)$/i,
  /^(code|ods|practice)$/i,
  /code/i,
];
const nameNames = /^((practice|org|organisation|gp|surgery)[\s_-]*)?name$/i;
const periodNames = [/^(month|period)$/i, /month|period/i, /date|year|quarter/i];
const indicatorNames = [/^(indicator|measure|metric)([\s_-]*(code|id))?$/i, /indicator|measure|metric/i];
const numeratorNames = [/^num(erator)?$/i, /numerator/i, /^(count|items|events|cases|achieved|number)$/i];
const denominatorNames = [
  /^den(om(inator)?)?$/i,
  /denominator/i,
  /^(list[\s_-]*size|patients|population|registered([\s_-]*patients)?|eligible)$/i,
];
const rateNames = /rate|percent|%|value|score|ratio|per[\s_-]?1|centile|ci$|limit/i;

/** The column for a role: by its name, first those that fit best; else by what stands in it. Several that fit as well are told. */
function pick(
  { columns, notes }: Look,
  what: string,
  wanted: readonly RegExp[],
  fits: (column: Column) => boolean,
): Column | undefined {
  const able = columns.filter(fits);
  for (const pattern of wanted) {
    const named = able.filter(({ column }) => pattern.test(column));
    if (named[0]) return told(named[0], named, "by its name");
  }
  return able[0] && told(able[0], able, "by what stands in it");

  function told(chosen: Column, among: readonly Column[], why: string): Column {
    const others = among.filter((each) => each !== chosen).map(({ column }) => `"${column}"`);
    const also = others.length > 0 ? `; it might also be ${others.slice(0, 4).join(", ")}` : "";
    notes.push(guess(`${what}: column "${chosen.column}", ${why} (such as "${chosen.example}")${also}`));
    return chosen;
  }
}

function directory(
  { from, columns, notes }: Look,
  { code, called, type }: { code: Column; called: Column; type: string | undefined },
): Part {
  const [source] = from.sources;
  const find = (pattern: RegExp) => columns.find(({ column }) => pattern.test(column))?.column;
  const address = columns
    .filter(({ column }) => /^addr(ess)?([\s_-]*(line)?[\s_-]*\d)?$|^(town|city|county)$/i.test(column))
    .map(({ column }) => column);
  const own = {
    postcode: find(/post[\s_-]*code/i),
    opened: find(/^open(ed)?([\s_-]*date)?$/i),
    closed: find(/^closed?([\s_-]*date)?$/i),
    successor: find(/successor/i),
    patients: find(/^(list[\s_-]*size|patients|registered([\s_-]*patients)?)$/i),
    email: find(/e-?mail/i),
  };
  const levels = Object.fromEntries(
    ["pcn", "sub-icb", "icb", "region"].flatMap((level) => {
      const start = level.replace("-", "[\\s_-]*");
      const place =
        find(new RegExp(`^${start}[\\s_-]*(ods[\\s_-]*)?(code|id)$`, "i")) ?? find(new RegExp(`^${start}$`, "i"));
      const title = find(new RegExp(`^${start}[\\s_-]*name$`, "i"));
      return place ? [[level, { code: place, ...(title ? { name: title } : {}) }]] : [];
    }),
  );
  notes.push(
    guess(
      `each row is one organisation with a name ("${called.column}"), so the file is taken for the directory${Object.keys(levels).length > 0 ? `, with the levels ${Object.keys(levels).join(", ")}` : ""}`,
    ),
  );
  const known = Object.fromEntries(
    Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return {
    isOnlyDirectory: true,
    organisations: {
      from: { sources: [source!], form: from.form },
      ...(type ? { type } : {}),
      columns: {
        code: code.column,
        name: called.column,
        ...(address.length > 0 ? { address: address.length === 1 ? address[0]! : address } : {}),
        ...known,
      },
      levels,
    },
    notes,
  };
}

async function observations(look: Look, code: Column, numbers: readonly Column[]): Promise<Part> {
  const { notes, from } = look;
  const period = periodOf(look, code);
  if (typeof period === "string") return unknown(look, period);
  const counts = numbers.filter((each) => !rateNames.test(each.column) && each.column !== period.column);
  const pair = await pairOf(look, counts);
  if (!pair) {
    const seen = numbers.map(({ column }) => `"${column}"`).join(", ") || "none";
    return unknown(
      look,
      `there is no pair of a numerator and a denominator; columns of numbers: ${seen}. A rate alone is a published value: write data.yaml by hand, with the column of the value and its unit, and say given: value in the indicator`,
    );
  }
  const base = { from, where: period.where, source: basename(from.sources[0]!.file), code: code.column };
  const names = { code: code.column, denominator: pair.denominator.column };
  const isIso = period.fixed !== undefined || [...period.spans.values()].every(({ isRead }) => isRead);
  const [numerator, another] = pair.numerators;
  if (another) {
    const told = pair.numerators.map(({ column }) => `"${column}"`).join(", ");
    notes.push(guess(`each other column of numbers is an indicator of its own: ${told}`));
    const theirs = await Promise.all(pair.numerators.map((each) => theirsOf(from, each, pair.denominator)));
    const sql = queryOf({ ...names, period, numerators: pair.numerators.map(({ column }) => column) });
    return { observations: { ...base, columns: answer, sql, theirs }, notes };
  }
  const isNamed = ({ column, numbers: share }: Column) =>
    column !== code.column &&
    column !== period.column &&
    share < 0.8 &&
    indicatorNames.some((name) => name.test(column));
  const indicator = pick(look, "the indicator", indicatorNames, isNamed)?.column;
  const alone = { ...(await theirsOf(from, numerator!, pair.denominator)), theirs: nameOfFile(from) };
  if (indicator === undefined)
    notes.push(
      guess(
        `no column says which indicator a row is about, so all rows are of one, called "${alone.theirs}" after the file`,
      ),
    );
  const long = { indicator: indicator ?? "", numerator: numerator!.column, denominator: pair.denominator.column };
  const theirs = indicator === undefined ? [alone] : await measured(from, long, alone, notes);
  if (!isIso) {
    const sql = queryOf({
      ...names,
      period,
      numerators: [numerator!.column],
      indicator: indicator ?? alone.theirs,
      isColumn: indicator !== undefined,
    });
    return { observations: { ...base, columns: answer, sql, theirs }, notes };
  }
  const add = {
    ...(indicator === undefined ? { indicator: alone.theirs } : {}),
    ...(period.fixed ? { month: period.fixed } : {}),
  };
  const columns = {
    code: code.column,
    indicator: indicator ?? "indicator",
    period: period.fixed ? "month" : period.column!,
    numerator: numerator!.column,
    denominator: pair.denominator.column,
  };
  return { observations: { ...base, columns, ...(Object.keys(add).length > 0 ? { add } : {}), theirs }, notes };
}

/** Where the months are: in a column, or the same in all rows. */
type Period = {
  column?: string;
  spans: ReadonlyMap<string, Span>;
  fixed?: string; // the month of all rows that are taken
  where: Where;
};

/** The period of the rows; words say why there is none. */
function periodOf(look: Look, code: Column): Period | string {
  const { notes, from } = look;
  const found = pick(look, "the period", periodNames, (each) => each !== code && each.periods >= 0.9);
  const month = found ? undefined : monthInName(from);
  if (month) notes.push(guess(`no column holds months, so all rows are of ${month}, as the name of the file says`));
  if (month) return { spans: new Map(), fixed: month, where: {} };
  const latest = found && latestOf(found.spans.keys());
  if (!latest) return "no column holds months (2026-08, 01/08/2026 or Aug-26), and no name of a file does";
  const { column, spans } = found;
  if (latest.span.kind === "month") return { column, spans, where: {} };
  notes.push(limit(longPeriod(latest, spans.size - 1)));
  const where: Where = spans.size > 1 ? { [column]: { is: [latest.text], why: "an earlier period" } } : {};
  return { column, spans, fixed: toIso(latest.span.last), where };
}

/** An indicator of one column over another; over a list it is a rate. */
async function theirsOf(from: Group, { column }: Column, { column: over }: Column): Promise<CountedTheirs> {
  const isOverList = /list|patients|population|registered/i.test(over);
  const isShare = !isOverList && (await above(from, column, over)) === 0;
  return {
    theirs: column,
    kind: isShare ? "share" : "rate",
    numerator: numeratorNames.some((name) => name.test(column)) ? "counted" : column,
    denominator: isOverList ? "patients" : "in the denominator",
    ...(isOverList ? { isOverList } : {}),
  };
}

/** "reviews-2025-09.csv" → "reviews" */
function nameOfFile({ sources }: Group): string {
  const bare = basename(sources[0]!.file).replace(/\.\w+$/, "");
  return toId(bare.replace(/\d{4}-?\d{2}/, "")) || "indicator";
}

const answer: ObservationsPart["columns"] = {
  code: "code",
  indicator: "indicator",
  period: "period",
  numerator: "numerator",
  denominator: "denominator",
};

/** "counts-2026-08.csv" → "2026-08" */
function monthInName({ sources }: Group): string | undefined {
  const months = new Set(
    sources.map(({ label }) =>
      /(?<!\d)(20\d{2})[-_]?(0[1-9]|1[0-2])(?!\d)/.exec(basename(label))?.slice(1, 3).join("-"),
    ),
  );
  return months.size === 1 ? [...months][0] : undefined;
}

type Pair = { denominator: Column; numerators: readonly Column[] };

/** Which number is counted, and over which: by their names; of two without such names the smaller over the larger. */
async function pairOf(look: Look, counts: readonly Column[]): Promise<Pair | undefined> {
  const { notes, from } = look;
  const byName = (wanted: readonly RegExp[]) =>
    wanted.flatMap((pattern) => counts.filter(({ column }) => pattern.test(column)))[0];
  const denominator = byName(denominatorNames);
  const numerator = byName(numeratorNames);
  if (
    denominator &&
    numerator &&
    numerator !== denominator &&
    (numeratorNames[0]!.test(numerator.column) || /numerator/i.test(numerator.column) || counts.length === 2)
  ) {
    notes.push(guess(`numerator "${numerator.column}" over denominator "${denominator.column}", by their names`));
    return { denominator, numerators: [numerator] };
  }
  const others = counts.filter((each) => each !== denominator);
  if (denominator && others.length > 0) {
    notes.push(guess(`the denominator is "${denominator.column}", by its name`));
    return { denominator, numerators: others };
  }
  if (counts.length !== 2) return undefined;
  const [a, b] = counts as [Column, Column];
  for (const [small, large] of [
    [a, b],
    [b, a],
  ] as const) {
    if ((await above(from, small.column, large.column)) > 0) continue;
    notes.push(
      guess(
        `numerator "${small.column}" over denominator "${large.column}", because the one is never larger than the other`,
      ),
    );
    return { denominator: large, numerators: [small] };
  }
  return undefined;
}

/** Rows in which one number is larger than another. */
async function above(from: Group, one: string, other: string): Promise<number> {
  const [found] = await askAll(
    from.sources,
    `select count(*)::varchar as n from source where try_cast(${cell(one)} as double) > try_cast(${cell(other)} as double)`,
  );
  return Number(found?.n);
}

type Wide = {
  code: string;
  period: Period;
  denominator: string;
  numerators: readonly string[];
  indicator?: string; // the column that names it, or its name; of several numerators each is one
  isColumn?: boolean;
};

function queryOf({ code, period, denominator, numerators, indicator, isColumn }: Wide): string {
  const month =
    period.fixed !== undefined || period.column === undefined
      ? { expression: literal(period.fixed ?? ""), join: "" }
      : monthTable(period.column, [...period.spans.keys()]);
  const own = (column: string) => `rows.${name(column)}`;
  const selects = numerators.map((column) => {
    const which = isColumn && indicator !== undefined ? own(indicator) : literal(indicator ?? column);
    return `select ${own(code)} as code, ${which} as indicator, ${month.expression} as period, ${own(column)} as numerator, ${own(denominator)} as denominator\nfrom rows${month.join}`;
  });
  const what = numerators.length > 1 ? "Each column of counts becomes an indicator." : "Months are written as 2026-08.";
  return `-- ${what}\n${selects.join("\nunion all\n")}\n`;
}

/** What was seen in files that are not understood, and what would help. */
function unknown({ from, columns, rows, notes }: Look, why: string): Part {
  const seen = columns.slice(0, 12).map((each) => `"${each.column}" (${stands(each)})`);
  const more = columns.length > 12 ? `, and ${columns.length - 12} more` : "";
  const header = from.form.header === "none" ? "no line names the columns" : `columns ${seen.join(", ")}${more}`;
  return {
    notes: [
      ...notes,
      limit(
        `not understood: ${why}. Seen: ${rows} ${rows === 1 ? "row" : "rows"}; ${header}. What would help: one row for each organisation, indicator and month, with a numerator and a denominator; or, for a directory, one row for each organisation with its code and name`,
      ),
    ],
  };
}

/** An example only of what may be shown: a text that is of one row each may be a pseudonym of a patient. */
function stands({ filled, distinct, numbers, periods, codes, example }: Column): string {
  if (filled === 0) return "empty";
  const what = periods >= 0.9 ? "periods" : codes >= 0.8 ? "codes" : numbers >= 0.8 ? "numbers" : "texts";
  return what === "texts" && distinct > filled / 2 && filled > 10 ? what : `${what}, such as ${example.slice(0, 30)}`;
}
