import { describe, expect, test } from "vitest";
import { standIn } from "../../src/import/campaign.ts";
import { nameAfterCampaign, nameAfterThemselves, toId } from "../../src/import/names.ts";
import type { Theirs } from "../../src/import/part.ts";

const theirs = (name: string, called = ""): Theirs => ({
  theirs: name,
  called,
  kind: "rate",
  numerator: "items",
  denominator: "patients",
});

const campaign = (...ids: readonly string[]) => new Map(ids.map((id) => [id, standIn(id, theirs(id))]));
const mapped = (names: readonly Theirs[], ids: readonly string[], given?: ReadonlyMap<string, string>) =>
  nameAfterCampaign(names, campaign(...ids), given).map(
    ({ theirs: each, is }) => `${each.theirs} → ${is ?? "nothing"}`,
  );

test.each([
  ["AST012", "ast012"],
  ["Items, high dose (%)", "items-high-dose"],
  ["Café – été", "cafe-ete"],
])("%s is %s", (text, id) => expect(toId(text)).toBe(id));

describe("without a campaign", () => {
  test("names become ids, each once", () => {
    expect(nameAfterThemselves([theirs("A b"), theirs("a-b"), theirs("241", "Diabetes")]).map(({ is }) => is)).toEqual([
      "a-b",
      "a-b-2",
      "diabetes",
    ]);
  });
});

describe("names are mapped to the campaign's indicators", () => {
  test("that are called the same", () => {
    expect(mapped([theirs("High_Dose")], ["high-dose", "low-dose"])).toEqual(["High_Dose → high-dose"]);
  });

  test("by the words they share; the nearest pairs first", () => {
    const names = [theirs("high_dose"), theirs("high_dose_share")];
    expect(mapped(names, ["opioids-high-dose", "opioids-high-dose-share"])).toEqual([
      "high_dose → opioids-high-dose",
      "high_dose_share → opioids-high-dose-share",
    ]);
  });

  test("by what they are called in words", () => {
    expect(
      mapped([theirs("CVDP007HYP", "Hypertension: treated to target"), theirs("X")], ["hypertension-treated", "other"]),
    ).toEqual(["CVDP007HYP → hypertension-treated", "X → nothing"]);
  });

  test("not where two are as near", () => {
    const [named] = nameAfterCampaign([theirs("dose")], campaign("dose-a", "dose-b"));
    expect(named).toMatchObject({ near: ["dose-a", "dose-b"] });
    expect(named?.is).toBeUndefined();
  });

  test("not where nothing is alike, but for the only one of each", () => {
    expect(mapped([theirs("AST012"), theirs("DM020")], ["reviews"])).toEqual(["AST012 → nothing", "DM020 → nothing"]);
    const [only] = nameAfterCampaign([theirs("AST012")], campaign("reviews"));
    expect(only).toMatchObject({ is: "reviews", how: "the only indicator of the campaign: check it" });
  });

  test("as the person says, before anything else", () => {
    const names = [theirs("high_dose"), theirs("total_ome")];
    expect(mapped(names, ["high-dose", "total"], new Map([["total_ome", "high-dose"]]))).toEqual([
      "high_dose → nothing",
      "total_ome → high-dose",
    ]);
  });
});
