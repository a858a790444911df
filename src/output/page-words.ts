import { Parser } from "htmlparser2";

/** What an HTML page says. Names of tags and attributes, style sheets and scripts are the language's own: in none of these. */
export type PageWords = {
  text: string; // its words, a line for each block
  apart: string; // the same, apart at every tag: where a bold word begins in the middle of a line, a word may begin too
  unseen: string; // what its reader may come to see besides: alternative texts, links with their escapes resolved, remarks
  values: string; // of all other attributes: classes, ids, roles, sizes
};

/** Reads a page or a part of one. What only Outlook shows stands in a remark, and is read like the page round it. */
export function wordsOfPage(html: string): PageWords {
  const text: string[] = [];
  const apart: string[] = [];
  const unseen: string[] = [];
  const values: string[] = [];
  let styles = 0; // how many are open round a text
  const parser = new Parser({
    onopentag(name, attributes) {
      if (isStyle(name)) styles++;
      if (!inline.has(name)) text.push("\n");
      if (name !== "wbr" && (name !== "span" || attributes.class !== "nobr")) apart.push(" ");
      for (const [key, value] of Object.entries(attributes)) {
        if (telling.has(key) && !isSetting(name, attributes) && !isWithin(key, value)) unseen.push(decodeUrl(value));
        else if (key !== "style") values.push(value);
      }
    },
    onclosetag(name) {
      if (isStyle(name)) styles--;
      if (!inline.has(name)) text.push("\n");
      if (name !== "span" && name !== "wbr") apart.push(" ");
    },
    ontext(words) {
      if (styles > 0) {
        unseen.push(...shownByStyle(words));
        return;
      }
      text.push(words);
      apart.push(words);
    },
    oncomment(remark) {
      if (remark === "<![endif]") return;
      const inner = forOutlook.exec(remark)?.[1];
      const read = wordsOfPage(inner ?? remark);
      unseen.push(...[read.text, read.unseen].filter((words) => words !== ""));
      values.push(read.values);
    },
  });
  parser.end(html);
  return { text: text.join(""), apart: apart.join(""), unseen: unseen.join("\n"), values: values.join("\n") };
}

/** Attributes whose values a reader is shown, is read out, or goes to. */
const telling: ReadonlySet<string> = new Set(
  "alt title href src srcset srcdoc aria-label aria-description value placeholder label content".split(" "),
);

/** A remark of the page to its reader's program: `<meta name="viewport" content="width=device-width">`. */
function isSetting(tag: string, { name = "" }: Readonly<Record<string, string>>): boolean {
  return tag === "meta" && !["author", "description", "keywords"].includes(name.toLowerCase());
}

/** A link to another place of the page leads to nothing that a reader does not see there; its address is the name of an id. */
function isWithin(key: string, value: string): boolean {
  return key === "href" && value.startsWith("#");
}

/** What a style sheet puts into the page: `content: "…"`. */
function shownByStyle(css: string): string[] {
  return [...css.matchAll(/content\s*:\s*(["'])(.*?)\1/gs)].map(([, , words = ""]) => words);
}

/** Tags within a line: what stands on either side of one may be one word. */
const inline: ReadonlySet<string> = new Set("a abbr b bdi cite em i small span strong sub u wbr".split(" "));

const forOutlook = /^\[if [^\]]*\]>([\s\S]*?)(?:<!\[endif\])?$/;

function isStyle(name: string): boolean {
  return name === "style" || name === "script";
}

/** A link with its escapes resolved: "%20Z10004" is a space and a code. */
export function decodeUrl(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
