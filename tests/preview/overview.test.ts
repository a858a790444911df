import { beforeAll, expect, test } from "vitest";
import { groundOf } from "../../src/measure/ground.ts";
import { measureOnDemand } from "../../src/measure/measure.ts";
import { type Edition, isComposed, outcomeOf } from "../../src/preview/edition.ts";
import { overviewOf } from "../../src/preview/overview.ts";
import { newShelf, openFirst, type Sight } from "../../src/preview/sight.ts";
import { isThere } from "../../src/remembered.ts";
import { planStudy } from "../../src/report/plan.ts";
import { measureStudy } from "../../src/report/subjects.ts";
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
  const first = await overviewOf(fresh, { within: 0 });
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
  expect(await overviewOf(fresh, { within: 0 })).toEqual(whole); // nothing is composed twice
});

test("of thousands nobody is judged before it is asked for, and then as all at once are", async () => {
  const study = await loadedStudy("content/campaigns/insulin-pumps");
  const edition = sight.editionOf("Z80001");
  const onDemand = measureStudy(study, planStudy(study), {
    measure: (inputs, cycle, codes) => measureOnDemand(groundOf(inputs), cycle, codes),
  });
  const tasks = new Map(onDemand.tasks.map((task) => [task.organisation.code, task]));
  const lazy: Edition = { ...edition, ...onDemand, tasks, made: new Map() };
  const of: Sight = {
    ...sight,
    editionOf: () => lazy,
    outcomeOf: (code) => outcomeOf(lazy, code),
    isComposed: (code) => isComposed(lazy, code),
  };
  const first = await overviewOf(of, { within: 0 });
  expect(first.recipients.filter(({ valueText }) => valueText !== "…").map(({ state }) => state)).not.toContain(
    "waiting",
  );
  expect(first.picks.map(({ code, note }) => [code, note])).toEqual(first.picks.map(() => [undefined, "…"]));
  expect(onDemand.tasks.filter((task) => isThere(task, "standings"))).toEqual([]);
  const figures = await overviewOf(of, "figures");
  const whole = await overviewOf(sight);
  expect(figures.isWhole).toBe(false);
  expect(figures.picks).toEqual(whole.picks);
  expect(await overviewOf(of)).toEqual(whole);
  expect(JSON.stringify(onDemand.tasks)).toBe(JSON.stringify([...edition.tasks.values()]));
});

test("the pick of what is suppressed has a withheld figure: the headline's, else another's", async () => {
  expect(await picked(sight)).toBe("Z80011"); // whose pumps are withheld
  expect(await picked(some("Z80001", "Z80008"))).toBe("Z80008"); // whose ketoacidosis is, and not that of whom points alone are
  expect(await picked(some("Z80001", "Z80002"))).toBe("Z80001"); // with nothing but points
  expect(await picked({ ...sight, codes: ["Z80001"] })).toBeUndefined();
});
