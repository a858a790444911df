/**
 * The markup of a template as a reader meets it: HTML or MJML with Handlebars between. It is not checked for soundness, only
 * taken apart far enough to say what each value may do: stand in a text, in an attribute, or somewhere else.
 */

/** A piece with the offset at which it begins. */
export type MarkupPiece =
  | { is: "element"; name: string; attributes: readonly Attribute[]; at: number }
  | { is: "style"; text: string; at: number } // what a style element holds
  | { is: "remark"; text: string; at: number }
  | { is: "loose"; mustache: string; at: number }; // a value where the name of an element or an attribute is expected

export type Attribute = { name: string; value: string; quoted: boolean; at: number };

/** Everything between braces; what is said in a note of Handlebars is nothing. */
export const mustache = /\{\{\{[\s\S]*?\}\}\}|\{\{!--[\s\S]*?--\}\}|\{\{[\s\S]*?\}\}/g;

/** Whether a mustache prints a value: a block, an end, a note or a partial does not. */
export function printsValue(text: string): boolean {
  return !/^\{\{~?(?:[#/!>]|else\b|\^)/.test(text);
}

/** All pieces of a template, in their order. */
export function piecesOf(template: string): MarkupPiece[] {
  const text = template.replace(/\{\{!--[\s\S]*?--\}\}|\{\{![\s\S]*?\}\}/g, (note) => note.replace(/[^\n]/g, " "));
  const pieces: MarkupPiece[] = [];
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf("<", at);
    if (next === -1) break;
    if (text.startsWith("<!--", next)) {
      const close = text.indexOf("-->", next + 4);
      const end = close === -1 ? text.length : close;
      pieces.push({ is: "remark", text: text.slice(next + 4, end), at: next });
      at = end + 3;
      continue;
    }
    const [, name] = /^<([a-z][\w:-]*)/i.exec(text.slice(next, next + 64)) ?? [];
    if (name === undefined) {
      if (text.startsWith("<{{", next)) pieces.push({ is: "loose", mustache: mustacheAt(text, next + 1), at: next });
      at = next + 1;
      continue;
    }
    const read = attributesFrom(text, next + 1 + name.length);
    pieces.push({ is: "element", name: name.toLowerCase(), attributes: read.attributes, at: next }, ...read.loose);
    at = read.end;
    if (!/^(mj-)?style$/i.test(name)) continue;
    const close = text.toLowerCase().indexOf(`</${name.toLowerCase()}`, at);
    const end = close === -1 ? text.length : close;
    pieces.push({ is: "style", text: text.slice(at, end), at });
    at = end;
  }
  return pieces;
}

function attributesFrom(text: string, from: number) {
  const attributes: Attribute[] = [];
  const loose: MarkupPiece[] = [];
  let at = from;
  while (at < text.length && text[at] !== ">") {
    if (text.startsWith("{{", at)) {
      const found = mustacheAt(text, at);
      if (printsValue(found)) loose.push({ is: "loose", mustache: found, at });
      at += found.length;
      continue;
    }
    const [name] = /^[^\s=>{/]+/.exec(text.slice(at, at + 256)) ?? [];
    if (name === undefined) {
      at++;
      continue;
    }
    const [equals] = /^\s*=\s*/.exec(text.slice(at + name.length, at + name.length + 64)) ?? [];
    const start = at + name.length + (equals?.length ?? 0);
    if (equals === undefined) {
      attributes.push({ name: name.toLowerCase(), value: "", quoted: true, at });
      at = start;
      continue;
    }
    const { value, quoted, end } = valueFrom(text, start);
    attributes.push({ name: name.toLowerCase(), value, quoted, at });
    at = end;
  }
  return { attributes, loose, end: at + 1 };
}

/** A value up to its quote, or its blank; quotes within braces are those of Handlebars. */
function valueFrom(text: string, from: number): { value: string; quoted: boolean; end: number } {
  const quote = /["']/.test(text[from] ?? "") ? text[from] : undefined;
  const start = quote === undefined ? from : from + 1;
  let at = start;
  while (at < text.length && (quote === undefined ? !/[\s>]/.test(text[at]!) : text[at] !== quote))
    at += text.startsWith("{{", at) ? mustacheAt(text, at).length : 1;
  return { value: text.slice(start, at), quoted: quote !== undefined, end: quote === undefined ? at : at + 1 };
}

function mustacheAt(text: string, at: number): string {
  const close = text.startsWith("{{{", at) ? "}}}" : "}}";
  const end = text.indexOf(close, at);
  return end === -1 ? text.slice(at) : text.slice(at, end + close.length);
}
