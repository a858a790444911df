import { type Group, guess, limit, type Note, type Part, type Where } from "../part.ts";
import type { Column } from "./column.ts";

/** What is looked at to propose a mapping, and what was noted on the way. */
export type Look = {
  from: Group;
  columns: readonly Column[];
  rows: number; // without totals
  where: Where; // rows that are no organisation's
  decimal?: ",";
  notes: Note[];
};

/*
 * Names of columns by what they are for, those that fit best first; in English, and as German and Welsh files have them.
 */
export const codeNames = [
  /^(practice|prac|gp|gp[\s_-]*practice|surgery|org|organisation|ods)[\s_-]*(code|id|ods[\s_-]*code)$/i,
  /^(code|ods|practice|gppractice|bsnr|lanr|cod|cod[\s_-]*(y[\s_-]*)?practis|praxis[\s_-]*(nummer|nr|id))$/i,
  /code|^cod\b|nummer$/i,
];
export const nameNames =
  /^((gp)?[\s_-]*(practice|org|organisation|gp|surgery|praxis|practis)[\s_-]*)?name$|^enw([\s_-]*(y[\s_-]*)?practis)?$|^praxis$/i;
export const periodNames = [
  /^(month|period|monat|zeitraum|mis|cyfnod)$/i,
  /month|period|monat|zeitraum/i,
  /date|year|quarter|quartal|jahr|chwarter|blwyddyn/i,
];
export const indicatorNames = [
  /^(indicator|measure|metric|indikator|dangosydd)([\s_-]*(code|id))?$/i,
  /indicator|measure|metric|indikator|kennzahl|dangosydd/i,
];
export const numeratorNames = [
  /^(num(erator)?|z(ä|ae)hler|rhifiadur)$/i,
  /numerator|z(ä|ae)hler|rhifiadur/i,
  /^(count|items|events|cases|achieved|number|anzahl|nifer)$/i,
];
export const denominatorNames = [
  /^(den(om(inator)?)?|nenner|enwadur)$/i,
  /denominator|nenner|enwadur/i,
  /^((practice[\s_-]*)?list[\s_-]*size|patients|population|registered([\s_-]*patients)?|eligible|patienten|cleifion)$/i,
];
export const rateNames =
  /rate|percent|%|\bpct\b|value|score|ratio|per[\s_-]?1|centile|ci$|limit|prozent|anteil|quote|canran|cyfradd/i;
export const percentNames = /percent|%|\bpct\b|prozent|anteil|quote|canran/i;
export const listNames = /list|patients|population|registered|patienten|cleifion/i;

/** The column for a role: by its name, first those that fit best; else by what stands in it. Several that fit as well are told. */
export function pick(
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

/** What was seen in files that are not understood, and what would help. */
export function unknown({ from, columns, rows, notes }: Look, why: string): Part {
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
