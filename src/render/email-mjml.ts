/** Colours and sizes by the name a template calls them: `theme(accent)`, `theme(dark.accent)`, `theme(size.body)`. */
export type Palette = Readonly<Record<string, string>>;

/** MJML in pieces that follow one another, each from its template: where a mistake is can then be told. */
export type Mjml = readonly { name: string; line: number; text: string }[]; // line: of the template, at which it begins

/**
 * MJML to HTML with the Handlebars left inside, so that it is compiled once and filled for each recipient. MJML drops
 * a block helper that stands between its elements without a word: every token must come out as it went in.
 */
export async function compileMjml(mjml: Mjml): Promise<string> {
  const { default: mjml2html } = await import("mjml"); // slow to import, and most commands write no email
  const source = mjml.map(({ text }) => text).join("\n");
  const { html, errors } = await mjml2html(source, OPTIONS);
  if (errors.length > 0)
    throw new Error(errors.map(({ line, message }) => `${placeOf(line, mjml)} ${message}`).join("\n"));
  keepTokens(source, html, mjml[0]?.name ?? "");
  return stripIndentation(html);
}

/** Every `theme(name)` as its colour or size; an unknown name is an error. */
export function paint(source: string, palette: Palette, name: string): string {
  return source.replace(/\btheme\(([\w.]+)\)/g, (_, token: string) => {
    const value = Object.hasOwn(palette, token) ? palette[token] : undefined;
    if (value === undefined) throw new Error(`unknown colour or size "${token}" in ${name}`);
    return value;
  });
}

/** Throws, naming the token, when what goes in and what comes out differ: blocks exactly, values at least as often. */
export function keepTokens(before: string, after: string, name: string): void {
  const found = countTokens(after);
  for (const [token, times] of countTokens(before)) {
    const seen = found.get(token) ?? 0;
    const kept = isBlock(token) ? seen === times : seen >= times;
    if (!kept) throw new Error(`${name}: ${token} stands ${times} times before MJML and ${seen} times after it`);
  }
}

const OPTIONS = {
  validationLevel: "soft", // mistakes are returned with their lines, and are errors here
  fonts: {}, // else a style sheet of Google's is linked
  keepComments: false,
  ignoreIncludes: true,
  // What inlines styles would set each token aside and put it back with a search of the whole for each: a second of every
  // command. It leaves them alone unasked, and keepTokens sees whether it does.
  juicePreserveTags: { HBS: { start: "(?!)", end: "" } },
} as const;

/** The template and line of a line of the whole. */
function placeOf(line: number, mjml: Mjml): string {
  let first = 1;
  for (const { name, line: from, text } of mjml) {
    const lines = text.split("\n").length;
    if (line < first + lines) return `${name}:${from + line - first}`;
    first += lines;
  }
  return `line ${line}`;
}

function countTokens(source: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [token] of withoutNotes(source).matchAll(/{{[^}]*}}/g)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** Without comments, except the conditional ones of Outlook. */
function withoutNotes(source: string): string {
  return source.replace(/<!--(?!\[if)[\s\S]*?-->/g, "");
}

function isBlock(token: string): boolean {
  return /^{{(#|\/|else\b)/.test(token);
}

/** Indentation between tags is taken out once, here, never after filling, and never inside a conditional comment. */
function stripIndentation(html: string): string {
  return html
    .split(/(<!--[\s\S]*?-->)/)
    .map((part) => (part.startsWith("<!--") ? part : part.replace(/\s*\n\s*/g, "\n")))
    .join("");
}
