import { cpSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadStudy, sureChannels } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { problemsOf } from "../trial/scratch.ts";

// The sound trial of tests/broken/base, with its campaign by a name of the trial's own.

let folder: string;
let trial: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "topics-test-"));
  cpSync(join(import.meta.dirname, "../broken/base"), folder, { recursive: true });
  trial = join(folder, "trial");
  await write((text) => text.replace("campaign: ..", "campaign: { antibiotics: .. }"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(change: (text: string) => string): Promise<void> {
  const file = join(trial, "trial.yaml");
  await writeFile(file, change(await readFile(file, "utf8")));
}

describe("--data of a trial", () => {
  const data = () => join(folder, "data.yaml");

  test.each([
    ["one file for all topics", () => data()],
    ["a file for a topic", () => `antibiotics=${data()}`],
  ])("may be %s", async (_, given) => {
    const { topics } = await loadStudy(nodeWorld(), trial, { data: given() });
    expect([...topics.keys()]).toEqual(["antibiotics"]);
  });

  test("may be a file with = in its name", async () => {
    cpSync(data(), join(folder, "month=8.yaml"));
    expect(await problemsOf(trial, { data: join(folder, "month=8.yaml") })).toEqual([]);
  });

  test.each([
    ["antibiotcs=a.yaml", 'unknown-topic: unknown topic "antibiotcs" in --data'],
    ["antibiotics=", 'bad-data-option: invalid --data "antibiotics="'],
    ["antibiotics=DATA,b.yaml", 'bad-data-option: invalid --data "b.yaml"'],
    ["antibiotics=DATA,antibiotics=DATA", 'repeated-topic: topic "antibiotics" is given twice in --data'],
  ])("%s is an error, and the campaign's own is not taken in its place", async (given, told) => {
    expect(await problemsOf(trial, { data: given.replaceAll("DATA", data()) })).toEqual([told]);
  });

  test("suggests the topic that was meant", async () => {
    await expect(loadStudy(nodeWorld(), trial, { data: "antibiotcs=a.yaml" })).rejects.toMatchObject({
      problems: [{ hint: 'did you mean "antibiotics"?' }],
    });
  });
});

describe("the channels that every report is sure to have", () => {
  const campaign = { channels: ["print", "email"], attachment: "none" };

  test("are the campaign's", async () => {
    expect(await sureChannels(nodeWorld(), folder)).toEqual([expect.objectContaining(campaign)]);
  });

  test("are not sure where levels of a trial say otherwise, and are where none does", async () => {
    expect(await sureChannels(nodeWorld(), trial)).toBeUndefined();
    await write((text) => text.replace(", channels: [email] }", " }").replace(", channels: [email, print] }", " }"));
    expect(await sureChannels(nodeWorld(), trial)).toEqual([expect.objectContaining(campaign)]);
  });

  test("are not sure of what cannot be read", async () => {
    expect(await sureChannels(nodeWorld(), join(folder, "none"))).toBeUndefined();
    await writeFile(join(folder, "campaign.yaml"), "campaign: [");
    expect(await sureChannels(nodeWorld(), folder)).toBeUndefined();
    expect(await sureChannels(nodeWorld(), trial)).toBeUndefined();
  });
});
