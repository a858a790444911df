import Handlebars from "handlebars";
import type { EmailView } from "./email-view.ts";
import { parsed } from "./handlebars.ts";
import type { EmailRun } from "./runs.ts";
import { emailKinds } from "./sections.ts";
import { type Templates, templateAt } from "./templates.ts";

/** Columns of the plain text: what every client shows without breaking a line itself; the space at a line's end is one. */
const COLUMNS = 72;

/** Compiles the plain-text templates: the whole, and one for each kind of section. Nothing is escaped: it is text. */
export function compileText(templates: Templates): (view: EmailView) => string {
  const engine = Handlebars.create();
  engine.registerHelper(helpers);
  const textOf = (path: string) => {
    const text = templateAt(templates, path);
    parsed(engine, text, path); // Handlebars itself would not say in which file it stopped, and not before the first email
    return text;
  };
  for (const path of emailKinds.map((kind) => `email/sections/${kind}`))
    engine.registerPartial(path, engine.compile(textOf(`${path}.txt.hbs`), options));
  const fill = engine.compile<EmailView>(textOf("email/report.txt.hbs"), options);
  return (view) => closeGaps(fill(view));
}

const helpers = {
  plain: plainText,
  first: (list: readonly unknown[]) => list[0], // of the lines under the message; the others speak of the picture
  wrap: (text: string) => wrapText(text),
  upper: (text: string) => wrapText(text.toUpperCase()),
  join: (a: string, b: string) => [a, b].filter(Boolean).join(", "),
  run: (...pieces: unknown[]) => pieces.slice(0, -1).join(""), // the last is Handlebars' own
  pair: (name: string, text: string) => `${name}: ${text}`,
  partial: (folder: string, name: string) => `${folder}/${name}`,
  numbered: (index: number, lead: string, text: string) => wrapText(`${index + 1}. ${lead} ${text}`),
};

const options = {
  strict: true,
  noEscape: true,
  preventIndent: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
};

function plainText(runs: readonly EmailRun[] | undefined): string {
  return (runs ?? []).map((run) => run.text).join("");
}

/**
 * Breaks a text at spaces into lines of format=flowed (RFC 3676): one that goes on ends in a space, so that a narrow or wide
 * client breaks the paragraph anew; one that would be read as a quotation begins with one. A long word has a line of its own.
 */
export function wrapText(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.trim().split(/[ \n\t]+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length < COLUMNS || line === "") {
      line = longer;
      continue;
    }
    lines.push(`${stuffed(line)} `);
    line = word;
  }
  return [...lines, stuffed(line)].join("\n");
}

function stuffed(line: string): string {
  return /^(?:>|From )/.test(line) ? ` ${line}` : line;
}

/** At most two empty lines together, none at either end. */
function closeGaps(text: string): string {
  return `${text.replace(/\n{4,}/g, "\n\n\n").trim()}\n`;
}
