import { parse } from "node:path";
import { Parser } from "htmlparser2";

/** Something of an artefact that a reader could come to see, and what it is called. */
export type Visible = {
  where: string;
  text: string;
  codesOnly?: true; // the language of the file itself: a name of a trial may well be a word of it, a code of an arm may not
};

/** A file's name, without the ending that only tells its format. */
export function visibleName(where: string, name: string): Visible {
  return { where, text: parse(name).name };
}

/** What a page of HTML shows, reads out or leads to; and the values of its other attributes. */
export function visibleInHtml(html: string): Visible[] {
  const { words, values } = seenIn(html);
  return [
    { where: "text or links", text: words },
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

/** What is written in markup. Names of tags and attributes, style sheets and scripts are the language's own: in neither. */
type Seen = {
  words: string; // what its reader can come to see: text, alternative texts, link targets, remarks
  values: string; // of all other attributes: classes, ids, roles, sizes
};

/** Reads a page or a part of one. What only Outlook shows stands in a remark, and is read like the page round it. */
function seenIn(html: string): Seen {
  const [words, values]: [string[], string[]] = [[], []];
  let styles = 0; // how many are open round a text
  const parser = new Parser({
    onopentag(name, attributes) {
      if (isStyle(name)) styles++;
      for (const [key, value] of Object.entries(attributes)) {
        if (telling.has(key)) words.push(value);
        else if (key !== "style") values.push(value);
      }
    },
    onclosetag(name) {
      if (isStyle(name)) styles--;
    },
    ontext(text) {
      if (styles === 0) words.push(text);
    },
    oncomment(text) {
      if (text === "<![endif]") return;
      const inner = forOutlook.exec(text)?.[1];
      const seen = inner === undefined ? { words: text, values: "" } : seenIn(inner);
      words.push(seen.words);
      values.push(seen.values);
    },
  });
  parser.end(html);
  return { words: words.join(" "), values: values.join(" ") };
}

/** Attributes whose values a reader is shown, is read out, or goes to. */
const telling: ReadonlySet<string> = new Set([
  "alt",
  "title",
  "href",
  "src",
  "aria-label",
  "aria-description",
  "value",
]);

const forOutlook = /^\[if [^\]]*\]>([\s\S]*?)(?:<!\[endif\])?$/;

function isStyle(name: string): boolean {
  return name === "style" || name === "script";
}
