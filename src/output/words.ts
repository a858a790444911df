import { Parser } from "htmlparser2";
import { remembered } from "../remembered.ts";

/** A word of a text: in capitals, without apostrophes, and where it stands. */
export type Word = { text: string; from: number; to: number };

/** The words of a text, in its order, and where each of them stands. */
export type Words = { texts: readonly string[]; placeOf: (at: number) => Word };

/**
 * The words of a text, composed (NFC). In capitals, since a heading of the plain text is; without apostrophes, since there are
 * two kinds; parted at hyphens, since a line may end there. Lines are read one by one: most stand in the next report too.
 */
export function toWords(text: string): Words {
  const lines = text.split("\n");
  const texts = lines.flatMap((line) => wordsOfLine(line).map((word) => word.text));
  const placeOf = (at: number) => {
    let [before, from] = [0, 0];
    for (const line of lines) {
      const words = wordsOfLine(line);
      const word = words[at - before];
      if (word) return { text: word.text, from: from + word.from, to: from + word.to };
      before += words.length;
      from += line.length + 1;
    }
    throw new RangeError(`no word ${at}`);
  };
  return { texts, placeOf };
}

const wordsOfLine: (line: string) => readonly Word[] = remembered(
  (line) =>
    [...line.matchAll(/[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’](?=\p{L}))*/gu)].map(({ 0: word, index }) => ({
      text: bare(word.toUpperCase()),
      from: index,
      to: index + word.length,
    })),
  (line) => line,
);

function bare(word: string): string {
  return word.includes("'") || word.includes("’") ? word.replace(/['’]/g, "") : word;
}

/** The same without their places. */
export const wordsIn: (text: string) => readonly string[] = remembered(
  (text) => toWords(plain(text)).texts,
  (text) => text,
);

/**
 * A text as people read it, whatever characters it is written with: wide and narrow letters alike, letters without their
 * accents, one kind of hyphen, "and" for "&", and nothing that is not seen, such as a place where a word may be broken.
 */
export function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]/gu, "")
    .replace(/[\u2010-\u2012\u2212]/g, "-")
    .replace(/&/g, " and ");
}

/** Whether a phrase stands at a word; its last may be in the possessive, "Park Surgery's", which is read as one word. */
export function standsAt(words: readonly string[], phrase: readonly string[], at: number): boolean {
  const last = phrase.length - 1;
  for (let i = 0; i < last; i++) if (words[at + i] !== phrase[i]) return false;
  return last >= 0 && (words[at + last] === phrase[last] || words[at + last] === `${phrase[last]}S`);
}

/** Whether a phrase stands in a text, whatever its case; a long word may be broken over two lines. */
export function holds(text: string, phrase: string): boolean {
  const letters = [...phrase.normalize("NFC").replace(/\s+/g, "")].map((letter) =>
    letter.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&"),
  );
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${letters.join("\\s*")}(?![\\p{L}\\p{N}])`, "iu");
  return whole.test(text.normalize("NFC"));
}

/** Every text in a value. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

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
