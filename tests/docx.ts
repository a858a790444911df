import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
// @ts-expect-error sax ships no types; what is used is typed below
import sax from "sax";
import yauzl from "yauzl";

/** What a word processor finds in a .docx file. */
export type OpenedDocx = {
  title: string;
  headings: readonly string[];
  tables: readonly (readonly (readonly string[])[])[]; // tables of rows of cells; the head is the first row where it is marked as such
  paragraphs: readonly string[]; // outside tables
  all: string; // every text
};

/** Opens a document with a reader of zip files and a strict reader of XML, neither of which wrote it. Throws where a part is missing or unsound. */
export async function openDocx(bytes: Uint8Array): Promise<OpenedDocx> {
  const parts = await unzip(Buffer.from(bytes));
  const types = partOf(parts, "[Content_Types].xml");
  for (const [name, xml] of parts) {
    events(xml, {}); // throws where it is no sound XML
    if (!name.endsWith(".rels") && name !== "[Content_Types].xml" && !types.includes(`PartName="/${name}"`))
      throw new Error(`no content type for ${name}`);
  }
  const styles = partOf(parts, "word/styles.xml");
  const found = { headings: [] as string[], tables: [] as string[][][], paragraphs: [] as string[] };
  let [inTable, style, words] = [false, "", ""];
  let cell: string[] = [];
  events(partOf(parts, "word/document.xml"), {
    open: (name, attributes) => {
      if (name === "w:tbl") [inTable] = [true, found.tables.push([])];
      if (name === "w:tr") found.tables.at(-1)!.push([]);
      if (name === "w:tc") cell = [];
      if (name === "w:p") [style, words] = ["", ""];
      if (name === "w:pStyle") style = attributes["w:val"] ?? "";
      if (name === "w:pStyle" && !styles.includes(`w:styleId="${style}"`)) throw new Error(`no style ${style}`);
    },
    text: (piece) => {
      words += piece;
    },
    close: (name) => {
      if (name === "w:tbl") inTable = false;
      if (name === "w:tc") found.tables.at(-1)!.at(-1)!.push(cell.join("\n"));
      if (name !== "w:p") return;
      if (inTable) cell.push(words);
      else if (style.startsWith("Heading")) found.headings.push(words);
      else found.paragraphs.push(words);
    },
  });
  const document = partOf(parts, "word/document.xml");
  const heads = document.split("<w:tblHeader/>").length - 1;
  if (heads !== found.tables.length) throw new Error(`${found.tables.length} tables, ${heads} heads`);
  let title = "";
  let isTitle = false;
  events(partOf(parts, "docProps/core.xml"), {
    open: (name) => {
      isTitle = name === "dc:title";
    },
    text: (piece) => {
      if (isTitle) title += piece;
    },
  });
  const all = [title, ...found.headings, ...found.paragraphs, ...found.tables.flat(2)].join("\n");
  return { title, ...found, all };
}

function partOf(parts: ReadonlyMap<string, string>, name: string): string {
  const found = parts.get(name);
  if (found === undefined) throw new Error(`no part ${name}`);
  return found;
}

type Handlers = {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  text?: (piece: string) => void;
  close?: (name: string) => void;
};

type Sax = {
  onopentag: (tag: { name: string; attributes: Readonly<Record<string, string>> }) => void;
  ontext: (piece: string) => void;
  onclosetag: (name: string) => void;
  onerror: (error: Error) => void;
  write: (xml: string) => Sax;
  close: () => void;
};

function events(xml: string, { open, text: told, close }: Handlers): void {
  const parser = (sax as { parser: (strict: true) => Sax }).parser(true);
  parser.onopentag = ({ name, attributes }) => open?.(name, attributes);
  parser.ontext = (piece) => told?.(piece);
  parser.onclosetag = (name) => close?.(name);
  parser.onerror = (error) => {
    throw error;
  };
  parser.write(xml).close();
}

async function unzip(bytes: Buffer): Promise<ReadonlyMap<string, string>> {
  const zip = await new Promise<yauzl.ZipFile>((done, fail) =>
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, opened) => (error ? fail(error) : done(opened))),
  );
  const parts = new Map<string, string>();
  await new Promise<void>((done, fail) => {
    zip.on("error", fail);
    zip.on("end", () => done());
    zip.on("entry", (entry: yauzl.Entry) =>
      zip.openReadStream(entry, (error, stream: Readable) => {
        if (error) return fail(error);
        text(stream).then((content) => {
          parts.set(entry.fileName, content);
          zip.readEntry();
        }, fail);
      }),
    );
    zip.readEntry();
  });
  return parts;
}
