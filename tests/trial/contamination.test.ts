import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import { nodeWorld } from "../../src/node.ts";
import type { Assignment } from "../../src/report/assign.ts";
import { concurrentProblems, concurrentTrials, twiceProblems } from "../../src/trial/contamination/alongside.ts";
import { checkShared } from "../../src/trial/integrity/shared.ts";
import {
  contactsOf,
  contactTable,
  contaminationOf,
  contaminationText,
  contaminationWarnings,
} from "../../src/trial/pack/contamination.ts";
import type { Facts } from "../../src/trial/pack/facts.ts";
import { allocationText, openTrial, type Row, trialText, writeTrial } from "./scratch.ts";

/* Who may have had the words of another arm, and who is in other trials too: one spoilt input each. */

const world = nodeWorld();
const root = mkdtempSync(join(tmpdir(), "contamination-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Spoilt = {
  before?: Readonly<Record<string, Partial<Assignment>>>; // in the first cycle
  now?: Readonly<Record<string, Partial<Assignment>>>;
  rulings?: readonly object[];
  organisations?: Readonly<Record<string, object>>;
  stages?: readonly object[];
};

const codes = ["Z10001", "Z10002", "Z10003", "Z10004"];

/** Two cycles of four practices, each with a report made, two in an arm. */
function factsOf({ before = {}, now = {}, rulings = [], organisations = {}, stages = [] }: Spoilt = {}): Facts {
  const assigned = (more: Spoilt["now"] = {}) =>
    Object.fromEntries(
      codes.map((code, i) => {
        const arm = i % 2 === 0 ? "K1" : "K7";
        return [code, { unit: code, arm, sequence: arm, status: "active", ...more[code] } as Assignment];
      }),
    );
  const entries = new Map(codes.map((code) => [code, [{ code, channel: "email", path: `email/${code}.eml` }]]));
  const runOf = (id: string, issued: string, more: Spoilt["now"]) => ({
    cycle: { id, issued },
    trial: { id: "quillet", rehearsal: false, assignments: assigned(more), rulings },
    entries,
  });
  const runs = [runOf("2026-06", "2026-08-10", before), runOf("2026-08", "2026-10-05", now)];
  const { trial } = runs[1]!;
  const jobs = codes.map((code, i) => ({
    organisation: {
      code,
      email: `${code}@a.example`,
      address: [`${i + 1} Mill Lane`],
      postcode: "QC18 3UN",
      ...organisations[code],
    },
    channels: ["email"],
  }));
  return {
    ...{ runs, run: { trial, folder: join(root, "out/quillet/2026-08/run") }, cycle: runs[1]!.cycle },
    trial: { file: { trial: "quillet", stages, sequences: {}, alongside: [] }, path: "trial.yaml" },
    planned: { jobs, assignments: { of: new Map(Object.entries(trial.assignments)) } },
  } as unknown as Facts;
}

describe("words of several arms", () => {
  const told = (spoilt?: Spoilt) =>
    contactsOf(factsOf(spoilt)).map(
      ({ kind, cycle, codes: of, arms }) => `${kind} ${cycle}: ${of.join("+")} ${arms.join("+")}`,
    );

  test("reached nobody in a sound trial, nor by a schedule or a stage", () => {
    expect(told()).toEqual([]);
    expect(told({ now: { Z10001: { sent: "K7", washout: "K7" } } })).toEqual([]);
    const stages = [{ stage: "one" }, { stage: "two" }];
    expect(
      told({ stages, before: { Z10001: { stage: "one" } }, now: { Z10001: { stage: "two", arm: "S9" } } }),
    ).toEqual([]);
  });

  test.each<[string, Spoilt, string[]]>([
    ["by a report of another arm", { now: { Z10001: { sent: "K7" } } }, ["other-report 2026-08: Z10001 K1+K7"]],
    ["by a move", { before: { Z10002: { arm: "K1", sequence: "K1" } } }, ["moved 2026-08: Z10002 K1+K7"]],
    [
      "by a merger across arms",
      { rulings: [{ unit: "Z10003", into: "Z10004", date: "2026-09-01", arm: "K7", because: "" }] },
      ["merged 2026-09-01: Z10003+Z10004 K1+K7"],
    ],
    [
      "through a mailbox",
      { organisations: { Z10001: { email: "Desk@a.example " }, Z10004: { email: "desk@a.example" } } },
      ["mailbox 2026-08: Z10001+Z10004 K1+K7"],
    ],
    [
      "at an address, however it is written",
      {
        organisations: {
          Z10001: { address: ["Mill House", "4 High St."] },
          Z10002: { address: ["MILL HOUSE, 4 HIGH ST"] },
        },
      },
      ["address 2026-08: Z10001+Z10002 K1+K7"],
    ],
  ])("%s", (_, spoilt, expected) => {
    expect(told(spoilt)).toEqual(expected);
    const all = { contacts: contactsOf(factsOf(spoilt)), concurrent: [], beside: [], problems: [] };
    expect(contaminationWarnings(all).map(({ code }) => code)).toEqual(["contamination"]);
    expect(contactTable(all, { code: (code) => code }).rows).toHaveLength(1);
    expect(contaminationText(all, { code: (code: string) => code } as never, 0)).toContain(
      expected[0]!.split(" ")[2]!.replace("+", " and "),
    );
  });

  test("two practices of one arm in a building are sound; an address without a postcode is nobody's", () => {
    const at = (more: object) => ({ address: ["Mill House"], ...more });
    expect(told({ organisations: { Z10001: at({}), Z10003: at({}) } })).toEqual([]);
    expect(told({ organisations: { Z10001: at({ postcode: "" }), Z10002: at({ postcode: "" }) } })).toEqual([]);
  });

  test("are told by check, mailboxes and addresses apart", () => {
    const { planned } = factsOf({
      organisations: {
        Z10001: { email: "desk@a.example", address: ["Mill House"] },
        Z10002: { email: "desk@a.example", address: ["Mill House"] },
      },
    });
    const trial = { path: "trial.yaml" } as never;
    expect(checkShared(trial, planned).map(({ message }) => message)).toEqual([
      "a mailbox gets the reports of several arms: desk@a.example (Z10001 of K1, Z10002 of K7)",
      "an address gets the reports of several arms: QC18 3UN (Z10001 of K1, Z10002 of K7)",
    ]);
  });
});

describe("another trial with the same recipients", () => {
  const written = (rows: readonly (string | Row)[], parts: Record<string, string> = {}) =>
    writeTrial({ "trial.yaml": trialText(parts), "allocation.csv": allocationText(rows) });
  const other = (parts: Record<string, string> = {}) =>
    written(
      ["Z10001 F1", "Z10002 F2", "Z10003 F2", "Z10010 F1"].map((row) => ({
        unit: row.slice(0, 6),
        arm: row.slice(7),
        from: "2025-09-01",
      })),
      {
        trial: "two-looks",
        arms: "\n  F1: { own-plan: with }\n  F2: { own-plan: without }",
        ...parts,
      },
    );
  async function told(alongside: string) {
    const study = await openTrial(
      written(["Z10001 K1", "Z10002 K7", "Z10003 K1", "Z10004 K7"], { alongside: `[${alongside}]` }),
    );
    const { found, problems } = await concurrentTrials(world, study, study.trial!);
    return [...problems, ...concurrentProblems(study.trial!, found), ...twiceProblems(study.trial!, found)].map(
      ({ code, severity, message }) => `${code} (${severity}): ${message}`,
    );
  }

  test("is told by its name, with how its arms lie on those of this one", async () => {
    const [oneSided, first, twice, ...more] = await told(other());
    expect(more).toEqual([]);
    expect(twice).toMatch(
      /^two-reports \(error\): 3 recipients would get two reports of one campaign in a cycle, one of this trial and one of "two-looks": Z10001 \(2026-04, .*2026-08\), Z10002 \(.*\), Z10003/,
    );
    expect(oneSided).toBe(
      'one-sided (warning): "two-looks" shares recipients with this trial, and does not name it: its own pack will not tell of them',
    );
    expect(first).toMatch(
      /^concurrent-trial \(warning\): 3 recipients are in "two-looks" too, on the same campaign, in \d{4}-\d\d to \d{4}-\d\d: K1 with F1 1, F2 1; K7 with F2 1$/,
    );
  });

  test("that sends them the same campaign stops a render, unless it is accepted by name or one of them sends nothing", async () => {
    const own = (parts: Record<string, string> = {}) =>
      written(["Z10001 K1", "Z10002 K7", "Z10003 K1"], { alongside: `[${other()}]`, ...parts });
    const out = join(root, "twice");
    await expect(build(world, { study: own(), cycle: "2026-08", out, workers: 0 })).rejects.toMatchObject({
      problems: [
        { code: "two-reports", hint: expect.stringContaining("finding: two-reports, of: [Z10001, Z10002, Z10003]") },
      ],
    });
    const accepted = (of: string) =>
      `[{ finding: two-reports${of}, reason: agreed with both steering groups, accepted-by: Trial manager, date: 2026-05-01 }]`;
    const left = async (parts: Record<string, string>) => {
      const study = await openTrial(own(parts));
      const { found } = await concurrentTrials(world, study, study.trial!);
      return [
        study.warnings.length,
        twiceProblems(study.trial!, found).map(({ message }) => /: (.*?) \(/.exec(message)?.[1]),
      ];
    };
    expect(await left({ "accepted-findings": accepted("") })).toEqual([0, []]);
    expect(await left({ "accepted-findings": accepted(", of: [Z10001, Z10002]") })).toEqual([0, ["Z10003"]]);
    const factors = `
  own-plan:
    is: Whether anything is sent
    changes: [schedule]
    levels:
      with: { is: A report }
      without: { is: Nothing, cycles: none }`;
    expect(await left({ factors })).toEqual([0, ["Z10001"]]); // Z10002 is in the arm without
  });

  test("may send to a mailbox of this one", async () => {
    const folder = written(["Z10001 K1", "Z10002 K7"]);
    const study = await openTrial(folder);
    const [topic, inputs] = [...study.topics][0]!;
    const directory = new Map(inputs.directory);
    directory.set("Z10001", {
      ...directory.get("Z10001")!,
      email: ` ${directory.get("Z10010")!.email!.toUpperCase()}`,
    });
    const trial = { ...study.trial!, file: { ...study.trial!.file, alongside: [other()] } };
    const { problems } = await concurrentTrials(
      world,
      { ...study, topics: new Map([[topic, { ...inputs, directory }]]) },
      trial,
    );
    expect(problems.filter(({ code }) => code === "shared-mailbox").map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^a mailbox gets the reports of this trial and of "two-looks": \S+ \(Z10001 here, Z10010 there\)$/,
      ),
    ]);
  });

  test("may name this one in its turn; arms that lie on one another cannot be told apart", async () => {
    const rows = (arms: readonly [string, string], swapped = false) =>
      Array.from({ length: 6 }, (_, i) => `Z1000${i + 1} ${arms[(i + (swapped && i > 3 ? 1 : 0)) % 2]}`);
    const own = written(rows(["K1", "K7"]));
    const messages = async (swapped: boolean) => {
      const linked = other({ alongside: `[${own}]` });
      writeFileSync(join(linked, "allocation.csv"), allocationText(rows(["F1", "F2"], swapped)));
      writeFileSync(join(own, "trial.yaml"), trialText({ alongside: `[${linked}]` }));
      const study = await openTrial(own);
      const { found, problems } = await concurrentTrials(world, study, study.trial!);
      return [...problems, ...concurrentProblems(study.trial!, found)].map(({ message }) => message);
    };
    expect(await messages(false)).toEqual([
      expect.stringMatching(/: K1 with F1 3; K7 with F2 3\. Whoever is in one arm here is in one arm there: neither /),
    ]);
    expect(await messages(true)).toEqual([expect.stringMatching(/: K1 with F1 2, F2 1; K7 with F1 1, F2 2$/)]);
  });

  test("is no matter in other months, or without anybody of this one", async () => {
    const cycles =
      "\n  - { id: 2025-08, issued: 2025-10-06, extracted: 2025-09-29, data: { from: 2023-09, to: 2025-08 } }";
    expect(await told(other({ cycles }))).toEqual([]);
    expect(await told(written(["Z10011 K1", "Z10012 K7"], { trial: "elsewhere" }))).toEqual([]);
  });

  test("that cannot be read is an error with its place", async () => {
    expect((await told("../nowhere"))[0]).toMatch(/^unknown-concurrent \(error\): "..\/nowhere" cannot be read: /);
  });
});

test("reports that other studies made for the same recipients in the same months are told, by the runs beside", async () => {
  const at = join(root, "out/winter-letters/2026-08/2026-08-abc");
  mkdirSync(at, { recursive: true });
  const recipients = ["Z10001", "Z10002", "Z10003", "Z19999"].map((code) => ({ code, channels: ["email"] }));
  const plan = (issued: string) =>
    writeFileSync(
      join(at, "plan.json"),
      JSON.stringify({
        run: "2026-08-abc",
        study: "winter-letters",
        key: "k",
        cycle: { id: "2026-08", issued },
        recipients,
        without: [],
        narrowedBy: [],
        leftOut: 0,
        origin: { key: "o", inputs: {}, templates: {} },
      }),
    );
  writeFileSync(join(at, "run.json"), JSON.stringify({ state: "finished" }));
  plan("2026-10-19");
  const found = await contaminationOf(world, { ...factsOf(), study: { topics: new Map() } } as never);
  expect(contaminationWarnings(found).map(({ message }) => message)).toEqual([
    'the campaign "winter-letters" made reports of 2026-08, issued 2026-10-19, for recipients of this trial: K1 2, K7 1',
  ]);
  plan("2026-12-01");
  expect((await contaminationOf(world, factsOf())).beside).toEqual([]);
});
