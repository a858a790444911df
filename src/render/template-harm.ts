import { isScalar, parseDocument, visit } from "yaml";
import { type Problem, wrong } from "../problem.ts";
import { type Attribute, type MarkupPiece, mustache, piecesOf, printsValue } from "./template-markup.ts";

/*
 * What a template may not do, whoever wrote it: print a value that nobody has escaped, hold a program, load anything from
 * elsewhere, lead where nobody has looked. Values from data are escaped everywhere; that helps only where a value stands in a
 * text or in a quoted attribute that is neither an address nor style.
 */

/** All that is wrong with some templates; `fileOf` says where each stands. */
export function findHarm(templates: Readonly<Record<string, string>>, fileOf: (path: string) => string): Problem[] {
  return Object.entries(templates).flatMap(([path, text]) => {
    const lines = text.split("\n");
    return harmIn(path, text).map(({ at, what, mend }) => {
      const before = text.slice(0, at).split("\n");
      const place = { file: fileOf(path), line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
      const length = Math.max(1, Math.min(4, (lines[place.line - 1]?.length ?? 0) - place.column + 1));
      return wrong("template-harm", what, { ...place, length }, mend);
    });
  });
}

type MarkupElement = Extract<MarkupPiece, { is: "element" }>;

type Harm = { at: number; what: string; mend: string };

function harmIn(path: string, text: string): Harm[] {
  if (path.startsWith("charts/") || /\/charts\/[^/]*$/.test(path)) return chartHarm(text);
  if (path.endsWith(".js") && path !== ownProgram)
    return [{ at: 0, what: "a program in a template", mend: "take it out: a look has templates, styles and charts" }];
  if (path.endsWith(".css")) return styleHarm(text, 0, "a style sheet");
  if (/\.txt\.hbs$/.test(path)) return rawHarm(text);
  if (/\.(hbs|mjml)$/.test(path))
    return [...rawHarm(text), ...piecesOf(text).flatMap((piece) => pieceHarm(piece, path))];
  return [];
}

const ownProgram = "html/plan.js"; // of a page for the screen; a look has no other in its place

const raw = /^\{\{~?[{&]|^\{\{\{\{/;
const ownMarkup = /^\{\{\{(?:(?:sentence|tied|kept) [\w./@]+|(?:[\w./@]+[./])?(?:svg|html))\}\}\}$/; // what the engine has made or escaped

function rawHarm(text: string): Harm[] {
  const found = valuesIn(text).filter(({ text: value }) => raw.test(value) && !ownMarkup.test(value));
  return found.map(({ at }) => ({
    at,
    what: "a value is printed without escaping",
    mend: "two braces; three are for {{{sentence …}}}, {{{tied …}}}, {{{kept …}}}, and values that are called svg or html",
  }));
}

function pieceHarm(piece: MarkupPiece, path: string): Harm[] {
  const { at } = piece;
  switch (piece.is) {
    case "loose":
      return [
        {
          at,
          what: `${piece.mustache} stands where a name is expected`,
          mend: 'a value stands in a text, or in an attribute in quotes: class="{{kind}}"',
        },
      ];
    case "remark":
      return remarkHarm(piece, path);
    case "style":
      return styleHarm(piece.text, at, "a style element");
    case "element":
      return [
        ...elementHarm(piece, path),
        ...piece.attributes.flatMap((attribute) => attributeHarm(attribute, piece.name)),
      ];
  }
}

/** MJML leaves out remarks, but for those that are read by Outlook. */
function remarkHarm({ text, at }: { text: string; at: number }, path: string): Harm[] {
  if (/^\[if\b/.test(text)) {
    const inner = text.indexOf(">") + 1;
    return piecesOf(text.slice(inner)).flatMap((piece) => pieceHarm({ ...piece, at: piece.at + at + 4 + inner }, path));
  }
  if (path.endsWith(".mjml") || !valuesIn(text).length) return [];
  return [{ at, what: "a value in a remark", mend: "a remark is sent to every reader: use {{!-- a note --}}" }];
}

/** Elements that run something, load something, or send something; the include of MJML reads any file. */
const refused: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    "script iframe frame frameset object embed applet portal audio video source track form base link foreignobject animate set"
      .split(" ")
      .map((name) => [
        name,
        "a report holds words and pictures of its own: no program, no form, nothing from elsewhere",
      ]),
  ),
  "mj-include": "it would read any file: put the part into a template of its own, or into this one",
  "mj-font": "it would load a font from elsewhere: the fonts are those of the theme",
  "mj-html-attributes": "it changes elements behind the template's back: write the attribute where it belongs",
};

/** The one program of a page for the screen, which its policy names by its hash; and a form that sends nothing anywhere. */
function isOfScreen({ name, attributes }: MarkupElement, path: string): boolean {
  if (!/(^|\/)html\//.test(path)) return false;
  const given = attributes.map((attribute) => `${attribute.name}=${attribute.value}`).join(" ");
  if (name === "script") return given === "type=module" && path.endsWith("html/report.hbs");
  return name === "form" && !attributes.some((attribute) => /^(action|method|target)$/.test(attribute.name));
}

function elementHarm(element: MarkupElement, path: string): Harm[] {
  const { name, attributes, at } = element;
  if (isOfScreen(element, path)) return [];
  const mend = Object.hasOwn(refused, name) ? refused[name] : undefined;
  if (mend) return [{ at, what: `<${name}> in a template`, mend }];
  const equiv = attributes.find((attribute) => attribute.name === "http-equiv")?.value.toLowerCase();
  if (name === "meta" && equiv !== undefined && !/^(content-security-policy|content-type)$/.test(equiv))
    return [{ at, what: `<meta http-equiv="${equiv}"> in a template`, mend: "a page leads nowhere by itself" }];
  return [];
}

const leading = /^(href|xlink:href|action|formaction|ping|cite|longdesc|data)$/;
const loading = /^(src|srcset|poster|background|background-url|lowsrc|dynsrc|imagesrcset)$/;

function attributeHarm({ name, value, quoted, at }: Attribute, element: string): Harm[] {
  const harm = (what: string, mend: string): Harm[] => [{ at, what, mend }];
  const values = valuesIn(value);
  if (/^on/.test(name)) return harm(`${name} in a template`, "a report runs nothing");
  if (name === "srcdoc") return harm("srcdoc in a template", "a page holds no other");
  if (!quoted && value.includes("{{"))
    return harm(`the value of ${name} is not in quotes`, `a value with a blank would be two: ${name}="{{…}}"`);
  if (name === "style") return styleHarm(value, at, "style");
  if (leading.test(name) || loading.test(name)) {
    const bare = value.trim();
    const isOwn = /^#[\w-]*(\{\{[\w.]+\}\})?$/.test(bare); // a place on the page
    const isGuarded = /^\{\{url [\w./@]+\}\}$/.test(bare);
    if (isOwn || isGuarded) return [];
    if (values.length > 0 || bare.includes("{{"))
      return harm(
        `the address in ${name} is not looked at`,
        `${name}="{{url link.url}}" takes https, mailto, tel and cid alone`,
      );
    if (loading.test(name))
      return /^cid:[\w.@-]+$/.test(bare)
        ? []
        : harm(`<${element}> loads "${bare}"`, "a page loads nothing: pictures are drawn by the engine");
    return /^(https:\/\/|mailto:|tel:)/.test(bare)
      ? []
      : harm(`${name} leads to "${bare}"`, "an address begins with https://, mailto: or tel:");
  }
  return [];
}

/** Style may take a value by a helper that lets nothing but a number, one word, or a string through; and it loads nothing. */
function styleHarm(text: string, at: number, where: string): Harm[] {
  const loose = valuesIn(text).filter(
    ({ text: value }) => !/^\{\{(css|cssString) [\w./@]+\}\}$|^\{\{\{css\.html\}\}\}$/.test(value),
  );
  const loads = [...text.matchAll(/@import|url\(|image-set\(|expression\(|-moz-binding|(?<![\w-])behavior\s*:/gi)];
  return [
    ...loose.map((value) => ({
      at: at + value.at,
      what: `${value.text} in ${where}`,
      mend: "{{css width}} takes a number or one word, {{cssString name}} a text",
    })),
    ...loads.map(({ 0: found, index }) => ({
      at: at + index,
      what: `${found} in ${where}`,
      mend: "style loads nothing and runs nothing: fonts and colours are those of the theme",
    })),
  ];
}

function valuesIn(text: string): { text: string; at: number }[] {
  return [...text.matchAll(mustache)]
    .map(({ 0: found, index }) => ({ text: found, at: index }))
    .filter(({ text: found }) => printsValue(found));
}

const outside = /^(url|href|loader)$/;

/** A chart holds its data: Vega passes over a file that it may not load without a word. */
function chartHarm(text: string): Harm[] {
  if (!/url|href|loader|image|\\/.test(text)) return []; // most; a key may be written in escapes
  const harms: Harm[] = [];
  visit(parseDocument(text), {
    Pair(_, pair) {
      if (!isScalar(pair.key)) return;
      const key = String(pair.key.value);
      const at = pair.key.range?.[0] ?? 0;
      if (outside.test(key))
        harms.push({ at, what: `"${key}" in a chart`, mend: "a chart holds its data, and leads nowhere: take it out" });
      const value = isScalar(pair.value) ? String(pair.value.value) : "";
      if (/^(mark|type)$/.test(key) && value === "image")
        harms.push({
          at,
          what: "a mark of kind image in a chart",
          mend: "a chart is drawn, and shows no picture of elsewhere",
        });
    },
  });
  return harms;
}
