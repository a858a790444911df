import { expect, test } from "vitest";
import { nextTime } from "../../src/send/pace.ts";
import { settingsFor } from "./mailing.ts";

const at = (text: string) => Date.parse(`${text}Z`);
const text = (time: number) => new Date(time).toISOString().slice(0, 16);
const hours = { window: { days: ["mon", "fri"], from: "08:00", to: "18:00" } };

test.each<[string, string[], object, string, string]>([
  ["nothing was sent yet", [], {}, "2026-10-12T09:00", "2026-10-12T09:00"],
  ["the minute has room", ["2026-10-12T08:59:30"], { rate: { minute: 2 } }, "2026-10-12T09:00", "2026-10-12T09:00"],
  ["the minute is full", ["2026-10-12T08:59:30"], { rate: { minute: 1 } }, "2026-10-12T08:59:40", "2026-10-12T09:00"],
  [
    "the day is full",
    ["2026-10-11T12:00", "2026-10-12T08:00"],
    { rate: { day: 2 } },
    "2026-10-12T09:00",
    "2026-10-12T12:00",
  ],
  ["the window is open", [], hours, "2026-10-12T09:00", "2026-10-12T09:00"],
  ["it is early (summer time in London)", [], hours, "2026-10-12T06:10", "2026-10-12T07:00"],
  ["it is late on a Monday, so Friday is next", [], hours, "2026-10-12T17:00", "2026-10-16T07:00"],
  ["it is late on a Friday, and the clocks change in between", [], hours, "2026-10-23T17:30", "2026-10-26T08:00"],
])("%s", (_, sent, settings, now, next) => {
  expect(text(nextTime(sent.map(at), at(now), settingsFor(25, settings)))).toBe(next);
});
