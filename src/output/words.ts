/** A word of a text: in capitals, without apostrophes, and where it stands. */
export type Word = { text: string; from: number; to: number };

/**
 * The words of a text, composed (NFC). In capitals, since a heading of the plain text is; without apostrophes, since there are
 * two kinds; parted at hyphens, since a line may end there.
 */
export function toWords(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’](?=\p{L}))*/gu)].map(({ 0: word, index }) => ({
    text: word.toUpperCase().replace(/['’]/g, ""),
    from: index,
    to: index + word.length,
  }));
}

/** The same without their places. */
export function wordsIn(text: string): string[] {
  return toWords(text.normalize("NFC")).map((word) => word.text);
}

/** Whether a phrase stands at a word. */
export function standsAt(words: readonly string[], phrase: readonly string[], at: number): boolean {
  return phrase.length > 0 && phrase.every((word, i) => words[at + i] === word);
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

/** What an HTML page says: its words, a line for each block, and what its reader may come to see besides. */
export type PageWords = { text: string; unseen: string };

/** Of a page without its style sheets: alternative texts, links and comments are `unseen`. */
export function wordsOfPage(html: string): PageWords {
  const page = html.replace(/<style\b[\s\S]*?<\/style>/gi, " ");
  const comments = [...page.matchAll(/<!--([\s\S]*?)-->/g)].map(([, comment = ""]) => withoutTags(comment));
  const attributes = [...page.matchAll(/\s(?:alt|title|href|aria-label|content)="([^"]*)"/gi)].map(([, value = ""]) =>
    decodeUrl(decode(value)),
  );
  return { text: withoutTags(page.replace(/<!--[\s\S]*?-->/g, "")), unseen: [...attributes, ...comments].join("\n") };
}

/** A link with its escapes resolved: "%20Z10004" is a space and a code. */
export function decodeUrl(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

const inline = "a|abbr|b|bdi|cite|em|i|small|span|strong|sub|u";

function withoutTags(markup: string): string {
  return decode(markup.replace(new RegExp(`</?(?:${inline})\\b[^>]*>`, "gi"), "").replace(/<[^>]*>/g, "\n"));
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00A0" };

/** Character references, each once: "&amp;lt;" is "&lt;". */
function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name) return named[name.toLowerCase()] ?? whole;
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
