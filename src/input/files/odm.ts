import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
// @ts-expect-error sax ships no types; what is used is typed below
import sax from "sax";
import { fileFault } from "./fault.ts";
import type { TextRow } from "./fill.ts";

/*
 * ODM-XML (CDISC, version 1.3): what clinical databases export. Its data are a tree of subjects, events, forms, groups and items; here
 * each item is a row, with the keys of all that it stands in. `pivot: { names: ItemOID, values: Value, by: [SubjectKey] }` turns them into columns.
 */

type OdmAttributes = Readonly<Record<string, string>>;

/** The reader of XML, in strict mode: it expands no entity but those of XML itself, and fetches nothing. */
type Sax = {
  line: number; // from 0
  onerror: (error: Error) => void;
  ondoctype: () => void;
  onopentag: (tag: { name: string; attributes: OdmAttributes }) => void;
  onclosetag: (name: string) => void;
  ontext: (text: string) => void;
  oncdata: (text: string) => void;
  write: (text: string) => Sax;
  close: () => void;
};

/** The keys that an element gives to all items in it, from the outside in. */
const holders = {
  ClinicalData: ["StudyOID"],
  SubjectData: ["SubjectKey"],
  StudyEventData: ["StudyEventOID", "StudyEventRepeatKey"],
  FormData: ["FormOID", "FormRepeatKey"],
  ItemGroupData: ["ItemGroupOID", "ItemGroupRepeatKey"],
} as const;

const keys: readonly string[] = [...Object.values(holders).flat(), "ItemOID"];

/** The columns of every such file. */
export const odmColumns: readonly string[] = [...keys, "Value"];

const largest = 256 * 2 ** 20; // bytes

/**
 * The items of an ODM-XML file, and before those of a subject a row of the subject alone, so that one without data is there too. Throws
 * a FileFault where it is no sound XML, no snapshot of ODM 1.3, or where it has a document type.
 */
export async function readOdm(file: string): Promise<TextRow[]> {
  if ((await stat(file)).size > largest)
    throw fileFault("too-large", `the file is larger than ${largest / 2 ** 20} MiB`, 1, "export only the forms needed");
  const parser = (sax as { parser: (strict: true) => Sax }).parser(true);
  const rows = listenTo(parser);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (piece?: Uint8Array) => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw fileFault("encoding", "the file is not in UTF-8", parser.line + 1, "export it as UTF-8");
    }
  };
  for await (const piece of createReadStream(file)) parser.write(decode(piece as Uint8Array));
  parser.write(decode()).close();
  if (rows.length === 0)
    throw fileFault(
      "no-rows",
      "no data of subjects in the file",
      1,
      "export the clinical data, not the study's definition alone",
    );
  return rows;
}

/** The rows, as the reader comes upon them. */
function listenTo(parser: Sax): TextRow[] {
  const rows: TextRow[] = [];
  const held = new Map<string, string>();
  let depth = 0;
  let item: { line: number; value: string } | undefined; // one whose value is its content
  const push = (line: number, value: string | null) =>
    rows.push({ line, cells: [...keys.map((key) => held.get(key) ?? null), value] });
  parser.onerror = (error) => {
    const [message = ""] = error.message.split("\n");
    throw fileFault(
      "xml",
      `the file is not sound XML: ${lowerFirst(message)}`,
      parser.line + 1,
      "export it again; it may have been cut off",
    );
  };
  parser.ondoctype = () => {
    throw fileFault("xml", "the file has a document type, which is not read", parser.line + 1, "export it without one");
  };
  parser.onopentag = ({ name: whole, attributes }) => {
    const [name, line] = [bare(whole), parser.line + 1];
    if (depth++ === 0) checkRoot(name, attributes);
    for (const key of keysOf(name)) if (attributes[key] !== undefined) held.set(key, attributes[key]);
    if (name === "SubjectData") push(line, null);
    if (!isItem(name) || !held.has("SubjectKey")) return;
    held.set("ItemOID", attributes.ItemOID ?? "");
    if (name === "ItemData") push(line, attributes.IsNull === "Yes" ? null : (attributes.Value ?? null));
    else item = { line, value: "" };
  };
  const add = (text: string) => {
    if (item) item.value += text;
  };
  parser.ontext = add;
  parser.oncdata = add;
  parser.onclosetag = (whole) => {
    const name = bare(whole);
    depth--;
    if (item && isItem(name)) push(item.line, item.value.trim() || null);
    if (isItem(name)) item = undefined;
    for (const key of isItem(name) ? ["ItemOID"] : keysOf(name)) held.delete(key);
  };
  return rows;
}

function keysOf(name: string): readonly string[] {
  return Object.hasOwn(holders, name) ? holders[name as keyof typeof holders] : [];
}

/** ItemData, and ItemDataString, ItemDataDate and their like, which hold their value as content. */
function isItem(name: string): boolean {
  return name.startsWith("ItemData");
}

/** `odm:SubjectData` is SubjectData. */
function bare(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function checkRoot(name: string, { ODMVersion: version = "1.3", FileType: kind = "Snapshot" }: OdmAttributes): void {
  if (name !== "ODM")
    throw fileFault(
      "foreign-file",
      `the file is XML, but not ODM: it begins with <${name}>`,
      1,
      "export ODM-XML 1.3, or CSV",
    );
  if (!version.startsWith("1.3"))
    throw fileFault("foreign-file", `the file is ODM ${version}`, 1, "export ODM-XML 1.3, or CSV");
  if (kind !== "Snapshot")
    throw fileFault(
      "foreign-file",
      `the file is ODM of type ${kind}: it tells what was entered and changed, not what is so`,
      1,
      "export a snapshot",
    );
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1).replace(/\.$/, "");
}
