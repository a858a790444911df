import Handlebars from "handlebars";
import type { Figure, Sentence } from "../report/sentence.ts";
import { toPlain, toWords } from "../report/sentence.ts";
import { markOf } from "./mark.ts";
import { escapeHtml, type Html, tie, tieShort, toHtml } from "./sentence.ts";
import type { Templates } from "./templates.ts";

/** A filled template. The context holds `figures` at its root: sentences take their numbers from there. */
export type Fill = (context: { figures: Readonly<Record<string, Figure>> }) => string;

/**
 * Compiles a template strictly: an unknown field, helper or partial is an error, `{{ }}` escapes, and `{{{ }}}` is
 * taken only for a sentence (`{{{sentence headline}}}`, or `tied` on paper and `kept` in large words of a screen) or for a value named `svg` or `html`, which we made ourselves.
 */
export function compileHandlebars(text: string, options: { name: string; partials?: Templates }): Fill {
  const engine = newEngine();
  for (const [name, partial] of Object.entries(options.partials ?? {})) {
    refuseRawValues(engine, partial, `${name}.hbs`);
    engine.registerPartial(name, engine.compile(partial, STRICT));
  }
  refuseRawValues(engine, text, options.name);
  const template = engine.compile(text, STRICT);
  return (context) => template(context);
}

/** The partials of one folder of templates, by their path without ending: "print/sections/trend". */
export function partialsIn(templates: Templates, folder: string): Templates {
  return Object.fromEntries(
    Object.entries(templates)
      .filter(([path]) => path.startsWith(folder) && path.endsWith(".hbs"))
      .map(([path, text]) => [path.slice(0, -".hbs".length), text]),
  );
}

/** An address as it is printed: without what a reader need not type. */
export function shownUrl(url: string): string {
  return url.replace(/^(https:\/\/|mailto:|tel:)/, "");
}

type Engine = ReturnType<typeof Handlebars.create>;

const HELPERS = [
  "sentence",
  "tied",
  "kept",
  "plain",
  "words",
  "url",
  "shown",
  "css",
  "cssString",
  "is",
  "mark",
  "partial",
  "times",
] as const;

const STRICT: CompileOptions = {
  strict: true,
  noEscape: false,
  preventIndent: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(HELPERS.map((name) => [name, true])) as Exclude<
    CompileOptions["knownHelpers"],
    undefined
  >,
};

function newEngine(): Engine {
  const engine = Handlebars.create();
  const each = engine.helpers.each;
  engine.registerHelper({
    /** A list that is missing is an error, not nothing: `{{#each}}` is not covered by strict mode. */
    each(this: unknown, list: unknown, options: Handlebars.HelperOptions) {
      if (!Array.isArray(list)) throw new Error(`{{#each}} needs a list at ${placeOf(options)}`);
      return each?.call(this, list, options);
    },
    sentence: (value: unknown, options: Handlebars.HelperOptions): Html =>
      toHtml(sentenceOf(value, options), figuresOf(options)),
    tied: (value: unknown, options: Handlebars.HelperOptions): Html => tie(htmlOf(value, options)),
    kept: (value: unknown, options: Handlebars.HelperOptions): Html => tieShort(htmlOf(value, options)),
    plain: (value: unknown, options: Handlebars.HelperOptions) =>
      toPlain(sentenceOf(value, options), figuresOf(options)),
    words: (value: unknown, options: Handlebars.HelperOptions) =>
      toWords(sentenceOf(value, options), figuresOf(options)),
    url: (value: unknown) => safeUrl(String(value)),
    shown: (value: unknown) => shownUrl(String(value)),
    css: (value: unknown) => cssWord(value),
    cssString: (value: unknown) => cssString(String(value)),
    is: (a: unknown, b: unknown) => a === b,
    mark: (section: string, ...path: unknown[]) => markOf(section, ...(path.slice(0, -1) as (string | number)[])), // the last is Handlebars' own
    times(this: unknown, count: number, options: Handlebars.HelperOptions) {
      return Array.from({ length: count }, () => options.fn(this)).join("");
    },
    partial: (folder: string, name: string) => `${folder}/${name}`,
  });
  return engine;
}

function sentenceOf(value: unknown, options: Handlebars.HelperOptions): Sentence {
  if (!Array.isArray(value)) throw new Error(`missing sentence at ${placeOf(options)}`);
  return value;
}

/** Of a sentence, or of a text as it is. */
function htmlOf(value: unknown, options: Handlebars.HelperOptions): Html {
  return typeof value === "string" ? escapeHtml(value) : toHtml(sentenceOf(value, options), figuresOf(options));
}

function figuresOf(options: Handlebars.HelperOptions): Readonly<Record<string, Figure>> {
  return options.data.root.figures;
}

function placeOf(options: Handlebars.HelperOptions & { loc?: { start: { line: number; column: number } } }): string {
  return options.loc ? `line ${options.loc.start.line}, column ${options.loc.start.column}` : "an unknown place";
}

/** An address that may stand in href or src; anything but https, mailto, tel and cid is refused. */
function safeUrl(value: string): string {
  if (!/^(https:\/\/|mailto:|tel:|cid:)[^\s"'<>]+$/.test(value)) throw new Error(`invalid address "${value}"`);
  return value;
}

/** A number, or one word such as "left", as it may stand in style; anything else is refused. */
function cssWord(value: unknown): string {
  const text = String(value);
  if (!/^(-?\d+(\.\d+)?|[a-z]+(-[a-z]+)*)$/.test(text)) throw new Error(`invalid value of style "${text}"`);
  return text;
}

/** A text as a CSS string, quotes included: everything but plain signs becomes an escape. */
function cssString(value: string): string {
  return `"${value.replace(/["\\<>{};\p{Cc}]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`;
}

/** Throws when a template prints something raw that is neither a sentence nor a value named `svg` or `html`. */
function refuseRawValues(engine: Engine, text: string, name: string): void {
  const visitor = new Handlebars.Visitor();
  visitor.MustacheStatement = (statement) => {
    if (statement.escaped || isMarkup(statement)) return;
    const { line, column } = statement.loc.start;
    throw new Error(`${name}:${line}:${column + 1} prints a value without escaping it`);
  };
  visitor.accept(parsed(engine, text, name));
}

/** The parts of a template. Throws an error that begins with its file and line where it cannot be read. */
export function parsed(engine: Engine, text: string, name: string): hbs.AST.Program {
  try {
    return engine.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const [, line, other] = /(?:on )?line (\d+)|- (\d+):\d+$/.exec(message) ?? [];
    throw new Error(`${name}:${line ?? other ?? 1} cannot be read: ${message}`, { cause: error });
  }
}

function isMarkup(statement: hbs.AST.MustacheStatement): boolean {
  const { path } = statement;
  if (!("parts" in path)) return false;
  return statement.params.length > 0
    ? ["sentence", "tied", "kept"].includes(path.original)
    : ["svg", "html"].includes(path.parts.at(-1) ?? "");
}
