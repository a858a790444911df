import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { awkwardAntibiotics } from "../fixtures/antibiotics.ts";
import { awkwardInhalers } from "../fixtures/asthma-inhalers.ts";
import { awkward } from "../fixtures/awkward.ts";
import type { Practice } from "../fixtures/directory.ts";
import { observationsCsv, organisationsCsv } from "../fixtures/files.ts";
import { awkwardGabapentinoids } from "../fixtures/gabapentinoids.ts";
import {
  generate,
  generatePlaces,
  generatePrescribers,
  generateSubgroups,
  generateTopics,
  type HealthService,
} from "../fixtures/generate.ts";
import { monthAgo, monthsTo } from "../fixtures/months.ts";
import { awkwardCombinations } from "../fixtures/nsaid-safety.ts";
import { type Measure, measures, type Observation } from "../fixtures/observations.ts";
import { awkwardPlaces, definedAnew, placesCsv } from "../fixtures/places.ts";
import { prescribersCsv } from "../fixtures/prescribers.ts";
import { toBareCsv } from "../src/csv.ts";

const folder = join(import.meta.dirname, "../fixtures");
const last = "2026-08";
const service = generate();
const home = lookedUp(service);
const others = generateTopics(service);
const { places, table: placeTable } = generatePlaces();
const { prescribers, table: prescriberTable } = generatePrescribers(service, others);

describe("the committed files", () => {
  test("are what the generator makes, byte for byte", () => {
    expect(readFileSync(join(folder, "organisations.csv"), "utf8") === organisationsCsv(service.practices)).toBe(true);
    const observations = readFileSync(join(folder, "observations/opioids.csv"), "utf8");
    expect(observations === observationsCsv(service.observations)).toBe(true);
    for (const topic of ["antibiotics", "asthma-inhalers"] as const) {
      const made = toBareCsv(others[topic].columns, others[topic].rows);
      expect(readFileSync(join(folder, `observations/${topic}.csv`), "utf8") === made).toBe(true);
    }
    expect(readFileSync(join(folder, "places.csv"), "utf8") === placesCsv(places)).toBe(true);
    expect(readFileSync(join(folder, "prescribers.csv"), "utf8") === prescribersCsv(prescribers)).toBe(true);
  });

  test("in Parquet, too: row for row", async () => {
    const tables = await (await DuckDBInstance.create(":memory:")).connect();
    const made = {
      gabapentinoids: others.gabapentinoids,
      "nsaid-safety": others["nsaid-safety"],
      places: placeTable,
      prescribers: prescriberTable,
      "opioids-by-deprivation": generateSubgroups(service),
    };
    for (const [name, { rows }] of Object.entries(made)) {
      const file = join(folder, `observations/${name}.parquet`);
      const read = await tables.runAndReadAll(`select * from read_parquet('${file}')`);
      const cells = rows.map((row) => row.map((cell) => cell ?? null));
      expect(JSON.stringify(read.getRowsJS()) === JSON.stringify(cells), name).toBe(true);
    }
  });

  test("are small", () => {
    const files = readdirSync(join(folder, "observations")).map((file) => `observations/${file}`);
    const bytes = ["organisations.csv", "places.csv", "prescribers.csv", ...files].map(
      (file) => statSync(join(folder, file)).size,
    );
    expect(sum(bytes)).toBeLessThan(2_500_000);
  });

  test("are explained: README.md has every practice made on purpose", () => {
    const readme = readFileSync(join(folder, "README.md"), "utf8").replaceAll(/ +/g, " "); // tables are padded
    for (const { code, story } of awkward) expect(readme).toContain(`| ${code} | ${story} |\n`);
    for (const special of [
      awkwardGabapentinoids,
      awkwardAntibiotics,
      awkwardInhalers,
      awkwardCombinations,
      awkwardPlaces,
    ])
      for (const [code, { story }] of Object.entries(special)) expect(readme).toContain(`| ${code} | ${story} |\n`);
  });
});

test("the teams are few, each with a story and with codes that cannot be real", () => {
  const readme = readFileSync(join(folder, "README.md"), "utf8").replaceAll(/ +/g, " ");
  const [, ...rows] = readFileSync(join(folder, "teams.csv"), "utf8").trim().split("\n");
  expect(rows).toHaveLength(12);
  for (const row of rows) {
    expect(row).toMatch(/^Z800\d\d,.*,Q[A-Y]\d{1,2} \d[A-Z]{2},z800\d\d@teams\.example$/);
    expect(readme).toContain(`| ${row.slice(0, 6)} | `);
  }
});

describe("prescribers who are recipients themselves", () => {
  test("are one to four in each of 20 practices of one place, with codes that cannot be real", () => {
    const sizes = [...Map.groupBy(prescribers, ({ practice }) => practice.code).values()].map(({ length }) => length);
    expect([sizes.length, Math.min(...sizes), Math.max(...sizes)]).toEqual([20, 1, 4]);
    expect(new Set(prescribers.map(({ practice }) => practice.place.code))).toEqual(new Set(["ZP5"]));
    for (const { code } of prescribers) expect(code).toMatch(/^Z700\d\d$/);
    expect(prescribersCsv(prescribers)).not.toMatch(/@(?!prescribers\.example\n)/);
  });

  test("have the items of their practices among them, none twice", () => {
    const { columns, rows } = others.antibiotics;
    const [items, broad] = [columns.indexOf("items"), columns.indexOf("broad")];
    const of = new Map(prescribers.map(({ code, practice }) => [code, practice.code]));
    const theirs = Map.groupBy(prescriberTable.rows, ([code, month]) => `${of.get(String(code))} ${month}`);
    for (const row of rows.filter(([code]) => [...of.values()].includes(String(code)))) {
      const own = theirs.get(`${row[0]} ${row[1]}`)!;
      expect(sum(own.map((each) => Number(each[2])))).toBe(row[items]);
      expect(sum(own.map((each) => Number(each[3])))).toBe(row[broad]);
    }
  });
});

describe("the directory", () => {
  const { practices } = service;

  test("has codes, postcodes and addresses that cannot be real", () => {
    for (const { code, network, place, postcode } of practices) {
      expect(code).toMatch(/^Z1\d{4}$/);
      expect(network?.code ?? "ZN001").toMatch(/^ZN\d{3}$/);
      expect(place.code).toMatch(/^ZP[1-5]$/);
      expect(place.board.code).toBe("ZB1");
      expect(postcode).toMatch(/^[QVX][A-Y]\d{1,2} \d[A-Z]{2}$/);
    }
    expect(organisationsCsv(practices)).not.toMatch(/@(?!practices\.example\n)/);
  });

  test("has every practice once, with a name of its own but for one pair", () => {
    expect(new Set(practices.map(({ code }) => code)).size).toBe(280);
    expect(new Set(practices.map(({ name }) => name)).size).toBe(279);
    for (const { name, address } of practices) expect(name + address).toBe((name + address).toUpperCase());
  });

  test("has networks of 2 to 9 practices of one place, median 5", () => {
    const networked = practices.filter(({ network }) => network !== undefined);
    const networks = [...Map.groupBy(networked, ({ network }) => network!.code).values()];
    const sizes = networks.map((members) => members.length);
    expectNear(sizes.length, 55, 3);
    expect([Math.min(...sizes), quantile(sizes, 0.5), Math.max(...sizes)]).toEqual([2, 5, 9]);
    for (const members of networks) expect(new Set(members.map(({ place }) => place)).size).toBe(1);
    expect(new Set(networked.map(({ network }) => network!.name)).size).toBe(sizes.length);
  });
});

describe("the observations", () => {
  test("come once for every practice, measure and month, in that order", () => {
    const keys = service.observations.map(({ practice, measure, month }) => `${practice} ${measure} ${month}`);
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  test("are whole numbers, with a denominator unless nothing was prescribed", () => {
    expect(service.observations.filter((row) => !isWellFormed(row))).toEqual([]);
  });

  test("have one numerator for both high-dose measures", () => {
    for (const { code } of service.practices)
      expect(home.numerators(code, "high_dose_share")).toEqual(home.numerators(code, "high_dose"));
  });
});

// 12-month rates of published English data: [p5, p25, median, p75, p95], and their log sd.
const published: Record<Measure, { quantiles: number[]; logSd: number }> = {
  high_dose: { quantiles: [0.18, 0.95, 1.78, 2.77, 4.67], logSd: 0.91 }, // items per 1,000 patients a month
  high_dose_share: { quantiles: [0.08, 0.14, 0.19, 0.24, 0.31], logSd: 0.43 },
  total_ome: { quantiles: [12.564, 24.646, 35.602, 45.523, 61.092], logSd: 0.52 }, // g per 1,000 patients a month
};

describe("280 practices are like the published ones", () => {
  test("in list size: median within 5 %, log sd within 0.08", () => {
    const lists = wholeYear(home).map((code) => home.practice(code).list);
    expectNear(quantile(lists, 0.5) / 7994, 1, 0.05);
    expectNear(logSd(lists), 0.58, 0.08);
  });

  test.each(measures)("in %s: median within 8 %%, p95 within 15 %%, log sd within 0.1", (measure) => {
    const { quantiles, logSd: spread } = published[measure];
    const rates = yearRates(home, measure);
    expectNear(quantile(rates, 0.5) / quantiles[2]!, 1, 0.08);
    expectNear(quantile(rates, 0.95) / quantiles[4]!, 1, 0.15);
    expectNear(logSd(rates), spread, 0.1);
  });

  test("in how the measures go together: log correlations within 0.12", () => {
    expectNear(logCorrelation(home, "high_dose", "high_dose_share"), 0.56, 0.12);
    expectNear(logCorrelation(home, "high_dose", "total_ome"), 0.86, 0.12);
    expectNear(logCorrelation(home, "high_dose_share", "total_ome"), 0.23, 0.12);
  });

  test("in the noise of months and in slopes, of which the quartiles are published", () => {
    const noise = wholeSeries(home).map((code) => noiseOf(home.rates(code, "high_dose")));
    const variation = noise.map((of) => of.variation);
    const slopes = noise.map((of) => of.slope);
    expectNear(quantile(variation, 0.25), 0.16, 0.03);
    expectNear(quantile(variation, 0.5), 0.23, 0.03);
    expectNear(quantile(variation, 0.75), 0.39, 0.08);
    expectNear(median(noise.map((of) => of.lag1)), 0.15, 0.08);
    expectNear(quantile(slopes, 0.25), -0.15, 0.03);
    expectNear(quantile(slopes, 0.5), -0.04, 0.03);
    expectNear(quantile(slopes, 0.75), 0.05, 0.03);
  });

  test("in season: volume dips in February and is highest in December", () => {
    const volumes = monthsTo(last, 36).map((month) => regionRate(home, "total_ome", [month]));
    const byMonth = Array.from({ length: 12 }, (_, i) => mean([volumes[i]!, volumes[i + 12]!, volumes[i + 24]!]));
    const index = byMonth.map((volume) => volume / mean(byMonth)); // September first
    expectNear(index[5]!, 0.92, 0.02);
    expectNear(index[3]!, 1.03, 0.02);
    expect(Math.min(...index)).toBe(index[5]);
  });

  test("in the region's slow fall: 2 to 8 % a year", () => {
    const [first, now] = [24, 0].map((ago) => regionRate(home, "high_dose", yearUpTo(ago)));
    expectNear(Math.sqrt(now! / first!), 0.95, 0.03);
  });

  test("in places that differ a little: the highest median is 1.1 to 1.8 times the lowest", () => {
    const places = [...Map.groupBy(wholeYear(home), (code) => home.practice(code).place).values()];
    const medians = places.map((codes) => median(codes.map((code) => home.yearRate(code))));
    expect(medians).toHaveLength(5);
    expectNear(Math.max(...medians) / Math.min(...medians), 1.45, 0.35);
  });
});

/** Sums of columns of a topic over twelve months, by practice; practices with a whole year only. */
function yearOf(topic: keyof typeof others, ago = 0): Map<string, Record<string, number>> {
  const { columns, rows } = others[topic];
  const months = new Set(yearUpTo(ago));
  const inYear = Map.groupBy(
    rows.filter(([, month]) => months.has(String(month))),
    ([code]) => String(code),
  );
  const whole = [...inYear].filter(([, year]) => year.length === 12);
  return new Map(
    whole.map(([code, year]) => [
      code,
      Object.fromEntries(columns.slice(2).map((column, i) => [column, sum(year.map((row) => Number(row[i + 2])))])),
    ]),
  );
}

type Year = Record<string, number>;
const quotients = {
  gabapentinoids: (year: Year) => (1000 * (year.gabapentin_ddd! + year.pregabalin_ddd!)) / year.patients!,
  antibiotics: (year: Year) => (12_000 * year.items!) / year.star_pu!,
  "asthma-inhalers": (year: Year) => year.sprays! / year.preventers!,
  "nsaid-safety": (year: Year) => year.any_combination! / year.at_risk!,
} as const;

describe("the other topics", () => {
  const rates = (topic: keyof typeof others, quotient: (year: Year) => number = quotients[topic], ago = 0) =>
    new Map([...yearOf(topic, ago)].map(([code, year]) => [code, quotient(year)]));
  const middle = (topic: keyof typeof others, quotient?: (year: Year) => number, ago = 0) =>
    median([...rates(topic, quotient, ago).values()].filter((rate) => !Number.isNaN(rate)));

  test("have the same practices and lists as the opioids", () => {
    for (const { columns, rows } of Object.values(others)) {
      expect(columns.slice(0, 3)).toEqual(["practice_code", "month", "patients"]);
      const recent = rows.filter(([, month]) => String(month) >= "2023-09").map((row) => row.slice(0, 3).join());
      const opioids = service.observations.filter(({ measure }) => measure === "total_ome");
      expect(recent).toEqual(opioids.map(({ practice, month, denominator }) => [practice, month, denominator].join()));
    }
  });

  test("are whole numbers, and parts are not more than the whole", () => {
    for (const { columns, rows } of Object.values(others)) {
      const counts = (row: (typeof rows)[number]) => Object.fromEntries(columns.map((column, i) => [column, row[i]]));
      for (const row of rows) {
        expect(row.slice(2).every((count) => Number.isInteger(count) && Number(count) >= 0)).toBe(true);
        const { items = 0, broad = 0, co_amoxiclav = 0, preventers = 0, sprays = 0 } = counts(row) as Year;
        expect(broad <= items && co_amoxiclav <= broad && sprays <= preventers).toBe(true);
      }
    }
  });

  test("have the published levels", () => {
    expectNear(middle("gabapentinoids") / 400, 1, 0.06);
    expectNear(middle("antibiotics", (year) => (1000 * year.items!) / year.patients!) / 35, 1, 0.06);
    expectNear(
      middle("antibiotics", (year) => year.broad! / year.items!),
      0.081,
      0.008,
    );
    expectNear(middle("asthma-inhalers"), 0.52, 0.03);
    expectNear(
      middle("asthma-inhalers", (year) => year.relievers! / (year.relievers! + year.preventers!)),
      0.445,
      0.02,
    );
    expectNear(
      middle("asthma-inhalers", (year) => year.salbutamol_kg! / year.salbutamol!),
      17.8,
      1,
    );
  });

  test("have the published seasons: antibiotics are highest in December and lowest in August", () => {
    const { columns, rows } = others.antibiotics;
    const at = columns.indexOf("items");
    const byMonth = Array.from({ length: 12 }, (_, month) =>
      sum(rows.filter(([, name]) => Number(String(name).slice(5)) === month + 1).map((row) => Number(row[at]))),
    );
    const index = byMonth.map((items) => items / mean(byMonth));
    expectNear(index[11]!, 1.24, 0.05);
    expectNear(index[7]!, 0.87, 0.05);
  });

  test("rise until the law changes in April 2019, then stay: gabapentinoids", () => {
    const [early, late, now] = [83, 72, 0].map((ago) => middle("gabapentinoids", undefined, ago)) as number[];
    expect(late! / early!).toBeGreaterThan(1);
    expectNear(now! / late!, 1, 0.08);
  });

  test.each(Object.keys(quotients) as (keyof typeof quotients)[])("have the practices made on purpose: %s", (topic) => {
    const [now, before] = [rates(topic), rates(topic, undefined, 12)];
    const place = (code: string) => service.practices.find((practice) => practice.code === code)!.place;
    const typical = (code: string, of: Map<string, number>) =>
      median([...of].filter(([peer]) => place(peer) === place(code)).map(([, rate]) => rate));
    const steps = (code: string) => [before.get(code)! / typical(code, before), now.get(code)! / typical(code, now)];
    expectNear(now.get("Z10001")! / before.get("Z10001")!, 1, 0.06);
    expect(steps("Z10002")[1]).toBeGreaterThan(1.5);
    expect(now.get("Z10002")!).toBeGreaterThan(before.get("Z10002")! * 1.04);
    expect(now.get("Z10003")!).toBeLessThan(before.get("Z10003")! * 0.9);
    expect(steps("Z10004")[0]).toBeGreaterThan(1.1);
    expect(steps("Z10004")[1]).toBeLessThan(0.97);
    expect(steps("Z10005")[0]).toBeLessThan(0.9);
    expect(steps("Z10005")[1]).toBeGreaterThan(1.1);
    expect(now.get("Z10006")!).toBeLessThan(before.get("Z10006")! * 0.95);
    expect(steps("Z10007")[1]).toBeLessThan(0.85);
    expect(now.get("Z10008")!).toBeGreaterThan(before.get("Z10008")! * 1.15);
    expect(now.get("Z10009")).toBe(0);
  });

  test("count a patient once: any combination lies between the largest of its parts and their sum", () => {
    const { columns, rows } = others["nsaid-safety"];
    const shared = rows.filter((row) => {
      const counts = columns.slice(5, 11).map((_, i) => Number(row[5 + i]));
      const [any = 0, taking = 0, both = 0, checked = 0, noted = 0] = [4, 11, 12, 13, 14].map((i) => Number(row[i]));
      expect(any >= Math.max(...counts) && any <= sum(counts) && any <= taking && any <= Number(row[3])).toBe(true);
      expect(both <= Math.min(checked, noted) && both >= checked + noted - taking).toBe(true);
      return any < sum(counts);
    });
    expect(shared.length / rows.length).toBeGreaterThan(0.9); // a sum would be wrong nearly everywhere
  });

  test("have what is awkward in one topic only", () => {
    const inhalers = yearOf("asthma-inhalers");
    expect(inhalers.get("Z10010")!.sprays).toBe(4);
    expect(inhalers.get("Z10011")!.sprays).toBe(inhalers.get("Z10011")!.preventers);
    expect(yearOf("antibiotics").get("Z10010")!.items).toBe(4);
    expect(yearOf("antibiotics").get("Z10011")!.broad).toBe(0);
    expect(yearOf("gabapentinoids").get("Z10011")!.gabapentin_ddd).toBe(0);
    expect(rates("asthma-inhalers").get("Z10016")!).toBeLessThan(0.45);
  });
});

describe("64 places that are recipients themselves", () => {
  type Row = Readonly<Record<string, string | number>>;
  const rows = placeTable.rows.map((cells) =>
    Object.fromEntries(placeTable.columns.map((column, i) => [column, cells[i] ?? ""])),
  ) as Row[];
  const of = (code: string) => rows.filter((row) => row.place_code === code);
  const placeMissing = (code: string) => {
    const months = new Set(of(code).map(({ month }) => month));
    return monthsTo(last, 36).filter((month) => !months.has(month));
  };
  const total = (some: readonly Row[], column: string) => sum(some.map((row) => Number(row[column])));
  /** Share of long courses in the twelve months that end so many months before the last; NaN unless all are there. */
  const long = (code: string, ago = 0) => {
    const year = new Set<string | number | undefined>(yearUpTo(ago));
    const there = of(code).filter(({ month }) => year.has(month));
    return there.length === 12 ? total(there, "uti_long") / total(there, "uti") : Number.NaN;
  };
  const peers = (ago = 0) =>
    places
      .filter(({ list }) => list > 20_000)
      .map(({ code }) => long(code, ago))
      .filter((value) => !Number.isNaN(value));

  test("have codes, postcodes and addresses that cannot be real, and names of their own", () => {
    expect(new Set(places.map(({ name }) => name)).size).toBe(64);
    for (const { code, region, postcode } of places) {
      expect(code).toMatch(/^ZS0\d\d$/);
      expect(region.code).toMatch(/^ZR[1-4]$/);
      expect(postcode).toMatch(/^[QVX][A-Y]\d{1,2} \d[A-Z]{2}$/);
    }
    expect(placesCsv(places)).not.toMatch(/@(?!places\.example\n)/);
  });

  test("have whole counts, and no part larger than its whole", () => {
    for (const row of rows) {
      for (const column of placeTable.columns.slice(2)) expect(Number.isInteger(row[column])).toBe(true);
      for (const [part, whole] of [
        ["broad", "antibiotics"],
        ["uti_long", "uti"],
        ["steroids_high", "steroids"],
        ["sprays", "inhalers"],
        ["relievers", "puffers"],
      ] as const)
        expect(Number(row[part])).toBeLessThanOrEqual(Number(row[whole]));
    }
  });

  test("lie about where English places do", () => {
    expectNear(median(peers()), 0.53, 0.03);
    expectNear(quantile(peers(), 0.25), 0.48, 0.03);
    expectNear(quantile(peers(), 0.75), 0.57, 0.03);
  });

  test("step up together in the month in which long courses are counted anew", () => {
    const share = (ago: number) => {
      const there = rows.filter(
        ({ month, place_code }) => month === monthAgo(last, ago) && String(place_code) > "ZS019",
      );
      return total(there, "uti_long") / total(there, "uti");
    };
    expectNear(share(definedAnew.monthsAgo - 1) / share(definedAnew.monthsAgo), definedAnew.times, 0.02);
    expectNear(share(definedAnew.monthsAgo - 2) / share(definedAnew.monthsAgo - 1), 1, 0.02);
  });

  test("made on purpose stand where they should", () => {
    const middle = (ago = 0) => median(peers(ago));
    const best = (ago = 0) => quantile(peers(ago), 0.25);
    expectNear(long("ZS001"), middle(), 0.02);
    expect(long("ZS002")).toBe(Math.max(...peers()));
    expect(long("ZS002")).toBeGreaterThan(1.02 * long("ZS002", 12));
    expect(long("ZS003")).toBeGreaterThan(middle());
    expect(long("ZS003")).toBeLessThan(0.93 * long("ZS003", 12));
    expect([long("ZS004", 12) > middle(12), long("ZS004") < middle()]).toEqual([true, true]);
    expect([long("ZS005", 12) < middle(12), long("ZS005") > middle()]).toEqual([true, true]);
    expect([long("ZS006", 12) < best(12), long("ZS006") < best()]).toEqual([true, true]);
    expect([long("ZS007", 12) < best(12), long("ZS007") > best()]).toEqual([true, true]);
    expect([long("ZS008", 12) > best(12), long("ZS008") < best()]).toEqual([true, true]);
    expect(of("ZS009").filter(({ uti }) => uti === 0)).toHaveLength(18);
    expect(of("ZS009").filter(({ steroids }) => steroids === 0)).toHaveLength(12);
    expect([total(of("ZS010"), "uti_long"), total(of("ZS010"), "uti")]).toEqual([0, 216]);
    expect(of("ZS011").at(-1)?.month).toBe("2025-03");
    const [before, after] = of("ZS012")
      .slice(18, 20)
      .map(({ patients }) => Number(patients)) as [number, number];
    expectNear(after / before, 1.6, 0.02);
    expectNear((after - before) / Number(of("ZS011").at(-1)?.patients), 1, 0.02);
    expect(placeMissing("ZS013")).toEqual(["2026-08"]);
    expect(placeMissing("ZS014")).toEqual(["2026-01", "2026-02"]);
    expect(placeMissing("ZS015")).toEqual(monthsTo("2026-03", 31));
    expect(of("ZS016")).toEqual([]);
    expectNear(Number(of("ZS019").at(-1)?.patients), 3_000_000, 10_000);
  });
});

describe("7,000 practices", () => {
  const country = lookedUp(generate({ practices: 7000, seed: 1, months: 12 }));

  test("have codes and names of their own, in 25 boards and 125 places", () => {
    const { practices } = country.service;
    expect(new Set(practices.map(({ code }) => code)).size).toBe(7000);
    expect(practices.at(-1)!.code).toBe("Z17000");
    expect(new Set(practices.map(({ name }) => name)).size).toBe(6999);
    expect(new Set(practices.map(({ place }) => place.board.name)).size).toBe(25);
    expect(new Set(practices.map(({ place }) => place.name)).size).toBe(125);
  });

  test.each(measures)("come closer to the published quantiles of %s: all five within 10 %%", (measure) => {
    const rates = yearRates(country, measure);
    [0.05, 0.25, 0.5, 0.75, 0.95].forEach((share, i) => {
      expectNear(quantile(rates, share) / published[measure].quantiles[i]!, 1, 0.1);
    });
  });
});

describe.each([46, 1, 2, 3])("practices made on purpose, seed %i", (seed) => {
  const world = seed === 46 ? home : lookedUp(generate({ seed }));
  test.each(awkward)("$code: $story", ({ code }) => properties[code]!(world, code));
});

/** What the rows must show of each practice made on purpose. */
const properties: Record<string, (world: World, code: string) => void> = {
  Z10001(world, code) {
    expectNear(world.yearRate(code) / world.median(code), 1, 0.1);
    expectNear(world.yearRate(code) / world.yearRate(code, 12), 1, 0.1);
    expectNear(world.yearRate(code) / world.yearRate(code, 24), 1, 0.1);
  },
  Z10002(world, code) {
    const others = world.peers(code).filter((peer) => peer !== code);
    expect(world.yearRate(code)).toBeGreaterThan(Math.max(...others.map((peer) => world.yearRate(peer))));
    expect(world.yearRate(code)).toBeGreaterThan(1.1 * world.yearRate(code, 12));
    expect(world.yearRate(code, 12)).toBeGreaterThan(1.1 * world.yearRate(code, 24));
  },
  Z10003(world, code) {
    expect(world.yearRate(code)).toBeGreaterThan(2 * world.median(code));
    expectNear(world.yearRate(code) / world.yearRate(code, 12), 0.7, 0.08);
    expectNear(world.yearRate(code, 12) / world.yearRate(code, 24), 0.7, 0.08);
  },
  Z10004(world, code) {
    expect(world.yearRate(code, 12)).toBeGreaterThan(1.15 * world.median(code, 12));
    expect(world.yearRate(code)).toBeLessThan(0.85 * world.median(code));
  },
  Z10005(world, code) {
    expect(world.yearRate(code, 12)).toBeLessThan(0.85 * world.median(code, 12));
    expect(world.yearRate(code)).toBeGreaterThan(1.15 * world.median(code));
  },
  Z10006(world, code) {
    const [before, then, now] = [24, 12, 0].map((ago) => world.yearRate(code, ago) / world.median(code, ago));
    expect(now).toBeGreaterThan(1.15);
    expect(then).toBeGreaterThan(now! + 0.2);
    expect(before).toBeGreaterThan(then! + 0.2);
  },
  Z10007(world, code) {
    for (const ago of [0, 12, 24]) expect(world.yearRate(code, ago)).toBeLessThan(world.bestQuarter(code, ago));
    expectNear(world.yearRate(code) / world.yearRate(code, 24), 1, 0.2);
  },
  Z10008(world, code) {
    for (const ago of [12, 24]) expect(world.yearRate(code, ago)).toBeLessThan(world.bestQuarter(code, ago));
    expect(world.yearRate(code)).toBeGreaterThan(1.1 * world.bestQuarter(code));
    expect(world.yearRate(code)).toBeGreaterThan(1.3 * world.yearRate(code, 12));
  },
  Z10009(world, code) {
    expect(world.numerators(code, "high_dose")).toEqual(Array(36).fill(0));
    expect(sum(world.numerators(code, "total_ome"))).toBeGreaterThan(0);
    expectNear(world.practice(code).list, 8000, 1000);
  },
  Z10010(world, code) {
    const items = world.numerators(code, "high_dose");
    expect(items).toHaveLength(36);
    for (let i = 0; i + 12 <= items.length; i++) expect(sum(items.slice(i, i + 12))).toBe(4);
    expectNear(world.practice(code).list, 8000, 1000);
  },
  Z10011(world, code) {
    const year = world.rows(code, "high_dose_share").slice(-12);
    expect(sum(year.map(({ numerator }) => numerator))).toBe(6);
    expect(sum(year.map(({ denominator }) => denominator ?? 0))).toBe(6);
    expect(year.filter(isBlank)).toHaveLength(6);
  },
  Z10012(world, code) {
    const blank = world.rows(code, "high_dose_share").filter(isBlank);
    expect(blank.map(({ numerator }) => numerator)).toEqual([0, 0, 0, 0]);
    expect(blank.map(({ month }) => month)).toEqual(["2025-03", "2025-11", "2026-03", "2026-07"]);
  },
  Z10013(world, code) {
    expect(missing(world, code)).toEqual(["2026-01", "2026-02"]);
  },
  Z10014(world, code) {
    expect(missing(world, code)).toEqual(["2026-08"]);
    expect(world.practice(code).name).toBe(world.practice("Z10020").name);
  },
  Z10015(world, code) {
    expect(missing(world, code)).toHaveLength(36);
    expect(world.practice(code)).not.toHaveProperty("closed");
  },
  Z10016(world, code) {
    expect(world.practice(code)).not.toHaveProperty("network");
    expect(world.practice(code)).not.toHaveProperty("closed");
  },
  Z10017: isOfPair,
  Z10018: isOfPair,
  Z10019(world, code) {
    for (const patients of world.patients(code)) expectNear(patients, 40, 2);
    expect(sum(world.numerators(code, "high_dose").slice(-12))).toBe(6);
  },
  Z10020(world, code) {
    for (const patients of world.patients(code)) expectNear(patients, 900, 10);
  },
  Z10021(world, code) {
    expect(world.practice(code)).toMatchObject({ opened: "2026-04-01" });
    expect(world.rows(code, "high_dose")).toHaveLength(5);
  },
  Z10022(world, code) {
    expect(world.practice(code)).toMatchObject({ opened: "2025-07-01" });
    expect(world.rows(code, "high_dose")).toHaveLength(14);
  },
  Z10023(world, code) {
    expect(world.practice(code)).toMatchObject({ closed: "2024-08-31" });
    expect(world.practice(code)).not.toHaveProperty("successor");
    expect(lastMonth(world, code)).toBe("2024-08");
  },
  Z10024(world, code) {
    expect(world.practice(code)).toMatchObject({ closed: "2026-04-30", successor: "Z10025" });
    expect(lastMonth(world, code)).toBe("2026-04");
  },
  Z10025(world, code) {
    expectJump(world, code, { from: "Z10024", month: "2026-05", times: 1.8 });
  },
  Z10026(world, code) {
    expect(world.practice(code)).toMatchObject({ closed: "2026-06-30", successor: "Z10027" });
    expect(lastMonth(world, code)).toBe("2026-06");
  },
  Z10027(world, code) {
    expectJump(world, code, { from: "Z10026", month: "2026-07", times: 1.6 });
  },
  Z10028(world, code) {
    const patients = world.patients(code);
    expect(patients.at(-1)! / patients.at(-9)!).toBeLessThan(0.4);
    expectNear(patients.at(-9)! / patients[0]!, 1, 0.02);
    expect(world.practice(code)).not.toHaveProperty("closed");
  },
  Z10029(world, code) {
    expect(world.practice(code).name).toHaveLength(89);
    expect(world.practice(code).address.split(", ")).toHaveLength(7);
  },
  Z10030(world, code) {
    expect(world.practice(code).name).toMatch(/^(?=.*')(?=.*&)(?=.*É)/);
    expect(world.practice(code).address.split(", ")).toHaveLength(6);
  },
};

function isOfPair(world: World, code: string) {
  const members = world.service.practices.filter(({ network }) => network?.code === "ZN001");
  expect(members.map((member) => member.code)).toEqual(["Z10017", "Z10018"]);
  expect(missing(world, code)).toEqual([]);
}

/** The list is `times` as long from `month` on, by the patients of the practice that closed. */
function expectJump(world: World, code: string, jump: { from: string; month: string; times: number }) {
  const at = world.rows(code, "total_ome").findIndex(({ month }) => month === jump.month);
  const [before, after] = world.patients(code).slice(at - 1, at + 1) as [number, number];
  expectNear(after / before, jump.times, 0.02);
  expectNear((after - before) / world.patients(jump.from).at(-1)!, 1, 0.02);
  expect(world.practice(code).place).toBe(world.practice(jump.from).place);
}

function missing(world: World, code: string): string[] {
  const months = new Set(world.rows(code, "total_ome").map(({ month }) => month));
  return monthsTo(last, 36).filter((month) => !months.has(month));
}

function lastMonth(world: World, code: string): string | undefined {
  return world.rows(code, "total_ome").at(-1)?.month;
}

function isBlank({ denominator }: Observation): boolean {
  return denominator === undefined;
}

function isWellFormed({ measure, numerator, denominator }: Observation): boolean {
  if (denominator === undefined) return measure === "high_dose_share" && numerator === 0;
  if (measure === "high_dose_share" && numerator > denominator) return false;
  return Number.isInteger(numerator) && numerator >= 0 && Number.isInteger(denominator) && denominator > 0;
}

type World = ReturnType<typeof lookedUp>;

/** A service whose rows are found by practice and measure; rates are per 1,000 patients a month, or a share. */
function lookedUp(service: HealthService) {
  const practices = new Map(service.practices.map((practice) => [practice.code, practice]));
  const grouped = Map.groupBy(service.observations, ({ practice, measure }) => `${practice} ${measure}`);

  function practice(code: string): Practice {
    return practices.get(code)!;
  }
  function rows(code: string, measure: Measure): readonly Observation[] {
    return grouped.get(`${code} ${measure}`) ?? [];
  }
  function numerators(code: string, measure: Measure): number[] {
    return rows(code, measure).map(({ numerator }) => numerator);
  }
  function patients(code: string): number[] {
    return rows(code, "total_ome").map(({ denominator }) => denominator!);
  }
  function rates(code: string, measure: Measure): number[] {
    return rows(code, measure).map((row) => rate([row], measure));
  }
  /** Over the twelve months that end `ago` months before the last; NaN unless all twelve are there. */
  function yearRate(code: string, ago = 0, measure: Measure = "high_dose"): number {
    const year = new Set(yearUpTo(ago));
    const there = rows(code, measure).filter(({ month }) => year.has(month));
    return there.length === 12 ? rate(there, measure) : Number.NaN;
  }
  /** All of its place, itself too, with a whole year of data. */
  function peers(code: string, ago = 0): string[] {
    const here = service.practices.filter(({ place }) => place === practice(code).place);
    return here.map((peer) => peer.code).filter((peer) => !Number.isNaN(yearRate(peer, ago)));
  }
  function peerRates(code: string, ago: number): number[] {
    return peers(code, ago).map((peer) => yearRate(peer, ago));
  }
  return {
    ...{ service, practice, rows, numerators, patients, rates, yearRate, peers },
    median: (code: string, ago = 0) => median(peerRates(code, ago)),
    bestQuarter: (code: string, ago = 0) => quantile(peerRates(code, ago), 0.25),
  };
}

function yearUpTo(ago: number): string[] {
  return monthsTo(monthAgo(last, ago), 12);
}

function wholeYear(world: World): string[] {
  return world.service.practices.map(({ code }) => code).filter((code) => !Number.isNaN(world.yearRate(code)));
}

function wholeSeries(world: World): string[] {
  return wholeYear(world).filter((code) => missing(world, code).length === 0 && world.yearRate(code) > 0);
}

/** Twelve-month rates; none where nothing was prescribed to have a share of. */
function yearRates(world: World, measure: Measure): number[] {
  const rates = wholeYear(world).map((code) => world.yearRate(code, 0, measure));
  return rates.filter((rate) => !Number.isNaN(rate));
}

function regionRate(world: World, measure: Measure, months: readonly string[]): number {
  const rows = wholeYear(world).flatMap((code) => world.rows(code, measure));
  const inMonths = rows.filter(({ month }) => months.includes(month));
  return rate(inMonths, measure);
}

function rate(rows: readonly Observation[], measure: Measure): number {
  const multiplier = measure === "high_dose_share" ? 1 : 1000;
  const denominator = sum(rows.map((row) => row.denominator ?? 0));
  return (multiplier * sum(rows.map(({ numerator }) => numerator))) / denominator;
}

function logCorrelation(world: World, one: Measure, other: Measure): number {
  const rates = wholeYear(world).map((code) => ({
    x: world.yearRate(code, 0, one),
    y: world.yearRate(code, 0, other),
  }));
  const both = rates.filter(({ x, y }) => x > 0 && y > 0);
  return correlation(
    both.map(({ x }) => Math.log(x)),
    both.map(({ y }) => Math.log(y)),
  );
}

/** Around a straight line: coefficient of variation, lag-1 autocorrelation, and relative slope a year. */
function noiseOf(rates: readonly number[]) {
  const months = rates.map((_, month) => month);
  const level = mean(rates);
  const slope = (correlation(months, rates) * sd(rates)) / sd(months);
  const rest = rates.map((rate, month) => rate - level - slope * (month - mean(months)));
  return {
    variation: sd(rest) / level,
    lag1: correlation(rest.slice(1), rest.slice(0, -1)),
    slope: (12 * slope) / level,
  };
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const [x0, y0] = [mean(xs), mean(ys)];
  return mean(xs.map((x, i) => (x - x0) * (ys[i]! - y0))) / (sd(xs) * sd(ys));
}

function logSd(values: readonly number[]): number {
  return sd(values.filter((value) => value > 0).map(Math.log));
}

function sd(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.round(share * (values.length - 1))]!;
}

function expectNear(value: number, target: number, tolerance: number) {
  expect(value).toBeGreaterThan(target - tolerance);
  expect(value).toBeLessThan(target + tolerance);
}
