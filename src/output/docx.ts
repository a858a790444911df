import { strToU8, zipSync } from "fflate";

/*
 * A document for word processors: Office Open XML as ISO/IEC 29500 has it, with no more parts than they need to open it. Headings and the
 * head of each table are marked as such, so that screen readers find them.
 */

/** A part of a document, in reading order. */
export type DocxPart =
  | { heading: string; level: 1 | 2 }
  | { text: string; bold?: boolean }
  | { bullet: string }
  | { table: DocxTable };

/** A table: its head, and rows of cells; a cell is paragraphs. `widths` are shares of the page's width. */
export type DocxTable = {
  head: readonly string[];
  widths: readonly number[];
  rows: readonly (readonly (readonly string[])[])[];
};

export type Docx = {
  title: string;
  created: string; // ISO day; the same document has the same bytes
  parts: readonly DocxPart[];
};

const page = { width: 16838, height: 11906, margin: 850 }; // A4 across, in twentieths of a point
const inside = page.width - 2 * page.margin;
const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";
const declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const earliest = new Date(1980, 0, 1); // of a zip file: in local time, which is how zip files have it

/** The bytes of a .docx file. The same document gives the same bytes, whenever and wherever. */
export function docxOf({ title, created, parts }: Docx): Uint8Array {
  const files: Record<string, string> = {
    "[Content_Types].xml": contentTypes,
    "_rels/.rels": rootRelations,
    "docProps/core.xml": coreOf(title, created),
    "word/document.xml": documentOf(parts),
    "word/styles.xml": styles,
    "word/numbering.xml": numbering,
    "word/_rels/document.xml.rels": documentRelations,
  };
  const zipped = Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, strToU8(declared + xml)]));
  return zipSync(zipped, { mtime: earliest, level: 9 });
}

function documentOf(parts: readonly DocxPart[]): string {
  const size = `<w:pgSz w:w="${page.width}" w:h="${page.height}" w:orient="landscape"/>`;
  const { margin } = page;
  const margins = `<w:pgMar w:top="${margin}" w:right="${margin}" w:bottom="${margin}" w:left="${margin}" w:header="400" w:footer="400" w:gutter="0"/>`;
  return `<w:document xmlns:w="${main}"><w:body>${parts.map(partOf).join("")}<w:sectPr>${size}${margins}</w:sectPr></w:body></w:document>`;
}

function partOf(part: DocxPart): string {
  if ("heading" in part) return paragraph(part.heading, { style: `Heading${part.level}` });
  if ("bullet" in part) return paragraph(part.bullet, { style: "ListBullet" });
  if ("table" in part) return tableOf(part.table);
  return paragraph(part.text, { bold: part.bold ?? false });
}

function tableOf({ head, widths, rows }: DocxTable): string {
  const all = widths.reduce((sum, width) => sum + width, 0);
  const wide = widths.map((width) => Math.floor((width / all) * inside));
  const cell = (content: string, i: number) =>
    `<w:tc><w:tcPr><w:tcW w:w="${wide[i]}" w:type="dxa"/></w:tcPr>${content}</w:tc>`;
  const headRow = `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${head.map((text, i) => cell(paragraph(text, { style: "Cell", bold: true }), i)).join("")}</w:tr>`;
  const bodyRows = rows.map(
    (cells) =>
      `<w:tr>${cells.map((texts, i) => cell((texts.length === 0 ? [""] : texts).map((text) => paragraph(text, { style: "Cell" })).join(""), i)).join("")}</w:tr>`,
  );
  const grid = wide.map((width) => `<w:gridCol w:w="${width}"/>`).join("");
  const look =
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>';
  return `<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="${inside}" w:type="dxa"/><w:tblLayout w:type="fixed"/>${look}</w:tblPr><w:tblGrid>${grid}</w:tblGrid>${headRow}${bodyRows.join("")}</w:tbl>${paragraph("", {})}`;
}

function paragraph(text: string, { style, bold = false }: { style?: string; bold?: boolean }): string {
  const properties = style === undefined ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  if (text === "") return `<w:p>${properties}</w:p>`;
  return `<w:p>${properties}<w:r>${bold ? "<w:rPr><w:b/></w:rPr>" : ""}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;
}

/** Characters that XML cannot hold are left out; line breaks become spaces. */
function escaped(text: string): string {
  return (
    text
      .replace(/\s*\n\s*/g, " ")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 cannot hold
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}

function coreOf(title: string, created: string): string {
  const time = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${created}T00:00:00Z</dcterms:${name}>`;
  return `<cp:coreProperties xmlns:cp="${packaged}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:language>en-GB</dc:language>${time("created")}${time("modified")}</cp:coreProperties>`;
}

const contentTypes = [
  `<Types xmlns="${packaged}/content-types">`,
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
  '<Default Extension="xml" ContentType="application/xml"/>',
  '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>',
  '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>',
  '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>',
  '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>',
  "</Types>",
].join("");

const rootRelations = [
  `<Relationships xmlns="${packaged}/relationships">`,
  `<Relationship Id="rId1" Type="${relationships}/officeDocument" Target="word/document.xml"/>`,
  `<Relationship Id="rId2" Type="${packaged}/relationships/metadata/core-properties" Target="docProps/core.xml"/>`,
  "</Relationships>",
].join("");

const documentRelations = [
  `<Relationships xmlns="${packaged}/relationships">`,
  `<Relationship Id="rId1" Type="${relationships}/styles" Target="styles.xml"/>`,
  `<Relationship Id="rId2" Type="${relationships}/numbering" Target="numbering.xml"/>`,
  "</Relationships>",
].join("");

const fonts = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>';

const styles = [
  `<w:styles xmlns:w="${main}"><w:docDefaults><w:rPrDefault><w:rPr>${fonts}<w:sz w:val="20"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>`,
  '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>',
  '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
  ...[1, 2].map(
    (level) =>
      `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="${level === 1 ? 32 : 26}"/></w:rPr></w:style>`,
  ),
  '<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/></w:pPr></w:style>',
  '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="40" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:style>',
  `<w:style w:type="table" w:customStyle="1" w:styleId="Ruled"><w:name w:val="Ruled"/><w:tblPr><w:tblBorders>${["top", "left", "bottom", "right", "insideH", "insideV"].map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="767676"/>`).join("")}</w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`,
  "</w:styles>",
].join("");

const numbering = [
  `<w:numbering xmlns:w="${main}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>`,
  '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="360" w:hanging="240"/></w:pPr></w:lvl>',
  '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
].join("");
