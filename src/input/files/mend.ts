import { isDeepStrictEqual } from "node:util";
import { isMap, isSeq, LineCounter, parseAllDocuments } from "yaml";
import type { Place } from "../../problem.ts";
import { inQuotes, slipAt, withSpaces, withVariables } from "./yaml-slips.ts";
import { findSpoilt, indented } from "./yaml-spoilt.ts";

/** A file's text before and after its mends, and what each was, with its line. */
export type Mended = { before: string; after: string; did: readonly string[] };

const most = 500; // mends of one file

/**
 * Mends what is mechanical in a YAML file: its encoding, tabs and no-break spaces of indents, marks of lists, missing spaces,
 * quotes. A mend is kept only where YAML gets further with it, or reads the same keys and entries where it was sound before;
 * whatever else there is stays byte for byte.
 */
export function mend(bytes: Uint8Array): Mended {
  const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const decoded = decode(bytes);
  const did = decoded.as ? [`read as ${decoded.as}, to be written in UTF-8`] : [];
  let text = decoded.text;
  for (let i = 0; i < most; i++) {
    const next = mendSyntax(text) ?? mendSpoilt(text);
    if (!next) break;
    did.push(next.did);
    text = next.text;
  }
  return { before, after: text, did };
}

/** Bytes that are no UTF-8 are most likely what Windows writes: UTF-16, or Windows-1252. */
function decode(bytes: Uint8Array): { text: string; as?: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes), as: "UTF-16" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes), as: "UTF-16" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    if (bytes.includes(0)) return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) }; // no text at all
    return { text: new TextDecoder("windows-1252").decode(bytes), as: "Windows-1252" };
  }
}

type MendStep = { text: string; did: string };

/** A mend of the first place where YAML cannot go on. */
function mendSyntax(text: string): MendStep | undefined {
  const stop = stopOf(text);
  if (!stop) return undefined;
  const slip = slipAt(text, stop.place);
  const number = slip?.place.line ?? stop.place.line;
  const lines = text.split("\n");
  const line = lines[number - 1] ?? "";
  const [mended, what] = /^[ ]*\t/.test(line)
    ? [indentOf(lines, number - 1) + line.trimStart(), "a tab at the start of the line"]
    : [slip?.mended === undefined ? undefined : withEnd(line, slip.mended), slip?.message ?? ""];
  if (mended === undefined || mended === line || (mended.includes('"') && goesOn(lines, number))) return undefined;
  lines[number - 1] = mended;
  const next = lines.join("\n");
  const after = stopOf(next);
  return !after || after.offset > stop.offset + next.length - text.length
    ? { text: next, did: `line ${number}: ${what}` }
    : undefined;
}

/** The indent that the line before asks for: one level more below a key without a value, else its own. */
function indentOf(lines: readonly string[], at: number): string {
  const last = lines.slice(0, at).findLast((line) => line.trim() !== "" && !line.trimStart().startsWith("#")) ?? "";
  const indent = /^ */.exec(last)![0];
  return /:\s*(?:[>|][+-]?\s*)?$/.test(last) ? `${indent}  ` : indent;
}

/** Whether the line after (numbered from 1) goes on with the text of a line: to quote one alone would part them. */
function goesOn(lines: readonly string[], number: number): boolean {
  const [line, next] = [lines[number - 1] ?? "", lines[number] ?? ""];
  const indent = (of: string) => /^ */.exec(of)![0].length;
  return next.trim() !== "" && indent(next) > indent(line) && !/^\s*(?:- |#|[\w-]+:(?:\s|$))/.test(next);
}

/** A line that ended as Windows ends lines does so again. */
function withEnd(line: string, mended: string): string {
  return line.endsWith("\r") && !mended.endsWith("\r") ? `${mended}\r` : mended;
}

/** A mend of a text that YAML reads as something else. Nothing where YAML cannot go on. */
function mendSpoilt(text: string): MendStep | undefined {
  if (stopOf(text)) return undefined;
  const counter = new LineCounter();
  const documents = parse(text, counter);
  const at = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { file: "", line, column: col };
  };
  const spoilt = documents.flatMap((document) => findSpoilt({ document, text, at }));
  const lines = text.split("\n");
  const tries = [
    ...spoilt.flatMap(({ place, message }) =>
      place ? [{ number: place.line, message, mended: message === indented ? withSpaces : quotedWhole }] : [],
    ),
    ...lines.flatMap((line, i) =>
      !/^\s*#/.test(line) && withVariables(line) !== line
        ? [{ number: i + 1, message: "a variable in single braces", mended: withVariables }]
        : [],
    ),
  ];
  for (const { number, message, mended } of tries) {
    const line = lines[number - 1] ?? "";
    const changed = mended(line);
    if (changed === undefined || changed === line) continue;
    const next = lines.with(number - 1, withEnd(line, changed)).join("\n");
    if (!stopOf(next) && (mended === withSpaces || isDeepStrictEqual(shapes(next), shapes(text))))
      return { text: next, did: `line ${number}: ${message}` };
  }
  return undefined;
}

/** `text: step #1 of two` → `text: "step #1 of two"`; a list that is written with dashes is left to its author. */
function quotedWhole(line: string): string | undefined {
  const [, before, value = ""] = /^(\s*(?:- +)*[\w-]+:\s+|\s*- +)(\S.*)$/.exec(line.trimEnd()) ?? [];
  if (before === undefined || /^["'–—•]/.test(value)) return undefined;
  const [, inner] = /^[“”„‘’](.*)[“”‘’]$/.exec(value) ?? [];
  return `${before}${inQuotes(inner ?? value)}`;
}

function parse(text: string, lineCounter: LineCounter) {
  const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false });
  return Array.isArray(documents) ? documents : [];
}

/** Where YAML first cannot go on. */
function stopOf(text: string): { offset: number; place: Place } | undefined {
  const counter = new LineCounter();
  const [first] = parse(text, counter)
    .flatMap(({ errors, warnings }) => [...errors, ...warnings])
    .filter(({ code }) => code !== "DUPLICATE_KEY")
    .sort((a, b) => a.pos[0] - b.pos[0]);
  if (!first) return undefined;
  const { line, col } = counter.linePos(first.pos[0]);
  return { offset: first.pos[0], place: { file: "", line, column: col } };
}

/** Keys and numbers of entries, however deep: what a mend of a value does not change. */
function shapes(text: string): unknown[] {
  return parse(text, new LineCounter()).map(({ contents }) => shapeOf(contents));
}

function shapeOf(node: unknown): unknown {
  if (isMap(node)) return node.items.map(({ key, value }) => [String(key), shapeOf(value)]);
  return isSeq(node) ? node.items.map(shapeOf) : "";
}
