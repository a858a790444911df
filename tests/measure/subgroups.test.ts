import { describe, expect, test } from "vitest";
import type { Subgroups } from "../../src/input/data/observations.ts";
import { complementOf, complementStanding } from "../../src/measure/complement.ts";
import { measure } from "../../src/measure/measure.ts";
import type { SubgroupValue } from "../../src/measure/standing.ts";
import { cycles, inputsOf, type Monthly, type Service, shareOf, steady } from "./service.ts";

/** Two groups of everybody, or three: how many a month, and of how many. */
type Groups = Record<"near" | "far", Monthwise> & { beyond?: Monthwise };
type Monthwise = readonly [count: number, of: number];

/** Every practice with its groups, the total of which has `outside` more a month. */
function valuesOf(
  practices: Record<string, Groups>,
  over: Partial<Service> = {},
  outside: readonly [number, number] = [0, 0],
) {
  const id = over.indicators?.[0]?.indicator ?? "items";
  const service = (of: (groups: Groups) => Monthly): Service => ({
    ...over,
    practices: Object.fromEntries(Object.entries(practices).map(([code, groups]) => [code, { items: of(groups) }])),
  });
  const inputs = inputsOf(
    service(({ near, far, beyond = [0, 0] }) =>
      steady(near[0] + far[0] + beyond[0] + outside[0], near[1] + far[1] + beyond[1] + outside[1]),
    ),
  );
  const part = (key: keyof Groups) => inputsOf(service((groups) => steady(...(groups[key] ?? [0, 0])))).observations;
  const subgroups: Subgroups = {
    of: "distance",
    is: "How far patients live",
    values: [
      { called: "Near", observations: part("near") },
      { called: "Far", observations: part("far") },
      ...(practices.A?.beyond ? [{ called: "Beyond", observations: part("beyond") }] : []),
    ],
  };
  const cycle = cycles.at(-1)!;
  const measured = measure(
    { ...inputs, observations: { ...inputs.observations, subgroups } },
    cycle,
    Object.keys(practices),
  );
  const standing = measured.of.A!.find(({ indicator }) => indicator === id)!;
  return { standing, groups: standing.subgroups?.groups ?? [], group: measured.groups[standing.group ?? ""] };
}

const own = ({ own: part }: SubgroupValue) => (part.state === "shown" ? [part.count, part.value] : part.state);

const alike: Record<string, Groups> = {
  A: { near: [4, 1000], far: [10, 5000] },
  B: { near: [2, 1000], far: [5, 5000] },
  C: { near: [3, 1000], far: [10, 5000] },
  D: { near: [5, 1000], far: [15, 5000] },
};

describe("the own value by group", () => {
  test("is of the window, beside the quartiles of peers in the same group", () => {
    const { groups } = valuesOf(alike);
    expect(groups.map(own)).toEqual([
      [48, 4],
      [120, 2],
    ]);
    expect(groups.map(({ peers }) => peers?.median)).toEqual([3.5, 2]);
    expect(groups.map(({ called }) => called)).toEqual(["Near", "Far"]);
  });

  test("has no peers beside it where too few have such patients", () => {
    const { groups } = valuesOf(alike, {
      campaign: { peers: { of: "place", minimum: 4, "list-at-least": 2500, "why-these": "Near." } },
    });
    expect(groups.map(({ peers }) => peers !== undefined)).toEqual([false, true]); // 1,000 is under half of 2,500
    const half = valuesOf(alike, {
      campaign: { peers: { of: "place", minimum: 4, "list-at-least": 2000, "why-these": "Near." } },
    });
    expect(half.groups.map(({ peers }) => peers !== undefined)).toEqual([true, true]);
  });

  test("says nothing where few are expected", () => {
    const { groups } = valuesOf({ ...alike, A: { near: [4, 400], far: [10, 5000] } });
    expect(groups.map(({ few }) => few)).toEqual([true, undefined]); // 3 of 1,000 a month, of 400, in 12 months: 14 or 17
  });

  test("says nothing of a quantity, however small, nor of none where many are expected", () => {
    const numerator = { is: "Amounts.", counts: "quantity", one: "dose", many: "doses" } as const;
    const small = { ...alike, A: { near: [4, 400], far: [10, 5000] } } as const;
    expect(valuesOf(small, { indicators: [{ numerator }] }).groups.map(({ few }) => few)).toEqual([
      undefined,
      undefined,
    ]);
    const { groups } = valuesOf({ ...alike, A: { near: [0, 10_000], far: [10, 5000] } });
    expect(groups.map(({ few }) => few)).toEqual([undefined, undefined]);
  });

  test("is withheld with its neighbour where it is a small count", () => {
    const indicators = [{ numerator: { is: "People.", counts: "patients", one: "person", many: "people" } as const }];
    const campaign = { disclosure: { policy: "nhsd-hes" } };
    const { groups } = valuesOf({ ...alike, A: { near: [0.5, 1000], far: [10, 5000] } }, { indicators, campaign });
    expect(groups.map(own)).toEqual(["withheld", "withheld"]);
  });

  test("that guards a peer's small count is not in the quartiles either", () => {
    const indicators = [{ numerator: { is: "People.", counts: "patients", one: "person", many: "people" } as const }];
    const campaign = { disclosure: { policy: "nhsd-hes" } };
    const farWith = (guard: number) =>
      valuesOf({ ...alike, D: { near: [0.5, 1000], far: [guard, 5000] } }, { indicators, campaign }).groups[1]?.peers;
    expect(farWith(15)).toMatchObject({ lower: 1.5, median: 2, upper: 2 });
    expect(farWith(40)).toEqual(farWith(15));
  });

  test("of three, one that guards a peer's small count is in no quartile, and the small one in the middle", () => {
    const indicators = [{ numerator: { is: "People.", counts: "patients", one: "person", many: "people" } as const }];
    const campaign = { disclosure: { policy: "nhsd-hes" } };
    const wider = Object.fromEntries(
      Object.entries(alike).map(([code, groups]) => [code, { ...groups, beyond: [60, 5000] as const }]),
    );
    const peersWith = (guard: number) => {
      const D = { near: [0.5, 1000], far: [guard, 5000], beyond: [60, 5000] } as const;
      return valuesOf({ ...wider, D }, { indicators, campaign }).groups.map(({ peers }) => peers);
    };
    const [near, far] = peersWith(15);
    expect(near?.median).toBe(2.5); // of 4, 2, 3, and 4 people of 12,000
    expect(far).toMatchObject({ lower: 1.5, median: 2, upper: 2 });
    expect(peersWith(40)).toEqual(peersWith(15));
  });

  test("there is none where the total has none", () => {
    const { standing } = valuesOf({ ...alike, A: { near: [0, 0], far: [0, 0] } });
    expect(standing.subgroups).toBeUndefined();
  });
});

test("a share told the other way round turns in its groups too", () => {
  const complement = {
    title: "Others",
    name: "others",
    short: "others",
    describes: "Others.",
    unit: "% of others",
    numerator: { is: "Others.", one: "other", many: "others" },
  };
  const indicator = { ...shareOf({ complement }), indicator: "items" };
  const shares = Object.fromEntries(
    Object.entries(alike).map(([code]) => [code, { near: [4, 16], far: [10, 40] } as const]),
  );
  const { standing, group } = valuesOf(shares, { indicators: [indicator] });
  expect(complementOf(indicator)?.title).toBe("Others");
  const turned = complementStanding(indicator, standing, group).subgroups;
  expect(turned?.groups.map(own)).toEqual([
    [144, 0.75],
    [360, 0.75],
  ]);
  expect(turned?.groups.map(({ peers }) => peers?.median)).toEqual([0.75, 0.75]);
});
