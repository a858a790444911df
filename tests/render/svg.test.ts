import { expect, test } from "vitest";
import { tidySvg } from "../../src/render/svg.ts";

const wrap = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="100" height="50.12345"><g fill="none" stroke-miterlimit="10" transform="translate(7,1)"><g role="x" aria-label="y">${inside}</g></g></svg>`;

const bodyOf = (svg: string) => svg.split("\n").slice(1, -1);

test("the root is one image with one voice", () => {
  expect(tidySvg(wrap(""), 'A "chart" & more')).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="A &quot;chart&quot; &amp; more" width="100" height="50.12" viewBox="0 0 100 50.12">\n</svg>',
  );
});

test("neighbours of one style become one path in coordinates of the root", () => {
  const dot = (x: number) =>
    `<path transform="translate(${x},2)" d="M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0" fill="#8A949C"/>`;
  expect(bodyOf(tidySvg(wrap(`<g>${dot(10)}${dot(20.3333)}</g>`), ""))).toEqual([
    '<path d="M20,3A3,3,0,1,1,14,3A3,3,0,1,1,20,3M30.33,3A3,3,0,1,1,24.33,3A3,3,0,1,1,30.33,3" fill="#8A949C"/>',
  ]);
  const line = '<line transform="translate(1,2)" x2="0" y2="-5" stroke="#111111"/>';
  expect(bodyOf(tidySvg(wrap(line + line), ""))).toEqual([
    '<path d="M8,3L8,-2M8,3L8,-2" fill="none" stroke="#111111"/>',
  ]);
});

test("what is painted between keeps its place, and what cannot be seen goes", () => {
  const red = '<path d="M0,0h1v1h-1Z" fill="#ff0000"/>';
  const blue = '<path d="M0,0h1v1h-1Z" fill="#0000ff"/>';
  const hidden = '<path class="foreground" d="" display="none"/><path d="M0,0h9v9h-9Z"/>';
  expect(bodyOf(tidySvg(wrap(red + blue + hidden + red), ""))).toHaveLength(3);
});

test("relative commands stay, words stay words", () => {
  const text = '<text text-anchor="start" transform="translate(1,2)" font-weight="400" fill="#000000">a &lt; b</text>';
  expect(bodyOf(tidySvg(wrap(`<path d="M1,1h2v3h-2Z" fill="#000000"/>${text}`), ""))).toEqual([
    '<path d="M8,2h2v3h-2Z" fill="#000000"/>',
    '<text x="8" y="3" fill="#000000">a &lt; b</text>',
  ]);
});

test("a shape it does not know is refused", () => {
  expect(() => tidySvg(wrap('<image href="x"/>'), "")).toThrow('unknown shape "image"');
  expect(() => tidySvg(wrap('<path transform="rotate(4)" d="M0,0L1,1" stroke="#000000"/>'), "")).toThrow(
    "unknown transform",
  );
});
