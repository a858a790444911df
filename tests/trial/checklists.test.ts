import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packagedTemplates } from "../../src/render/templates.ts";
import type { ChecklistAsked } from "../../src/trial/pack/checklists/answer.ts";
import { factNames } from "../../src/trial/pack/checklists/answers.ts";
import { calledFor } from "../../src/trial/pack/checklists/called-for.ts";
import { type Checklist, checklistNames, readChecklist } from "../../src/trial/pack/checklists/checklist.ts";
import { checklistFiles } from "../../src/trial/pack/checklists/files.ts";
import { type FilledChecklist, filledChecklist } from "../../src/trial/pack/checklists/fill.ts";
import { checklistText } from "../../src/trial/pack/checklists/text.ts";
import { editionOf } from "../../src/trial/pack/edition.ts";
import type { Facts } from "../../src/trial/pack/facts.ts";
import { openDocx } from "../docx.ts";
import { followedIn, listedFacts, smallTrial } from "./listed-facts.ts";
import { type Service, smallService } from "./small.ts";

/* What checklists ask, as data, and what a pack says to them: by design, on lists of a few practices. */

let service: Service;
let lists: ReadonlyMap<string, Checklist>;

beforeAll(async () => {
  service = await smallService("Z10030");
  lists = new Map(await Promise.all(checklistNames.map(async (name) => [name, await readChecklist(name)] as const)));
}, 60_000);

afterAll(() => rmSync(dirname(service.content), { recursive: true, force: true }));

const numbers = (name: string) => lists.get(name)!.items.flatMap(({ item }) => item ?? []);
const whole = (all: readonly string[]) => new Set(all.map((item) => item.replace(/[a-d]$/, "")));

describe("a checklist has the items of its source", () => {
  test.each([
    [
      "consort-2025",
      30,
      42,
      "1a 1b 2 3 4 5a 5b 6 7 8 9 10 11 12a 12b 13 14 15 16a 16b 17a 17b 18 19 20a 20b 21a 21b 21c 21d 22a 22b 23a 23b 24a 24b 25 26 27 28 29 30",
    ],
    [
      "spirit-2025",
      34,
      53,
      "1a 1b 2 3a 3b 3c 3d 4 5 6 7a 7b 8 9a 9b 10 11 12 13 14a 14b 15a 15b 15c 15d 16 17 18 19 20 21a 21b 22 23 24a 24b 24c 25a 25b 26 27a 27b 27c 27d 28a 28b 29 30 31 32a 32b 33 34",
    ],
  ])("%s: %i, of which some in parts: %i", (name, items, parts, order) => {
    expect(whole(numbers(name)).size).toBe(items);
    expect(numbers(name)).toHaveLength(parts);
    expect(numbers(name).join(" ")).toBe(order);
    expect(lists.get(name)!.items.every(({ section }) => section !== undefined)).toBe(true);
  });

  test("every item of an extension goes with one of CONSORT 2025, and none asks nothing", () => {
    const known = new Set(numbers("consort-2025"));
    for (const { checklist, items, source } of lists.values()) {
      expect(source.doi, checklist).toMatch(/^10\.\d{4}\//);
      for (const { at, asks } of items) {
        expect(asks.split(" ").length, `${checklist} ${at}`).toBeGreaterThan(1);
        if (!checklist.endsWith("-2025")) expect(known.has(at!), `${checklist}: ${at}`).toBe(true);
      }
    }
  });

  test("everything that a pack can say is asked for by an item", () => {
    const asked = new Set([...lists.values()].flatMap(({ items }) => items.flatMap(({ fill }) => fill ?? [])));
    expect(factNames.filter((name) => !asked.has(name))).toEqual([]);
  });
});

test("a design calls for its extensions, each with a reason", () => {
  const of = (design: string, arms: number, more = {}) =>
    calledFor({
      file: { design, unit: "practice", stages: [], ...more },
      arms: new Map(Array.from({ length: arms }, (_, i) => [`K${i}`, {}])),
    } as never).map(({ checklist }) => checklist);
  expect(of("parallel", 2)).toEqual(["cluster-2012", "routine-2021"]);
  expect(of("additive", 3)).toEqual(["cluster-2012", "multi-arm-2019", "routine-2021"]);
  expect(of("factorial", 4)).toEqual(["cluster-2012", "factorial-2023", "routine-2021"]);
  expect(of("fractional-factorial", 32)).toEqual(["cluster-2012", "factorial-2023", "routine-2021"]);
  expect(of("crossover", 2)).toEqual(["cluster-2012", "crossover-2019", "routine-2021"]);
  expect(of("stepped-wedge", 2)).toEqual(["cluster-2012", "stepped-wedge-2018", "routine-2021"]);
  const stages = [{ arms: ["S1", "S2"] }, { arms: ["S7", "S9"] }];
  expect(of("sequential", 4, { stages })).toEqual(["cluster-2012", "adaptive-2020", "routine-2021"]);
});

const snapshot = { cycle: "2026-08", extracted: "2026-09-28", data_sha256: "d", files: [] };
const comparison = { verdict: { clean: true, text: "arms differ only as declared" } };

async function askedOf(facts: Facts, masked = true) {
  const edition = editionOf({ ...facts, templates: await packagedTemplates() }, { masked });
  return { facts, edition, followed: await followedIn(facts), snapshot, comparison, warnings: [] } as never;
}

const item = (filled: FilledChecklist, at: string, checklist = filled.checklist) =>
  filled.items.filter((each) => each.at === at && each.checklist === checklist);

describe("of a parallel trial", () => {
  let facts: Facts;
  let filled: FilledChecklist;

  beforeAll(async () => {
    facts = listedFacts(await smallTrial("clear-air", { service }));
    filled = await filledChecklist("consort-2025", await askedOf(facts));
  }, 120_000);

  test("every item has one of three statuses, and says why or what is missing", () => {
    expect(filled.items.filter(({ checklist }) => checklist === "consort-2025")).toHaveLength(42);
    const { counts } = filled;
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(filled.items.length);
    for (const each of filled.items) {
      const name = `${each.checklist} ${each.at}`;
      if (each.status === "not applicable") expect(each.why, name).toMatch(/\w{3}/);
      else if (each.status === "needs the team") expect(each.missing, name).toMatch(/\w{3}/);
      else expect([each.text !== "", each.missing], name).toEqual([true, null]);
    }
    expect(counts["filled from the run"]).toBeGreaterThan(8);
  });

  test("items of an extension stand under the item they go with", () => {
    const order = filled.items.map(({ checklist, item: own, at }) => `${checklist} ${own} ${at}`);
    expect(order.slice(0, 4)).toEqual([
      "consort-2025 1a 1a",
      "cluster-2012 1a 1a",
      "consort-2025 1b 1b",
      "cluster-2012 1b 1b",
    ]);
  });

  test("numbers are those of the list and the record", () => {
    const all = Object.values(facts.run.trial.assignments);
    for (const arm of ["K1", "K7"]) {
      const count = all.filter((each) => each.arm === arm).length;
      expect(item(filled, "22a")[0]!.lines.join("\n")).toContain(
        `${arm}: ${count} units (${count} recipients) randomised`,
      );
      expect(item(filled, "26")[0]!.lines.join("\n")).toMatch(new RegExp(`${arm}: \\d+ of ${count} recipients now`));
    }
    expect(item(filled, "9")[0]!.text).toContain("in the ratio 1:1 (K1:K7), within strata (pcn)");
    expect(item(filled, "23a")[0]!.text).toContain("Reports issued so far: 2026-08-10 to 2026-10-05 (2 cycles)");
    expect(item(filled, "12b")[0]).toMatchObject({ status: "not applicable" });
    expect(item(filled, "17a", "consort-2025")[0]!.text).toContain("list LISTA, version 7");
  });

  test("a trial that goes on has not ended", async () => {
    const earlier = listedFacts(facts.study, { last: "2026-06", cycles: 1 });
    const [end] = item(await filledChecklist("consort-2025", await askedOf(earlier)), "23b");
    expect(end).toMatchObject({ status: "not applicable", why: "the trial goes on: cycles 2026-08 are still to come" });
    expect(item(filled, "23b")[0]).toMatchObject({ status: "filled from the run" });
  });

  test("masked says no name of a factor or level; unmasked does", async () => {
    const told = async (masked: boolean) =>
      checklistText(await filledChecklist("consort-2025", await askedOf(facts, masked)));
    const title = facts.trial.file.title; // the team's own, which names what is compared
    const bare = (text: string) => text.replaceAll(title, "");
    expect(bare(await told(true))).not.toMatch(/delivery: email|By email, and on paper by post|email-and-paper/);
    expect(bare(await told(false))).toContain("delivery: email-and-paper");
  });

  test("the pack of a rehearsal has both checklists, and each says what it is of", async () => {
    const asked = (await askedOf(facts)) as ChecklistAsked;
    expect([...(await checklistFiles(asked)).keys()]).toEqual(
      ["json", "md", "docx"].map((kind) => `consort-2025.${kind}`),
    );
    const { run } = facts;
    const rehearsed = { ...facts, run: { ...run, trial: { ...run.trial, rehearsal: true } } };
    const files = await checklistFiles({ ...asked, facts: rehearsed });
    expect([...files.keys()]).toEqual(
      ["consort", "spirit"].flatMap((name) => ["json", "md", "docx"].map((kind) => `${name}-2025.${kind}`)),
    );
    for (const name of ["consort-2025.md", "spirit-2025.md"]) expect(files.get(name)).toMatch(/^> \*\*REHEARSAL/);
    const { paragraphs, tables } = await openDocx(files.get("spirit-2025.docx") as Uint8Array);
    expect(paragraphs[0]).toContain("REHEARSAL");
    expect(tables.flatMap((table) => table.slice(1))).toHaveLength(53);
  });

  test("SPIRIT asks what a protocol says, and is filled from the trial's file alone", async () => {
    const spirit = await filledChecklist("spirit-2025", await askedOf(facts));
    expect(spirit.items).toHaveLength(53);
    expect(item(spirit, "18")[0]!.lines).toHaveLength(7);
    expect(JSON.stringify(spirit)).not.toMatch(/LISTA|randomised; \d+ recipients/);
  });
});

/** Few practices in many strata are not as even as the trial's own list. */
const uneven = (text: string) => text.replace(/^balance: .*\n/m, "");

describe("of another design", () => {
  test("a factorial has its comparisons and margins, whose sums are those of the list", async () => {
    const facts = listedFacts(await smallTrial("enhanced-feedback", { service, edit: uneven }), { cycles: 1 });
    const filled = await filledChecklist("consort-2025", await askedOf(facts, false));
    expect(item(filled, "9", "factorial-2023")[0]!.lines).toEqual([
      "content: standard (Q1, Q6) against enhanced (Q4, Q9)",
      "support: report-alone (Q1, Q4) against follow-on (Q6, Q9)",
    ]);
    expect(item(filled, "13", "factorial-2023")[0]!.text).toContain("4 of 4 combinations have an arm");
    const all = Object.values(facts.run.trial.assignments);
    const enhanced = all.filter(({ arm }) => ["Q4", "Q9"].includes(arm)).length;
    expect(item(filled, "22a", "factorial-2023")[0]!.lines[1]).toContain(
      `content, enhanced: ${enhanced} units randomised`,
    );
    expect(item(filled, "12b")[0]).toMatchObject({ status: "needs the team" });
  }, 120_000);

  test("a crossover and a stepped wedge have periods, and flow by sequence", async () => {
    const crossed = listedFacts(await smallTrial("frames-crossover", { service }));
    const crossover = await filledChecklist("consort-2025", await askedOf(crossed));
    expect(item(crossover, "9", "crossover-2019")[0]!.lines[0]).toMatch(
      /X4: period 1 \(.*\) R3; period 2 \(.*\) washout \(nothing\); period 3 \(.*\) R8/,
    );
    expect(item(crossover, "21b")[0]!.lines.map((line) => line.slice(0, 2))).toEqual(["X4", "X6"]);
    const stepped = listedFacts(await smallTrial("stepped-letters", { service }), { cycles: 2 });
    const wedge = await filledChecklist("consort-2025", await askedOf(stepped));
    expect(item(wedge, "22a", "stepped-wedge-2018")[0]!.lines).toHaveLength(6); // three sequences in two cycles
    expect(item(wedge, "23a", "stepped-wedge-2018")[0]!.lines[1]).toBe("2: 2026-04 to 2026-04, issued 2026-06-08");
    expect(item(wedge, "22a", "cluster-2012")[0]!.lines.join("\n")).toMatch(/W1: \d+ units in \d+ clusters?/);
  }, 120_000);

  test("a trial that drops arms has its looks, what was dropped, and who went on elsewhere", async () => {
    const facts = listedFacts(await smallTrial("which-chart", { service, edit: uneven }), { cycles: 1 });
    const [row] = facts.trial.allocation!.units.filter(({ arm }) => arm === "M5");
    const again = { ...row!, arm: "M2", from: "2026-09-20" };
    const dropped = {
      ...facts.trial,
      events: [{ date: "2026-09-14", event: "drop-arm", arm: "M5", line: 2 } as never],
      allocation: { ...facts.trial.allocation!, units: [...facts.trial.allocation!.units, again] },
    };
    const filled = await filledChecklist("consort-2025", await askedOf({ ...facts, trial: dropped }));
    const ace = (at: string, own: string) => item(filled, at, "adaptive-2020").find((each) => each.item === own);
    expect(ace("9", "3b")!.lines).toEqual(["after 2026-06, where the best 1 beside M2 go on"]);
    expect(item(filled, "16b")[0]!.text).toContain("Looks were planned after 2026-06");
    expect(ace("23b", "14c")!.lines).toEqual([expect.stringMatching(/^M5.* was dropped on 14 September 2026$/)]);
    expect(ace("18", "8b")!.lines).toEqual([expect.stringMatching(/^M5.*: 1 of \d+ units in another arm since$/)]);
  }, 120_000);

  test("a trial in stages has its rule, its regimes and its stages", async () => {
    const edit = (text: string) => text.replace(/ +decided: .*\n/, "");
    const facts = listedFacts(await smallTrial("opioid-smart", { service, edit }), { last: "2026-06", cycles: 2 });
    const filled = await filledChecklist("consort-2025", await askedOf(facts));
    expect(item(filled, "9", "adaptive-2020")[0]!.lines).toEqual([
      "before stage 2: relative-change of opioids-high-dose in 2026-06 since 2026-04; responders (at-most -0.02) continue, others re-randomise; without a figure: non-responder",
    ]);
    expect(item(filled, "23b", "adaptive-2020")[0]!.lines.filter((line) => line.startsWith("embedded"))).toHaveLength(
      4,
    );
    expect(item(filled, "22a", "adaptive-2020")[0]!.lines[2]).toContain("stage 2, S7: 0 units");
  }, 120_000);
});
