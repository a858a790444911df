import Handlebars from "handlebars";
import type { EmailView, GroupsView, Run } from "./email-view.ts";

/** Columns of the plain text: what every client shows without breaking a line itself. */
const COLUMNS = 72;

/** Compiles the plain-text template. Nothing is escaped: it is text. */
export function compileText(template: string): (view: EmailView) => string {
  const engine = Handlebars.create();
  engine.registerHelper(helpers);
  const fill = engine.compile<EmailView>(template, {
    strict: true,
    noEscape: true,
    preventIndent: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
  });
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
  row: groupLine,
  item: (text: string) => wrapText(text, { hang: "  " }),
  numbered: (index: number, lead: string, text: string) => wrapText(`${index + 1}. ${lead} ${text}`, { hang: "   " }),
};

function plainText(runs: readonly Run[] | undefined): string {
  return (runs ?? []).map((run) => run.text).join("");
}

/** "Most deprived fifth. Your practice: 3.1. Typical practice: 2.6. Your items: 83" */
function groupLine(columns: GroupsView["columns"], row: GroupsView["rows"][number]): string {
  const cells = (["own", "median", "count"] as const).map((key) => `${columns[key]}: ${plainText(row[key])}`);
  return `${plainText(row.name)}. ${cells.join(". ")}`;
}

/** Breaks a text at spaces; every line but the first begins with `hang`. A long word has a line of its own. */
export function wrapText(text: string, { hang = "" } = {}): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \n\t]+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= COLUMNS || line.trim() === "") {
      line = longer;
      continue;
    }
    lines.push(line);
    line = hang + word;
  }
  return [...lines, line].join("\n");
}

/** At most two empty lines together, none at either end. */
function closeGaps(text: string): string {
  return `${text.replace(/\n{4,}/g, "\n\n\n").trim()}\n`;
}
