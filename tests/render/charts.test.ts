import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { comparisonAxis } from "../../src/render/axis.ts";
import {
  type Charts,
  compileCharts,
  drawEmailStrip,
  drawSmallTrend,
  drawSvg,
  layOut,
} from "../../src/render/charts.ts";
import { rooms } from "../../src/render/comparison.ts";
import { readTemplates, type Templates } from "../../src/render/templates.ts";
import { textWidth } from "../../src/render/text-width.ts";
import { faces } from "../../src/render/theme.ts";
import { layTrend } from "../../src/render/trend.ts";
import type { ComparisonChart, TrendChart } from "../../src/report/chart.ts";
import { perDot } from "../../src/report/sections/comparison.ts";
import { comparisonOf, extremes, noFigures, randomComparison, randomTrend, words } from "./cases.ts";
import { barsIn, type Drawn, dotsIn, overlap, readSvg, uprightsIn } from "./drawn.ts";
import { samplePeers, sampleReport, states } from "./sample.ts";

const ACCENT = "#0B4880";
const PEER = "#8A949C";

let templates: Templates;
let charts: Charts;
beforeAll(async () => {
  templates = await readTemplates("templates");
  charts = await compileCharts(templates);
});

const draw = (chart: ComparisonChart | TrendChart) => drawSvg(charts, chart, noFigures);

const cases = [
  ...Object.entries(extremes),
  ...Object.entries(extremes).map(
    ([name, chart]) => [`${name}, ranked`, { ...chart, kind: "ranked" as const }] as const,
  ),
  ...Array.from({ length: 200 }, (_, i) => [`random ${i + 1}`, randomComparison(i + 1)] as const),
];

describe("every comparison", () => {
  test.each(cases)("%s: words stand clear of each other, of leaders and of the edge", async (_, chart) => {
    expectClearWords(readSvg(await draw(chart)), ACCENT);
  });

  test.each(cases)("%s: the practice is marked once and named once", async (_, chart) => {
    const { paths, texts } = readSvg(await draw(chart));
    const own = paths.filter(({ fill }) => fill === ACCENT);
    expect(own).toHaveLength(chart.own.value === undefined && chart.own.upTo === undefined ? 0 : 1);
    expect(texts.filter(({ text }) => text.startsWith("Your practice"))).toHaveLength(own.length);
  });
});

describe("every trend", () => {
  test.each(Array.from({ length: 100 }, (_, i) => i + 1))("random %i: words stand clear", async (seed) => {
    expectClearWords(readSvg(await draw(randomTrend(seed))), "#4F5B64");
  });
});

describe("the first value of a trend", () => {
  /** The share of values 0.5 px apart, along every line, that lies within the figures of the label. */
  const struck = (seed: number): number => {
    const chart = randomTrend(seed);
    const { height, width, signals, data } = layTrend(chart, noFigures);
    const [label] = data.first as { x: number; y: number; text: string }[];
    if (!label) return 0;
    const half = textWidth(label.text, faces.label) / 2;
    const place = (date: number) => ((date - signals.from!) / (signals.to! - signals.from!)) * width;
    const points = data.points as Record<string, number | null>[];
    const hits = ["own", "lower", "median", "upper"].flatMap((of) =>
      points.slice(1).flatMap((point, i) => {
        const [a, b] = [points[i]!, point];
        const [from, to] = [place(a.date!), place(b.date!)];
        return Array.from({ length: Math.ceil((to - from) * 2) }, (_, step) => step / ((to - from) * 2)).map(
          (along) => {
            const value = a[of]! + (b[of]! - a[of]!) * along;
            const isKnown = a[of] !== null && b[of] !== null;
            const [x, y] = [from + (to - from) * along, height - (value / signals.max!) * height];
            return isKnown && Math.abs(x - label.x) < half && y < label.y && y > label.y - 8.5;
          },
        );
      }),
    );
    return hits.filter(Boolean).length / Math.max(1, hits.length);
  };

  test("stands where no line runs through it, but where there is no such place", () => {
    const crossed = Array.from({ length: 400 }, (_, i) => i + 1).filter((seed) => struck(seed) > 0);
    expect(crossed.length).toBeLessThanOrEqual(4);
  });
});

describe("every chart template", () => {
  test("begins its value scale at 0", () => {
    const specs = Object.entries(templates).filter(([path]) => path.startsWith("charts/"));
    expect(specs.map(([path]) => path)).toHaveLength(6);
    for (const [, text] of specs) {
      const domains = domainsIn(parse(text));
      expect(domains.length).toBeGreaterThan(0);
      for (const [start] of domains) expect(start === 0 || (start as { expr: string }).expr === "from").toBe(true);
    }
  });
});

describe("dots", () => {
  test("stand within half a dot of their values, the practice exactly at its own", async () => {
    const chart = comparisonOf([0, 0.4, 1.1, 1.15, 2.3, 2.34, 3.9], { value: 2.9 });
    const { paths } = readSvg(await draw(chart));
    const px = 395 / comparisonAxis(chart).max;
    const peers = paths
      .filter(({ fill }) => fill === PEER)
      .flatMap(dotsIn)
      .sort((a, b) => a.x - b.x);
    expect(peers).toHaveLength(chart.peers.length);
    for (const [i, { x, r }] of peers.entries())
      expect(Math.abs(x - 7 - (chart.peers[i] ?? 0) * px)).toBeLessThan(r / 0.78 + 0.02);
    const [own] = paths.filter(({ fill }) => fill === ACCENT).flatMap(dotsIn);
    expect(own?.x).toBeCloseTo(7 + 2.9 * px, 1);
  });

  test("are one a practice up to 400, and above say how many one may be", async () => {
    const count = async (chart: ComparisonChart) =>
      readSvg(await draw(chart))
        .paths.filter(({ fill }) => fill === PEER)
        .flatMap(dotsIn).length;
    expect(await count(extremes["300 practices"] as ComparisonChart)).toBe(300);
    expect(perDot(400)).toBe(1);
    expect(perDot(7001)).toBe(20);
    const many = await count(extremes["7,000 practices"] as ComparisonChart);
    expect(many).toBeGreaterThanOrEqual(350);
    expect(many).toBeLessThan(450);
  });

  test("far beyond all others stand behind a break of the axis and are named", async () => {
    const chart = extremes["outlier at 40 times the median"] as ComparisonChart;
    expect(comparisonAxis(chart)).toMatchObject({ max: 6, beyond: [104], note: "one practice at 104.0" });
    expect(readSvg(await draw(chart)).texts.map(({ text }) => text)).toContain("one practice at 104.0");
  });

  test("of a withheld value are replaced by a stretch of the axis", async () => {
    const svg = readSvg(await draw(comparisonOf([1, 2, 3, 4], { upTo: 0.5 })));
    expect(svg.paths.filter(({ fill }) => fill === ACCENT).flatMap(dotsIn)).toEqual([]);
    expect(svg.paths.filter(({ fill }) => fill === ACCENT).flatMap(barsIn)).toEqual(
      [{ from: 7, to: 7 + (0.5 / 4) * 395 }].map(near),
    );
  });
});

describe("the own 95% interval", () => {
  const interval = { lower: 2.5, upper: 3.3 };

  test.each(["dots", "ranked"] as const)("is a thick stretch of the axis: %s", async (kind) => {
    const chart = comparisonOf([0, 0.4, 1.1, 2.3, 3.9], { value: 2.9, interval }, { kind });
    const px = 395 / comparisonAxis(chart).max;
    const lines = (svg: string) => [
      ...svg.matchAll(/<path d="M([\d.]+),[\d.]+L([\d.]+),[\d.]+"[^>]* stroke="#0B4880" stroke-width="3"/g),
    ];
    const [line, ...more] = lines(await draw(chart));
    expect(more).toEqual([]);
    expect(Number(line?.[1]) - 7).toBeCloseTo(interval.lower * px, 0);
    expect(Number(line?.[2]) - 7).toBeCloseTo(interval.upper * px, 0);
    expect(lines(await draw(comparisonOf([0, 0.4, 1.1, 2.3, 3.9], { value: 2.9 }, { kind })))).toEqual([]);
  });

  test("ends with the scale, and is not there where it begins beyond it", () => {
    const far = extremes["outlier at 40 times the median"] as ComparisonChart;
    const { max } = comparisonAxis(far);
    const rows = (interval: { lower: number; upper: number }) =>
      layOut({ ...far, own: { value: 3, interval } }, noFigures).data.interval;
    expect(rows({ lower: 2, upper: max + 1 })).toEqual([{ from: 2, to: max }]);
    expect(rows({ lower: max + 1, upper: max + 2 })).toEqual([]);
  });

  test("goes through the dot of a strip", () => {
    const strip = { kind: "strip" as const, lower: 1, median: 2, upper: 3, own: 4, largest: 9, alt: words("A strip.") };
    expect(layOut({ ...strip, interval: { lower: 3.5, upper: 40 } }, noFigures)).toMatchObject({
      data: { interval: [{ from: 3.5, to: expect.closeTo(4.8) }] },
    });
    expect(layOut(strip, noFigures).data.interval).toEqual([]);
  });
});

test("stacks of dots and ranked bars can be lowered for page one", () => {
  for (const kind of ["dots", "ranked"] as const) {
    const chart = comparisonOf(samplePeers(140), { value: 2 }, { kind });
    expect(layOut(chart, noFigures, rooms.usual).height - layOut(chart, noFigures, rooms.least).height).toBeGreaterThan(
      9,
    );
  }
});

describe("bars", () => {
  test.each(["ranked", "bars"] as const)("of %s are as long as their values", async (kind) => {
    const chart = comparisonOf([0.5, 1, 2, 3, 4.5], { value: 2.5 }, { kind });
    const { paths } = readSvg(await draw(chart));
    const px = 395 / (kind === "bars" ? 2.5 : 5);
    const values = kind === "ranked" ? chart.peers : [2];
    const ends = (fill: string) =>
      paths
        .filter((path) => path.fill === fill)
        .flatMap(barsIn)
        .map(({ from, to }) => Math.abs(to - from) / px);
    expect(ends(PEER).sort((a, b) => a - b)).toEqual(values.map((value) => expect.closeTo(value, 1)));
    expect(ends(ACCENT)).toEqual([expect.closeTo(2.5, 1)]);
  });
});

describe("drawing", () => {
  test("leaves nothing behind: A, B, A and all at once give the same A", async () => {
    const [a, b] = [randomComparison(4), randomComparison(9)].map((chart) => ({ ...chart, kind: "dots" as const }));
    if (!a || !b) throw new Error("two charts");
    const first = await draw(a);
    await draw(b);
    expect(await draw(a)).toBe(first);
    expect((await Promise.all([draw(b), draw(a), draw(b)]))[1]).toBe(first);
    expect(await drawSvg(await compileCharts(templates), a, noFigures)).toBe(first);
  });

  test("keeps to solid strokes, opaque fills, two decimals and one voice", async () => {
    for (const state of states) {
      for (const svg of await allSvgs(state)) {
        expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="[^"]+"/);
        expect(svg.slice(5)).not.toMatch(/opacity|dasharray|NaN|undefined|Infinity|<g|class=|\d\.\d{3}/);
        expect(svg.match(/role=|aria-/g)).toHaveLength(2);
      }
    }
  });

  test("keeps markup in words literal", async () => {
    const evil = `"><script>alert(1)</script>{{x}}&amp;`;
    const chart = comparisonOf(
      [1, 2, 3],
      { value: 2 },
      { alt: words(evil), labels: [{ role: "own", at: 2, head: words(evil), note: words("") }] },
    );
    const svg = await draw(chart);
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;");
  });

  test.each([
    ["dots-seven-practices", () => draw(comparisonOf([0.4, 1.1, 1.2, 2.3, 3.1, 3.9], { value: 2.9 }))],
    [
      "ranked-seven-practices",
      () => draw(comparisonOf([0.4, 1.1, 1.2, 2.3, 3.1, 3.9], { value: 2.9 }, { kind: "ranked" })),
    ],
    ["bars", () => draw(comparisonOf([0.4, 1.1, 1.2, 2.3, 3.1, 3.9], { value: 2.9 }, { kind: "bars" }))],
    ["trend-with-gaps", () => draw(randomTrend(3))],
    ["multiple", () => drawSmallTrend(charts, randomTrend(5), noFigures)],
    [
      "strip",
      () =>
        drawSvg(
          charts,
          { kind: "strip", lower: 1, median: 2, upper: 3, own: 4, largest: 9, alt: words("A strip.") },
          noFigures,
        ),
    ],
    [
      "email-strip",
      () => drawEmailStrip(charts, comparisonOf([0.4, 1.1, 1.2, 2.3, 3.1, 3.9], { value: 2.9 }), noFigures),
    ],
  ] as const)("%s", async (name, make) => {
    await expect(`${await make()}\n`).toMatchFileSnapshot(`expected/${name}.svg`);
  });
});

/** C5: no two texts overlap, none leaves the drawing, no upright line of another label passes through one. */
function expectClearWords({ texts, paths, width, height }: Drawn, line: string): void {
  const uprights = paths
    .filter(({ stroke }) => stroke === line || stroke === "#1C2730")
    .flatMap(uprightsIn)
    .filter(({ top, bottom }) => bottom - top > 6);
  for (const [i, text] of texts.entries()) {
    expect(text.text).not.toMatch(/NaN|undefined|…/);
    expect(text.size).toBeGreaterThan(10.6); // 8 pt
    const isInside = text.left >= -0.5 && text.right <= width + 0.5 && text.top >= -0.5 && text.bottom <= height + 0.5;
    expect(isInside, `"${text.text}" leaves the drawing`).toBe(true);
    for (const other of texts.slice(i + 1))
      expect(overlap(text, other), `"${text.text}" over "${other.text}"`).toBe(false);
    const struck = uprights.filter(
      ({ x, top, bottom }) =>
        x > text.left + 0.5 && x < text.right - 0.5 && top < text.bottom - 1 && bottom > text.top + 1,
    );
    expect(struck, `a line through "${text.text}"`).toEqual([]);
  }
}

async function allSvgs(state: (typeof states)[number]): Promise<string[]> {
  const { sections, figures } = sampleReport(state);
  const made = sections.flatMap((section) => {
    if (section.kind === "comparison" && section.chart)
      return [drawSvg(charts, section.chart, figures), drawEmailStrip(charts, section.chart, figures)];
    if (section.kind === "trend") return [drawSvg(charts, section.chart, figures)];
    if (section.kind === "multiples") return section.charts.map((chart) => drawSmallTrend(charts, chart, figures));
    return section.kind === "table"
      ? section.rows.flatMap(({ strip }) => (strip ? [drawSvg(charts, strip, figures)] : []))
      : [];
  });
  return Promise.all(made);
}

function domainsIn(value: unknown): unknown[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === "domain" && Array.isArray(part) ? [part] : domainsIn(part),
  );
}

function near({ from, to }: { from: number; to: number }) {
  return { from: expect.closeTo(from, 1), to: expect.closeTo(to, 1) };
}
