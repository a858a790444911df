import { beforeAll, expect, test } from "vitest";
import { overviewOf } from "../../src/preview/overview.ts";
import { newShelf, openFirst, type Sight } from "../../src/preview/sight.ts";
import { loadedStudy } from "../loaded.ts";

// Everybody in a line each, without the page.

let sight: Sight;
beforeAll(async () => {
  sight = openFirst(newShelf(await loadedStudy("content/campaigns/insulin-pumps"), new Map()));
});

/** Some of them; of the first of all some points of the trend alone are withheld. */
function some(...codes: string[]): Sight {
  const edition = sight.editionOf("Z80001");
  const task = edition.tasks.get("Z80001")!;
  const suppressions = [{ what: "1 of 5 points of the trend", reason: "small counts" }];
  const standings = task.standings.map((each) => ({ ...each, suppressions }));
  const tasks = new Map(edition.tasks).set("Z80001", { ...task, standings });
  return { ...sight, codes, editionOf: () => ({ ...edition, tasks }) };
}

const picked = async (of: Sight) => (await overviewOf(of)).picks.find(({ id }) => id === "suppressed")?.code;

test("of reports that are not composed yet the figures are there, with the picks, and what they say comes later", async () => {
  const fresh = openFirst(newShelf(await loadedStudy("content/campaigns/insulin-pumps"), new Map()));
  const first = await overviewOf(fresh, 0);
  const whole = await overviewOf(fresh);
  expect([first.isWhole, whole.isWhole]).toEqual([false, true]);
  expect(first.recipients.map(({ code, valueText }) => [code, valueText])).toEqual(
    whole.recipients.map(({ code, valueText }) => [code, valueText]),
  );
  expect(first.picks).toEqual(whole.picks);
  const waiting = first.recipients.filter(({ state }) => state === "waiting");
  expect(waiting.map(({ says, wording }) => [says, wording])).toEqual(waiting.map(() => [[], ""]));
  expect(waiting.map(({ code }) => code)).toEqual(
    whole.recipients.filter(({ state }) => state === "report").map(({ code }) => code),
  );
  expect(await overviewOf(fresh, 0)).toEqual(whole); // nothing is composed twice
});

test("the pick of what is suppressed has a withheld figure: the headline's, else another's", async () => {
  expect(await picked(sight)).toBe("Z80011"); // whose pumps are withheld
  expect(await picked(some("Z80001", "Z80008"))).toBe("Z80008"); // whose ketoacidosis is, and not that of whom points alone are
  expect(await picked(some("Z80001", "Z80002"))).toBe("Z80001"); // with nothing but points
  expect(await picked({ ...sight, codes: ["Z80001"] })).toBeUndefined();
});
