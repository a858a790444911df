import { guess, limit, type Part, type PartNote, type PartWhere, type SourceGroup } from "../part.ts";
import type { FoundColumn } from "./column.ts";

/** What is looked at to propose a mapping, and what was noted on the way. */
export type FileLook = {
  from: SourceGroup;
  columns: readonly FoundColumn[];
  rows: number; // without totals
  where: PartWhere; // rows that are no organisation's
  decimal?: ",";
  notes: PartNote[];
};

/*
 * Names of columns by what they are for, those that fit best first; in English, and as German, Welsh, Danish and Swedish files
 * have them.
 */
export const codeNames = [
  /^(practice|prac|gp|gp[\s_-]*practice|surgery|org|organisation|ods)[\s_-]*(code|id|ods[\s_-]*code)$/i,
  /^(code|ods|practice|gppractice|bsnr|lanr|cod|cod[\s_-]*(y[\s_-]*)?practis|praxis[\s_-]*(nummer|nr|id)|prac(tice)?[\s_-]*(no|number)\.?|ydernummer)$/i,
  /code|^cod\b|nummer$|kode$|kod$/i,
];
export const nameNames =
  /^((gp)?[\s_-]*(practice|org|organisation|gp|surgery|praxis|practis)[\s_-]*)?name$|^enw([\s_-]*(y[\s_-]*)?practis)?$|^praxis$|^praksis(navn)?$|^vårdcentral(ens namn)?$/i;
export const periodNames = [
  /^(month|period|monat|zeitraum|mis|cyfnod|periode|måned|månad)$/i,
  /month|period|monat|zeitraum|måned|månad/i,
  /date|year|quarter|quartal|jahr|chwarter|blwyddyn|kvartal|^år$/i,
];
export const indicatorNames = [
  /^(indicator|measure|metric|indikator|dangosydd)([\s_-]*(code|id))?$/i,
  /indicator|measure|metric|indikator|kennzahl|dangosydd/i,
];
export const numeratorNames = [
  /^(num(erator)?|z(ä|ae)hler|rhifiadur|t(æ|ae)ller|t(ä|a)ljare)$/i,
  /numerator|z(ä|ae)hler|rhifiadur|t(æ|ae)ller|t(ä|a)ljare/i,
  /^(count|items|events|cases|achieved|number|anzahl|nifer|antal)$/i,
];
export const denominatorNames = [
  /^(den(om(inator)?)?|nenner|enwadur|n(æ|ae)vner|n(ä|a)mnare)$/i,
  /denominator|nenner|enwadur|n(æ|ae)vner|n(ä|a)mnare/i,
  /^((practice[\s_-]*)?list[\s_-]*size|(total[\s_-]*|registered[\s_-]*)?patients|population|registered|eligible|patienten|cleifion|listade|tilmeldte)$/i,
];
export const rateNames =
  /rate|percent|%|\bpct\b|value|score|ratio|per[\s_-]?1|centile|ci$|limit|^(lower|upper|[lu]c[il])|prozent|anteil|quote|canran|cyfradd|andel|procent/i;
export const percentNames = /percent|%|\bpct\b|prozent|anteil|quote|canran|andel|procent/i;
export const listNames = /list|patients|population|registered|patienten|cleifion|all[\s_-]*ages|tilmeldte/i;
/** Sums of money, which nobody is compared by. */
export const costNames = /cost|price|£|\bnic\b|pris|kostnad|kosten|expenditure/i;

/** The column for a role: by its name, first those that fit best; else by what stands in it. Several that fit as well are told. */
export function pick(
  { columns, notes }: FileLook,
  what: string,
  wanted: readonly RegExp[],
  fits: (column: FoundColumn) => boolean,
): FoundColumn | undefined {
  const able = columns.filter(fits);
  for (const pattern of wanted) {
    const named = able.filter(({ column }) => pattern.test(column));
    if (named[0]) return told(named[0], named, "by its name");
  }
  return able[0] && told(able[0], able, "by what stands in it");

  function told(chosen: FoundColumn, among: readonly FoundColumn[], why: string): FoundColumn {
    const others = among.filter((each) => each !== chosen).map(({ column }) => `"${column}"`);
    const also = others.length > 0 ? `; it might also be ${others.slice(0, 4).join(", ")}` : "";
    notes.push(guess(`${what}: column "${chosen.column}", ${why} (such as "${chosen.example}")${also}`));
    return chosen;
  }
}

/** What was seen in files that are not understood, and what would help. */
export function unknown({ from, columns, rows, notes }: FileLook, why: string): Part {
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
function stands({ filled, distinct, numbers, periods, codes, example }: FoundColumn): string {
  if (filled === 0) return "empty";
  const what = periods >= 0.9 ? "periods" : codes >= 0.8 ? "codes" : numbers >= 0.8 ? "numbers" : "texts";
  return what === "texts" && distinct > filled / 2 && filled > 10 ? what : `${what}, such as ${example.slice(0, 30)}`;
}

/** Codes have letters and digits; those of digits alone are told by the name of the column, short ones by a sure name. */
export function isCode({ column, codes, digits, texts }: FoundColumn): boolean {
  if (codes >= 0.8) return true;
  const isLong = texts.every((text) => text.length >= 3);
  return digits >= 0.8 && (isLong ? codeNames : codeNames.slice(0, 2)).some((each) => each.test(column));
}

/** The column of names: one that is called so, or that is called as the column of codes is. */
export function nameColumn(columns: readonly FoundColumn[], code: FoundColumn): FoundColumn | undefined {
  const others = columns.filter((each) => each !== code && each.numbers < 0.5);
  const stem = code.column
    .replace(/[\s_-]*(ods[\s_-]*)?(code|id|no|number|nummer|kode|kod|skod)\.?$/i, "")
    .toLowerCase();
  const isBeside = ({ column }: FoundColumn) =>
    stem !== "" && new RegExp(`^${stem.replace(/\W/g, "\\$&")}[\\s_-]*name$`, "i").test(column);
  return others.find(isBeside) ?? others.find(({ column }) => nameNames.test(column));
}
