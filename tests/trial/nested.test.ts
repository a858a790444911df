import { describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { levelsAsked } from "../../src/preview/sight.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { planStudy } from "../../src/report/plan.ts";
import { compare } from "../../src/trial/compare/compare.ts";
import { factorsBetween } from "../../src/trial/differences/attribute.ts";
import { definitionOf } from "../../src/trial/frozen/definition.ts";
import { levelPairs } from "../../src/trial/integrity/level-pairs.ts";
import { cornersOf } from "../../src/trial/integrity/orthogonal.ts";
import { findingsOf } from "./library.ts";
import { allocationText, openTrial, problemsOf, trialText, writeTrial } from "./scratch.ts";

/* A letter or none, and two factors within the letter. The first arm has none, and so no level of these. */

const factors = (more: { within?: string; changes?: string } = {}) => `
  letter:
    is: Whether one is sent
    changes: [schedule]
    levels: { sent: { is: Every cycle }, nothing: { is: Nothing, cycles: none } }
  plan:
    is: Whether there is room for a plan
    within: ${more.within ?? "{ letter: sent }"}
    changes: [${more.changes ?? "sections"}]
    levels: { room: { is: As it is }, cramped: { is: Without, leave-out: [own-plan] } }
  drawn:
    is: How it is drawn
    within: { letter: sent }
    changes: [charts, wording of comparison]
    levels: { dotted: { is: As it is }, barred: { is: In bars, change: { comparison: { chart: bars } } } }`;
const key: Record<string, string> = {
  N0: "{ letter: nothing }",
  N2: "{ letter: sent, plan: room, drawn: dotted }",
  N3: "{ letter: sent, plan: cramped, drawn: dotted }",
  N5: "{ letter: sent, plan: room, drawn: barred }",
  N7: "{ letter: sent, plan: cramped, drawn: barred }",
};
const armsOf = (of: Record<string, string>) =>
  Object.entries(of)
    .map(([arm, levels]) => `\n  ${arm}: ${levels}`)
    .join("");
const write = (parts: Record<string, string> = {}, files: Record<string, string> = {}) =>
  writeTrial({
    "trial.yaml": trialText({ design: "factorial", factors: factors(), arms: armsOf(key), ...parts }),
    "allocation.csv": allocationText(["Z10001 N0", "Z10002 N2", "Z10003 N3", "Z10004 N5", "Z10005 N7"]),
    ...files,
  });
const without = (arm: string) => armsOf(Object.fromEntries(Object.entries(key).filter(([each]) => each !== arm)));

describe("a factor within a level", () => {
  test("is in the arms that have the level, and in no other", async () => {
    expect(await problemsOf(write())).toEqual([]);
    expect(await problemsOf(write({ arms: armsOf({ ...key, N0: "{ letter: nothing, plan: room }" }) }))).toContain(
      'nested-factor: arm N0 names a level of factor "plan", which is only in arms with letter sent',
    );
    expect(await problemsOf(write({ arms: armsOf({ ...key, N2: "{ letter: sent, drawn: dotted }" }) }))).toContain(
      'missing-level: arm N2 names no level of factor "plan"',
    );
  });

  test("is crossed within it: every combination there has an arm", async () => {
    const missing = async (arm: string) =>
      (await problemsOf(write({ arms: without(arm) }))).filter((each) => each.startsWith("design:"));
    expect(await missing("N7")).toEqual(["design: no arm has letter sent and plan cramped and drawn barred"]);
    expect(await missing("N0")).toEqual(["design: no arm has letter nothing"]);
  });

  test.each([
    ["{ leter: sent }", 'unknown factor "leter"'],
    ["{ letter: sennt }", 'unknown level "sennt" of factor "letter"'],
    ["{ drawn: dotted }", '"plan" is within "drawn", which comes after it'],
  ])("names what stands before it: %s", async (within, message) => {
    expect(await problemsOf(write({ factors: factors({ within }) }))).toContain(`nested-factor: ${message}`);
  });

  test("has an empty cell in a design table where an arm has it not", async () => {
    const table =
      "arm,letter,plan,drawn\nN0,nothing,,\nN2,sent,room,dotted\nN3,sent,cramped,dotted\nN5,sent,room,barred\nN7,sent,cramped,barred\n";
    const { trial } = await openTrial(write({ arms: "cells.csv" }, { "cells.csv": table }));
    expect([...trial!.arms.values()].map(({ levels }) => levels)).toEqual(
      [...(await openTrial(write())).trial!.arms.values()].map(({ levels }) => levels),
    );
  });

  test("is looked at where it is, though the first arm has none of it (X01)", async () => {
    expect(await findingsOf(write())).toEqual([]);
    const [found, ...more] = await findingsOf(write({ factors: factors({ changes: "charts" }) }));
    expect(more).toEqual([]);
    expect(found).toContain('error X01: the levels of "plan" differ in sections, which it does not declare');
  });

  test("is held against its fellows, and not against what it is within", async () => {
    const { trial } = await openTrial(write());
    expect(levelPairs(trial!).map(({ level, levels }) => `${level}: ${Object.values(levels).join(" ")}`)).toEqual([
      "sent: sent room dotted",
      "nothing: nothing",
      "room: sent room dotted",
      "cramped: sent cramped dotted",
      "dotted: sent room dotted",
      "barred: sent room barred",
    ]);
    expect(cornersOf(trial!).every(({ letter }) => letter === "sent")).toBe(true);
    expect(cornersOf(trial!)).toHaveLength(4);
    const [none, whole] = [trial!.arms.get("N0")!.levels, trial!.arms.get("N7")!.levels];
    expect([factorsBetween(none, whole), factorsBetween(whole, none)]).toEqual([["letter"], ["letter"]]);
  });

  test("two that change the same are told (X02)", async () => {
    const same = factors({ changes: "charts" }).replace(
      "leave-out: [own-plan]",
      "change: { comparison: { chart: ranked } }",
    );
    expect(await problemsOf(write({ factors: same }))).toContain(
      'X02: factors "plan" (cramped) and "drawn" (barred) both change sections, comparison, chart',
    );
  });

  test("is planned, compared and frozen as it is", async () => {
    const study = await openTrial(write());
    const { trial } = study;
    const templates = await packagedTemplates();
    const { jobs } = planStudy(study, "2026-08");
    expect(jobs.map(({ organisation: { code } }) => code)).toEqual(["Z10002", "Z10003", "Z10004", "Z10005"]);
    expect(jobs.map(({ design }) => design.sections.some(({ kind }) => kind === "own-plan"))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    const { pairs, cells } = compare(study, trial!, { cycle: "2026-08", codes: ["Z10001"], templates }).comparison;
    expect(cells.find(({ name }) => name === "N0")?.means).toEqual({ letter: "Nothing" });
    const byFactor = pairs.map(({ a, b, factors: of }) => `${a} ${b}: ${of.map(({ factor }) => factor).join(", ")}`);
    expect(byFactor).toContain("N0 N2: letter");
    expect(byFactor).toContain("N2 N3: plan");
    const definition = await definitionOf(nodeWorld(), trial!);
    expect(definition["within/plan"]).toBe('{"letter":"sent"}');
    expect(Object.keys(definition)).not.toContain("within/letter");
  });

  test("may be left out of a cell that is asked for in the studio", async () => {
    const { trial } = await openTrial(write());
    expect(levelsAsked(trial!, "letter:nothing,plan:room,drawn:dotted")).toEqual({ letter: "nothing" });
    expect(levelsAsked(trial!, "letter:sent,plan:room")).toBeUndefined();
  });
});
