import { describe, expect, it } from "vitest";
import { barText, openProgress } from "../src/cli/progress.ts";

describe("progress", () => {
  it("draws a bar with rate, time left and failures", () => {
    expect(barText({ done: 69, total: 276, failures: 0, seconds: 5 })).toBe(
      `${"█".repeat(8)}${"░".repeat(22)}  69 of 276  13.8 a second  15 s left`,
    );
    expect(barText({ done: 276, total: 276, failures: 2, seconds: 20 })).toBe(
      `${"█".repeat(30)}  276 of 276  13.8 a second  2 failed`,
    );
    expect(barText({ done: 0, total: 0, failures: 0, seconds: 0 })).toContain("0 of 0");
  });

  it("is one line on a terminal, drawn over itself", () => {
    const { written, stream } = fakeStream(true);
    const progress = openProgress(stream, clock());
    progress.start(2);
    progress.step("Z1", undefined);
    progress.step("Z2", "x");
    progress.end();
    expect(written.join("")).toMatch(/^\r.*1 of 2.*\r.*2 of 2.*1 failed.*\n$/);
  });

  it("is plain lines elsewhere, one for each tenth of the way, with the time and who failed", () => {
    const { written, stream } = fakeStream(false);
    const progress = openProgress(stream, clock(), () => new Date(Date.UTC(2026, 9, 12, 7)));
    progress.start(40);
    for (let i = 0; i < 40; i++) progress.step(`Z${i}`, i === 5 || i === 6 ? "x" : undefined);
    progress.end();
    expect(written).toHaveLength(11);
    expect(written[0]).toBe("2026-10-12T07:00:00Z  making 40 reports\n");
    expect(written[2]).toBe("2026-10-12T07:00:00Z  8 of 40 reports; failed: Z5, Z6\n");
    expect(written.at(-1)).toBe("2026-10-12T07:00:00Z  40 of 40 reports\n");
  });
});

function fakeStream(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) > 0 };
  return { written, stream };
}

/** A second passes at every look. */
function clock(): () => number {
  let now = 0;
  return () => (now += 1000);
}
