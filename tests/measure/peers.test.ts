import { describe, expect, test } from "vitest";
import {
  indicatorOf,
  measured,
  type Practice,
  peers,
  type Service,
  shareOf,
  steady,
  without,
  yearly,
} from "./service.ts";

const own: Record<string, Practice> = { A: { items: steady(5) } };
const three = { ...own, ...peers([1, 2, 3]) };

test("are recipients of the campaign: of its places, at every level", () => {
  const others = { C1: { items: steady(9), place: "east" }, C2: { items: steady(9), place: "east" } };
  const counted = (within?: object, of = "board") =>
    measured(
      {
        campaign: {
          peers: { of, minimum: 3, "list-at-least": 0, "why-these": "Near." },
          recipients: { type: "practice", audience: "Lead and manager", ...(within ? { within } : {}) },
        },
        practices: { ...three, ...others },
      },
      "A",
    ).group?.count;
  expect(["board", "all"].map((of) => counted(undefined, of))).toEqual([6, 6]);
  expect(["board", "all"].map((of) => counted({ place: "west" }, of))).toEqual([4, 4]);
});

/** One more practice beside A, B01, B02 and B03: is it a peer? */
test.each<[string, Practice, boolean]>([
  ["like the others", {}, true],
  ["of another place", { place: "east" }, false],
  ["of no place", { place: "" }, false],
  ["of another kind", { type: "hospice" }, false],
  ["opened long ago", { opened: "1974-04-01" }, true],
  ["opened on the window's first day", { opened: "2025-09-01" }, true],
  ["opened a day later", { opened: "2025-09-02" }, false],
  ["closed on the window's last day", { closed: "2026-08-31" }, true],
  ["closed a day earlier", { closed: "2026-08-30" }, false],
  ["closed after the issue", { closed: "2027-03-31" }, true],
  ["with a month missing", { items: without(steady(4), 5) }, false],
  ["without observations", { items: () => undefined }, false],
  ["with nobody in the denominator", { items: steady(0, 0) }, false],
  ["with zero items", { items: steady(0) }, true],
  ["with 499 patients in the end", { items: (ago) => [4, ago === 0 ? 499 : 900] }, false],
  ["with 500", { items: (ago) => [4, ago === 0 ? 500 : 900] }, true],
  ["whose list has collapsed", { items: yearly(steady(4, 600), steady(4, 1300)) }, false],
  ["whose list is a half of what it was", { items: yearly(steady(4, 650), steady(4, 1300)) }, true],
])("a peer or not: %s", (_, practice, isPeer) => {
  const { group } = measured(
    {
      campaign: { peers: { of: "place", minimum: 3, "list-at-least": 500, "why-these": "Near." } },
      practices: { ...three, C: { items: steady(4), ...practice } },
    },
    "A",
  );
  expect(group?.members.some(({ code }) => code === "C")).toBe(isPeer);
  expect([group?.count, group?.members.length]).toEqual(isPeer ? [5, 5] : [4, 4]);
});

test("without lists in the observations the directory's tell who is tiny", () => {
  const service: Service = {
    lists: false,
    campaign: { peers: { of: "place", minimum: 3, "list-at-least": 500, "why-these": "Near." } },
    practices: { ...three, C: { items: steady(4), patients: 499 }, D: { items: steady(4), patients: 500 } },
  };
  expect(measured(service, "A").group?.members.map(({ code }) => code)).toEqual(["B01", "B02", "B03", "D", "A"]);
});

test("a month that is missing for all keeps nobody out", () => {
  const practices = Object.fromEntries(
    Object.keys(three).map((code, i) => [code, { items: without(steady(i + 1), 4) }]),
  );
  expect(measured({ practices }, "A").group?.count).toBe(4);
});

describe("the level", () => {
  const campaign = (peers: Record<string, unknown>) => ({
    peers: { minimum: 3, "list-at-least": 0, "why-these": "Near.", ...peers },
  });
  const east = Object.fromEntries(
    Object.entries(peers([7, 8, 9])).map(([code, practice]) => [
      code.replace("B", "E"),
      { ...practice, place: "east" },
    ]),
  );

  test.each<[string, Record<string, unknown>, Record<string, Practice>, [string, string, number, boolean]]>([
    ["enough of the first", { of: "place" }, { ...three, ...east }, ["place", "west", 4, true]],
    ["exactly the minimum", { of: "place", minimum: 4 }, { ...three, ...east }, ["place", "west", 4, true]],
    [
      "too few: the wider one",
      { of: "place", otherwise: "board", minimum: 5 },
      { ...three, ...east },
      ["board", "the board", 7, true],
    ],
    [
      "too few: all",
      { of: "place", otherwise: "all", minimum: 5 },
      { ...three, ...east },
      ["all", "all practices", 7, true],
    ],
    ["too few, and no wider one", { of: "place", minimum: 5 }, { ...three, ...east }, ["place", "west", 4, false]],
    [
      "too few of either: the first, for what it is",
      { of: "place", otherwise: "all", minimum: 8 },
      { ...three, ...east },
      ["place", "west", 4, false],
    ],
    [
      "of no place: the wider one",
      { of: "place", otherwise: "all" },
      { ...three, ...east, A: { items: steady(5), place: "" } },
      ["all", "all practices", 7, true],
    ],
  ])("%s", (_, settings, practices, [level, place, count, known]) => {
    const { group } = measured({ campaign: campaign(settings), practices }, "A");
    expect([group?.level, group?.place, group?.count, group?.statistics !== undefined]).toEqual([
      level,
      place,
      count,
      known,
    ]);
    if (!known) expect([group?.members, group?.series, group?.withheld]).toEqual([[], [], []]);
  });

  test("of no place and with no wider level: none", () => {
    const { group, signals } = measured({ practices: { ...three, A: { items: steady(5), place: "" } } }, "A");
    expect(group).toBeUndefined();
    expect(signals).toContain("few-peers");
  });

  test("all are those the campaign is for", () => {
    const recipients = { type: "practice", audience: "Lead", within: { place: "west" } };
    const service = { campaign: { ...campaign({ of: "all" }), recipients }, practices: { ...three, ...east } };
    expect(measured(service, "A").group?.count).toBe(4);
  });
});

describe("a recipient that is no peer", () => {
  const { standing, group } = measured(
    { practices: { ...peers([1, 2, 3, 4]), A: { items: steady(2.5), opened: "2026-01-15" } } },
    "A",
  );

  test("is measured and ranked, and moves no comparator", () => {
    expect(standing.own).toMatchObject({ state: "shown", value: 2.5 });
    expect(standing.rank).toMatchObject({ lower: 2, equal: 0, higher: 2, percentRank: 0.5 });
    expect(group).toMatchObject({ count: 4, statistics: { median: 2.5, lower: 1.75, upper: 3.25 } });
  });
});

describe("statistics", () => {
  // domain.md §6.1
  const eight = { ...peers([2, 4, 4, 5, 7, 9, 12]), A: { items: steady(15) } };

  test("are of type 7, the own value included", () => {
    const { lower, median, upper, deciles } = measured({ practices: eight }, "A").group?.statistics ?? {};
    expect([lower, median, upper]).toEqual([4, 6, 9.75]);
    expect([deciles?.[0], deciles?.[8]].map((value) => value?.toFixed(9))).toEqual(["3.400000000", "12.900000000"]);
  });

  test("a year before, of the same peers", () => {
    const halved = Object.fromEntries(
      Object.entries(eight).map(([code, { items }]) => [
        code,
        { items: yearly(items, (ago) => [(items(ago)?.[0] ?? 0) / 2, 1000]) },
      ]),
    );
    expect(measured({ practices: halved }, "A").group?.statistics).toMatchObject({
      pastLower: 2,
      pastMedian: 3,
      pastUpper: 4.875,
    });
  });

  test("a year before, of too few: none", () => {
    const young = Object.fromEntries(
      Object.entries(eight).map(([code, { items }]) => [code, { items: yearly(items, () => undefined) }]),
    );
    const { statistics } = measured({ practices: { ...young, A: { items: steady(15) } } }, "A").group ?? {};
    expect(statistics).toMatchObject({ median: 6 });
    expect(statistics).not.toHaveProperty("pastMedian");
  });

  test("of points in which too few are known: null", () => {
    const { group } = measured(
      {
        practices: Object.fromEntries(
          Object.keys(eight).map((code, i) => [code, { items: without(steady(i), ...(i > 1 ? [30] : [])) }]),
        ),
      },
      "A",
    );
    expect(group?.series.map(({ median }) => median === null)).toEqual([false, true, ...Array(10).fill(false)]);
  });

  test("ties among peers are in order of their codes", () => {
    expect(measured({ practices: eight }, "A").group?.members.map(({ code }) => code)).toEqual([
      "B01",
      "B02",
      "B03",
      "B04",
      "B05",
      "B06",
      "B07",
      "A",
    ]);
  });
});

describe("the achievable benchmark", () => {
  const of = (rows: readonly (readonly [number, number])[], monthly = (n: number) => n / 12) =>
    Object.fromEntries(rows.map(([n, d], i) => [`B0${i + 1}`, { items: steady(monthly(n), monthly(d)) }]));

  // domain.md §6.2 with the third practice four times as large: the best tenth of 830 is then two practices of like size
  test.each<[string, "lower" | "higher" | "none", readonly (readonly [number, number])[], number | undefined]>([
    [
      "pools the best",
      "higher",
      [
        [36, 40],
        [40, 50],
        [120, 200],
        [60, 150],
        [200, 400],
      ],
      76 / 90,
    ],
    [
      "where lower is better",
      "lower",
      [
        [4, 40],
        [10, 50],
        [80, 200],
        [90, 150],
        [200, 400],
      ],
      14 / 90,
    ],
    [
      "is not said where one practice is more than 80% of it",
      "higher",
      [
        [9, 10],
        [80, 100],
        [3, 3],
        [120, 200],
        [60, 150],
        [200, 337],
      ],
      undefined,
    ],
    [
      "is not said without direction",
      "none",
      [
        [36, 40],
        [40, 50],
        [120, 200],
      ],
      undefined,
    ],
  ])("%s", (_, direction, rows, benchmark) => {
    const { group } = measured({ indicators: [shareOf({ direction })], lists: false, practices: of(rows) }, "B01");
    expect(group?.statistics?.benchmark?.toFixed(9)).toBe(benchmark?.toFixed(9));
  });

  test("of a rate is that of the best tenth of the population, in its unit", () => {
    const rows = [
      [100, 600],
      [300, 700],
      [9000, 3000],
      [1000, 2000],
      [6000, 4000],
    ] as const;
    const service = { indicators: [indicatorOf({ per: "year" })], practices: of(rows) };
    const benchmark = measured(service, "B01").group?.statistics?.benchmark;
    expect(benchmark?.toFixed(6)).toBe(((400 / 1300) * 1000 * 12).toFixed(6));
  });
});
