import { parse } from "node:path";
import { type PageWords, wordsOfPage } from "./page-words.ts";

/** Something of an artefact that a reader could come to see, and what it is called. */
export type Visible = {
  where: string;
  text: string;
  isLabel?: true; // a name or a property, where words stand alone
  codesOnly?: true; // the language of the file itself: a name of a trial may well be a word of it, a code of an arm may not
};

/** A file's name, without the ending that only tells its format. */
export function visibleName(where: string, name: string): Visible {
  return { where, text: parse(name).name, isLabel: true };
}

/** What a page of HTML shows, reads out or leads to; and the values of its other attributes. */
export function visibleInHtml(html: string): Visible[] {
  return visibleInWords(wordsOfPage(html));
}

/** The same of a page that has been read. */
export function visibleInWords({ apart, unseen, values }: PageWords): Visible[] {
  return [
    { where: "text or links", text: `${apart}\n${unseen}` },
    { where: "markup", text: values, codesOnly: true },
  ];
}

/** The headers of an email; those of MIME say how it is put together. */
export function visibleInHeaders(headers: readonly { key: string; value: string }[]): Visible[] {
  return headers.map(({ key, value }) => {
    const header = { where: "headers", text: `${key}: ${value}` };
    return key === "mime-version" || key.startsWith("content-") ? { ...header, codesOnly: true } : header;
  });
}
