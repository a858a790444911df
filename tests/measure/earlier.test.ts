import { describe, expect, test } from "vitest";
import type { Told } from "../../src/input/history.ts";
import type { Indicator } from "../../src/input/library/indicator.ts";
import { complementOf, complementStanding } from "../../src/measure/complement.ts";
import { sinceLast } from "../../src/measure/earlier.ts";
import { measure } from "../../src/measure/measure.ts";
import type { Standing } from "../../src/measure/standing.ts";
import { indicatorOf, inputsOf, type Monthly, type Practice, peers, shareOf } from "./service.ts";

// What has come since the last report. The cycles end in April, June and August 2026: from April on there are four newer months.

const list = 10_000;
const sections = [{ "since-last": { message: ["none"] } }];
const restless = [1, -1, 0, 2, -2, 1, 0, -1];
const at =
  (before: number, now = before, months = 4): Monthly =>
  (ago) => [(ago < months ? now : before) + restless[ago % 8]!, list];

type Given = {
  last?: string; // the cycle of the last report
  value?: number | null; // that it told; of 200 items a month 20 per 1,000
  of?: string;
  indicator?: Partial<Indicator>;
  campaign?: object;
  is?: Practice;
  cycle?: string;
};

function standingOf(items: Monthly, { last = "2026-04", value = 20, of = "items", ...given }: Given = {}) {
  const service = {
    indicators: [{ multiplier: 1000, decimals: 1, ...given.indicator }],
    campaign: { sections, ...given.campaign },
    practices: { ...peers([180, 190, 200, 210, 220], list), A: { ...given.is, items } },
  };
  const inputs = inputsOf(service);
  const { of: standings } = measure(
    inputs,
    inputs.campaign.cycles.find(({ id }) => id === (given.cycle ?? "2026-08"))!,
    ["A"],
  );
  const headline = { indicator: of, value, numerator: null, denominator: null, signals: [] };
  const told = { code: "A", cycle: last, headline } as unknown as Told;
  return sinceLast(standings.A!, {
    told: value === undefined ? undefined : told,
    indicators: inputs.indicators,
  })[0]!;
}

const sinceIn = (items: Monthly, given?: Given) =>
  standingOf(items, given).signals.filter((signal) => signal.endsWith("-since") || signal === "told-before");

const patients = { numerator: { ...indicatorOf({}).numerator, counts: "patients" as const } };

describe("since the last report", () => {
  test("a fall that its newer months bear out is told as what it is", () => {
    const lower = { indicator: { direction: "lower" as const } };
    expect(sinceIn(at(200, 100), lower)).toEqual(["told-before", "falling-since", "better-since"]);
    expect(sinceIn(at(200, 300), lower)).toEqual(["told-before", "rising-since", "worse-since"]);
    expect(sinceIn(at(200, 300), { indicator: { direction: "higher" } })).toContain("better-since");
    expect(sinceIn(at(200, 300), { indicator: { direction: "none" } })).toEqual(["told-before", "rising-since"]);
  });

  test.each<[string, Monthly, Given]>([
    ["there is none", at(200), {}],
    ["two months are new", at(200, 100, 2), { last: "2026-06" }],
    ["one month makes it", (ago) => [ago === 1 ? 700 : 200 + restless[ago % 8]!, list], {}],
    ["the printed values go the other way", at(200, 100), { value: 12 }],
    ["the newer months are of patients, some in both", at(200, 100), { indicator: patients }],
    ["counts are protected", at(200, 100), { campaign: { disclosure: { policy: "nhsd-hes", counts: ["items"] } } }],
  ])("it is too early to tell where %s", (_, items, given) => {
    expect(sinceIn(items, given)).toEqual(["told-before", "early-since"]);
  });

  test.each<[string, Monthly, Given]>([
    ["it told no value", at(200, 100), { value: null }],
    ["it told of another indicator", at(200, 100), { of: "other" }],
    ["it is of no cycle of the campaign", at(200, 100), { last: "2025-04" }],
    ["it is of this cycle", at(200, 100), { last: "2026-08" }],
    ["nothing is known now", () => undefined, {}],
    ["the list has jumped", (ago) => [200, ago < 3 ? 2 * list : list], {}],
    ["figures must be checked", (ago) => [ago === 4 ? 0 : 200, list], {}],
    ["no section asks", at(200, 100), { campaign: { sections: [{ trend: { message: ["none"] } }] } }],
    ["it is the first cycle", at(200, 100), { cycle: "2026-04", last: "2026-04" }],
  ])("nothing is told where %s", (_, items, given) => {
    const standing = standingOf(items, given);
    expect(standing.signals.filter((signal) => signal.endsWith("-since") || signal === "told-before")).toEqual([]);
    if (!standing.signals.includes("told-before")) expect(standing).not.toHaveProperty("earlier");
  });

  test("small numbers have a past report, and no verdict", () => {
    const few: Monthly = (ago) => [ago < 7 ? 1 : 0, list];
    expect(sinceIn(few, { value: 0.1 })).toEqual(["told-before"]);
  });

  test("figures that were joined with its own since are not set beside its own of then", () => {
    const inputs = inputsOf({
      campaign: { sections },
      practices: { ...peers([180, 190, 200], list), A: { items: at(200, 100) } },
    });
    const cycle = inputs.campaign.cycles.at(-1)!;
    const [standing] = measure(inputs, cycle, ["A"]).of.A!;
    const headline = { indicator: "items", value: standing!.earlier!["2026-04"]!.value!, signals: [] };
    const told = { code: "A", cycle: "2026-04", headline } as unknown as Told;
    const { from } = standing!.earlier!["2026-04"]!.window;
    const joinedIn = (since: number, as = "merged") =>
      sinceLast([{ ...standing!, joined: [{ code: "B", name: "B", since, as }] } as unknown as Standing], {
        told,
        indicators: inputs.indicators,
      })[0]!.since;
    expect(joinedIn(from)).toBeDefined();
    expect(joinedIn(from + 1)).toBeUndefined();
    expect(joinedIn(from + 1, "recoded")).toBeDefined(); // its own, under an earlier code
  });

  test("what was told stands, and that it has been corrected is known", () => {
    expect(standingOf(at(200), { value: 20 }).since).toMatchObject({ value: 20, corrected: false, cycle: "2026-04" });
    expect(standingOf(at(200), { value: 18.7 }).since).toMatchObject({ value: 18.7, corrected: true });
  });

  test("the other way round a share goes the other way, and better stays better", () => {
    const share = shareOf({
      direction: "lower",
      complement: {
        title: "B",
        name: "b",
        short: "b",
        describes: "b",
        unit: "%",
        numerator: { is: "", one: "", many: "" },
      },
    } as Partial<Indicator>);
    const standing = standingOf((ago) => [(ago < 4 ? 1000 : 4000) + restless[ago % 8]!, list], {
      indicator: share,
      of: "share",
      value: 0.4,
    });
    expect(standing.signals).toContain("falling-since");
    const turned = complementStanding(share, standing, undefined);
    expect(complementOf(share)?.direction).toBe("higher");
    expect(turned.since).toMatchObject({ value: 0.6, direction: "rising" });
    expect(turned.signals).toContain("rising-since");
    expect(turned.signals).toContain("better-since");
    expect(turned.signals).not.toContain("falling-since");
  });
});
