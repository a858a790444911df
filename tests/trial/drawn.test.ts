import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError } from "../../src/problem.ts";
import { planStudy } from "../../src/report/plan.ts";
import { findUndrawn } from "../../src/trial/integrity/integrity.ts";
import { pack } from "../../src/trial/pack/pack.ts";
import { rehearsalOf } from "../../src/trial/rehearse.ts";
import { openTrial, problemsOf, trialText, writeTrial } from "./scratch.ts";
import { smallContent } from "./small.ts";

/* A trial whose arms the trials unit draws anew in every cycle, by email. Z10003 is not available in the second. */

const world = nodeWorld();
const parts = {
  trial: "vellum",
  campaign: join(smallContent, "short/asthma-inhalers"),
  design: "micro-randomised",
  unavailable: "K1",
  factors: `
  chart:
    is: Whether there is a chart
    changes: [sections]
    levels:
      none: { is: The report without its chart, channels: [email], leave-out: [comparison] }
      shown: { is: The report with its chart, channels: [email] }`,
  arms: "\n  K1: { chart: none }\n  K7: { chart: shown }",
};
const head =
  "list_id,list_version,unit_type,unit_code,cluster_id,stratum,stage,arm_code,effective_from,effective_to,status,reason,cycle,available,p_K1,P_K7";

type Drawn = [unit: string, arm: string, cycle: string, available?: string, p1?: string, p7?: string];

function row([unit, arm, cycle, available = "yes", p1 = "0.4", p7 = "0.6"]: Drawn, version: string): string {
  const from = cycle === "2026-06" ? "2026-08-03" : "2026-09-28";
  return `LISTA,${version},practice,${unit},,,,${arm},${from},,active,,${cycle},${available},${p1},${p7}`;
}

const june: Drawn[] = [
  ["Z10001", "K1", "2026-06"],
  ["Z10002", "K7", "2026-06"],
  ["Z10003", "K7", "2026-06"],
];
const august: Drawn[] = [
  ["Z10001", "K7", "2026-08"],
  ["Z10002", "K7", "2026-08", "yes", "0.75", "0.25"],
  ["Z10003", "", "2026-08", "no", "", ""],
];

const listOf = (rows: readonly Drawn[], version = "1") =>
  `${[head, ...rows.map((each) => row(each, version))].join("\n")}\n`;
const written = (rows: readonly Drawn[], more: Record<string, string> = {}) =>
  writeTrial({ "trial.yaml": trialText({ ...parts, ...more }), "allocation.csv": listOf(rows) });
const told = (rows: readonly Drawn[], more?: Record<string, string>) => problemsIn(written(rows, more));

/** Without what is of the campaign alone. */
async function problemsIn(folder: string): Promise<string[]> {
  return (await problemsOf(folder)).filter((each) => !/^(unused-block|unrecorded-merger)/.test(each));
}

describe("a list of draws", () => {
  test("gives each unit the arm of the cycle, and who was not available the arm that the trial names", async () => {
    const study = await openTrial(written([...june, ...august]));
    const armsIn = (cycle: string) =>
      [...planStudy(study, cycle).assignments!.of].map(([code, { arm, draw }]) => `${code} ${arm} ${draw?.available}`);
    expect(armsIn("2026-06")).toEqual(["Z10001 K1 true", "Z10002 K7 true", "Z10003 K7 true"]);
    expect(armsIn("2026-08")).toEqual(["Z10001 K7 true", "Z10002 K7 true", "Z10003 K1 false"]);
    const sections = planStudy(study, "2026-08").jobs.map(({ design }) =>
      design.sections.some(({ kind }) => kind === "comparison"),
    );
    expect(sections).toEqual([true, true, false]);
    expect(armsIn("2026-04")).toEqual([]);
    expect(
      new Set(
        planStudy(study, "2026-04")
          .without.slice(0, 3)
          .map(({ reason }) => reason),
      ),
    ).toEqual(new Set(["awaits its arm"]));
  });

  test.each<[string, Drawn, string]>([
    ["an unknown cycle", ["Z10001", "K1", "2026-07"], 'unknown cycle "2026-07" of Z10001'],
    ["a second draw", ["Z10002", "K1", "2026-06"], "second draw of Z10002 in 2026-06; the first is on line 3"],
    ["no word of availability", ["Z10004", "K1", "2026-06", "perhaps"], 'invalid available "perhaps" of Z10004'],
    [
      "a draw of who was not available",
      ["Z10004", "K7", "2026-06", "no", "", ""],
      "Z10004 was not available in 2026-06, and has arm K7",
    ],
    [
      "probabilities of who was not available",
      ["Z10004", "", "2026-06", "no"],
      "Z10004 was not available in 2026-06, and has probabilities",
    ],
    ["what is certain", ["Z10004", "K1", "2026-06", "yes", "1", "0"], 'invalid probability "1" of K1 for Z10004'],
    [
      "a probability that is missing",
      ["Z10004", "K1", "2026-06", "yes", "0.4", ""],
      "no probability of K7 for Z10004 in 2026-06",
    ],
    [
      "a sum that is not 1",
      ["Z10004", "K1", "2026-06", "yes", "0.4", "0.5"],
      "the probabilities of Z10004 in 2026-06 add up to 0.9, not to 1",
    ],
  ])("is refused by the line with %s", async (_, wrong, message) => {
    expect((await told([...june, wrong])).join()).toContain(message);
  });

  test("an arm that was not offered is not drawn; its columns are asked for by name", async () => {
    const three = {
      arms: `${parts.arms}\n  K9: { chart: shown }`,
    };
    const [problem] = await told(june, three);
    expect(problem).toContain('missing-column: missing column "p_k9"');
  });

  test("that is far from what was offered is refused, and so is a unit without a row; either may be accepted by name", async () => {
    const unit = (i: number) => `Z100${String(i + 1).padStart(2, "0")}`;
    const many = (p7: string) =>
      Array.from({ length: 20 }, (_, i): Drawn => [unit(i), "K7", "2026-06", "yes", String(1 - Number(p7)), p7]);
    expect((await told(many("0.8"))).filter((each) => each.startsWith("offered"))).toEqual([]);
    expect((await told(many("0.25"))).filter((each) => each.startsWith("offered"))).toEqual([
      "offered-otherwise: draws are not as arms were offered: K1 (0 drawn, 15.0 expected), K7 (20 drawn, 5.0 expected); by chance so far in less than one list in a thousand",
    ]);
    const lost = [...june, ...august.slice(0, 2)];
    expect(await told(lost)).toEqual([
      "not-drawn: 1 unit that was drawn before has no row in a later cycle in which others have: Z10003 (2026-08)",
    ]);
    const accepted =
      "[{ finding: not-drawn, of: [Z10003], reason: lost by the system, accepted-by: Trial manager, date: 2026-10-01 }]";
    expect(await told(lost, { "accepted-findings": accepted })).toEqual([]);
  });

  test("belongs to its own design, which says what who is not available gets and has no ratio", async () => {
    const { unavailable: _, ...without } = parts;
    const folder = writeTrial({ "trial.yaml": trialText(without), "allocation.csv": listOf(june) });
    expect((await problemsOf(folder)).join()).toContain(
      "nothing says what a unit gets that is not available in a cycle",
    );
    expect((await told(june, { unavailable: "K8" })).join()).toContain('unknown arm "K8"');
    expect((await told(june, { ratio: "{ K7: 2 }" })).join()).toContain("a micro-randomised trial has no ratio");
    expect((await told(june, { balance: "{ within: 1 }" })).join()).toContain(
      "a micro-randomised trial has no balance",
    );
    expect((await told(june, { design: "parallel" })).join()).toContain(
      "only a micro-randomised trial has `unavailable`",
    );
  });

  test("that has no draws of the cycle that is due, or of one between others, is told by check", async () => {
    const undrawn = async (rows: readonly Drawn[], due: string) => {
      const { trial, topics } = await openTrial(written(rows));
      const { cycles } = [...topics.values()][0]!.campaign;
      return findUndrawn(trial!, { cycles, due: { id: due } }).map(
        ({ severity, code, message }) => `${severity} ${code}: ${message}`,
      );
    };
    const april: Drawn[] = june.map(([unit, arm]) => [unit, arm, "2026-04"]);
    expect(await undrawn(june, "2026-06")).toEqual([]); // the cycle before it had none, nor has the next
    expect(await undrawn(june, "2026-08")).toEqual(["warning not-drawn-yet: the list has no draws of cycle 2026-08"]);
    expect(await undrawn([...april, ...august], "2026-08")).toEqual([
      "warning not-drawn-yet: the list has no draws of cycle 2026-06",
    ]);
  });

  test("is rehearsed with a draw for each unit in each cycle", async () => {
    const study = await openTrial(written(june), { allocation: false });
    const { text, units } = rehearsalOf(study, study.trial!, { seed: 3, responders: 0.5 });
    const [top, ...lines] = text.trimEnd().split("\n");
    expect(top).toMatch(/,cycle,available,p_k1,p_k7$/);
    expect(lines).toHaveLength(units * [...study.topics.values()][0]!.campaign.cycles.length);
    expect(lines[0]).toMatch(/^REHEARSAL,3,practice,Z10001,.*,2026-\d\d,yes,0\.500000,0\.500000$/);
    const folder = written(june);
    writeFileSync(join(folder, "allocation.csv"), text);
    expect(await problemsIn(folder)).toEqual([]);
  });
});

describe("a micro-randomised trial that was made", () => {
  const out = mkdtempSync(join(tmpdir(), "drawn-"));
  let study = "";
  let packed = "";
  const render = (cycle: string) => build(world, { study, cycle, out, workers: 0 });
  const refused = (work: Promise<unknown>) =>
    work.then(
      () => "",
      (error: unknown) =>
        isInputError(error) ? error.problems.map(({ code, message }) => `${code}: ${message}`).join() : String(error),
    );

  beforeAll(async () => {
    study = written(june);
    const first = await render("2026-06");
    expect(await refused(render("2026-08"))).toBe("not-drawn-yet: the list has no draws of cycle 2026-08");
    writeFileSync(join(study, "allocation.csv"), listOf([...june, ...august], "2"));
    const { folder } = await render("2026-08");
    packed = (await pack(world, { run: folder })).folders[0]!;
    await pack(world, { run: first.folder }); // as it was made, though the list has grown
  }, 240_000);
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  const read = (name: string) => readFileSync(join(packed, name), "utf8");

  test("has what each was offered and drew in exposure, and no contamination", () => {
    const [top = "", ...lines] = read("exposure.csv").trim().split("\n");
    const columns = ["cycle", "code", "arm", "available", "probability", "p_k1", "p_k7", "made"];
    const at = columns.map((name) => top.split(",").indexOf(name));
    expect(lines.map((line) => at.map((i) => line.split(",")[i]).join(" "))).toEqual([
      "2026-06 Z10001 K1 true 0.4 0.4 0.6 true",
      "2026-06 Z10002 K7 true 0.6 0.4 0.6 true",
      "2026-06 Z10003 K7 true 0.6 0.4 0.6 true",
      "2026-08 Z10001 K7 true 0.6 0.4 0.6 true",
      "2026-08 Z10002 K7 true 0.25 0.75 0.25 true",
      "2026-08 Z10003 K1 false    true",
    ]);
    expect(read("codebook.csv")).toContain("probability");
    expect(read("contamination.csv").trim().split("\n")).toHaveLength(1);
  });

  test("tells who was available and what was drawn, beside what was offered", () => {
    const flow = read("flow.md");
    expect(flow).toContain("| 2026-06 | 3 | 0 | 3 | 1 | 1.2 | 2 | 1.8 |");
    expect(flow).toContain("| 2026-08 | 3 | 1 | 2 | 0 | 1.15 | 2 | 0.85 |");
    expect(flow).toContain("Arms are drawn anew in every cycle");
    expect(read("consort-2025.md")).toContain("anew in every cycle, with the probabilities that the list records");
  });

  test("is refused where a draw or what was offered is another than when reports were made", async () => {
    const swapped: Drawn[] = [["Z10001", "K7", "2026-06"], ...june.slice(1)];
    writeFileSync(join(study, "allocation.csv"), listOf([...swapped, ...august], "3"));
    expect(await refused(render("2026-08"))).toContain(
      "allocation-changed: Z10001 was in arm K1 when 2026-06 was rendered",
    );
    const offered: Drawn[] = [["Z10001", "K1", "2026-06", "yes", "0.5", "0.5"], ...june.slice(1)];
    writeFileSync(join(study, "allocation.csv"), listOf([...offered, ...august], "3"));
    expect(await refused(render("2026-08"))).toContain(
      "list-edited: the list says something else now of Z10001 in 2026-06",
    );
  });
});
