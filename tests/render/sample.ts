import { zonesOf } from "../../src/input/library/envelopes.ts";
import type { ActionText } from "../../src/report/actions.ts";
import type { ChartLabel, ComparisonChart, TrendChart, TrendPoint } from "../../src/report/chart.ts";
import type { Report } from "../../src/report/report.ts";
import type { Fact } from "../../src/report/sections/comparison.ts";
import type { Section } from "../../src/report/sections.ts";
import type { Figure, Sentence, Span } from "../../src/report/sentence.ts";

export const states = [
  "worse-and-rising",
  "better",
  "small-numbers",
  "withheld",
  "no-data",
  "few-peers",
  "long-name",
  "neutral",
  "first-report",
] as const;

export type State = (typeof states)[number];

/** A whole report in one of the states a renderer must cope with. Every name, code, number and claim is invented. */
export function sampleReport(state: State): Report {
  const notes = notesOf(state);
  const figures: Record<string, Figure> = {};
  const write = writer(figures);
  const sections = sectionsOf(state, notes, write);
  return {
    version: 1,
    campaign: { id: "sleeping-tablets", title: "Sleeping tablets in later life" },
    cycle: {
      id: "2027-03",
      number: state === "first-report" ? 1 : 4,
      of: 6,
      issued: "2027-05-11",
      issuedText: "11 May 2027",
      nextText: "13 July 2027",
      period: "12 months to March 2027",
    },
    issuer,
    recipient: recipientOf(state),
    envelope: { ...zonesOf("notify-c5"), panels: 2 },
    mail: {
      subject: `Sleeping tablets: how ${state === "long-name" ? "your practice" : "Larkfield Surgery"} compares`,
      preheader: "Where you stand among 64 practices in Eastmere, and one thing to do this month.",
      title: `Sleeping tablets at ${recipientOf(state).name}`,
      from: { name: "Eastmere Prescribing Feedback", address: "feedback@eastmere.example" },
      listId: "sleeping-tablets.eastmere.example",
      series: "7be01c55",
    },
    figures,
    sections,
    sources: [
      {
        number: 1,
        text: "Hallam T and others. J Invented Med 2021;12:101–9.",
        url: "https://doi.org/10.9999/jim.2021.101",
      },
      { number: 2, text: "Osei R and others. Sleep Fictions 2019;4:33–41.", url: "https://doi.org/10.9999/sf.2019.33" },
      { number: 3, text: "Eastmere Falls Service. Annual figures 2026.", url: "https://eastmere.example/falls" },
      {
        number: 4,
        text: "Varga L and others. Prim Care Imagined 2023;8:210–8.",
        url: "https://doi.org/10.9999/pci.2023.210",
      },
    ],
    choices: [
      {
        section: "headline",
        kind: "headline",
        slot: "say",
        indicator: "tablets",
        chosen: "tablets-high",
        because: ["worse-than-median"],
        bct: ["2.2", "6.2"],
        considered: [],
      },
    ],
    standings: [{ indicator: "tablets", signals: [], values: { own: notes.own ?? null }, suppressions: [] }],
  };
}

/** `count` ascending values, skewed to the right like real rates; the same for the same seed. */
export function samplePeers(count: number, seed = 7, scale = 2.4): number[] {
  const next = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const spread = next() + next() + next() - 1.5;
    return Math.round(scale * Math.exp(spread * 0.75) * 1000) / 1000;
  }).sort((a, b) => a - b);
}

/** Mulberry32: numbers from 0 up to 1, the same row for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Notes = {
  own?: number; // the practice's value; absent where withheld or unknown
  was: number;
  peers: readonly number[];
  median: number;
  best: number;
  patients: number;
};

type Write = ReturnType<typeof writer>;

/** Sentences from pieces: "a text", ["figure text", value] with a key of its own, or a finished span. */
function writer(figures: Record<string, Figure>) {
  let count = 0;
  return function write(
    ...pieces: (string | { n: string; value?: number; strong?: true; own?: true } | Span)[]
  ): Sentence {
    return pieces.map((piece): Span => {
      if (typeof piece === "string") return { text: piece };
      if (!("n" in piece)) return piece;
      const key = `f${++count}`;
      figures[key] = { value: piece.value ?? null, text: piece.n };
      const marks = {
        ...(piece.strong ? { strong: true as const } : {}),
        ...(piece.own ? { own: true as const } : {}),
      };
      return { figure: key, ...marks };
    });
  };
}

function notesOf(state: State): Notes {
  const peers = samplePeers(state === "few-peers" ? 4 : 63);
  const at = (share: number) => peers[Math.min(peers.length - 1, Math.round(share * (peers.length - 1)))] ?? 0;
  const base = { was: 4.13, peers, median: at(0.5), best: at(0.25), patients: 8420 };
  if (state === "better") return { ...base, own: 1.17, was: 1.62 };
  if (state === "long-name") return { ...base, own: at(0.5), patients: 12733 };
  if (state === "small-numbers") return { ...base, own: 0.32, patients: 2145 };
  if (state === "withheld") return { ...base, patients: 2145 };
  if (state === "no-data") return base;
  return { ...base, own: 4.61 };
}

function sectionsOf(state: State, notes: Notes, write: Write): Section[] {
  const detail: Section[] = [
    ...(state === "first-report" || state === "no-data" ? [] : [trendSection(state, notes, write)]),
    tableSection(state, notes, write),
    whySection(write),
    multiplesSection(notes, write),
    cautionSection(write),
    actionsSection(state, write),
    ownPlanSection(write),
    methodSection(notes, write),
  ];
  const first = detail[0]?.name;
  return [
    { name: "headline", startsPage: true, kind: "headline", ...headlineOf(state, notes, write) },
    comparisonSection(state, notes, write),
    firstStepSection(state, write),
    ...detail.map((section) => ({
      ...section,
      startsPage: section.name === first || section.kind === "actions",
    })),
  ];
}

const one = (value: number) => value.toFixed(1);
const whole = (value: number) => Math.round(value).toLocaleString("en-GB");
const atSize = (value: number, { patients }: Notes) => whole((value * patients) / 1000);

function headlineOf(state: State, notes: Notes, write: Write): { say: Sentence; standfirst: Sentence } {
  const { own = 0, median } = notes;
  const monthly = { n: atSize(own, notes), value: own, strong: true, own: true } as const;
  const ownUnit: Span = { text: " items a month", strong: true, own: true };
  const why = write("Each extra month on a sleeping tablet raises the risk of a fall.", { cite: 1 });
  switch (state) {
    case "better":
      return {
        say: write(
          "You prescribe half as many sleeping tablets as a typical practice: ",
          monthly,
          ownUnit,
          " against ",
          { n: atSize(median, notes) },
          ".",
        ),
        standfirst: write(
          "Thank you: down from ",
          { n: atSize(notes.was, notes) },
          " a month a year ago, and well within the best quarter of Eastmere. It is worth keeping.",
          { cite: 1 },
        ),
      };
    case "few-peers":
      return {
        say: write("You issue ", monthly, ownUnit, " of sleeping tablets; too few practices to compare."),
        standfirst: why,
      };
    case "small-numbers":
      return {
        say: write(
          "You issued ",
          { n: "9", strong: true, own: true },
          { text: " sleeping tablet items", strong: true, own: true },
          " in 12 months, too few to rank you.",
        ),
        standfirst: write(
          "One patient more or less would move your rate by a tenth, so take the comparison below as a sketch.",
        ),
      };
    case "withheld":
      return {
        say: write(
          "You issued ",
          { n: "fewer than 8", strong: true, own: true },
          " sleeping tablet items in 12 months; typical for your size is ",
          { n: atSize(median * 12, notes) },
          ".",
        ),
        standfirst: write(
          "So few items make a rate unsteady and could point to a patient, so this report shows no rate for your practice.",
        ),
      };
    case "no-data":
      return {
        say: write("We have no prescribing data for your practice in these 12 months."),
        standfirst: write(
          "This is what the other ",
          { n: "63" },
          " Eastmere practices do. If you think your figures should be here, please tell us.",
        ),
      };
    case "long-name":
      return {
        say: write(
          "Your practice has come down from ",
          { n: "53" },
          " to ",
          monthly,
          ownUnit,
          ", which is now the same as at a typical Eastmere practice of your size.",
        ),
        standfirst: why,
      };
    case "neutral":
      return {
        say: write(
          "You prescribe more sleeping tablets than a typical practice: ",
          monthly,
          ownUnit,
          " against ",
          { n: atSize(median, notes) },
          ".",
        ),
        standfirst: write(
          "There is no right number here. What matters is whether each course was meant to be this long.",
          { cite: 1 },
        ),
      };
    default:
      return {
        say: write(
          "You prescribe twice as many sleeping tablets as a typical practice: ",
          monthly,
          ownUnit,
          " against ",
          { n: atSize(median, notes) },
          ".",
        ),
        standfirst: [
          ...why,
          ...write(" Shorter courses are an Eastmere priority for 2026–27, and your rate is still rising."),
        ],
      };
  }
}

function comparisonSection(state: State, notes: Notes, write: Write): Section {
  const { own, peers, median } = notes;
  const lower = peers.filter((peer) => peer < (own ?? 0)).length;
  const message =
    state === "few-peers"
      ? write("Too few practices to compare: only ", { n: "4" }, " others sent figures")
      : own === undefined
        ? write("Most Eastmere practices lie between ", { n: one(notes.best) }, " and ", { n: one(peers[47] ?? 0) })
        : write({ n: `${lower} of the other ${peers.length}` }, " Eastmere practices prescribe fewer than you");
  return {
    name: "comparison",
    startsPage: false,
    kind: "comparison",
    message,
    unit: [
      write("Sleeping tablet items per 1,000 patients a month, 12 months to March 2027."),
      write(state === "neutral" ? "Each dot is one practice." : "Each dot is one practice. Fewer is better."),
    ],
    ...(state === "few-peers"
      ? { note: write("A comparison needs at least 10 practices.") }
      : {
          chart: comparisonChart(state, notes, write),
          better: write(state === "neutral" ? "There is no right level." : "Fewer is better."),
        }),
    facts: statementsOf(state, notes, write, median).map((fact, i) => ({ slot: `facts.${i + 1}`, ...fact })),
  };
}

function comparisonChart(state: State, notes: Notes, write: Write): ComparisonChart {
  const { own, peers, median, best } = notes;
  const note = (value: number) => write({ n: atSize(value, notes), value }, " items a month at your size");
  const label = (role: ChartLabel["role"], at: number, head: Sentence): ChartLabel => ({
    role,
    ...(role === "top-quartile" ? { aim: true as const } : {}),
    at,
    head,
    note: note(at),
  });
  const ownLabel: ChartLabel[] =
    own !== undefined
      ? [
          {
            role: "own",
            at: own,
            head: write("Your practice ", { n: one(own), value: own }),
            note: write({ n: atSize(own, notes) }, " items a month"),
          },
        ]
      : state === "withheld"
        ? [
            {
              role: "own",
              at: 0,
              head: write("Your practice: ", { n: "fewer than 8" }),
              note: write("items in 12 months, so no rate is shown"),
            },
          ]
        : [];
  const bestHead =
    state === "neutral"
      ? write("Lowest quarter: ", { n: one(best) }, " or fewer")
      : write("Best quarter: ", { n: one(best), value: best }, " or fewer");
  return {
    kind: state === "small-numbers" ? "ranked" : "dots",
    peers,
    own: own !== undefined ? { value: own } : state === "withheld" ? { upTo: (8 / 12 / notes.patients) * 1000 } : {},
    ...(state === "neutral" ? {} : { best: { role: "top-quartile", from: 0, to: best } }),
    labels: [
      { ...label("top-quartile", best, bestHead), aim: true },
      label("median", median, write("Typical practice ", { n: one(median), value: median })),
      ...ownLabel,
    ],
    decimals: 1,
    percent: false,
    alt: write(
      `Dot chart of ${peers.length + 1} Eastmere practices: sleeping tablet items per 1,000 patients a month, 12 months to March 2027. `,
      own !== undefined ? `Your practice: ${one(own)}. ` : "Your practice is not shown. ",
      `Typical practice ${one(median)}; ${state === "neutral" ? "lowest" : "best"} quarter ${one(best)} or fewer.`,
    ),
    shortAlt: write(
      own !== undefined
        ? `Dots: ${peers.length + 1} practices. You ${one(own)}, typical ${one(median)}.`
        : `Dots: ${peers.length} practices, typical ${one(median)}.`,
    ),
    table: {
      columns: ["Whose", "Rate"],
      rows: [
        { head: "Your practice", cells: [own !== undefined ? one(own) : "not shown"] },
        { head: "Typical practice", cells: [one(median)] },
        { head: state === "neutral" ? "Lowest quarter" : "Best quarter", cells: [`${one(best)} or fewer`] },
      ],
    },
  };
}

function statementsOf(state: State, notes: Notes, write: Write, median: number): Omit<Fact, "slot">[] {
  const { own, was } = notes;
  if (state === "withheld")
    return [
      {
        lead: write({ n: "Fewer than 8" }),
        text: write("items in 12 months. In the year before it was ", { n: "21" }, "."),
      },
      {
        lead: write({ n: atSize(median * 12, notes) }),
        text: write("items would be typical for ", { n: "2,145" }, " patients."),
      },
      { lead: write("Not shown"), text: write("your rate: counts of 1 to 7 are held back.") },
    ];
  if (state === "no-data" || state === "few-peers")
    return [
      {
        lead: write({ n: one(median) }),
        text: write("is typical in Eastmere: ", { n: atSize(median, notes) }, " items a month at your size."),
      },
    ];
  return [
    {
      lead: write({
        n:
          own !== undefined && own < was
            ? `${whole((was - own) * 101)} fewer`
            : `${whole(((own ?? 0) - was) * 101)} more`,
      }),
      text: write(
        "items than in the year before: ",
        { n: whole((own ?? 0) * 101) },
        ", from ",
        { n: whole(was * 101) },
        ".",
      ),
    },
    {
      lead: write({ n: `${atSize(Math.abs((own ?? 0) - median), notes)} a month` }),
      text: write("lie between you and the typical practice of your size."),
    },
    {
      lead: write({ n: "1 in 3" }),
      text: write(
        "of your courses last longer than four weeks ",
        { n: "(141 of 421)" },
        ". Typical: ",
        { n: "1 in 5" },
        ".",
      ),
    },
  ];
}

function firstStepSection(state: State, write: Write): Section {
  const praise = state === "better";
  const first = actionsOf(write)[0] as ActionText;
  return {
    name: "first-step",
    startsPage: false,
    kind: "first-step",
    label: praise ? "Keep it there" : "Start here",
    action: praise ? { ...first, title: "Check once a quarter for new long courses" } : first,
    ...(state === "worse-and-rising"
      ? { encouragement: write("Practices that began this way halved their long courses in a year.") }
      : {}),
    ...(state === "neutral" ? { caution: write("Never stop a long-used tablet suddenly.") } : {}),
    link: { words: "Search and letters", url: "https://eastmere.example/sleep/start" },
  };
}

function quarterly(notes: Notes, own: (i: number) => number | null): TrendPoint[] {
  return Array.from({ length: 12 }, (_, i) => {
    const wave = 0.05 * notes.median * Math.sin(i * 1.7);
    return {
      date: new Date(Date.UTC(2024, 4 + 3 * i, 15)).toISOString().slice(0, 10),
      own: own(i),
      median: notes.median + wave,
      lower: notes.best + wave / 2,
      upper: notes.median * 1.45 + wave,
    };
  });
}

function trendChart(notes: Notes, write: Write, own: (i: number) => number | null): TrendChart {
  const points = quarterly(notes, own);
  const last = points.at(-1);
  const ownLast = last?.own ?? null;
  const ownFirst = points[0]?.own ?? null;
  return {
    kind: "trend",
    points,
    table: {
      columns: ["Period", "Your practice", "Typical practice"],
      rows: points.map(({ own: value, median }, i) => ({
        head: `Quarter ${i + 1}`,
        cells: [value === null ? "–" : one(value), one(median ?? 0)],
      })),
    },
    from: "2024-04-01",
    to: "2027-03-31",
    ticks: [
      { date: "2024-04-01", text: "Apr 2024" },
      { date: "2025-04-01", text: "Apr 2025" },
      { date: "2026-04-01", text: "Apr 2026" },
      { date: "2027-03-31", text: "Mar 2027" },
    ],
    events: [
      { date: "2026-07-14", head: write("July 2026").map(textOf).join(""), note: "first report in this series" },
    ],
    ...(ownFirst === null ? {} : { first: { date: points[0]?.date ?? "", label: write({ n: one(ownFirst) }) } }),
    ends: [
      ...(ownLast === null
        ? []
        : [
            {
              role: "own" as const,
              at: ownLast,
              head: write("Your practice ", { n: one(ownLast) }),
              note: write("January to March 2027"),
            },
          ]),
      {
        role: "median",
        at: last?.median ?? 0,
        head: write("Typical practice ", { n: one(last?.median ?? 0) }),
        note: write("Shaded: middle half of practices, ", { n: one(last?.lower ?? 0) }, " to ", {
          n: one(last?.upper ?? 0),
        }),
      },
    ],
    decimals: 1,
    percent: false,
    alt: write(
      "Line chart by quarter, April 2024 to March 2027: sleeping tablet items per 1,000 patients a month, your practice and the middle half of Eastmere practices.",
    ),
  };
}

const textOf = (span: Span) => ("text" in span ? span.text : "");

function trendSection(state: State, notes: Notes, write: Write): Section {
  const own = (i: number): number | null => {
    if (state === "withheld") return null;
    if (state === "small-numbers" && (i === 3 || i === 5 || i === 6)) return null;
    const end = notes.own ?? 1;
    const start = state === "better" ? 2.2 : end * 0.78;
    return start + ((end - start) * i) / 11 + 0.16 * Math.sin(i * 2.3);
  };
  return {
    name: "trend",
    startsPage: true,
    kind: "trend",
    message: write(
      state === "better"
        ? "Your rate has fallen for three years"
        : "Your rate has risen; the typical practice stayed level",
    ),
    unit: write("Sleeping tablet items per 1,000 patients a month. Each point covers three months."),
    chart: trendChart(notes, write, own),
  };
}

function tableSection(state: State, notes: Notes, write: Write): Section {
  const own = notes.own;
  const hidden = own === undefined;
  const neutral = state === "neutral";
  const row = (
    name: string,
    unit: string,
    scale: number,
    digits: (n: number) => string,
    gap: string,
    target = true,
    lift = 1,
  ) => {
    const [low, mid, high] = [notes.best * scale, notes.median * scale, notes.median * 1.45 * scale];
    const value = hidden ? undefined : own * scale * lift;
    return {
      name: write(name),
      unit: write(unit),
      own:
        value === undefined ? write(state === "no-data" ? "no data" : "not shown") : write({ n: digits(value), value }),
      change:
        value === undefined || state === "first-report" ? write() : write("from ", { n: digits(notes.was * scale) }),
      median: write({ n: digits(mid) }),
      mark: target && !neutral ? write({ n: digits(low) }) : write("–"),
      gap: write(hidden ? "–" : target && !neutral ? gap : "no target: for context"),
      strip: {
        kind: "strip" as const,
        lower: low,
        median: mid,
        upper: high,
        ...(value === undefined ? {} : { own: value }),
        largest: (notes.peers.at(-1) ?? 1) * scale,
        alt: write(
          value === undefined ? "" : `Your practice ${digits(value)}; `,
          `typical ${digits(mid)}; middle half of practices ${digits(low)} to ${digits(high)}.`,
        ),
      },
    };
  };
  return {
    name: "table",
    startsPage: false,
    kind: "table",
    message: write("Where you stand on all three measures"),
    unit: write("April 2026 to March 2027, and how you have moved from the year before"),
    columns: {
      own: "Your practice",
      median: "Typical practice",
      mark: neutral ? "Lowest quarter" : "Best quarter",
      strip: "Where you are",
      gap: neutral ? "What it means" : "To reach the best quarter",
    },
    rows: [
      row("Sleeping tablets", "items per 1,000 patients a month", 1, one, "27 fewer items a month"),
      row(
        "Long courses",
        "share of courses over four weeks",
        0.073,
        (n) => `${Math.round(n * 100)}%`,
        "11 fewer courses a month",
      ),
      row("All sedatives", "daily doses per 1,000 patients a month", 31, whole, "", false, 1.25),
    ],
    key: write(
      "Pale bar: middle half of Eastmere practices. Upright line: typical practice. Dot: you. Every strip starts at 0.",
    ),
  };
}

function multiplesSection(notes: Notes, write: Write): Section {
  const of = (title: string, scale: number, percent = false): TrendChart => {
    const scaled: Notes = { ...notes, median: notes.median * scale, best: notes.best * scale };
    const level = (notes.own ?? notes.median) * scale;
    const chart = trendChart(scaled, write, (i) => (notes.own === undefined ? null : level * (0.8 + 0.02 * i)));
    return {
      ...chart,
      title: write(title),
      events: [],
      ticks: [chart.ticks[0], chart.ticks[3]].flatMap((tick) => (tick ? [tick] : [])),
      ends: [],
      decimals: percent ? 0 : scale > 5 ? 0 : 1,
      percent,
      alt: write(`Line chart of ${title.toLowerCase()}, April 2024 to March 2027.`),
    };
  };
  return {
    name: "multiples",
    startsPage: false,
    kind: "multiples",
    message: write("Three measures over three years"),
    unit: write("By quarter, April 2024 to March 2027. Each from 0 on its own scale."),
    charts: [of("Sleeping tablets", 1), of("Long courses", 0.073, true), of("All sedatives", 31)],
    sameScale: false,
    key: write("Line with dots: you. Thin line: typical practice. Shaded: middle half of practices."),
  };
}

function whySection(write: Write): Section {
  return {
    name: "why",
    startsPage: false,
    kind: "why",
    title: "Why long courses matter",
    points: [
      {
        title: "Little gain",
        text: write(
          "In 14 invented trials, tablets added ",
          { n: "11 minutes of sleep", strong: true },
          " a night against placebo.",
          { cite: 2 },
          " After four weeks the gain had gone.",
        ),
      },
      {
        title: "More falls",
        text: write(
          "Over 70, ",
          { n: "31 in 1,000", strong: true },
          " long-term users broke a hip in a year; of non-users, ",
          { n: "19 in 1,000", strong: true },
          ".",
          { cite: 3 },
        ),
      },
      {
        title: "Stopping can work",
        text: write(
          "With a letter and a slow plan, ",
          { n: "4 in 10", strong: true },
          " had stopped a year later and slept no worse.",
          { cite: 4 },
        ),
      },
    ],
    showSources: true,
  };
}

function cautionSection(write: Write): Section {
  return {
    name: "cautions",
    startsPage: false,
    kind: "cautions",
    title: "Take care",
    points: [
      { text: write("Never stop a tablet used for months from one day to the next: withdrawal can bring fits.") },
      { text: write("Leave out patients in their last year of life and those under the sleep clinic.") },
    ],
    showSources: false,
  };
}

function actionsOf(write: Write): ActionText[] {
  return [
    {
      id: "find",
      number: 1,
      title: "Find the long courses",
      what: write("Run the ready-made search and set aside patients in their last year of life."),
      who: "Practice pharmacist with the prescribing lead",
      situation: "patients over 70 with three issues or more",
      amount: "in one sitting",
      by: "Thursday 27 May",
      know: "the list is saved in the shared folder",
      barrier: "nobody knows who they are",
      effort: "minutes",
    },
    {
      id: "review",
      number: 2,
      title: "Review five at a time",
      what: write(
        "Twenty minutes each: sleep, falls, what matters to the patient. Agree any change together and make it slow.",
      ),
      who: "Usual GP with the pharmacist",
      situation: "longest users first",
      amount: "five a month",
      by: "Thursday 24 June",
      know: "five plans are in the record",
      barrier: "no time for long consultations",
      effort: "hours",
    },
    {
      id: "letter",
      number: 3,
      title: "Send the letter",
      what: write("A letter from the usual GP alone helps one in ten to stop."),
      who: "Practice manager",
      situation: "everyone on the list who is not reviewed yet",
      amount: "one letter each",
      by: "Thursday 10 June",
      know: "the letters are logged",
      barrier: "patients expect a repeat",
      effort: "hours",
    },
    {
      id: "start",
      number: 4,
      title: "Give every start an end",
      what: write("Issue seven days, once, with a leaflet on sleep; no repeat."),
      who: "All prescribers",
      situation: "every new course",
      amount: "every time",
      by: "Tuesday 1 June",
      know: "no new course is on repeat",
      barrier: "it is quicker to add a repeat",
      effort: "project",
    },
  ];
}

function actionsSection(state: State, write: Write): Section {
  return {
    name: "actions",
    startsPage: true,
    kind: "actions",
    title: state === "better" ? "Four ways to keep it there" : "Four actions for the next two months",
    note: "A menu, not a prescription: choose what suits your practice, and begin with the first.",
    actions: actionsOf(write),
  };
}

/** A report that its reader had another before. */
export function withLastReport(report: Report): Report {
  const say = (words: string) => [{ text: words }];
  const row = (when: string, period: string, value: string) => ({
    when: say(when),
    period: say(period),
    value: say(value),
  });
  const section: Section = {
    name: "since-last",
    startsPage: false,
    kind: "since-last",
    title: "Since your last report",
    message: say("It is too early to tell whether anything has changed since your last report."),
    unit: say("Items per 1,000 patients a month."),
    rows: [
      row("A year before", "12 months to March 2026", "3.4"),
      row("Your last report, 1 March 2027", "12 months to January 2027", "3.9"),
      row("Now", "12 months to March 2027", "4.0"),
    ],
    note: say("Figures for months in your last report have been corrected since."),
    suggested: { label: "Suggested then", items: ["Find the patients", "Give every start an end"] },
    planned: { label: "You planned", items: [say("Find the patients (practice pharmacist, by 12 March 2027): done")] },
  };
  const at = report.sections.findIndex(({ kind }) => kind === "actions");
  return { ...report, sections: report.sections.toSpliced(at, 0, section) };
}

function ownPlanSection(write: Write): Section {
  return {
    name: "own-plan",
    startsPage: false,
    kind: "own-plan",
    title: "Your own plan",
    note: write("Report 5 comes on ", { n: "13 July 2027" }, " and will show what has changed."),
    goal: write("Our goal: from ", { n: "39" }, " items a month to"),
    marks: write("Typical ", { n: "20" }, ", best quarter ", { n: "12" }, "."),
    rows: 4,
  };
}

function methodSection(notes: Notes, write: Write): Section {
  return {
    name: "method",
    startsPage: false,
    kind: "method",
    title: "About these figures",
    entries: [
      {
        title: "What is counted.",
        text: write(
          "Items of tablets licensed for sleep, for patients of any age. An item is one line on a prescription, not a patient.",
        ),
      },
      {
        title: "What this cannot show.",
        text: write("No diagnoses and no doses, so there can be good reasons for a high figure."),
      },
      {
        title: "Who you are compared with.",
        text: write(
          { n: String(notes.peers.length + 1) },
          " Eastmere practices open all year. Typical: the median. Best quarter: the rate that a quarter do not exceed.",
        ),
      },
      {
        title: "Small numbers.",
        text: write("Counts of 1 to 7, and whatever would give them away, are not shown. No other practice is named."),
      },
      { title: "Source.", text: write("Eastmere prescribing returns, taken on ", { n: "4 May 2027" }, ".") },
      {
        title: "Who sends this.",
        text: write("Eastmere Medicines Board, paid for by its practices. No money from industry."),
      },
    ],
    link: { words: "Search, letters, full definitions, corrections", url: "https://eastmere.example/sleep" },
  };
}

const issuer: Report["issuer"] = {
  name: "Eastmere Prescribing Feedback",
  by: "Eastmere Medicines Board",
  signatories: [{ name: "Dr Ines Calloway", role: "GP and lead for safer prescribing" }],
  interests: "Paid for by the practices of Eastmere. No money from industry.",
  priority: "Shorter courses of sleeping tablets are an Eastmere priority for 2026–27.",
  contact: {
    email: "help@eastmere.example",
    phone: "01632 960555",
    url: "https://eastmere.example/sleep",
    promise: "We answer within two working days.",
  },
  help: {
    title: "Help, free of charge",
    lines: ["Eastmere medicines team", "01632 960555", "help@eastmere.example"],
    note: "A pharmacist can sit with you for an hour and run the search.",
  },
};

function recipientOf(state: State): Report["recipient"] {
  const audience = "Prescribing lead, practice manager, practice pharmacist";
  if (state === "long-name")
    return {
      code: "Z10047",
      name: "The Dame Philippa Thistlethwaite Memorial Medical Centre and Neighbourhood Health Partnership",
      attention: "Prescribing lead",
      audience,
      address: [
        "Prescribing lead",
        "The Dame Philippa Thistlethwaite Memorial Medical",
        "Centre and Neighbourhood Health Partnership",
        "First Floor Former Corn Exchange Buildings",
        "221 to 229 Upper Harbour Esplanade",
        "Wychford Regis",
        "EM12 4QZ",
      ],
      place: "Eastmere",
      network: "Lower Wychford and Eastern Marshes network",
      patients: "12,733",
    };
  return {
    code: "Z10001",
    name: "Larkfield Surgery",
    attention: "Prescribing lead",
    audience,
    address: ["Prescribing lead", "Larkfield Surgery", "6 Orchard Row", "Larkfield", "Eastmere", "EM3 8XT"],
    place: "Eastmere",
    network: "Saltings network",
    patients: state === "withheld" || state === "small-numbers" ? "2,145" : "8,420",
    email: "prescribing@larkfield.example",
  };
}
