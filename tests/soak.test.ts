import { join } from "node:path";
import { expect, test } from "vitest";
import { soak } from "../bench/soak.ts";

// A small soak of what `npm run -s soak` does at length.

test("a run that is killed at any moments, and whose folder is spoilt in between, ends as one that nothing happened to", async () => {
  const soaked = await soak({
    study: join(import.meta.dirname, "broken/base"),
    kills: 2,
    seed: 7,
    options: ["--channel", "email", "--workers", "0"],
  });
  expect(soaked).toMatchObject({ reports: 12, kills: 2, differing: [], verified: true });
}, 240_000);
