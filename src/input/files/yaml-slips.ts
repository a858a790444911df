import type { Place } from "../../problem.ts";
import { indented } from "./yaml-spoilt.ts";

/** What an author did where YAML cannot go on, and what would mend it. Columns are counted from 0. */
type Slip = { message: string; hint: string; column: number; length: number; mended?: string }; // mended: the whole line

/** The same at its place; `mended` is the line as it was most likely meant, where that is mechanical. */
export type PlacedSlip = { message: string; hint: string; place: Place; mended?: string };

const quotes = "put quotes round the whole text";

/**
 * What an author most likely did wrong where YAML cannot go on: on that line, or at the start of one shortly before it, since
 * YAML often reads on for a while. Undefined where nothing is certain.
 */
export function slipAt(text: string, at: Place): PlacedSlip | undefined {
  const lines = text.split(/\r?\n/);
  const told = (number: number, { message, hint, column, length, mended }: Slip) => ({
    message,
    hint,
    place: { file: at.file, line: number, column: column + 1, length },
    ...(mended === undefined ? {} : { mended }),
  });
  const own = slipOfValue(lines[at.line - 1] ?? "");
  if (own) return told(at.line, own);
  for (let number = at.line; number >= Math.max(1, at.line - reach); number--) {
    const line = lines[number - 1] ?? "";
    if (line === "---") break;
    const slip = slipOfStart(line);
    if (slip) return told(number, slip);
  }
  return undefined;
}

const reach = 12; // lines before the one where YAML stops

/** What begins a value, or stands in it, that a text without quotes (or within such quotes) cannot have. */
function slipOfValue(line: string): Slip | undefined {
  const [, before = "", value = ""] = /^(\s*(?:- +)*(?:[\w-]+:\s+)?(?:- +)*)(\S.*)$/.exec(line) ?? [];
  const mended = `${before}${inQuotes(meantBy(value))}`;
  const from = (length: number, message: string, hint = quotes) => ({
    message,
    hint,
    column: before.length,
    length,
    mended,
  });
  const begins = (letters: string) => from(letters.length, `text that begins with "${letters}" without quotes`);
  if (line.startsWith("\u00A0"))
    return { message: indented, hint: "indent with ordinary spaces", column: 0, length: 1, mended: withSpaces(line) };
  if (value.startsWith("{{")) return begins("{{");
  if (value.startsWith("**")) return begins("**");
  if (/^\{[a-z][\w.-]*\}/.test(value))
    return from(1, 'text that begins with "{" without quotes', `${quotes}; variables are written {{own.value}}`);
  if (/^[%@`]/.test(value) || /^\? \S/.test(value)) return begins(value[0]!);
  if (/^[“”„‘’]/.test(value) && value.includes(": "))
    return from(1, `quotes of a word processor (${value[0]}) round text`, 'use straight quotes: "…"');
  if (/^'[^']*'(?=[^\s,\]}:#])/.test(value))
    return from(1, "an apostrophe ends the text in single quotes", 'put double quotes round the whole text: "It\'s …"');
  if (/^(?:'[^']*'|"[^"]*")(?: +[^\s#,:\]}]|[^\s#,:\]}])/.test(value))
    return from(1, "text goes on after its closing quote", "put quotes of the other kind round the whole text");
  if (/^[!>|][^\s\d+-]/.test(value) || /^[>|]\d*[^\s\d+-]/.test(value) || /^[>|] +[^\s#]/.test(value))
    return begins(value[0]!);
  if (/^\[[^\]]*\] *[^\s#,]/.test(value)) return begins("[");
  const colon = /^["'[{]/.test(value) ? -1 : value.indexOf(": ");
  if (colon >= 0 && before.trimEnd().endsWith(":"))
    return {
      message: "a colon and a space in a text without quotes",
      hint: quotes,
      column: before.length + colon,
      length: 1,
      mended,
    };
  return undefined;
}

/** What stands at the start of a line in place of an indent, the mark of a list's entry, or a key with its colon and space. */
function slipOfStart(line: string): Slip | undefined {
  const column = /^[ \t]*/.exec(line)![0].length;
  const [, mark] = /^\s*([–—•·‣▪*])\s+\S/.exec(line) ?? [];
  if (/^ *\u00A0/.test(line))
    return {
      message: indented,
      hint: "indent with ordinary spaces",
      column: 0,
      length: column + 1,
      mended: withSpaces(line),
    };
  if (mark)
    return {
      message: `"${mark}" does not begin an entry of a list`,
      hint: 'begin it with a hyphen and a space: "- "',
      column,
      length: 1,
      mended: line.replace(/\S\s+/, "- "),
    };
  const [, entry] = /^\s*-([A-Za-z][\w-]*)/.exec(line) ?? [];
  if (entry)
    return {
      message: "a hyphen without a space after it",
      hint: `write "- ${entry}"`,
      column,
      length: 1,
      mended: line.replace("-", "- "),
    };
  const [, key] = /^\s*(?:- )?([a-z][\w-]*):[^\s:/]/.exec(line) ?? [];
  if (key && !/:(?: |$)/.test(line))
    return {
      message: "no space after the colon",
      hint: `write "${key}: " and then the value`,
      column,
      length: key.length + 1,
      mended: line.replace(":", ": "),
    };
  return undefined;
}

/** A text as a person means it: without the quotes that they put round it, and with the braces of a variable. */
function meantBy(value: string): string {
  const text = value.trimEnd();
  const quoted = /^(["'])(.*)\1$/.exec(text) ?? /^([“”„‘’])(.*)[“”‘’]$/.exec(text);
  const inner = quoted ? quoted[2]!.replaceAll(quoted[1] === "'" ? "''" : '\\"', quoted[1] === "'" ? "'" : '"') : text;
  return withVariables(inner);
}

/** Variables in single braces in double ones: `{own.value}` → `{{own.value}}` */
export function withVariables(text: string): string {
  return text.replace(/(?<![{\w$])\{([a-z][\w-]*(?:\.[\w-]+)+)\}(?!\})/g, "{{$1}}");
}

/** A text in double quotes, as YAML reads it back. */
export function inQuotes(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** An indent with no-break spaces as one of ordinary spaces. */
export function withSpaces(line: string): string {
  return line.replace(/^[ \u00A0]+/, (indent) => " ".repeat(indent.length));
}
