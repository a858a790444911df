import { existsSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { newProfile, removeProfile } from "../../src/output/profile.ts";

test("what a browser puts down is its user's alone, and goes with it", async () => {
  const folder = await newProfile();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  await removeProfile(folder);
  expect(existsSync(folder)).toBe(false);
});
