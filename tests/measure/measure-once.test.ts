import { join } from "node:path";
import { expect, test } from "vitest";
import { findCycle } from "../../src/input/cycles.ts";
import { measure } from "../../src/measure/measure.ts";
import { measureOnce } from "../../src/measure/measure-once.ts";
import { loaded } from "../loaded.ts";

test("figures of a few are those they have among all, and of others they are worked out", async () => {
  const inputs = await loaded(join(import.meta.dirname, "../../content/campaigns/opioids"));
  const cycle = findCycle(inputs);
  const once = measureOnce();
  const all = once(inputs, cycle, ["Z10001", "Z10002", "Z10003"]);
  const few = once({ ...inputs, campaign: { ...inputs.campaign, title: "Another" } }, cycle, ["Z10002"]);
  expect(few).toBe(all);
  expect(few.of.Z10002).toEqual(measure(inputs, cycle, ["Z10002"]).of.Z10002);
  const more = once(inputs, cycle, ["Z10002", "Z10004"]);
  expect(more).not.toBe(all);
  expect(more.of).toEqual(measure(inputs, cycle, ["Z10002", "Z10004"]).of);
});
