import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { slotName, slotsOf } from "../../src/input/campaign/slots.ts";
import { type Inputs, load } from "../../src/input/load.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError } from "../../src/problem.ts";
import { writeCampaign, writeStates } from "./states.ts";

/* A campaign says single steps of the voice otherwise: what it names changes, and nothing else. */

const folder = mkdtempSync(join(tmpdir(), "voice-override-"));
const file = join(folder, "campaign.yaml");
const own = join(folder, "blocks/own.yaml");
const memory = new Map(); // data are read once

beforeAll(() => writeStates(folder));
beforeEach(() => writeCampaign(folder, "rate-lower", "[top-quartile, median]"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function edit(from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  if (!text.includes(from)) throw new Error(`no "${from}"`);
  writeFileSync(file, text.replace(from, to));
}

const laddersOf = ({ campaign }: Inputs) => new Map(slotsOf(campaign).map((slot) => [slotName(slot), slot.ids]));

async function problemsOf(): Promise<string[]> {
  try {
    await load(nodeWorld(), folder, { memory });
    return [];
  } catch (error) {
    if (!isInputError(error)) throw error;
    return error.problems.map(({ message, hint, place }) => `${place?.line}:${place?.column} ${message}; ${hint}`);
  }
}

describe("a step that is said otherwise", () => {
  test("changes alone, and keeps its condition and techniques", async () => {
    const before = await load(nodeWorld(), folder, { memory });
    writeFileSync(own, 'block: own-worse\nrole: headline\ntext: "More than most: **{{own.value}}**."\n');
    edit("headline: { reason:", "headline: { say: { worse: own-worse }, reason:");
    const after = await load(nodeWorld(), folder, { memory });
    const [was, is] = [laddersOf(before), laddersOf(after)];
    const name = "voice-headline-worse-rate";
    expect(is.get("headline.say")).toEqual(was.get("headline.say")?.map((id) => (id === name ? "own-worse" : id)));
    for (const [slot, ids] of was) if (slot !== "headline.say") expect([slot, is.get(slot)]).toEqual([slot, ids]);
    const { text, ...rest } = after.blocks.get("own-worse")!;
    const { text: theirs, ...step } = before.blocks.get(name)!;
    expect(text).not.toBe(theirs);
    expect(rest).toEqual({ ...step, block: "own-worse" });
    for (const [id, block] of before.blocks) if (id !== name) expect(after.blocks.get(id)).toEqual(block);
  });

  test("may be several blocks, the last of them for everybody it was for", async () => {
    writeFileSync(
      own,
      "block: own-first\nrole: message\nwhen: [worse-than-median, first-report]\ntext: First\n---\nblock: own-then\nrole: message\ntext: Then\n",
    );
    edit("comparison: { facts", "comparison: { message: { worse: [own-first, own-then] }, facts");
    const { blocks, ...inputs } = await load(nodeWorld(), folder, { memory });
    const ids = laddersOf({ blocks, ...inputs }).get("comparison.message") ?? [];
    expect(ids.slice(ids.indexOf("own-first"))[1]).toBe("own-then");
    expect(blocks.get("own-then")?.when).toEqual({ all: ["worse-than-median"] });
  });

  test("may be left out", async () => {
    edit("trend: { page: new }", "trend: { page: new, message: { steady: [] } }");
    const ids = laddersOf(await load(nodeWorld(), folder, { memory })).get("trend.message");
    expect(ids).not.toContain("voice-trend-steady");
    expect(ids).toContain("voice-trend-past");
  });

  test("a list is in place of the whole ladder", async () => {
    writeFileSync(own, "block: own-only\nrole: trend\ntext: Over time\n");
    edit("trend: { page: new }", "trend: { page: new, message: [own-only] }");
    expect(laddersOf(await load(nodeWorld(), folder, { memory })).get("trend.message")).toEqual(["own-only"]);
  });
});

describe("the campaign's reason", () => {
  test("follows the voice's words where they have room, with its source", async () => {
    const { blocks } = await load(nodeWorld(), folder, { memory });
    expect(blocks.get("voice-standfirst-worse")).toMatchObject({
      text: "There may be room to do {{said.less}}. Things are known to matter.[^1]",
      cites: [{ doi: "10.1000/x" }],
    });
    expect(blocks.get("voice-standfirst-small")?.cites).toEqual([]);
  });

  test("is left away where a campaign gives none, and nothing of it is left", async () => {
    edit("headline: { reason: states-reason }", "headline: {}");
    const { blocks } = await load(nodeWorld(), folder, { memory });
    expect(blocks.get("voice-standfirst-worse")).toMatchObject({
      text: "There may be room to do {{said.less}}.",
      cites: [],
    });
    expect(blocks.has("voice-standfirst-reason")).toBe(false);
    expect(blocks.has("voice-standfirst-any")).toBe(true);
  });

  const second =
    "block: own-reason\nrole: standfirst\ntext: So they say.[^1]\ncites: [{ text: A., url: https://a.example }]\n";
  const both = "reason: [states-reason, own-reason]";

  test("may be several that take turns in every step that has room for one", async () => {
    writeFileSync(own, second);
    const one = laddersOf(await load(nodeWorld(), folder, { memory })).get("headline.standfirst") ?? [];
    edit("reason: states-reason", `${both}, vary: least-recently-shown`);
    const { blocks, ...inputs } = await load(nodeWorld(), folder, { memory });
    const ids = laddersOf({ blocks, ...inputs }).get("headline.standfirst") ?? [];
    expect(ids.filter((id) => !id.endsWith("-own-reason"))).toEqual(one);
    expect(ids[ids.indexOf("voice-standfirst-worse") + 1]).toBe("voice-standfirst-worse-own-reason");
    const [first, next] = ["voice-standfirst-worse", "voice-standfirst-worse-own-reason"].map((id) => blocks.get(id)!);
    expect([first?.turn, next?.turn]).toEqual(["states-reason", "own-reason"]);
    expect(next).toMatchObject({
      when: first?.when,
      text: "There may be room to do {{said.less}}. So they say.[^1]",
      cites: [{ text: "A." }],
    });
    expect(blocks.get("voice-standfirst-small")?.turn).toBeUndefined();
  });

  test("is the first alone where nothing takes turns, which is told of unless that is said", async () => {
    writeFileSync(own, second);
    edit("reason: states-reason", both);
    const { blocks, warnings } = await load(nodeWorld(), folder, { memory });
    expect([...blocks.keys()].filter((id) => id.endsWith("-own-reason"))).toEqual([]);
    const told = (all: typeof warnings) => all.map(({ message }) => message).filter((text) => text.includes("reason"));
    expect(told(warnings)).toEqual([
      '"own-reason" is never said: reasons take turns only where their section has `vary`',
    ]);
    edit(both, `${both}, vary: never`);
    expect(told((await load(nodeWorld(), folder, { memory })).warnings)).toEqual([]);
  });
});

test.each([
  [
    "a step that is not there",
    ["say: { worst: own-worse }", "headline: { reason:", "headline: { say: { worst: own-worse }, reason:"],
    'unknown step "worst": the voice has none of that name in its headline; did you mean "worse"?',
  ],
  [
    "a step that nobody can come to",
    ["target", "headline: { reason:", "headline: { say: { target: own-worse }, reason:"],
    'step "target" is never said here: its condition cannot hold for "rate-lower"; take it out',
  ],
  [
    "a reason that is not there",
    ["reason", "reason: states-reason", "reason: states-season"],
    'unknown block "states-season"; did you mean "states-reason"?',
  ],
  ["a fact that does not say what it tells", ["tells", "{ tells: change }", "{}"], 'missing "tells" in "facts"'],
])("%s is told of", async (_, [, from, to], message) => {
  writeFileSync(own, "block: own-worse\nrole: headline\ntext: More than most.\n");
  edit(from!, to!);
  expect((await problemsOf()).join("\n")).toContain(message);
});

test("a library without the voice says what to do", async () => {
  const voice = join(folder, "voice/trend.yaml");
  const text = readFileSync(voice, "utf8");
  rmSync(voice);
  expect((await problemsOf()).join("\n")).toContain(
    'nothing says "trend": no ladder of that name in the library\'s folder voice; list the blocks here, or bring the voice: feedback new campaign writes it',
  );
  writeFileSync(voice, text.replace("ladder: trend", "ladder: trendy"));
  expect((await problemsOf()).join("\n")).toMatch(/trendy/);
  writeFileSync(voice, text);
  expect(await problemsOf()).toEqual([]);
});

test("a block of an author's cannot have the name of a step", async () => {
  writeFileSync(own, "block: voice-trend-any\nrole: trend\ntext: Over time\n");
  expect((await problemsOf()).join("\n")).toContain('"voice-trend-any" is the name of a step of the voice');
  writeFileSync(own, "block: own-worse\nrole: headline\ntext: More than most.\n");
});
