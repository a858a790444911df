import { numberText } from "../../src/render/axis.ts";
import type { ComparisonChart, MarkRole, TrendChart } from "../../src/report/chart.ts";
import { perDot } from "../../src/report/sections/comparison.ts";
import type { Figure, Sentence } from "../../src/report/sentence.ts";
import { randomFrom, samplePeers } from "./sample.ts";

/** A comparison chart made of nothing but numbers, its words in the usual forms. */
export function comparisonOf(
  peers: readonly number[],
  own: ComparisonChart["own"],
  rest: Partial<ComparisonChart> = {},
): ComparisonChart {
  const decimals = rest.decimals ?? 1;
  const percent = rest.percent ?? false;
  const text = (value: number) => numberText(value, { decimals, percent });
  const sorted = [...peers].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const label = (role: MarkRole, value: number, head: string, note: string) => ({
    role,
    ...(role === "top-quartile" ? { aim: true as const } : {}),
    at: value,
    head: words(head),
    note: words(note),
  });
  const mine =
    own.value !== undefined
      ? [label("own", own.value, `Your practice ${text(own.value)}`, "39 items a month")]
      : own.upTo !== undefined
        ? [label("own", 0, "Your practice: fewer than 8", "items in 12 months, so no rate is shown")]
        : [];
  return {
    kind: "dots",
    peers: sorted,
    ...(perDot(sorted.length) > 1 ? { perDot: perDot(sorted.length) } : {}),
    own,
    best: { role: "top-quartile", from: 0, to: at(0.25) },
    labels: [
      {
        ...label("top-quartile", at(0.25), `Best quarter: ${text(at(0.25))} or fewer`, "16 items a month at your size"),
        aim: true,
      },
      label("median", at(0.5), `Typical practice ${text(at(0.5))}`, "22 items a month at your size"),
      ...mine,
    ],
    decimals,
    percent,
    table: { columns: [], rows: [] },
    alt: words("A comparison."),
    shortAlt: words("A comparison."),
    ...rest,
  };
}

export const noFigures: Readonly<Record<string, Figure>> = {};

export function words(text: string): Sentence {
  return text === "" ? [] : [{ text }];
}

/** The cases that break charts: ties, zeros, outliers, very few, very many, very small and very large. */
export const extremes: Readonly<Record<string, ComparisonChart>> = {
  "three peers": comparisonOf([1.2, 2.1, 3.3], { value: 2.6 }),
  "all peers equal": comparisonOf(Array(40).fill(2), { value: 2 }),
  "all zero": comparisonOf(Array(63).fill(0), { value: 0 }),
  "own equal to median": comparisonOf(samplePeers(63), { value: samplePeers(63)[31] ?? 0 }),
  "half are zero": comparisonOf([...Array(30).fill(0), ...samplePeers(33)], { value: 1.4 }),
  "outlier at 40 times the median": comparisonOf([...samplePeers(62), 104], { value: 4.1 }),
  "three outliers": comparisonOf([...samplePeers(97), 55, 61, 104], { value: 2.2 }),
  "own is the outlier": comparisonOf(samplePeers(63), { value: 96 }),
  "own first": comparisonOf(samplePeers(63), { value: 0 }),
  "own last": comparisonOf(samplePeers(63), { value: 5.99 }),
  withheld: comparisonOf(samplePeers(63), { upTo: 0.33 }),
  "no data": comparisonOf(samplePeers(63), {}),
  "300 practices": comparisonOf(samplePeers(300), { value: 3.1 }),
  "401 practices": comparisonOf(samplePeers(401), { value: 3.1 }),
  "7,000 practices": comparisonOf(samplePeers(7000), { value: 3.1 }),
  "very small values": comparisonOf(samplePeers(63, 3, 0.002), { value: 0.003 }, { decimals: 3 }),
  "very large values": comparisonOf(samplePeers(63, 5, 60000), { value: 99000 }, { decimals: 0 }),
  shares: comparisonOf(samplePeers(63, 9, 0.2), { value: 0.31 }, { decimals: 0, percent: true }),
  "higher is better": comparisonOf(
    samplePeers(63),
    { value: 1.3 },
    { best: { role: "top-quartile", from: 3.3, to: Number.MAX_VALUE } },
  ),
  "long words": comparisonOf(
    samplePeers(63),
    { value: 2.7 },
    {
      labels: [
        {
          role: "top-quartile",
          aim: true,
          at: 1.9,
          head: words("Best quarter of practices in this area: 1.9 or fewer"),
          note: words("that is sixteen items a month at your own size, or one in fifty patients"),
        },
        {
          role: "target",
          aim: true,
          at: 2.5,
          head: words("What the board asks for 2.5"),
          note: words("by next spring, see the plan"),
        },
        {
          role: "median",
          at: 2.6,
          head: words("Typical practice in Eastmere 2.6"),
          note: words("22 items a month at your size"),
        },
        { role: "own", at: 2.7, head: words("Your practice 2.7"), note: words("23 items a month") },
      ],
    },
  ),
};

/** A random comparison, from 3 to 500 peers and from thousandths to hundred thousands, the same for the same seed. */
export function randomComparison(seed: number): ComparisonChart {
  const next = randomFrom(seed * 7919);
  const decimals = Math.floor(next() * 4);
  const scale = 10 ** (next() * 6 - Math.min(decimals, 2.5));
  const count = 3 + Math.floor(next() ** 3 * 497);
  const rounded = (value: number) => Math.round(value * 10 ** decimals) / 10 ** decimals;
  const peers = samplePeers(count, seed, Math.max(scale, 10 ** -decimals)).map(rounded);
  if (next() < 0.15) peers.push((peers.at(-1) ?? 1) * (2 + next() * 40));
  const fate = next();
  const own =
    fate < 0.1
      ? {}
      : fate < 0.2
        ? { upTo: (peers[0] ?? 0) / 2 + 10 ** -decimals }
        : { value: peers[Math.floor(next() * peers.length)] ?? 0 };
  const kinds = ["dots", "dots", "ranked", "bars"] as const;
  return comparisonOf(peers, own, { decimals, kind: kinds[Math.floor(next() * 4)] ?? "dots" });
}

/** A random trend with gaps, up to three events and up to three end labels. */
export function randomTrend(seed: number): TrendChart {
  const next = randomFrom(seed * 104729);
  const decimals = Math.floor(next() * 3);
  const scale = 10 ** (next() * 5 - decimals);
  const text = (value: number) => numberText(value, { decimals, percent: false });
  const months = Array.from({ length: 12 }, (_, i) =>
    new Date(Date.UTC(2025, 3 * i + 1, 14)).toISOString().slice(0, 10),
  );
  const points = months.map((date) => {
    const median = scale * (0.9 + next() * 0.2);
    return {
      date,
      own: next() < 0.2 ? null : scale * next() * 2,
      median,
      lower: median * 0.7,
      upper: median * (1.2 + next()),
    };
  });
  const last = points.at(-1);
  const first = points[0];
  const day = (share: number) => new Date(Date.UTC(2025, 0, 10) + share * 1050 * 86400000).toISOString().slice(0, 10);
  const events = Array.from({ length: Math.floor(next() * 4) }, () => next())
    .sort((a, b) => a - b)
    .map((share, i) => ({ date: day(share), head: `Event ${i + 1} of 2026`, note: "letters went to all practices" }));
  return {
    kind: "trend",
    points,
    from: "2025-01-01",
    to: "2027-12-31",
    ticks: [
      { date: "2025-01-01", text: "Jan 2025" },
      { date: "2026-01-01", text: "Jan 2026" },
      { date: "2027-01-01", text: "Jan 2027" },
      { date: "2027-12-31", text: "Dec 2027" },
    ],
    events,
    ...(first && first.own !== null ? { first: { date: first.date, label: words(text(first.own)) } } : {}),
    ends: [
      ...(last && last.own !== null
        ? [
            {
              role: "own" as const,
              at: last.own,
              head: words(`Your practice ${text(last.own)}`),
              note: words("June to August 2027"),
            },
          ]
        : []),
      {
        role: "median",
        at: last?.median ?? 0,
        head: words(`Typical practice ${text(last?.median ?? 0)}`),
        note: words("Shaded: middle half of practices in Eastmere, 1.9 to 3.8"),
      },
      ...(next() < 0.4
        ? [
            {
              role: "target" as const,
              aim: true as const,
              at: (last?.median ?? 0) * 0.95,
              head: words("Aim of the board"),
              note: words("by 2028"),
            },
          ]
        : []),
    ],
    decimals,
    percent: false,
    table: { columns: [], rows: [] },
    alt: words("A trend."),
  };
}
