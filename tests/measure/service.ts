import { type Campaign, type Cycle, campaignSchema } from "../../src/input/campaign/campaign.ts";
import { type DataMap, dataSchema } from "../../src/input/data/data.ts";
import type { Series } from "../../src/input/data/observations.ts";
import type { Organisation } from "../../src/input/data/organisation.ts";
import { type PublishedVerdict, verdicts } from "../../src/input/data/verdicts.ts";
import { type Counted, type Indicator, indicatorSchema, isCounted } from "../../src/input/library/indicator.ts";
import type { Inputs } from "../../src/input/load.ts";
import { evidenceOf } from "../../src/measure/evidence.ts";
import { measure } from "../../src/measure/measure.ts";
import type { Fired, PeerGroup, Standing } from "../../src/measure/standing.ts";
import { toIso, toMonth } from "../../src/month.ts";

/** A health service in memory: what each practice did, by months before the end (0 is August 2026, 35 September 2023). */
export type Service = {
  indicators?: Partial<Indicator>[]; // "items" per 1,000 patients, lower is better, if left out
  campaign?: Record<string, unknown>; // in place of the plain campaign's entries
  practices: Record<string, Practice>;
  months?: number; // of data, up to the end; 36 if left out
  lists?: boolean; // the first indicator's denominator is the registered list; true if left out
};

export type Practice = Partial<Omit<Organisation, "code" | "parents">> & {
  place?: string; // "west" if left out; "" for none
  of?: Record<string, Monthly>; // by indicator
  items?: Monthly; // of the first indicator
  values?: Publishing; // of the first indicator, where its data are published values
};

/** What was published so many months before the end; `reach` is half the width of its interval. */
export type Publishing = (
  ago: number,
) =>
  | { value: number; reach?: number; sd?: number; n?: number; percentile?: number; verdict?: PublishedVerdict }
  | undefined;

/** Numerator and denominator so many months before the end; undefined where there is no observation. */
export type Monthly = (ago: number) => readonly [number, number] | undefined;

export const end = toMonth("2026-08");
export const months = 36;

export const items: Counted = indicatorOf({ indicator: "items" });

export function indicatorOf(over: Partial<Indicator>): Counted {
  const indicator: Indicator = {
    ...indicatorSchema.parse({
      indicator: "items",
      title: "Items",
      name: "items",
      short: "items",
      describes: "Items.",
      behaviour: "Prescribing.",
      actors: ["prescribers"],
      measures: "behaviour",
      kind: "rate",
      numerator: { is: "Items.", counts: "items", one: "item", many: "items" },
      denominator: { is: "Patients.", many: "patients" },
      multiplier: 1000,
      unit: "per 1,000 patients a month",
      direction: "lower",
      inclusion: "All.",
      exclusion: "None.",
      source: { name: "Nobody" },
      codes: { list: "None", version: "1" },
      governance: { author: "One", checker: "Another", reviewed: "2026-01-01", "next-review": "2027-01-01" },
    }),
    ...over,
  };
  if (!isCounted(indicator)) throw new Error("an indicator of published values");
  return indicator;
}

/** A published value per 1,000 patients, without counts. */
export function publishedIndicator(over: Partial<Indicator>): Indicator {
  const { numerator: _, denominator: __, ...plain } = indicatorOf({});
  return { ...plain, given: "value", ...over };
}

/** A share of patients or items: multiplier 1, printed in whole per cent. */
export function shareOf(over: Partial<Indicator> = {}): Counted {
  return indicatorOf({ indicator: "share", kind: "share", multiplier: 1, decimals: 0, ...over });
}

export const cycles = ["2026-04", "2026-06", "2026-08"].map(
  (id, i): Cycle => ({
    id,
    issued: ["2026-06-15", "2026-08-17", "2026-10-12"][i] ?? "",
    extracted: ["2026-06-08", "2026-08-10", "2026-10-05"][i] ?? "",
    data: { from: "2023-09", to: id },
  }),
);

export function campaignOf(indicators: readonly Indicator[], over: Record<string, unknown> = {}): Campaign {
  return campaignSchema.parse({
    campaign: "plain",
    title: "Plain",
    rationale: "A test.",
    issuer: {
      name: "Feedback",
      by: "Board",
      signatories: [{ name: "Nobody", role: "lead" }],
      interests: "None.",
      contact: { email: "a@b.example", phone: "1", url: "https://b.example", promise: "an answer" },
      help: { title: "Help", lines: ["Us"], note: "Ask." },
    },
    priority: { statement: "One.", level: "icb", source: "Plan" },
    recipients: { type: "practice", audience: "Lead and manager" },
    peers: { of: "place", minimum: 3, "list-at-least": 0, "why-these": "Near." },
    indicators: indicators.map(({ indicator }) => indicator),
    headline: indicators[0]?.indicator,
    disclosure: { policy: "none" },
    cycles,
    sections: [{ trend: { points: 3, message: ["none"] } }],
    ...over,
  });
}

export function inputsOf({
  indicators: given = [{}],
  campaign,
  practices,
  lists = true,
  months: length = months,
}: Service): Inputs {
  const indicators = given.map((each) => (each.given === "value" ? publishedIndicator(each) : indicatorOf(each)));
  const first = indicators[0]?.indicator ?? "items";
  const of = new Map(
    indicators.map(({ indicator }) => [
      indicator,
      new Map(
        Object.entries(practices).flatMap(([code, practice]) => {
          const monthly = practice.of?.[indicator] ?? (indicator === first ? practice.items : undefined);
          if (indicator === first && practice.values) return [[code, publishedSeries(practice.values)] as const];
          return monthly ? [[code, seriesOf(monthly, length)] as const] : [];
        }),
      ),
    ]),
  );
  return {
    campaign: campaignOf(indicators, length > months ? { cycles: from(end - length + 1), ...campaign } : campaign),
    indicators: new Map(indicators.map((indicator) => [indicator.indicator, indicator])),
    blocks: new Map(),
    actions: new Map(),
    commitments: new Map(),
    elsewhere: [],
    techniques: new Map(),
    data: plainData,
    directory: new Map(Object.entries(practices).map(([code, practice]) => [code, organisationOf(code, practice)])),
    observations: { first: end - length + 1, length, of, ...(lists ? { patients: first } : {}) },
    rows: new Map(),
    files: [],
    warnings: [],
  };
}

/** The cycles, with data from another month. */
function from(month: number): unknown[] {
  return cycles.map((cycle) => ({ ...cycle, data: { ...cycle.data, from: toIso(month) } }));
}

export function seriesOf(monthly: Monthly, length = months): Series {
  const values = Array.from({ length }, (_, i) => monthly(length - 1 - i));
  return {
    numerators: Float64Array.from(values, (value) => value?.[0] ?? Number.NaN),
    denominators: Float64Array.from(values, (value) => value?.[1] ?? Number.NaN),
  };
}

function publishedSeries(publishing: Publishing): Series {
  const all = Array.from({ length: months }, (_, i) => publishing(months - 1 - i));
  const of = (pick: (each: NonNullable<ReturnType<Publishing>>) => number | undefined) =>
    Float64Array.from(all, (each) => (each && pick(each)) ?? Number.NaN);
  return {
    values: of(({ value }) => value),
    lowers: of(({ value, reach }) => reach && value - reach),
    uppers: of(({ value, reach }) => reach && value + reach),
    deviations: of(({ sd }) => sd),
    sizes: of(({ n }) => n),
    percentiles: of(({ percentile }) => percentile),
    verdicts: of(({ verdict }) => verdict && verdicts.indexOf(verdict)),
  };
}

function organisationOf(code: string, { place = "west", of: _, items: __, ...rest }: Practice): Organisation {
  return {
    code,
    type: "practice",
    name: code,
    address: [],
    ...rest,
    parents: { ...(place ? { place: { code: place, name: place } } : {}), board: { code: "board", name: "the board" } },
  };
}

const plainData: DataMap = dataSchema.parse({
  organisations: { file: "none.csv", columns: { code: "code", name: "name" } },
  observations: {
    file: "none.csv",
    columns: { code: "code", indicator: "i", period: "p", numerator: "n", denominator: "d" },
    indicators: { items: "items" },
  },
});

export type Measured = { standing: Standing; group: PeerGroup | undefined; signals: Set<string>; fired: Fired[] };

/** The standing of one practice on one indicator (the first if left out) in the last cycle. */
export function measured(service: Service, code: string, { indicator, cycle = "2026-08" }: Asked = {}): Measured {
  const inputs = inputsOf(service);
  const chosen = inputs.campaign.cycles.find(({ id }) => id === cycle);
  if (!chosen) throw new Error(`no cycle ${cycle}`);
  const { of, groups } = measure(inputs, chosen, [code]);
  const standing = of[code]?.find((each) => each.indicator === (indicator ?? inputs.campaign.headline));
  if (!standing) throw new Error(`no standing of ${code}`);
  const fired = evidenceOf(standing, { ...inputs, groups, standings: of[code]! });
  if (String(fired.map(({ signal }) => signal)) !== String(standing.signals))
    throw new Error(`evidence of other signals: ${standing.signals.join(", ")}`);
  return {
    standing,
    group: standing.group === undefined ? undefined : groups[standing.group],
    signals: new Set(standing.signals),
    fired,
  };
}

export type Asked = { indicator?: string; cycle?: string };

/** The same numerator and denominator every month. */
export function steady(numerator: number, denominator = 1000): Monthly {
  return () => [numerator, denominator];
}

/** One in the last twelve months, another before. */
export function yearly(now: Monthly, before: Monthly): Monthly {
  return (ago) => (ago < 12 ? now(ago) : before(ago));
}

/** Without observations in some months. */
export function without(monthly: Monthly, ...missing: number[]): Monthly {
  return (ago) => (missing.includes(ago) ? undefined : monthly(ago));
}

/** Practices B01, B02, … with a steady value each. */
export function peers(numerators: readonly number[], denominator = 1000): Record<string, Practice> {
  return Object.fromEntries(
    numerators.map((numerator, i) => [`B${String(i + 1).padStart(2, "0")}`, { items: steady(numerator, denominator) }]),
  );
}
