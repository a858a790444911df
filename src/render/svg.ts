import { escapeHtml } from "./sentence.ts";

/** A drawing we made ourselves, fit to stand in HTML as it is. */
export type Svg = string & { readonly made: "svg" };

/**
 * Vega's SVG made fit for print: the root is one image with one alternative text and nothing inside it speaks; groups
 * that only group are dissolved; neighbouring shapes of one style become one path, which is what makes a chart of
 * hundreds of marks cheap to print; numbers are cut to 0.01.
 */
export function tidySvg(svg: string, alt: string): Svg {
  const root = parseSvg(svg);
  const shapes = mergeShapes(flatten(root, { x: 0, y: 0 }, {}));
  const [width, height] = [cut(root.attributes.width ?? "0"), cut(root.attributes.height ?? "0")];
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const open = `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(alt)}" ${size}>`;
  return [open, ...shapes.map(print), "</svg>"].join("\n") as Svg;
}

type SvgAttributes = Record<string, string>;
type SvgNode = { name: string; attributes: SvgAttributes; children: SvgNode[]; text: string };
type SvgPoint = { x: number; y: number };

/** A tree of Vega's SVG: elements, quoted attributes and text, nothing else. */
function parseSvg(svg: string): SvgNode {
  const top: SvgNode = { name: "", attributes: {}, children: [], text: "" };
  const path = [top];
  for (const [, close, name, attributes = "", empty, text] of svg.matchAll(TOKEN)) {
    const parent = path.at(-1) ?? top;
    if (text !== undefined) parent.text += text;
    else if (close) path.pop();
    else {
      const node = { name: name ?? "", attributes: attributesOf(attributes), children: [], text: "" };
      parent.children.push(node);
      if (!empty) path.push(node);
    }
  }
  const root = top.children[0];
  if (root?.name !== "svg") throw new Error("expected one svg element");
  return root;
}

const TOKEN = /<(\/)?([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/)?>|([^<]+)/g;

function attributesOf(text: string): SvgAttributes {
  return Object.fromEntries([...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

const SHAPES = ["path", "line", "text"];
const INHERITED = ["fill", "stroke-miterlimit", "stroke-linecap", "stroke-linejoin"];
const SILENT = /^(role|class|pointer-events|aria-.*|xmlns.*|transform)$/;

/** All visible shapes and texts, in the order they are painted, in coordinates of the root. */
function flatten(node: SvgNode, at: SvgPoint, inherited: SvgAttributes): SvgNode[] {
  return node.children.flatMap((child) => {
    const shift = translationOf(child.attributes.transform);
    const place = { x: at.x + shift.x, y: at.y + shift.y };
    if (child.name === "g") return flatten(child, place, { ...inherited, ...pick(child.attributes, INHERITED) });
    if (!SHAPES.includes(child.name)) throw new Error(`unknown shape "${child.name}" in a chart`);
    return isVisible(child, inherited) ? [placed(child, place, inherited)] : [];
  });
}

function isVisible({ name, attributes }: SvgNode, inherited: SvgAttributes): boolean {
  const { fill = inherited.fill ?? "none", stroke = "none", display, d } = attributes;
  return (
    display !== "none" && (fill !== "none" || stroke !== "none") && fill !== "transparent" && (name !== "path" || !!d)
  );
}

/** The shape with its place worked into its own numbers; a straight line becomes a path like any other. */
function placed({ name, attributes, text }: SvgNode, at: SvgPoint, inherited: SvgAttributes): SvgNode {
  const style = Object.fromEntries(
    Object.entries({ ...inherited, ...attributes }).filter(
      ([key, value]) => !SILENT.test(key) && !isDefault(key, value),
    ),
  );
  if (name === "line") {
    const { x2 = "0", y2 = "0", ...rest } = style;
    const d = `M${at.x},${at.y}L${at.x + Number(x2)},${at.y + Number(y2)}`;
    return { name: "path", attributes: { d, ...rest }, children: [], text: "" };
  }
  if (name === "path") {
    const { d = "", ...rest } = style;
    return { name, attributes: { d: shiftPath(d, at), ...rest }, children: [], text: "" };
  }
  return { name, attributes: { x: `${at.x}`, y: `${at.y}`, ...style }, children: [], text };
}

function isDefault(key: string, value: string): boolean {
  return (
    (key === "opacity" && value === "1") ||
    key === "stroke-miterlimit" ||
    (key === "text-anchor" && value === "start") ||
    (key === "font-weight" && value === "400")
  );
}

/** Neighbours that differ in nothing but their outline share one path. */
function mergeShapes(shapes: readonly SvgNode[]): SvgNode[] {
  const merged: SvgNode[] = [];
  for (const shape of shapes) {
    const last = merged.at(-1);
    if (last?.name === "path" && shape.name === "path" && styleOf(last) === styleOf(shape)) {
      last.attributes.d = `${last.attributes.d}${shape.attributes.d}`;
    } else merged.push(shape);
  }
  return merged;
}

function styleOf({ attributes: { d, ...style } }: SvgNode): string {
  return JSON.stringify(style);
}

/** Moves the absolute commands that Vega writes (M, L, C, A, H, V); relative ones need no moving. */
function shiftPath(d: string, { x, y }: SvgPoint): string {
  return d.replace(/([a-zA-Z])([^a-zA-Z]*)/g, (_, command: string, tail: string) => {
    const numbers = tail.match(/-?\d*\.?\d+(?:e[-+]?\d+)?/gi)?.map(Number) ?? [];
    const moved = numbers.map((number, i) => number + shiftOf(command, i, x, y));
    return `${command}${moved.join(",")}`;
  });
}

function shiftOf(command: string, index: number, x: number, y: number): number {
  if (command === "A") return [0, 0, 0, 0, 0, x, y][index % 7] ?? 0;
  if (command === "H") return x;
  if (command === "V") return y;
  return "MLCQT".includes(command) ? (index % 2 === 0 ? x : y) : 0;
}

function print({ name, attributes, text }: SvgNode): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${cut(value)}"`);
  return text === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${text}</${name}>`;
}

/** Numbers to 0.01; colours and words stay. */
function cut(value: string): string {
  return value.startsWith("#")
    ? value
    : value.replace(/-?\d+\.\d{3,}(e-\d+)?/g, (n) => String(Math.round(Number(n) * 100) / 100));
}

function translationOf(transform: string | undefined): SvgPoint {
  if (transform === undefined) return { x: 0, y: 0 };
  const match = /^translate\(([^,)]+),([^)]+)\)$/.exec(transform);
  if (!match) throw new Error(`unknown transform "${transform}" in a chart`);
  return { x: Number(match[1]), y: Number(match[2]) };
}

function pick(attributes: SvgAttributes, names: readonly string[]): SvgAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
}
