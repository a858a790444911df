import { escapeHtml } from "../../render/sentence.ts";
import type { PdfDict, PdfValue } from "../pdf/syntax.ts";

/** What a file says of itself, twice: in its properties and, the same, in its metadata (14.3). */
export type DocumentFacts = {
  title: string;
  language: string; // e.g., "en-GB"
  date: string; // of the cycle: "2026-10-12"
  producer: string;
  claims: boolean; // whether it says that it keeps to PDF/UA-1
};

/** Midnight of a day as a property. Throws where it is none. */
export function propertyDate(date: string): string {
  const day = date.replaceAll("-", "");
  if (!/^\d{8}$/.test(day)) throw new Error(`invalid date "${date}": write it as 2026-10-12`);
  return `D:${day}000000+00'00'`;
}

/** The metadata in XMP (ISO 16684-1), with the claim of PDF/UA-1 (ISO 14289-1, clause 5) where it is made. */
export function xmpOf({ title, language, date, producer, claims }: DocumentFacts): string {
  const time = `${date}T00:00:00Z`;
  const lines = [
    `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>`,
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`,
    `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">`,
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeHtml(title)}</rdf:li></rdf:Alt></dc:title>`,
    `<dc:language><rdf:Bag><rdf:li>${escapeHtml(language)}</rdf:li></rdf:Bag></dc:language>`,
    `<xmp:CreateDate>${time}</xmp:CreateDate><xmp:ModifyDate>${time}</xmp:ModifyDate>`,
    `<pdf:Producer>${escapeHtml(producer)}</pdf:Producer>`,
    ...(claims ? ["<pdfuaid:part>1</pdfuaid:part>"] : []),
    `</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`,
  ];
  return lines.join("\n");
}

/** The pages' own numbers as their labels (12.4.2). */
export const pageLabels: PdfDict = new Map<string, PdfValue>([["Nums", [0, new Map([["S", { name: "D" }]])]]]);
