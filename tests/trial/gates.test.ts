import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Study, Trial } from "../../src/input/study.ts";
import type { Approved } from "../../src/input/trial/approved.ts";
import { nodeWorld } from "../../src/node.ts";
import type { RunState } from "../../src/output/record.ts";
import { writeCurrent } from "../../src/output/runs.ts";
import type { Entry } from "../../src/output/store.ts";
import { isInputError } from "../../src/problem.ts";
import { assign } from "../../src/report/assign.ts";
import { planStudy } from "../../src/report/plan.ts";
import { earlierRuns } from "../../src/trial/earlier-runs.ts";
import { checkApproval, wordingPairs } from "../../src/trial/integrity/approval.ts";
import { isAccounted } from "../../src/trial/integrity/declared.ts";
import { checkMoves } from "../../src/trial/integrity/moves.ts";
import { checkSent } from "../../src/trial/integrity/sent.ts";
import { findSlips } from "../../src/trial/integrity/slips.ts";
import { type TrialRecord, trialRecord } from "../../src/trial/record.ts";
import { putRun } from "../made-run.ts";
import { encouragements, praiseArms, swapFactor, writeLibrary } from "./library.ts";
import { allocationText, openTrial } from "./scratch.ts";

/* The gates of a trial on one study, each with what it lets through and what it stops. */

const warm = "Well done: your rate has come down, and the next step is within reach too.";

let study: Study;
let trial: Trial;

beforeAll(async () => {
  const folder = writeLibrary(
    { factors: swapFactor(), arms: praiseArms },
    {
      ...encouragements({ "opioids-encouragement-other": warm }),
      "content/trials/trial/allocation.csv": allocationText([
        "Z10002 K7",
        "Z10001 K1",
        { unit: "Z10003", arm: "K1", status: "opted-out" },
      ]),
    },
  );
  study = await openTrial(folder);
  trial = study.trial!;
});

describe("the sign-off", () => {
  type Change = (pairs: Approved["pairs"]) => Approved["pairs"];

  /** What is told of words that were approved but for a change; every pair of levels is there. */
  function told(change: Change, of = trial): string[] {
    const value = {
      trial: trial.file.trial,
      "approved-by": "Clinical lead",
      date: "2026-03-02",
      pairs: change(wordingPairs(study, of)),
    };
    const place = { file: "approved.yaml", line: 1, column: 1 };
    return checkApproval(study, {
      ...of,
      approved: { value, placeOf: () => place, placeOfKey: () => place, file: place.file, text: "" },
    }).map(({ message }) => message);
  }

  const words =
    (change: (words: Approved["pairs"][number]["words"]) => Approved["pairs"][number]["words"]): Change =>
    (pairs) =>
      pairs.map((pair) => ({ ...pair, words: change(pair.words) }));
  const head = "arm wording differs from what Clinical lead approved on 2026-03-02: first-step";

  test("of the words as they are lets them through", () => {
    expect(wordingPairs(study, trial)[0]?.words.map(({ node }) => node)).toEqual([
      "first-step: voice-encouragement-improving",
      "first-step: opioids-encouragement-other",
    ]);
    expect(told((pairs) => pairs)).toEqual([]);
  });

  test("may name a setting by its section alone", () => {
    const { plain, warm } = trial.file.factors.praise!.levels;
    const levels = { plain: plain!, warm: { ...warm!, change: { "first-step": { caution: "Never stop at once." } } } };
    const own = { ...trial, file: { ...trial.file, factors: { praise: { ...trial.file.factors.praise!, levels } } } };
    const renamed = (text: (b: string) => string) =>
      wordingPairs(study, own).map((pair) => ({
        ...pair,
        words: pair.words.map((each) =>
          each.node === "first-step.caution" ? { ...each, node: "first-step", b: text(each.b) } : each,
        ),
      }));
    expect(told(() => renamed((b) => b), own)).toEqual([]);
    expect(told(() => renamed(() => "Go slowly."), own)).toHaveLength(2);
  });

  test("is of words: conditions, names and settings are none", () => {
    const [topic, inputs] = [...study.topics][0]!;
    const block = inputs.blocks.get("opioids-encouragement-other")!;
    const { plain, warm } = trial.file.factors.praise!.levels;
    const change = {
      "first-step": { when: { all: ["improving"] }, page: "new", caution: "Never stop at once." },
    } as object;
    const levels = { plain: plain!, warm: { ...warm!, change } };
    const file = { ...trial.file, factors: { praise: { ...trial.file.factors.praise!, levels } } };
    const blocks = new Map(inputs.blocks).set("improving", { ...block, text: "A block called like a signal." });
    const topics = new Map([[topic, { ...inputs, blocks }]]);
    const [pair] = wordingPairs({ ...study, topics }, { ...trial, file } as Trial);
    expect(pair?.words.map(({ node }) => node)).toEqual([
      "first-step: voice-encouragement-improving",
      "first-step.caution",
      "first-step: opioids-encouragement-other",
    ]);
    expect(pair?.words[1]).toEqual({ node: "first-step.caution", a: expect.any(String), b: "Never stop at once." });
  });

  test("is of every printed field of an action, and of no other", () => {
    const [topic, inputs] = [...study.topics][0]!;
    const [from, to] = ["opioids-find", "opioids-new-search"];
    const { plain, warm } = trial.file.factors.praise!.levels;
    const levels = { plain: plain!, warm: { ...warm!, blocks: {}, actions: { [from]: [to] } } };
    const file = { ...trial.file, factors: { praise: { ...trial.file.factors.praise!, levels } } };
    const action = { ...inputs.actions.get(from)!, action: to, step: { label: "Start here", text: "Draw the list." } };
    const actions = new Map(inputs.actions).set(to, action);
    const pairs = wordingPairs({ ...study, topics: new Map([[topic, { ...inputs, actions }]]) }, { ...trial, file });
    const words = pairs[0]?.words.filter(({ node }) => node.endsWith(`: ${to}`)).map(({ a, b }) => a || b);
    const { title, who, what, situation, amount, "how-many": many, know, barrier } = action;
    expect(words).toEqual([
      [title, who, what, situation, amount, many?.one, many?.many, know, barrier, "Start here", "Draw the list."].join(
        " ",
      ),
    ]);
  });

  test("of other words of the second level tells that level and both texts", () => {
    const other = words((all) => all.map((each) => (each.b === "" ? each : { ...each, b: "Other words." })));
    expect(told(other)).toEqual([
      `${head}: opioids-encouragement-other of level "warm" of "praise" is "${warm}", was "Other words."`,
    ]);
  });

  test("of other words of the first level tells that one", () => {
    const other = words((all) => all.map((each) => (each.a === "" ? each : { ...each, a: "Other words." })));
    expect(told(other)).toEqual([
      expect.stringMatching(
        /: voice-encouragement-improving of level "plain" of "praise" is ".+", was "Other words\."$/,
      ),
    ]);
  });

  test("without words that arms now have stops them", () => {
    expect(told(words((all) => all.filter(({ b }) => b === "")))).toEqual([
      `${head}: opioids-encouragement-other of level "warm" of "praise" is "${warm}", was nothing`,
    ]);
  });

  test("of words that no arm has any more stops too", () => {
    const gone = { node: "first-step: gone", a: "", b: "Words that are gone." };
    expect(told(words((all) => [...all, gone]))).toEqual([
      `${head}: gone of level "warm" of "praise" is nothing, was "Words that are gone."`,
    ]);
  });
});

describe("a slip", () => {
  const plain = "Keep on reviewing people who take these opioids together.";

  /** The slips of a level that puts one text in the place of another; a third block may hold the word too. */
  function slips(typed: string, { meant = plain, elsewhere = "" } = {}): string[] {
    const [topic, inputs] = [...study.topics][0]!;
    const block = inputs.blocks.get("opioids-encouragement-other")!;
    const blocks = new Map(inputs.blocks)
      .set("voice-encouragement-improving", { ...block, text: meant })
      .set("opioids-encouragement-other", { ...block, text: typed })
      .set("third", { ...block, text: elsewhere });
    const topics = new Map([[topic, { ...inputs, blocks }]]);
    return findSlips({ ...study, topics }, trial).map(
      ({ message }) => /"(.*)" for "(.*?)"/.exec(message)?.[0] ?? message,
    );
  }

  test("is one word mistyped, all round it equal", () => {
    expect(slips(plain.replace("reviewing", "reveiwing"))).toEqual(['"reveiwing" for "reviewing"']);
    expect(slips(plain.replace("people", "peopel"))).toEqual(['"peopel" for "people"']);
    expect(slips(plain.replace("reviewing", "reveiwnig"))).toEqual(['"reveiwnig" for "reviewing"']); // two of nine
  });

  test("is none in the form of a word, nor in other words", () => {
    expect(slips(plain.replace("reviewing", "reviewed"))).toEqual([]);
    expect(slips("Count the quilt again.", { meant: "Count the quilts again." })).toEqual([]);
    expect(slips(plain.replace("together", "alone"))).toEqual([]);
    expect(slips(plain.replace("people", "purple"))).toEqual([]); // two letters of six
    expect(slips(plain)).toEqual([]);
  });

  test("is none where the word stands elsewhere in the library", () => {
    expect(slips(plain.replace("people", "peoplr"))).toEqual(['"peoplr" for "people"']);
    expect(slips(plain.replace("people", "peoplr"), { elsewhere: "As peoplr say." })).toEqual([]);
  });

  test("is found between two levels that swap the same block", () => {
    const { levels } = trial.file.factors.praise!;
    const third = { ...levels.warm!, blocks: { "voice-encouragement-improving": ["third"] } };
    const file = {
      ...trial.file,
      factors: { praise: { ...trial.file.factors.praise!, levels: { ...levels, third } } },
    };
    const [topic, inputs] = [...study.topics][0]!;
    const block = inputs.blocks.get("opioids-encouragement-other")!;
    const blocks = new Map(inputs.blocks).set("third", {
      ...block,
      text: block.text.replace("Well done", "Well doen"),
    });
    const found = findSlips({ ...study, topics: new Map([[topic, { ...inputs, blocks }]]) }, { ...trial, file });
    expect(found.map(({ message }) => message)).toEqual([
      'looks like a slip: "doen" for "done" in block "third" of level "third" of "praise"',
    ]);
  });
});

test("two blocks that one level puts in the place of another are no slips of each other", () => {
  const { levels } = trial.file.factors.praise!;
  const both = { ...levels.warm!, blocks: { "voice-encouragement-improving": ["one", "other"] } };
  const file = { ...trial.file, factors: { praise: { ...trial.file.factors.praise!, levels: { both } } } };
  const [topic, inputs] = [...study.topics][0]!;
  const block = inputs.blocks.get("opioids-encouragement-other")!;
  const blocks = new Map(inputs.blocks)
    .set("one", { ...block, text: "Keep going: reach for the next step." })
    .set("other", { ...block, text: "Keep going: raech for the next step." });
  expect(findSlips({ ...study, topics: new Map([[topic, { ...inputs, blocks }]]) }, { ...trial, file })).toEqual([]);
});

describe("a unit that has changed its arm", () => {
  /** What is told where an earlier cycle was rendered from other arms, or by another trial. */
  async function told(
    record: Partial<TrialRecord>,
    accepted: object[] = [],
    of = trial,
    state: RunState = "finished",
  ): Promise<string[]> {
    const before: TrialRecord = { ...recordNow(), ...record };
    const folder = mkdtempSync(join(tmpdir(), "moves-test-"));
    for (const name of ["2026-06-one", "2026-06-other"])
      await putRun(folder, { cycle: "2026-06", name, state, record: { trial: before } });
    const file = { ...trial.file, "accepted-changes": accepted as Trial["file"]["accepted-changes"] };
    try {
      const now = { ...study, trial: { ...of, file } };
      checkMoves(now, { made: await earlierRuns(nodeWorld(), now, folder), entries: [] });
      return [];
    } catch (error) {
      if (!isInputError(error)) throw error;
      return error.problems.map(({ message, place }) => `${place?.line} ${message}`);
    }
  }

  function recordNow(): TrialRecord {
    const [inputs] = study.topics.values();
    return trialRecord(trial, assign(study, trial, inputs!.campaign.cycles.find(({ id }) => id === "2026-06")!));
  }

  const moved = { arms: { Z10001: "K7", Z10002: "K7", Z10003: "K1" } };
  const message = "3 Z10001 was in arm K7 when 2026-06 was rendered (list LISTA, version 1); now it is in K1";

  test("is told by its line of the list; one that has not is not", async () => {
    expect(await told({})).toEqual([]);
    expect(await told(moved)).toEqual([message]);
  });

  test("is told by the last of its lines, where it has several", async () => {
    const { allocation } = trial;
    const again = { ...allocation!.units.find(({ unit }) => unit === "Z10001")!, line: 9 };
    const longer = { ...trial, allocation: { ...allocation!, units: [...allocation!.units, again] } };
    expect(await told(moved, [], longer)).toEqual([message.replace("3 ", "9 ")]);
  });

  test("is told where it is in no arm any more", async () => {
    expect(await told({ arms: { Z10009: "K1" } })).toEqual([
      "1 Z10009 was in arm K1 when 2026-06 was rendered (list LISTA, version 1); now it is in none",
    ]);
  });

  test("is not looked for in runs that did not come to their end, nor beside the one that was promoted", async () => {
    for (const state of ["unfinished", "stopped", "failed"] as const)
      expect(await told(moved, [], trial, state)).toEqual([]);
    const folder = mkdtempSync(join(tmpdir(), "moves-test-"));
    await putRun(folder, { cycle: "2026-06", name: "2026-06-one", record: { trial: { ...recordNow(), ...moved } } });
    const sent = await putRun(folder, { cycle: "2026-06", record: { trial: recordNow() } });
    const moves = async () => checkMoves(study, { made: await earlierRuns(nodeWorld(), study, folder), entries: [] });
    await expect(moves()).rejects.toMatchObject({
      problems: [{ code: "allocation-changed" }],
    });
    await writeCurrent(nodeWorld(), join(folder, "2026-06"), { run: basename(sent), seal: "x" });
    await expect(moves()).resolves.toEqual([]);
  });

  test("may have been in another trial, or in a rehearsal", async () => {
    expect(await told({ ...moved, id: "another" })).toEqual([]);
    expect(await told({ ...moved, rehearsal: true })).toEqual([]);
  });

  test("is accepted by name, from that arm to this one alone", async () => {
    const change = { unit: "Z10001", from: "K7", to: "K1" };
    expect(await told(moved, [change])).toEqual([]);
    for (const other of [{ unit: "Z10002" }, { from: "K3" }, { to: "K3" }])
      expect(await told(moved, [{ ...change, ...other }])).toEqual([message]);
  });
});

describe("the record of a run", () => {
  test("has every unit's arm, in order of codes, those too to whom nothing is sent", () => {
    const { assignments } = planStudy(study, "2026-08");
    const record = trialRecord(trial, assignments!);
    expect(Object.entries(record.arms)).toEqual([
      ["Z10001", "K1"],
      ["Z10002", "K7"],
      ["Z10003", "K1"],
    ]);
    expect(record).toMatchObject({ id: "plan-or-not", list: "LISTA", version: "1", rehearsal: false, rulings: [] });
    expect(record.assignments.Z10003).toMatchObject({ arm: "K1", status: "opted-out" });
  });
});

describe("after a run", () => {
  const made = (code: string) => ({ code, path: `print/${code}.pdf` }) as Entry;

  function refused(...entries: Entry[]): string[] {
    try {
      checkSent(study, planStudy(study, "2026-08"), entries);
      return [];
    } catch (error) {
      if (!isInputError(error)) throw error;
      return error.problems.map(({ code, message }) => `${code}: ${message}`);
    }
  }

  test("a file for somebody allocated is right, and so is a failure of anybody", () => {
    expect(refused(made("Z10001"), made("Z10002"))).toEqual([]);
    expect(refused({ code: "Z10009", failed: "no" })).toEqual([]);
  });

  test("a file for a stranger, or for somebody to whom nothing is sent, is told by name", () => {
    expect(refused(made("Z10001"), made("Z10009"), made("Z10003"))).toEqual([
      "X08: a report of Z10009, which is not in the allocation",
      "X08: a report of Z10003, to which nothing is sent: opted out of the trial",
    ]);
  });
});

describe("a difference is accounted for", () => {
  const difference = {
    node: "first-step.encouragement",
    a: "x",
    b: "y",
    recipients: { count: 1, of: 1, first: "Z10001" },
  };
  const accounted = (aspect: string, by: string[], together?: true) =>
    isAccounted(study, trial, { ...difference, aspect, by, ...(together ? { together } : {}) } as Parameters<
      typeof isAccounted
    >[2]);

  test("by a factor that declares it", () => {
    expect(accounted("wording of first-step", ["praise"])).toBe(true);
    expect(accounted("charts", ["praise"])).toBe(false);
    expect(accounted("wording of first-step", [])).toBe(false);
    expect(accounted("wording of first-step", ["none-such"])).toBe(false);
  });

  test("by every factor that shows it by itself, or by one of those that it takes together", () => {
    expect(accounted("wording of first-step", ["praise", "none-such"])).toBe(false);
    expect(accounted("wording of first-step", ["praise", "none-such"], true)).toBe(true);
  });
});
