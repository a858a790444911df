import { escapeHtml } from "../../../render/sentence.ts";
import { type Face, textWidth } from "../../../render/text-width.ts";
import { countsText } from "./counts.ts";
import { flowWords } from "./flow-diagram.ts";
import type { FlowBox, FlowDiagram, FlowTier } from "./shapes.ts";

/*
 * The flow diagram as SVG. Every text is measured in the font that it names and broken into lines, boxes are as high as their words,
 * and everything stands under what it follows from, so that nothing is cut and no two boxes meet.
 */

const sizes = {
  margin: 16,
  label: 92, // what stands beside the rows
  column: 216,
  single: 320, // a box for all
  gap: 24, // between columns
  drop: 30, // between rows: room for an arrow
  padding: 10,
  line: 16,
  most: 6, // columns side by side; more stand in bands under one another
};
const plain: Face = { size: 12, weight: 400 };
const bold: Face = { size: 12, weight: 700 };
const ink = "#1a1a1a";

/** A box where it stands. */
export type PlacedBox = { x: number; y: number; width: number; height: number; lines: readonly FlowLine[] };

/** A line of text: where its baseline begins. */
export type FlowLine = { x: number; y: number; text: string; face: Face };

type Arrow = readonly (readonly [x: number, y: number])[]; // the head is at its end
type DiagramBox = {
  boxes: PlacedBox[];
  labels: FlowLine[];
  arrows: Arrow[];
  lines: Arrow[];
  width: number;
  height: number;
};

/** The diagram as a drawing, with its title and everything it says as a description. */
export function flowSvg(diagram: FlowDiagram): string {
  const { boxes, labels, arrows, lines, width, height } = placeFlow(diagram);
  const path = (points: Arrow) => `M${points.map(([x, y]) => `${x} ${y}`).join("L")}`;
  const text = ({ x, y, text: words, face }: FlowLine) =>
    `<text x="${x}" y="${y}" textLength="${lengthOf(words, face)}" lengthAdjust="spacingAndGlyphs"${face.weight === 700 ? ' font-weight="700"' : ""}>${escapeHtml(words)}</text>`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="flow-title flow-desc" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Arimo, Arial, Helvetica, sans-serif" font-size="${plain.size}" fill="${ink}">`,
    `<title id="flow-title">${escapeHtml(diagram.title)}</title>`,
    `<desc id="flow-desc">${escapeHtml(flowWords(diagram))}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<path d="${[...lines, ...arrows].map(path).join("")}" fill="none" stroke="${ink}"/>`,
    `<path d="${arrows.map(headOf).join("")}"/>`,
    ...boxes.map(
      (box) =>
        `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="#ffffff" stroke="${ink}"/>${box.lines.map(text).join("")}`,
    ),
    ...labels.map(text),
    "</svg>",
  ].join("\n")}\n`;
}

/** Where everything stands, from top to bottom. */
export function placeFlow({ tiers, title, rehearsal }: FlowDiagram): DiagramBox {
  const { margin, label, drop, most } = sizes;
  const across = Math.max(
    0,
    ...tiers.map((tier) => ("columns" in tier ? bandWidth(Math.min(most, tier.columns.length)) : 0)),
  );
  const hasAside = tiers.some((tier) => "box" in tier && tier.aside);
  const area = Math.max(across, hasAside ? 2 * (sizes.single + drop) : sizes.single);
  const head = setLines(rehearsal ? `REHEARSAL: arms are made up. ${title}` : title, label + area, bold);
  const placed: DiagramBox = {
    boxes: [],
    labels: [],
    arrows: [],
    lines: [],
    width: 2 * margin + label + area,
    height: 0,
  };
  for (const [i, text] of head.entries())
    placed.labels.push({ x: margin, y: margin + (i + 1) * sizes.line - 4, text, face: bold });
  let y = margin + (head.length + 1) * sizes.line;
  const at: BoxArea = { left: margin + label, width: area, center: margin + label + area / 2 };
  let from: Foot | undefined; // what the next tier follows from
  for (const [i, tier] of tiers.entries()) {
    const next =
      "box" in tier
        ? placeSingle(placed, tier, { at, y, from })
        : placeColumns(placed, tier, { at, y, from, leads: i < tiers.length - 1 });
    y = next.y;
    from = next.foot;
  }
  placed.height = y - drop + margin;
  return placed;
}

type BoxArea = { left: number; width: number; center: number };
type Foot = readonly (readonly [x: number, y: number])[]; // bottoms of the boxes that the next tier follows from
type BoxStart = { at: BoxArea; y: number; from: Foot | undefined };
type BoxEnd = { y: number; foot: Foot };

/** Mutates `placed`: one box in the middle, and another beside the line that leaves it. */
function placeSingle(placed: DiagramBox, tier: Extract<FlowTier, { box: FlowBox }>, { at, y, from }: BoxStart): BoxEnd {
  const { single, drop } = sizes;
  const x = at.center - single / 2;
  const top = from && from.length > 1 ? y + drop / 2 : y;
  const box = setBox(tier.box, { x, y: top, width: single });
  placed.boxes.push(box);
  labelRow(placed, tier.label, top);
  if (from) join(placed, from, [at.center, top]);
  const bottom = top + box.height;
  const foot: Foot = [[at.center, bottom]];
  if (!tier.aside) return { y: bottom + drop, foot };
  const aside = setBox(tier.aside, { x: at.center + drop, y: bottom + drop / 2, width: single });
  placed.boxes.push(aside);
  const middle = aside.y + aside.height / 2;
  placed.arrows.push([
    [at.center, middle],
    [aside.x, middle],
  ]);
  return { y: aside.y + aside.height + drop / 2, foot };
}

/** Mutates `placed`: lines from several boxes meet, and lead to one place. */
function join(placed: DiagramBox, from: Foot, to: readonly [number, number]): void {
  const [only] = from;
  if (only && from.length === 1) {
    placed.arrows.push([only, to]);
    return;
  }
  const meet = to[1] - sizes.drop / 2;
  for (const [x, y] of from)
    placed.lines.push([
      [x, y],
      [x, meet],
    ]);
  const all = [...from.map(([x]) => x), to[0]];
  placed.lines.push([
    [Math.min(...all), meet],
    [Math.max(...all), meet],
  ]);
  placed.arrows.push([[to[0], meet], to]);
}

/** Mutates `placed`: columns in bands of so many, each under a line that comes from what they follow from. */
function placeColumns(
  placed: DiagramBox,
  { labels, columns }: Extract<FlowTier, { columns: unknown }>,
  { at, y, from, leads }: BoxStart & { leads: boolean },
): BoxEnd {
  const { column, gap, drop, most } = sizes;
  const bands = Array.from({ length: Math.ceil(columns.length / most) }, (_, i) =>
    columns.slice(i * most, (i + 1) * most),
  );
  const trunk = at.left - gap / 2; // the line that leads to later bands
  const spread = y - drop / 2;
  const [start] = from ?? [];
  let top = y;
  const foot: [number, number][] = [];
  const round = at.left + at.width + gap / 2; // the line that leads from earlier bands
  const joined: number[] = []; // heights at which it is joined
  for (const [band, own] of bands.entries()) {
    const first = at.center - bandWidth(own.length) / 2;
    const xs = own.map((_, i) => first + i * (column + gap));
    const centers = xs.map((x) => x + column / 2);
    if (start) {
      const above = top - drop / 2;
      const way = band === 0 ? [start[0], ...centers, ...(bands.length > 1 ? [trunk] : [])] : [trunk, ...centers];
      if (band === 0) placed.lines.push([start, [start[0], above]]);
      else
        placed.lines.push([
          [trunk, spread],
          [trunk, above],
        ]);
      placed.lines.push([
        [Math.min(...way), above],
        [Math.max(...way), above],
      ]);
      for (const center of centers)
        placed.arrows.push([
          [center, above],
          [center, top],
        ]);
    }
    const rows = Math.max(...own.map(({ boxes }) => boxes.length));
    for (let row = 0; row < rows; row++) {
      const set = own.map(({ boxes: { [row]: box } }, i) => box && setBox(box, { x: xs[i]!, y: top, width: column }));
      const height = Math.max(...set.map((box) => box?.height ?? 0));
      labelRow(placed, labels[row] ?? "", top);
      for (const [i, box] of set.entries()) {
        if (!box) continue;
        placed.boxes.push({ ...box, height });
        if (row > 0)
          placed.arrows.push([
            [centers[i]!, top - drop],
            [centers[i]!, top],
          ]);
      }
      top += height + drop;
    }
    const feet = centers.map((center): [number, number] => [center, top - drop]);
    if (band === bands.length - 1) foot.push(...feet);
    else if (leads) {
      const meet = top - drop / 2;
      for (const each of feet) placed.lines.push([each, [each[0], meet]]);
      placed.lines.push([
        [Math.min(...centers), meet],
        [round, meet],
      ]);
      joined.push(meet);
    }
    if (band < bands.length - 1) top += drop;
  }
  if (joined.length > 0) {
    placed.lines.push([
      [round, Math.min(...joined)],
      [round, top - drop],
    ]);
    foot.push([round, top - drop]);
  }
  return { y: top, foot };
}

function bandWidth(columns: number): number {
  return columns * sizes.column + Math.max(0, columns - 1) * sizes.gap;
}

/** Mutates `placed`. */
function labelRow(placed: DiagramBox, label: string, top: number): void {
  if (label === "") return;
  const lines = setLines(label, sizes.label - sizes.gap, bold);
  for (const [i, text] of lines.entries())
    placed.labels.push({ x: sizes.margin, y: top + sizes.padding + (i + 1) * sizes.line - 4, text, face: bold });
}

function setBox(
  { heading, counts, lines }: FlowBox,
  { x, y, width }: { x: number; y: number; width: number },
): PlacedBox {
  const { padding, line } = sizes;
  const room = width - 2 * padding;
  const set = [
    ...setLines(heading, room, bold).map((text) => ({ text, face: bold })),
    ...[...(counts ? [countsText(counts)] : []), ...lines].flatMap((each) =>
      setLines(each, room, plain).map((text) => ({ text, face: plain })),
    ),
  ];
  const placed = set.map(({ text, face }, i) => ({ x: x + padding, y: y + padding + (i + 1) * line - 4, text, face }));
  return { x, y, width, height: 2 * padding + set.length * line, lines: placed };
}

/** A text in lines no wider than there is room for: broken at spaces, and within a word that is wider by itself. */
export function setLines(text: string, room: number, face: Face): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").flatMap((each) => brokenTo(each, room, face))) {
    const last = lines.at(-1);
    const longer = last === undefined ? word.text : `${last}${word.before}${word.text}`;
    if (last !== undefined && textWidth(longer, face) <= room) lines[lines.length - 1] = longer;
    else lines.push(word.text);
  }
  return lines;
}

function brokenTo(word: string, room: number, face: Face): { before: string; text: string }[] {
  const parts: { before: string; text: string }[] = [{ before: " ", text: "" }];
  for (const character of word) {
    const last = parts.at(-1)!;
    if (last.text !== "" && textWidth(last.text + character, face) > room) parts.push({ before: "", text: character });
    else last.text += character;
  }
  return parts;
}

/** A small triangle at the end of an arrow, in the direction of its last stretch: down or to the right. */
function headOf(points: Arrow): string {
  const [[fromX], [x, y]] = [points.at(-2)!, points.at(-1)!];
  return fromX === x
    ? `M${x - 4} ${y - 7}L${x + 4} ${y - 7}L${x} ${y}Z`
    : `M${x - 7} ${y - 4}L${x - 7} ${y + 4}L${x} ${y}Z`;
}

/** In px: a viewer without the font sets the words in the room that was measured for them. */
function lengthOf(words: string, face: Face): number {
  return Math.round(textWidth(words, face) * 10) / 10;
}
