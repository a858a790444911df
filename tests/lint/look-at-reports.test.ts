import { beforeAll, describe, expect, test } from "vitest";
import { lint } from "../../src/lint/lint.ts";
import type { ToldEarlier } from "../../src/lint/look-at-reports.ts";
import { toldOf } from "../../src/report/told.ts";
import { type Sound, soundReport } from "./sound.ts";

let sound: Sound;
beforeAll(async () => {
  sound = await soundReport();
});

/** What is found of repeated messages, and how many reports of cycles before were made to find it. */
function found(earlier: readonly ToldEarlier[]): { messages: string[]; made: number } {
  let made = 0;
  const counted = earlier.map((of) => (code: string) => {
    made++;
    return of(code);
  });
  const { inputs, cycle, report } = sound;
  const { findings } = lint({ inputs, cycle, reports: [report], earlier: counted });
  const messages = findings.flatMap(({ code, message }) => (code === "P02" ? [message] : []));
  return { messages, made };
}

const same: ToldEarlier = () => toldOf(sound.report, []);
const none: ToldEarlier = () => undefined;

/** A report whose encouragement and first action were others. */
const other: ToldEarlier = () =>
  toldOf({ ...sound.report, choices: sound.report.choices.map((choice) => ({ ...choice, chosen: "another" })) }, []);

describe("reports of cycles before", () => {
  test("are looked at for what is said the third time running", () => {
    const { messages, made } = found([same, same]);
    expect(messages).toContainEqual(expect.stringContaining("the first action is the same for the third time"));
    expect(made).toBe(2);
  });

  test("are not made where the one after them said something else", () => {
    expect(found([other, same])).toEqual({ messages: [], made: 1 });
    expect(found([same, other])).toEqual({ messages: [], made: 2 });
  });

  test("tell nothing where a cycle had no report", () => {
    expect(found([same]).messages).toEqual([]);
    expect(found([none, same]).messages).toEqual([]);
    expect(found([none, same, same]).messages).not.toEqual([]);
  });
});
