/** Reads the markup of an email: which tags it has, what is not closed, what a reader sees. For tests. */

const VOID = new Set(["area", "br", "col", "hr", "img", "input", "link", "meta", "o:allowpng"]);

/** What every client but Outlook for Windows sees: no conditional comment, but what is shown to those who are not it. */
export function plainBranch(html: string): string {
  return html.replace(/<!--\[if !mso[^\]]*\]><!-->|<!--<!\[endif\]-->/g, "").replace(/<!--[\s\S]*?-->/g, "");
}

/** What Outlook for Windows sees: its conditional comments live, and what is not for it gone. */
export function wordBranch(html: string): string {
  return html
    .replace(/<!--\[if !mso[^\]]*\]><!-->[\s\S]*?<!--<!\[endif\]-->/g, "")
    .replace(/<!--\[if [^\]]*\]>([\s\S]*?)<!\[endif\]-->/g, "$1");
}

/** Conditional comments open and close in turn. */
export function conditionalsBalance(html: string): boolean {
  const marks = [...html.matchAll(/<!--\[if|<!\[endif\]-->/g)].map(([mark]) => mark);
  return marks.every((mark, index) => (mark === "<!--[if") === (index % 2 === 0)) && marks.length % 2 === 0;
}

/** Tags that are closed out of turn, or not at all. */
export function mistakes(markup: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  for (const { name, closes, isWhole } of readTags(markup)) {
    if (VOID.has(name) || isWhole) continue;
    if (!closes) open.push(name);
    else if (open.at(-1) === name) open.pop();
    else found.push(`</${name}> where <${open.at(-1)}> is open`);
  }
  return [...found, ...open.map((name) => `<${name}> is never closed`)];
}

/** The names of all opening tags, in order, as every client but Outlook for Windows sees them. */
export function tagsOf(html: string): string[] {
  return readTags(plainBranch(html))
    .filter(({ closes }) => !closes)
    .map(({ name }) => name);
}

/** The words that a reader sees, without the axis, which is hidden from those who listen, and the hidden preview. */
export function textOf(html: string): string {
  const [, body = ""] = plainBranch(html).split(/<body[^>]*>/);
  return body
    .replace(/<div style="display:none[\s\S]*?<\/div>/, "")
    .replace(/<table[^>]*aria-hidden="true"[\s\S]*?<\/table>/g, " ")
    .replace(/<(?:p|td|h\d|div|br)[^>]*>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&(lt|gt|amp|quot|nbsp|#8202|#39|#x27|#x3D|#x60);/g, (_, name: string) => ENTITIES[name] ?? "")
    .replace(/\s+/g, " ");
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  nbsp: " ",
  "#8202": " ",
  "#39": "'",
  "#x27": "'",
  "#x3D": "=",
  "#x60": "`",
};

type Tag = { name: string; closes: boolean; isWhole: boolean };

function readTags(markup: string): Tag[] {
  const tags = markup
    .replace(/(<style[^>]*>)[\s\S]*?(<\/style>)/g, "$1$2")
    .matchAll(/<(\/?)([a-zA-Z][\w:]*)(?:"[^"]*"|[^>"])*?(\/?)>/g);
  return [...tags].map(([, slash, name = "", end]) => ({
    name: name.toLowerCase(),
    closes: slash === "/",
    isWhole: end === "/",
  }));
}
