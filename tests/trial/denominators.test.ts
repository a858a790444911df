import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findCycle } from "../../src/input/cycles.ts";
import type { Assessed } from "../../src/input/trial/assessed.ts";
import { ratioChance } from "../../src/input/trial/sample-ratio.ts";
import { nodeWorld } from "../../src/node.ts";
import { assign } from "../../src/report/assign.ts";
import { definitionOf } from "../../src/trial/frozen/definition.ts";
import { heldTo } from "../../src/trial/frozen/held.ts";
import { enrolmentText } from "../../src/trial/pack/enrolment.ts";
import type { Facts } from "../../src/trial/pack/facts.ts";
import { rehearsalOf } from "../../src/trial/rehearse.ts";
import { allocationText, openTrial, problemsOf, type Row, trialText, writeTrial } from "./scratch.ts";
import { smallService } from "./small.ts";

/* Who is in a trial: everybody who was assessed, the list against key, ratio, schedule and directory, and mergers that can be. */

const world = nodeWorld();
const service = await smallService("Z10080"); // enough for lists that are far from a ratio
const codeOf = (n: number) => `Z10${String(n).padStart(3, "0")}`;
const gone = new Set(["Z10023", "Z10024", "Z10026"]); // closed or merged, in the directory
const codes = Array.from({ length: 50 }, (_, i) => codeOf(i + 1)).filter((code) => !gone.has(code));
/** So many units of each arm, in order of codes. */
const split = (sizes: Readonly<Record<string, number>>): Row[] => {
  const left = [...codes];
  return Object.entries(sizes).flatMap(([arm, size]) => left.splice(0, size).map((unit): Row => ({ unit, arm })));
};

const three = {
  factors: `
  own-plan:
    is: Whether there is room for a plan
    changes: [sections]
    levels:
      with: { is: The report as it is }
      without: { is: Without the plan, leave-out: [own-plan] }
      bare: { is: Without more, leave-out: [own-plan, why] }`,
  arms: "\n  K1: { own-plan: with }\n  K7: { own-plan: without }\n  K9: { own-plan: bare }",
};

type Setting = { parts?: Record<string, string>; events?: string; assessed?: string };

function write(rows: readonly (string | Row)[], { parts = {}, events, assessed }: Setting = {}): string {
  return writeTrial({
    "trial.yaml": trialText({
      campaign: join(service.content, "short/opioids"),
      ...parts,
      ...(events === undefined ? {} : { events: "events.csv" }),
      ...(assessed === undefined ? {} : { assessed: "assessed.csv" }),
    }),
    "allocation.csv": allocationText(rows),
    ...(events === undefined ? {} : { "events.csv": `date,event,unit_code,other_code,channel,reason\n${events}` }),
    ...(assessed === undefined ? {} : { "assessed.csv": assessed }),
  });
}

const told = async (rows: readonly (string | Row)[], setting: Setting = {}) =>
  (await problemsOf(write(rows, setting))).sort();
const accept = (finding: string, of = "") =>
  `[{ finding: ${finding}${of}, reason: as planned, accepted-by: Trial manager, date: 2026-05-01 }]`;

describe("the chance of a list", () => {
  test.each([
    ["682:243 for 3:1, exact (Conover 1971, p. 97; R's binom.test)", [682, 243], [3, 1], 0.3825],
    ["315:108:101:32 for 9:3:3:1, by chi-squared 0.470 (Mendel 1866)", [315, 108, 101, 32], [9, 3, 3, 1], 0.9254],
    ["9:1 for 1:1", [9, 1], [1, 1], 0.0215],
    ["20:20:0 for 1:1:1", [20, 20, 0], [1, 1, 1], 4.9278e-7],
    ["nobody", [0, 0], [1, 1], 1],
  ])("%s", (_, counts, ratio, chance) => expect(ratioChance(counts, ratio)).toBeCloseTo(chance, 4));

  test("of 30:1:1 is 3.3 in a million million", () => {
    expect(ratioChance([30, 1, 1], [1, 1, 1]) * 1e12).toBeCloseTo(3.3173, 4);
  });
});

describe("the list is refused", () => {
  test("where it is far from the ratio, with the numbers", async () => {
    expect(await told(split({ K1: 30, K7: 1, K9: 1 }), { parts: three })).toEqual([
      "sample-ratio: K1 30, K7 1, K9 1, where 1:1:1 is declared: by chance so uneven in fewer than one in a million of lists",
    ]);
    expect(await told(split({ K1: 16, K7: 3 }))).toEqual([]); // 4 in a thousand
    expect(await told(split({ K1: 20, K7: 3 }))).toEqual([
      "sample-ratio: K1 20, K7 3, where 1:1 is declared: by chance so uneven in 490 in a million of lists",
    ]);
  });

  test("but not where another ratio is declared, or it is accepted by name", async () => {
    const rows = split({ K1: 36, K7: 9 });
    expect((await told(rows)).join()).toMatch(/^sample-ratio: K1 36, K7 9/);
    expect(await told(rows, { parts: { ratio: "{ K1: 4 }" } })).toEqual([]);
    expect(await told(rows, { parts: { "accepted-findings": accept("sample-ratio") } })).toEqual([]);
  });

  test("by clusters, where these are allocated", async () => {
    const study = await openTrial(write(["Z10001 K1", "Z10002 K7"]));
    const [{ directory } = { directory: new Map() }] = study.topics.values();
    const pcnOf = (unit: string) => directory.get(unit)?.parents.pcn?.code;
    const large = [...Map.groupBy(codes, pcnOf).values()].toSorted((a, b) => b.length - a.length);
    const rows = large.flatMap((units, i) =>
      pcnOf(units[0]!) ? units.map((unit): Row => ({ unit, arm: i % 2 === 0 ? "K1" : "K7" })) : [],
    );
    expect(rows.length).toBeGreaterThan(30);
    expect(await told(rows, { parts: { cluster: "pcn" } })).toEqual([]);
  });

  test("where nobody is in an arm", async () => {
    const rows = split({ K1: 3, K7: 3 });
    expect(await told(rows, { parts: three })).toEqual(["empty-arm: nobody is in arm K9; K1 3, K7 3, K9 0"]);
    const accepted = accept("empty-arm", ", of: [K9]");
    expect(await told(rows, { parts: { ...three, "accepted-findings": accepted } })).toEqual([]);
  });

  test.each([
    [
      "2025-01-01",
      "all 4 rows begin 530 days or more before the first reports, which are issued on 15 June 2026: the last on 1 January 2025",
    ],
    [
      "2027-01-01",
      "all 4 rows begin 200 days or more after the first reports, which are issued on 15 June 2026: the first on 1 January 2027",
    ],
  ])("where the year is wrong in every row: %s", async (from, message) => {
    const rows = split({ K1: 2, K7: 2 }).map((row) => ({ ...row, from }));
    expect(await told(rows)).toEqual([`list-dates: ${message}`]);
    expect(await told([...rows, { unit: "Z10010", arm: "K1" }])).toEqual([
      "other-year: 1 of 5 units were allocated half a year or more from the others: Z10010 (1 January 2026)",
    ]);
  });

  test("where a unit can get no report", async () => {
    const within = { "accepted-findings": accept("cannot-get-report", ", of: [Z10024]") };
    const closed: Row = { unit: "Z10024", arm: "K1", from: "2026-05-15" };
    const rows = [...split({ K1: 2, K7: 2 }), closed];
    const events = "2026-04-30,merge,Z10024,Z10025,,\n";
    expect(await told(rows, { events })).toEqual([
      "cannot-get-report: 1 of 5 units cannot get a report: Z10024 (closed on 30 April 2026, before it was allocated)",
    ]);
    expect(await told([...rows.slice(0, -1), { ...closed, status: "excluded" }], { events })).toEqual([]);
    expect(await told(rows, { events, parts: within })).toEqual([]);
  });

  test("an acceptance that nothing needs is told", async () => {
    expect(await told(split({ K1: 2, K7: 2 }), { parts: { "accepted-findings": accept("empty-arm") } })).toEqual([
      'idle-acceptance: "empty-arm" is accepted, and nothing of it is found',
    ]);
  });
});

describe("an unequal ratio", () => {
  test("is even within a stratum where it is kept, and is rehearsed", async () => {
    const parts = { ratio: "{ K1: 2 }", stratum: "icb", balance: "{ within: 1 }" };
    const rows = split({ K1: 20, K7: 10 });
    expect(await told(rows, { parts })).toEqual([]);
    expect((await told(split({ K1: 15, K7: 15 }), { parts })).join()).toContain("unbalanced-stratum");
    const study = await openTrial(write(rows, { parts }));
    const { text } = rehearsalOf(study, study.trial!, { seed: 7, responders: 0.5 });
    const [one, other] = ["K1", "K7"].map((arm) => text.split(`,${arm},`).length - 1) as [number, number];
    expect(Math.abs(one - 2 * other)).toBeLessThan(4);
    expect(one + other).toBeGreaterThan(70);
  });

  test("is of arms that there are", async () => {
    expect(await told(split({ K1: 10, K7: 10 }), { parts: { ratio: "{ K2: 2 }" } })).toEqual([
      'unknown-arm: unknown arm "K2" in the ratio',
    ]);
  });

  test("holds in every stratum of a rehearsal", async () => {
    const study = await openTrial(write(["Z10001 K1"], { parts: { ratio: "{ K1: 2 }", stratum: "sub-icb" } }), {
      allocation: false,
    });
    const rows = rehearsalOf(study, study.trial!, { seed: 11, responders: 0.5 }).text.trim().split("\n").slice(1);
    const strata = Map.groupBy(rows, (row) => row.split(",")[5]);
    expect(strata.size).toBeGreaterThan(2);
    for (const [stratum, own] of strata) {
      const [one, other] = ["K1", "K7"].map((arm) => own.filter((row) => row.includes(`,${arm},`)).length);
      expect(Math.abs(one! / 2 - other!), stratum).toBeLessThanOrEqual(1);
    }
  });
});

describe("everybody who was assessed", () => {
  const head = "unit_code,status,date,reason\n";
  const rows = ["Z10001 K1", "Z10002 K7"];
  const others = Array.from({ length: 80 }, (_, i) => codeOf(i + 1)).filter(
    (code) => code > "Z10002" && !["Z10023", "Z10024"].includes(code),
  );
  const all = `${others.map((code) => `${code},ineligible,,not in the area`).join("\n")}\n`;
  const randomised = "Z10001,randomised,2026-04-20,\nZ10002,randomised,2026-04-20,\n";

  test("is reconciled with list and directory", async () => {
    expect(await told(rows, { assessed: `${head}${randomised}${all}` })).toEqual([]);
    const study = await openTrial(write(rows, { assessed: `${head}${randomised}${all}` }));
    expect(study.trial?.assessed?.units).toHaveLength(78);
    expect(study.files.some((file) => file.endsWith("assessed.csv"))).toBe(true);
  });

  test("both ways: randomised and not listed, listed and not randomised, never assessed", async () => {
    const assessed = `${head}Z10001,declined,,no time\nZ10003,randomised,,\n${all.split("\n").slice(3).join("\n")}`;
    expect(await told(rows, { assessed })).toEqual([
      expect.stringMatching(
        /^listed-not-randomised: 2 of 2 units in the allocation are not randomised by ".*": Z10001 \(declined\), Z10002 \(not assessed\)$/,
      ),
      "never-assessed: of 78 units of the directory that could get a report nobody says of 3 whether they were assessed: Z10002, Z10004, Z10005",
      "randomised-not-listed: 1 of 1 units randomised here are not in the allocation, which has 2: Z10003",
    ]);
    const parts = {
      "accepted-findings": `${accept("never-assessed").slice(0, -1)}, ${accept("listed-not-randomised").slice(1)}`,
    };
    expect(await told(rows, { assessed, parts })).toEqual([
      "randomised-not-listed: 1 of 1 units randomised here are not in the allocation, which has 2: Z10003",
    ]);
  });

  test("may come after the first render, and is frozen from then on", async () => {
    const [bare, listed] = [write(rows), write(rows, { assessed: `${head}${randomised}${all}` })];
    const { trial } = await openTrial(bare);
    const later = (await openTrial(listed)).trial!;
    const frozen = { kind: "frozen" as const, cycle: "2026-06", definition: await definitionOf(world, trial!) };
    const arrived = await heldTo(world, later, [frozen], { id: "2026-08" });
    expect(arrived).toMatchObject([
      { kind: "decided", definition: { assessed: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ]);
    expect(await heldTo(world, later, [frozen, ...arrived], { id: "2026-08" })).toEqual([]);
    writeFileSync(join(listed, "assessed.csv"), `${head}${randomised}${all.replace("not in the area", "too small")}`);
    const changed = (await openTrial(listed)).trial!;
    await expect(heldTo(world, changed, [frozen, ...arrived], { id: "2026-08" })).rejects.toMatchObject({
      problems: [
        {
          code: "frozen",
          message: "the list of everybody who was assessed has changed since the trial's first render",
        },
      ],
    });
  });

  test("is told by line where a row cannot be read", async () => {
    const assessed = `${head}${randomised}Z10001,randomised,,\nZ99999,declined,,\nZ10003,ineligible,,\nZ10004,refused,2026-02-30,\n`;
    expect(await told(rows, { assessed })).toEqual([
      "bad-row: Z10003 is ineligible, without a reason",
      'bad-row: invalid date "2026-02-30" of Z10004',
      "duplicate-unit: second row for Z10001; the first is on line 2",
      'unknown-status: unknown status "refused" of Z10004',
      'unknown-unit: unknown unit "Z99999"',
    ]);
  });
});

describe("mergers", () => {
  const rows = ["Z10001 K1", "Z10002 K7", "Z10003 K1", "Z10025 K7"];
  const across = "2026-04-30,merge,Z10024,Z10025,,\n";

  test.each([
    [
      "in a ring",
      "2026-07-01,merge,Z10001,Z10002,,\n2026-07-02,merge,Z10002,Z10003,,\n2026-07-03,merge,Z10003,Z10001,,\n",
      /^merger-ring: mergers in a ring: Z10001 into Z10002 into Z10003 into Z10001$/,
    ],
    ["into itself", "2026-07-01,merge,Z10001,Z10001,,\n", /^merger-ring: mergers in a ring: Z10001 into Z10001$/],
    [
      "twice",
      "2026-07-01,merge,Z10001,Z10002,,\n2026-07-02,merge,Z10001,Z10003,,\n",
      /^merged-twice: Z10001 merged into Z10003, and before that into Z10002 \(line 2\)$/,
    ],
    [
      "into one that had merged itself",
      "2026-07-01,merge,Z10002,Z10003,,\n2026-07-02,merge,Z10001,Z10002,,\n",
      /^unlikely-successor: Z10001 merged into Z10002 on 2 July 2026, but Z10002 had merged into Z10003 on 1 July 2026$/,
    ],
    [
      "into one that had closed",
      "2026-07-01,close,Z10002,,,\n2026-07-02,merge,Z10001,Z10002,,\n",
      /^unlikely-successor: .* Z10002 had closed on 1 July 2026$/,
    ],
    [
      "into one that is closed in the directory",
      "2026-07-02,merge,Z10001,Z10024,,\n",
      /^unlikely-successor: .*, but the directory says Z10024 closed on 30 April 2026$/,
    ],
    [
      "of one whose successor is another in the directory",
      "2026-04-30,merge,Z10024,Z10001,,\n",
      /^unlikely-successor: .*, but the directory says Z10025 carries on for Z10024$/,
    ],
    ["into one that nobody knows", "2026-07-02,merge,Z10001,Z20001,,\n", /^unknown-unit: unknown unit "Z20001"$/],
  ])("%s are refused", async (_, events, problem) => {
    expect(await told(rows, { events })).toEqual([expect.stringMatching(problem)]);
  });

  test("that are unlikely can be accepted by name; those in a chain are in order", async () => {
    const events = "2026-07-02,merge,Z10001,Z10024,,\n";
    const parts = { "accepted-findings": accept("unlikely-successor", ", of: [Z10001]") };
    expect(await told(rows, { events, parts })).toEqual([]);
    expect(
      await told(rows, { events: `${across}2026-07-02,merge,Z10001,Z10002,,\n2026-07-09,merge,Z10002,Z10003,,\n` }),
    ).toEqual([]);
  });

  test.each([
    ["keep-successor", "K7", undefined],
    ["stop-sending", undefined, "Z10002 has practices of several arms, and merged into it on 9 July 2026"],
  ])("in a chain carry the arms with them: %s", async (merged, report, not) => {
    const events = "2026-07-02,merge,Z10001,Z10002,,\n2026-07-09,merge,Z10002,Z10025,,\n";
    const study = await openTrial(write(rows, { events, parts: { merged } }));
    const [inputs] = study.topics.values();
    const { of, rulings } = assign(study, study.trial!, findCycle(inputs!, "2026-06"));
    expect(rulings.map(({ unit, into, arm }) => [unit, into, arm])).toEqual([
      ["Z10001", "Z10002", report ?? null],
      ["Z10002", "Z10025", report ?? null],
    ]);
    expect(of.get("Z10025")?.not).toBe(not);
  });
});

describe("the pack's enrolment", () => {
  const facts = (assessed?: Assessed) =>
    ({
      trial: {
        assessed,
        arms: new Map([
          ["K7", {}],
          ["K9", {}],
        ]),
        file: {
          stages: [],
          ratio: { K7: 3 },
          sequences: {},
          "accepted-findings": [
            { finding: "empty-arm", of: ["K9"], reason: "dropped", "accepted-by": "the group", date: "2026-05-01" },
          ],
        },
      },
      run: { trial: { assignments: { Z10001: { unit: "Z10001" }, Z10002: { unit: "Z10002" } } } },
    }) as unknown as Facts;

  test("counts everybody who was assessed, with reasons, and tells what was accepted", () => {
    const unit = (status: "randomised" | "ineligible" | "declined", reason?: string, i = 1) => ({
      unit: `Z${i}`,
      status,
      line: i,
      ...(reason ? { reason } : {}),
    });
    const units = [
      unit("randomised"),
      unit("randomised"),
      unit("ineligible", "too small"),
      unit("ineligible", "closed"),
      unit("ineligible", "too small"),
      unit("declined"),
    ];
    const text = enrolmentText(facts({ file: "assessed.csv", units }), (words) => words);
    expect(text).toContain(
      "Assessed for eligibility: 6 units. Of these\n\n- 2 randomised\n- 3 ineligible (2 too small; 1 closed)\n- 1 declined\n- 0 excluded",
    );
    expect(text).toContain("Allocated in the ratio 3:1 (K7:K9).");
    expect(text).toContain("- empty-arm of K9, accepted on 2026-05-01 by the group: dropped");
  });

  test("claims nothing where there is no such list", () => {
    expect(enrolmentText(facts(), (words) => words)).toContain(
      "is not on record: the trial has no list of them (`assessed`). Randomised: 2 units.",
    );
  });
});
