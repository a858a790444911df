import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { preview } from "../../src/cli/preview.ts";
import { nodeWorld } from "../../src/node.ts";
import type { Answers, Refusal } from "../../src/preview/messages.ts";
import { openStudio, type Studio } from "../../src/preview/server.ts";
import type { World } from "../../src/world.ts";
import { type Desk, newDesk, openAt, patience } from "./studio.ts";

// What authors do to files while the studio is open, as the page is told of it.

const waiting = { timeout: patience, interval: 50 };

type State = Answers["/api/state"];

async function ask<P extends keyof Answers>(
  { url }: Studio,
  path: P,
  query: Record<string, string> = {},
): Promise<Answers[P] & Partial<Refusal>> {
  const answer = await fetch(`${url.slice(0, -1)}${path}?${new URLSearchParams(query)}`);
  return (await answer.json()) as Answers[P];
}

function stateOf(studio: Studio): Promise<State> {
  return ask(studio, "/api/state");
}

/** The state once a test of it holds. */
function stateWhen(studio: Studio, holds: (state: State) => boolean): Promise<State> {
  return vi.waitFor(async () => {
    const state = await stateOf(studio);
    if (!holds(state)) throw new Error(`still ${JSON.stringify({ ...state, findings: [], cycles: [] })}`);
    return state;
  }, waiting);
}

/** The real files, and a promise that is kept when one whose path ends so has been read. */
function tellingWorld(): { world: World; isRead: (end: string) => Promise<void> } {
  const real = nodeWorld();
  const asked = new Map<string, () => void>();
  return {
    isRead: (end) => new Promise((resolve) => asked.set(end, resolve)),
    world: {
      ...real,
      async readText(path) {
        const text = await real.readText(path);
        for (const [end, tell] of asked) if (path.endsWith(end)) tell();
        return text;
      },
    },
  };
}

const isBroken = ({ problems }: State) => problems.length > 0;
const isSound = ({ problems, version }: State) => problems.length === 0 && version > 0;

describe("a campaign", () => {
  const campaign = "content/campaigns/opioids/campaign.yaml";
  const words = "content/blocks/opioids/own-words.yaml";
  const voice = "content/voice/headline.yaml";
  const { world, isRead } = tellingWorld();
  let desk: Desk;
  let studio: Studio;

  beforeAll(async () => {
    desk = await newDesk();
    studio = await openStudio(world, desk);
    await studio.ready;
  });

  afterEach(async () => {
    await desk.restore();
    await vi.waitFor(async () => expect(await headline()).toContain("Your rate is up from"), waiting);
    await stateWhen(studio, isSound);
  });

  afterAll(async () => {
    await studio?.close();
    await desk?.remove();
  });

  const headline = async (code = "Z10002") => {
    const report = await ask(studio, "/api/report", { cycle: "2026-08", code });
    return report.state === "report"
      ? report.reasons.shown.find(({ slot }) => slot === "headline.say")?.words
      : report.state;
  };

  test.each([
    ["is no YAML any more", campaign, "window: 12", "window: [12", /campaign\.yaml$/],
    ["has a section of another name", campaign, "  - table:", "  - tabel:", /campaign\.yaml$/],
    [
      "has lost a block",
      words,
      "block: opioids-gap-unbalanced",
      "block: opioids-gap-unbalance",
      /(own-words|campaign)\.yaml$/,
    ],
  ])("that %s is told of with its place, and the last good view stays", async (_, file, from, to, place) => {
    const before = await stateOf(studio);
    await desk.edit(file, from, to);
    const state = await stateWhen(studio, isBroken);
    expect(state.version).toBe(before.version);
    expect(state.problems[0]?.place?.file).toMatch(place);
    expect(state.brokenSince).not.toBeNull();
    expect(await headline()).toContain("Your rate is up from");
  });

  test("that has lost a file of blocks is told of, and whole again when it is back", async () => {
    const file = join(desk.folder, words);
    await rename(file, `${file}.away`);
    const state = await stateWhen(studio, isBroken);
    expect(state.problems.map(({ message }) => message).join("\n")).toContain("opioids-gap-unbalanced");
    await rename(`${file}.away`, file);
    expect((await stateWhen(studio, isSound)).version).toBeGreaterThan(state.version);
  });

  test("that is empty is told of, but not while it is emptied in order to be saved", async () => {
    const began = Date.now();
    await desk.edit(campaign, await readFile(join(desk.folder, campaign), "utf8"), "");
    const told: number[] = [];
    while (told.length === 0 && Date.now() - began < 20_000)
      if (isBroken(await stateOf(studio))) told.push(Date.now() - began);
    expect(told[0]).toBeGreaterThan(950); // a second since the file was last changed
    expect((await stateOf(studio)).problems.map(({ message }) => message)).toEqual(["the file is empty"]);
  });

  test("that is saved twice at once is shown as it was saved last", async () => {
    await desk.edit(voice, "Your rate is up from", "Your rate went from");
    await desk.edit(voice, "Your rate went from", "Your rate has climbed from");
    await vi.waitFor(async () => expect(await headline()).toContain("has climbed from"), waiting);
  });

  test("that is saved while a save is being read is shown as it was saved last", async () => {
    const { version } = await stateOf(studio);
    const reading = isRead("voice/headline.yaml");
    await desk.edit(voice, "Your rate is up from", "Your rate went from");
    await reading;
    await desk.edit(voice, "Your rate went from", "Your rate has climbed from");
    await vi.waitFor(async () => expect(await headline()).toContain("has climbed from"), waiting);
    expect((await stateOf(studio)).version).toBe(version + 2);
  });
});

describe("a trial", () => {
  let desk: Desk;
  let studio: Studio;
  let list: string;

  beforeAll(async () => {
    desk = await newDesk({ trials: ["clear-air"] });
    list = join(desk.folder, "content/trials/clear-air/allocation.csv");
    studio = await openAt({ ...desk, campaign: join(desk.folder, "content/trials/clear-air") });
  });

  afterAll(async () => {
    await studio?.close();
    await desk?.remove();
  });

  test("whose list is taken away is shown by arm, and asking for the list is refused in words", async () => {
    const before = await stateOf(studio);
    expect(before.trial?.isAllocated).toBe(true);
    await rename(list, `${list}.away`);
    const state = await stateWhen(studio, ({ version }) => version > before.version);
    expect(state.trial?.isAllocated).toBe(false);
    const query = { cycle: "2026-08", code: "Z10002" };
    expect(await ask(studio, "/api/report", query)).toMatchObject({ state: "report", arm: { code: "K1" } });
    expect(await ask(studio, "/api/report", { ...query, arm: "allocated" })).toEqual({ error: 'no arm "allocated"' });
    await rename(`${list}.away`, list);
    await stateWhen(studio, ({ trial }) => trial?.isAllocated === true);
  });

  test("that is broken in its list keeps the last good view", async () => {
    await desk.edit("content/trials/clear-air/allocation.csv", ",K1", ",K3");
    const state = await stateWhen(studio, isBroken);
    expect(state.problems[0]?.place?.file).toMatch(/allocation\.csv$/);
    expect(state.trial?.isAllocated).toBe(true);
    await desk.restore();
    await stateWhen(studio, isSound);
  });
});

describe("a recipient whose report cannot be made", () => {
  test("keeps nobody else's from being shown, whoever is looked at", async () => {
    const desk = await newDesk();
    const name = "DR C D'ARCAVEL AND PARTNERS OF THE OLD TOWN AND HARBOUR ".repeat(5).trim();
    await desk.edit("fixtures/organisations.csv", "DR C D'ARCAVEL & PARTNERS", name);
    const studio = await openAt(desk);
    try {
      const { version, problems } = await stateOf(studio);
      expect(problems).toEqual([]);
      const query = { cycle: "2026-08", code: "Z10001" }; // the first of all
      expect(await ask(studio, "/api/report", query)).toMatchObject({
        state: "failed",
        message: expect.stringContaining("mm too long"),
      });
      await desk.edit("content/voice/headline.yaml", "Your rate is up from", "Your rate has climbed from");
      await stateWhen(studio, (state) => state.version > version);
      expect(await ask(studio, "/api/report", { ...query, code: "Z10002" })).toMatchObject({ state: "report" });
    } finally {
      await studio.close();
      await desk.remove();
    }
  });
});

describe("the first reading", () => {
  const file = "prescribing-places/campaign.yaml"; // the smallest
  let desk: Desk;
  let earlier = 0; // version of a view

  beforeAll(async () => {
    const own = await newDesk();
    desk = { ...own, campaign: join(own.folder, "content/campaigns/prescribing-places") };
  });

  afterAll(() => desk?.remove());

  test("is done again where a file was saved after it had been read", async () => {
    const { world, isRead } = tellingWorld();
    const reading = isRead(file);
    const studio = await openStudio(world, desk);
    try {
      await reading;
      await desk.edit(`content/campaigns/${file}`, "title:", "title: Anew,");
      const { version } = await stateWhen(studio, ({ campaign }) => campaign?.title.startsWith("Anew") === true);
      earlier = version;
      expect(version).toBeGreaterThan(0);
    } finally {
      await studio.close();
      await desk.restore();
    }
  });

  test("is done again where a file was taken away after it had been read", async () => {
    const { world, isRead } = tellingWorld();
    const reading = isRead(file);
    const studio = await openStudio(world, desk);
    const path = join(desk.campaign, "campaign.yaml");
    try {
      await reading;
      await rename(path, `${path}.away`);
      await stateWhen(studio, isBroken);
      await rename(`${path}.away`, path);
      expect((await stateWhen(studio, isSound)).problems).toEqual([]);
    } finally {
      await studio.close();
    }
  });

  test("gives a view of a later version than a studio that was stopped before", async () => {
    const studio = await openAt(desk);
    expect((await stateOf(studio)).version).toBeGreaterThan(earlier);
    await studio.close();
  });

  test("is left off where the studio is closed, and nothing is looked at after", async () => {
    const { world, isRead } = tellingWorld();
    const reading = isRead(file);
    const findings = vi.fn(() => []);
    const studio = await openStudio(world, { ...desk, findings });
    await reading;
    await studio.close();
    await studio.ready;
    await expect(fetch(studio.url)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 500)); // longer than findings wait for a view
    expect(findings).not.toHaveBeenCalled();
  });

  test("tells after its first view what is wrong with a template that this view does not need", async () => {
    await desk.edit("templates/html/report.hbs", "<title>{{title}}</title>", "<title>{{#if title}}</title>");
    const studio = await openAt(desk);
    try {
      const { problems, version } = await stateWhen(studio, isBroken);
      expect(version).toBeGreaterThan(0); // a report is there
      expect(problems).toEqual([
        expect.objectContaining({
          message: expect.stringMatching(/^html\/report\.hbs:\d+ cannot be read: /),
          place: expect.objectContaining({ file: "templates/html/report.hbs" }),
        }),
      ]);
    } finally {
      await studio.close();
      await desk.restore();
    }
  });

  test("is not begun where something else has the port", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const readText = vi.fn(nodeWorld().readText);
    await expect(openStudio({ ...nodeWorld(), readText }, { ...desk, port })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
    expect(readText).not.toHaveBeenCalled();
    await new Promise((resolve) => other.close(resolve));
  });

  test.each([
    ["in use already", (taken: number) => taken],
    ["not a port", () => 70_000],
  ])("is not begun on a port that is %s, and the command says so", async (why, portOf) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const port = portOf((other.address() as AddressInfo).port);
    const refused = await preview(desk.campaign, { port }).catch((error) => error.problems);
    await new Promise((resolve) => other.close(resolve));
    expect(refused).toEqual([expect.objectContaining({ message: expect.stringContaining(`port ${port} is ${why}`) })]);
  });

  test("of a folder that is not there is told of, and done again when it comes", async () => {
    const folder = join(desk.folder, "content/campaigns/later");
    const studio = await openStudio(nodeWorld(), { campaign: folder, templates: desk.templates });
    try {
      await studio.ready;
      expect((await stateOf(studio)).problems.length).toBeGreaterThan(0);
      await mkdir(folder);
      await writeFile(join(folder, "campaign.yaml"), "campaign: later\n");
      await stateWhen(studio, ({ problems }) => problems.some(({ place }) => place?.file.endsWith("campaign.yaml")));
    } finally {
      await studio.close();
      await rm(folder, { recursive: true });
    }
  });
});
