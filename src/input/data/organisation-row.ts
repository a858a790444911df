import { seenOnly } from "../../unseen.ts";
import { toDay } from "../files/day.ts";
import { isMailbox } from "../files/mailbox.ts";
import type { Row } from "../files/table.ts";
import type { DataMap } from "./data.ts";
import type { RowFault } from "./directory-problems.ts";
import { bareKey, isTotal } from "./near-misses.ts";
import { toNumber } from "./numbers.ts";
import type { Covariates, Organisation } from "./organisation.ts";
import { spoiltLetters } from "./spoilt-letters.ts";

/** A code is also a file name, so its letters are few. */
const codePattern = /^[A-Z0-9][A-Z0-9-]{0,31}$/;

const longest = 300; // characters of a name, an address or a place
const longHint = `at most ${longest} are printed: look what stands in the cell`;

/** A row of the directory as an organisation; undefined, with what is wrong, where it is none. */
export function toOrganisation(
  row: Row,
  { columns, levels, covariates, type, decimal, thousands, days }: DataMap["organisations"],
  faults: RowFault[],
): Organisation | undefined {
  const cell = (column: string | undefined) => (column ? tidy(row[column] ?? "") : "");
  const say = (cause: string, message: string, column: string | undefined, hint?: string) =>
    faults.push({ row, cause, message, column, hint });
  const code = (row[columns.code] ?? "").trim(); // a code is taken as it stands
  if (!codePattern.test(code)) {
    const inCapitals = codePattern.test(code.toUpperCase());
    if (code === "")
      say(
        "no code",
        "missing code",
        columns.code,
        "a row of sums or notes is taken out; where cells were merged, write the code into each row",
      );
    else if (inCapitals)
      say(
        "small letters",
        `code "${code}" in small letters`,
        columns.code,
        `codes are in capitals: say capitals: [${columns.code}], beside \`file\``,
      );
    else say("bad code", `invalid code "${code}"`, columns.code, "capital letters, digits and hyphens, at most 32");
    return undefined;
  }
  const day = (column: string | undefined) =>
    toDay(cell(column), days, (hint) => say("bad day", `invalid day "${cell(column)}"`, column, hint));
  const doubt = (cause: string, message: string, column: string | undefined, hint: string) =>
    faults.push({ row, cause, message: `${message} of ${code}`, column, hint, isDoubt: true });
  const notLong = (what: string, column: string | undefined) => {
    const text = cell(column);
    if (text.length <= longest) return text;
    doubt("long", `${what} with ${text.length.toLocaleString("en-GB")} characters`, column, longHint);
    return "";
  };
  const [opened, closed] = [day(columns.opened), dayOfClosing(day(columns.closed))];
  const early = closed !== undefined && (opened === undefined ? closed < "1948" : closed <= opened); // the NHS began in 1948
  if (early)
    say(
      "early",
      `${code} closed on ${closed}${opened ? `, and opened on ${opened}` : ""}`,
      columns.closed,
      "leave the day of closing empty while it is open",
    );
  const cellOf = (what: string, column: string | undefined, hint = nothingThere) => {
    const text = filled(notLong(what, column), (text) => doubt("nothing there", `${what} "${text}"`, column, hint));
    const spoilt = spoiltLetters(text);
    if (spoilt) doubt(spoilt.is, `${spoilt.is} in the ${what} "${text}"`, column, spoilt.mend);
    return text;
  };
  const parents = Object.fromEntries(
    Object.entries(levels).flatMap(([level, { code, name }]) => {
      const place = cellOf("place", code);
      return place === "" ? [] : [[level, { code: place, name: cellOf("place", name) || place }]];
    }),
  );
  const name = cellOf("name", columns.name, namedByCode);
  if (cell(columns.name) === "") doubt("no name", "no name", columns.name, namedByCode);
  if (/\{\{|\}\}/.test(name)) say("braces", `name "${name}" of ${code}`, columns.name, "take the braces out");
  if (name === code && columns.name !== columns.code && !isTotal(code))
    doubt(
      "name is code",
      "the code as the name",
      columns.name,
      "reports are addressed to it: give the name by which it is known",
    );
  const given = cellOf("postcode", columns.postcode);
  const postcode = toPostcode(given) ?? given;
  if (postcode !== "" && !/\d/.test(postcode))
    doubt(
      "no postcode",
      `postcode "${postcode}" without a digit`,
      columns.postcode,
      "look whether the columns of data.yaml are the right ones",
    );
  else if (/^[A-Z]{1,2}\d/i.test(postcode) && toPostcode(postcode) === undefined)
    doubt(
      "part of a postcode",
      `"${postcode}" where a postcode is expected`,
      columns.postcode,
      "a print house is given no letter without a whole one, such as QX1 1AA",
    );
  const patients = toNumber(cell(columns.patients), { decimal, thousands });
  if (!(patients >= 0))
    say("patients", `invalid number of patients "${cell(columns.patients)}"`, columns.patients, numberHint);
  return {
    code,
    type,
    name: name || code,
    address: addressOf(columns.address, (column) => cellOf("address", column), linesIn(row, columns.address)).filter(
      (line) => bareKey(line) !== bareKey(postcode),
    ),
    parents,
    ...known("postcode", postcode),
    ...known("opened", opened),
    ...known("closed", closed),
    ...known("successor", cellOf("successor", columns.successor)),
    ...known(
      "email",
      toEmail(cell(columns.email), (cause, message, hint) => doubt(cause, message, columns.email, hint)),
    ),
    ...(columns.patients && Number.isFinite(patients) && patients > 0 ? { patients } : {}),
    ...covariatesOf({ covariates, decimal, thousands }, cell, (message, column, hint) =>
      say(hint, message, column, hint),
    ),
  };
}

const namedByCode = "its code is printed in its place: give the name by which it is known";
const nothingThere = "leave the cell empty where nothing is known";
const numberHint =
  'digits, or an empty cell where it is not known; if a sign parts thousands, say so beside `file`: thousands: ","';

/** What people write where there is nothing. */
function filled(text: string, complain: (text: string) => void): string {
  if (
    !/^(#(n\/a|ref!|value!|name\?|div\/0!|null!|num!)|n\/?a|none|null|nil|unknown|not (known|available|applicable)|tb[ac]|[-–—.?*]+|0)$/i.test(
      text,
    )
  )
    return text;
  complain(text);
  return "";
}

const farOff = "2099"; // databases write 2099-12-31, 2999-12-31 or 9999-12-31 where nothing has ended

/** The day of closing; a day so far off says that it is open. */
function dayOfClosing(day: string | undefined): string | undefined {
  return day !== undefined && day >= farOff ? undefined : day;
}

/** "QX1 1AA", however its letters and spaces are written: the forms of British postcodes (BS 7666). Undefined where it is none. */
function toPostcode(text: string): string | undefined {
  const parts = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/.exec(text.toUpperCase().replaceAll(" ", ""));
  return parts ? `${parts[1]} ${parts[2]}` : undefined;
}

/** One plain address. Anything else costs the email its addressee, and nobody the report. */
function toEmail(text: string, complain: (cause: string, message: string, hint: string) => void): string {
  if (text === "") return "";
  const hint = "its email is made with nobody to send it to: one address, as name@place.example";
  if (isMailbox(text)) return text;
  const several = (text.match(/@/g) ?? []).length > 1;
  const what = several ? "several email addresses in one cell" : "invalid email address";
  complain(what, `${what} "${text}"`, hint);
  return "";
}

/** The lines of an address: the parts of one column between commas or line breaks, or a column each. */
function addressOf(
  columns: string | readonly string[] | undefined,
  cell: (column: string) => string,
  broken: readonly string[],
): string[] {
  const one = typeof columns === "string" ? cell(columns) : "";
  const parts = typeof columns === "string" ? (one === "" ? [] : broken) : (columns ?? []).map(cell);
  const lines = typeof columns === "string" ? parts.flatMap((part) => tidy(part).split(",")) : parts;
  return lines.map((line) => line.trim().replace(/,$/, "")).filter((line) => line !== "");
}

/** What stands between the line breaks of one cell. */
function linesIn(row: Row, column: string | readonly string[] | undefined): string[] {
  return typeof column === "string" ? (row[column] ?? "").split(/[\r\n\v\u2028]+/) : [];
}

/** Letters composed (NFC), one space between words, and nothing that cannot be seen, such as a soft hyphen. */
function tidy(text: string): string {
  return seenOnly(text)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** The covariates of a row: an empty cell is not known, a cell that is not of its kind is a problem. */
function covariatesOf(
  { covariates, ...form }: Pick<DataMap["organisations"], "covariates" | "decimal" | "thousands">,
  cell: (column: string) => string,
  complain: (message: string, column: string, hint: string) => void,
): { covariates?: Covariates } {
  const found = Object.entries(covariates).map(([key, { column, kind, values }]) => {
    const text = cell(column);
    if (text === "") return [key, null] as const;
    if (kind === "category") {
      if (values && !values.includes(text))
        complain(`unknown ${key} "${text}"`, column, `one of ${values.join(", ")}, or empty`);
      return [key, text] as const;
    }
    const known = toNumber(text, form);
    if (!Number.isFinite(known))
      complain(`${key} "${text}" is not a number`, column, "digits with a point at most, or empty");
    return [key, known] as const;
  });
  return found.length > 0 ? { covariates: Object.fromEntries(found) } : {};
}

function known<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value ? ({ [key]: value } as { [P in K]?: string }) : {};
}
