import { expect, test } from "vitest";
import { periodInName } from "../../src/input/files/period-in-name.ts";

test.each([
  ["1 General Practice – March 2026 Practice Level - High level.csv", "2026-03"],
  ["folder 2025-01/counts-2026-08.csv", "2026-08"],
  ["pitc202603.csv", "2026-03"],
  ["gp-prescribing---september-2025.csv", "2025-09"],
  ["Practice_Level_Crosstab_Sep_25.csv.gz", "2025-09"],
  ["register_20260331.csv", "2026-03"],
  ["counts_2025Q1.csv", "2025-Q1"],
  ["Q3-2025.csv", "2025-Q3"],
  ["2025-26 Q1.csv", "2025/26 Q1"],
  ["ACHIEVEMENT_LONDON_2425.csv", "2024/25"],
  ["kvalitet-oktober-2025.csv", "2025-10"],
  ["counts.csv", undefined],
  ["April 2025 to March 2026.csv", undefined],
  ["z10003-1234.csv", undefined],
])("%s", (name, period) => {
  expect(periodInName(name)).toBe(period);
});
