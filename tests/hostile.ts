import { nodeWorld } from "../src/node.ts";
import { smallCampaign } from "./input/small.ts";

/*
 * A study of practices whose names, addresses and places are what an attacker, a spreadsheet or an accident puts into a
 * cell. Text in braces is refused at load, and stands in no name.
 */
export const hostile: readonly string[] = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  "<b>Bold</b> & <i>sons</i>",
  "AT&T Surgery",
  "</style></title><svg onload=alert(1)>",
  "<!--[if mso]><b>Outlook",
  "--> ]]> <![CDATA[",
  "<mj-include path=/etc/passwd />",
  "<iframe src=https://evil.example></iframe>",
  "javascript:alert(1)",
  "$".concat("{process.exit(1)} `id` $(id)"),
  "$& $1 $` %s %n %00",
  '=HYPERLINK("https://evil.example")',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "+44 1632 960001 Surgery",
  "- Minus Surgery",
  "theme(accent) url(x) expression(1)",
  "'; drop table organisations; --",
  "../../etc/passwd",
  "\\\\host\\share\\nul",
  "Surgery\u202eevil\u202c",
  "Sur\u00adgery\u200b of \ufeffEast",
  "Cafe\u0301 Surgery",
  "Tab\tand\u00a0non\u2009breaking \u3000 spaces",
  "a=b <= c >= d == e `f`",
  "\u0007Bell\u001b[2J Surgery",
  "Nul\u0000 Surgery",
  "undefined NaN null [object Object] Infinity",
  "Bcc: all@evil.example",
  "=?utf-8?q?evil?= Surgery",
  "*strong* **very** [link](https://evil.example) _it_ [^1]",
  "O\u2019Neill\u2013Smith \u201cquoted\u201d \u00bd price",
  "Long Surgery ".repeat(8).trim(),
  "W".repeat(46),
];

/** What an author may write, since it is a word like any other, where no Markdown is read. */
export const markup = `R&D <b>"x"</b> 'y' =1+1 --> ]]>`;

/** The campaign with such words in all its fields that hold words of one line. */
function authored(text: string): string {
  const own = JSON.stringify(markup);
  return text
    .replace("Dr Imogen Farrow, role: GP and respiratory lead", `${own}, role: ${own}`)
    .replace("phone: 01632 960111", `phone: ${own}`)
    .replace("an answer in five days", own)
    .replace(
      "{ title: Help, lines: [01632 960112], note: Call on weekdays. }",
      `{ title: ${own}, lines: [${own}], note: ${own} }`,
    )
    .replace("name: Nether Vale Prescribing Feedback", `name: ${own}`)
    .replace("by: Nether Vale Care Board", `by: ${own}`)
    .replace("Asthma care is an agreed priority.", own)
    .replace("source: Plan 2026", `source: ${own}`)
    .replace("They share a hospital.", own)
    .replace("title: Why it matters", `title: ${own}`)
    .replace("note: Choose what fits.", `note: ${own}`)
    .replace("words: Definitions", `words: ${own}`)
    .replace("sections:\n", `events: [{ month: 2025-10, head: October, note: ${own} }]\nsections:\n`);
}

/** The code of the place of all: a name that every object of the language answers to. */
const placeCode = "__proto__";

/** The code of the practice with a hostile text. */
export function codeAt(i: number): string {
  return `ZX${String(i + 1).padStart(2, "0")}`;
}

/** The small campaign, loaded from a folder with these practices; `texts` stand in every field of theirs. */
export async function hostileStudy(texts: readonly string[]) {
  const small = await smallCampaign();
  const observations = await small.text("observations.csv");
  const [head = "", ...lines] = observations.trim().split("\n");
  const own = lines.filter((line) => line.startsWith("ZX01,"));
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const directory = texts.map((text, i) =>
    [
      codeAt(i),
      quoted(text),
      quoted(`${text}, ${i + 1} HIGH STREET`),
      "QX1 1AA",
      "1990-04-01",
      placeCode,
      quoted(texts[0]!),
    ].join(","),
  );
  const rows = texts.flatMap((_, i) => own.map((line) => line.replace("ZX01", codeAt(i))));
  await small.loadWith({
    "campaign.yaml": authored,
    "data.yaml": (text) => `source: ${JSON.stringify(markup)}\n${text}`,
    "organisations.csv": `code,name,address,postcode,opened,place_code,place_name\n${directory.join("\n")}\n`,
    "observations.csv": `${head}\n${rows.join("\n")}\n`,
  });
  return { world: nodeWorld(), ...small };
}
