import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Campaign, campaignSchema } from "../../src/input/campaign/campaign.ts";
import { findUnsaid } from "../../src/input/campaign/check-must-say.ts";
import { readOneYaml } from "../../src/input/files/yaml.ts";
import type { Inputs } from "../../src/input/load.ts";
import { checkMustSay } from "../../src/input/trial/check-must-say.ts";
import { levelSchema } from "../../src/input/trial/level.ts";
import type { Problem } from "../../src/problem.ts";
import { emailKinds } from "../../src/render/sections.ts";
import { loaded } from "../loaded.ts";

// The cautions that a topic's reports must say. What an author is told of a slip is in tests/broken/*must-say*.

const content = join(import.meta.dirname, "../../content/campaigns");
const opioids = () => loaded(join(content, "opioids"));

test("sections of cautions are in every channel", () => {
  expect(emailKinds).toContain("cautions");
});

test("every shipped topic declares seven cautions or more, for every channel", () => {
  for (const name of readdirSync(content)) {
    const file = join(content, name, "campaign.yaml");
    const read = readOneYaml(file, readFileSync(file, "utf8"), campaignSchema, []);
    const declared = read?.value["must-say"] ?? [];
    expect(declared.length, name).toBeGreaterThanOrEqual(7);
    for (const { caution, in: channels } of declared) expect(channels, caution).toEqual(["print", "email", "html"]);
  }
});

test("a caution that no section names, or that a condition stands before, is not said", async () => {
  const { campaign, blocks } = await opioids();
  const when = (block: string) => blocks.get(block)?.when;
  expect(findUnsaid(campaign, when)).toEqual([]);
  const email = { ...without(campaign, "opioids-caution-mood"), channels: ["email" as const] };
  expect(findUnsaid(email, when)).toMatchObject([
    { caution: "opioids-caution-mood", channels: ["email"], why: "not named" },
  ]);
  const some = (block: string) => (block === "opioids-caution-driving" ? ["compared" as const] : undefined);
  expect(findUnsaid(campaign, some as never)).toMatchObject([
    { caution: "opioids-caution-driving", channels: ["print", "email"], why: "conditional" },
  ]);
});

test("a caution that one channel needs is not asked of the other", async () => {
  const { campaign } = await opioids();
  const only = { ...without(campaign, "opioids-caution-mood"), channels: ["email" as const] };
  only["must-say"] = [{ caution: "opioids-caution-mood", in: ["print"] }];
  expect(findUnsaid(only, () => undefined)).toEqual([]);
});

describe("an arm", () => {
  const factors = (a: object, b: object) => ({
    first: { is: "", changes: [], levels: { on: levelSchema.parse({ is: "a", ...a }) } },
    second: { is: "", changes: [], levels: { on: levelSchema.parse({ is: "b", ...b }) } },
  });

  async function told(a: object, b: object): Promise<string[]> {
    const inputs = await opioids();
    const problems: Problem[] = [];
    const place = { file: "trial.yaml", line: 1, column: 1 };
    const trial = { value: { factors: factors(a, b) }, placeOf: () => place } as never;
    const arms = new Map([["K4", { code: "K4", levels: { first: "on", second: "on" }, place }]]);
    const topics = new Map([["opioids", inputs as Pick<Inputs, "campaign" | "blocks">]]);
    checkMustSay(trial, { arms, topics }, problems);
    return problems.map(({ message }) => message);
  }

  test("of which a level leaves a caution out is refused once, with caution, channels, arm and level", async () => {
    expect(await told({ blocks: { "opioids-caution-mood": [] } }, {})).toEqual([
      'caution "opioids-caution-mood" must be said, and is not in print and email of arm K4: level "on" of "first" leaves it out',
    ]);
    expect(await told({ "leave-out": ["cautions"] }, { "leave-out": ["cautions"] })).toHaveLength(14);
  });

  test("whose levels leave a caution out only together is refused too", async () => {
    const twice = {
      add: [{ after: "why", section: { cautions: { title: "Again", blocks: ["opioids-caution-mood"] } } }],
    };
    const moved = { ...twice, change: { cautions: { blocks: (await rest()).slice() } } };
    expect(await told(moved, {})).toEqual([]);
    expect(await told(moved, { blocks: { "opioids-caution-driving": "opioids-caution-mood" } })).toEqual([
      'caution "opioids-caution-driving" must be said, and is not in print and email of arm K4: level "on" of "second" leaves it out',
    ]);
  });

  test("may have its cautions elsewhere", async () => {
    const { campaign } = await opioids();
    const cautions = campaign["must-say"].map(({ caution }) => caution);
    const elsewhere = { add: [{ after: "table", section: { cautions: { title: "First", blocks: cautions } } }] };
    expect(await told({ "leave-out": ["cautions"], ...elsewhere }, {})).toEqual([]);
  });

  async function rest(): Promise<string[]> {
    const { campaign } = await opioids();
    return campaign["must-say"].map(({ caution }) => caution).filter((each) => each !== "opioids-caution-mood");
  }
});

/** The campaign with a caution taken out of every section. */
function without(campaign: Campaign, caution: string): Campaign {
  const sections = campaign.sections.map((section) =>
    section.kind === "cautions"
      ? {
          ...section,
          settings: { ...section.settings, blocks: section.settings.blocks.filter((id) => id !== caution) },
        }
      : section,
  );
  return { ...campaign, sections };
}
