import { Parser } from "htmlparser2";

/** What is written in a page of markup. Names of tags and attributes, style sheets and scripts are the language's own: in neither. */
export type Seen = {
  words: string; // what its reader can come to see: text, alternative texts, link targets, remarks
  values: string; // of all other attributes: classes, ids, roles, sizes
};

/** Reads a page or a part of one. What only Outlook shows stands in a remark, and is read like the page round it. */
export function seenIn(html: string): Seen {
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
const telling: ReadonlySet<string> = new Set(["alt", "title", "href", "src", "aria-label", "aria-description", "value"]);

const forOutlook = /^\[if [^\]]*\]>([\s\S]*?)(?:<!\[endif\])?$/;

function isStyle(name: string): boolean {
  return name === "style" || name === "script";
}
