import type { Face } from "../../src/render/text-width.ts";
import { textWidth } from "../../src/render/text-width.ts";

/** What stands in a chart's SVG, read back from its text. */
export type Drawn = { width: number; height: number; texts: readonly Box[]; paths: readonly Path[] };
export type Box = {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
  size: number;
  fill: string;
};
export type Path = { d: string; fill: string; stroke: string };

export function readSvg(svg: string): Drawn {
  const [, width, height] = /^<svg [^>]*width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  const texts = [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = "", text = ""]) =>
    boxOf(attributes, text),
  );
  const paths = [...svg.matchAll(/<path ([^>]*)\/>/g)].map(([, attributes = ""]) => ({
    d: attributeOf(attributes, "d") ?? "",
    fill: attributeOf(attributes, "fill") ?? "none",
    stroke: attributeOf(attributes, "stroke") ?? "none",
  }));
  return { width: Number(width), height: Number(height), texts, paths };
}

/** Centres and radii of the dots of a path. */
export function dotsIn({ d }: Path): { x: number; y: number; r: number }[] {
  return [...d.matchAll(/M(-?[\d.]+),(-?[\d.]+)A([\d.]+),/g)].map(([, x, y, r]) => ({
    x: Number(x) - Number(r),
    y: Number(y),
    r: Number(r),
  }));
}

/** Left and right ends of the bars of a path. */
export function barsIn({ d }: Path): { from: number; to: number }[] {
  return [...d.matchAll(/M(-?[\d.]+),(-?[\d.]+)h(-?[\d.]+)v/g)].map(([, x, , h]) => ({
    from: Number(x),
    to: Number(x) + Number(h),
  }));
}

/** Upright lines of a path, top first. */
export function uprightsIn({ d }: Path): { x: number; top: number; bottom: number }[] {
  const lines = [...d.matchAll(/M(-?[\d.]+),(-?[\d.]+)L(-?[\d.]+),(-?[\d.]+)/g)].map(([, ...numbers]) =>
    numbers.map(Number),
  );
  return lines
    .filter(([x1, , x2]) => x1 === x2)
    .map(([x = 0, y1 = 0, , y2 = 0]) => ({ x, top: Math.min(y1, y2), bottom: Math.max(y1, y2) }));
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
}

function boxOf(attributes: string, escaped: string): Box {
  const text = escaped.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  const number = (name: string) => Number(attributeOf(attributes, name));
  const size = Number.parseFloat(attributeOf(attributes, "font-size") ?? "0");
  const weight = Number(attributeOf(attributes, "font-weight") ?? 400) as Face["weight"];
  const wide = textWidth(text, { size, weight });
  const anchor = attributeOf(attributes, "text-anchor") ?? "start";
  const left = number("x") - (anchor === "end" ? wide : anchor === "middle" ? wide / 2 : 0);
  const fill = attributeOf(attributes, "fill") ?? "";
  return {
    text,
    left,
    right: left + wide,
    top: number("y") - size * 0.72,
    bottom: number("y") + size * 0.05,
    size,
    fill,
  };
}

function attributeOf(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1];
}
