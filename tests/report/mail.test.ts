import { beforeAll, expect, test } from "vitest";
import { mailOf } from "../../src/report/mail.ts";
import type { Voice } from "../../src/report/material.ts";
import { measured, voice } from "./campaign.ts";

let whole: Awaited<ReturnType<typeof measured>>;
beforeAll(async () => {
  whole = await measured();
});

function called(one: string): Voice {
  const own = voice(whole, "ZX12");
  const { campaign } = own.material;
  return {
    ...own,
    material: { ...own.material, campaign: { ...campaign, recipients: { ...campaign.recipients, one } } },
  };
}

test("the preheader is never longer than clients show, and says less rather than half (M9)", () => {
  expect(mailOf(called("practice")).preheader).toBe("You 8.0, typical practice 7.2. One first step.");
  expect(mailOf(called("general practice of the northern sub-district, list below mean")).preheader).toBe(
    "You 8.0, typical general practice of the northern sub-district, list below mean 7.2.",
  );
  expect(mailOf(called("practice ".repeat(12).trim())).preheader).toBe("Where your peers stand, and one first step.");
});

test("the series is of the study: two studies with one campaign are told apart, and neither is named", () => {
  const own = called("practice");
  const other = { ...own, material: { ...own.material, study: "a-trial-of-it" } };
  const [one, two] = [mailOf(own).series, mailOf(other).series];
  expect(one).toMatch(/^[0-9a-f]{8}$/);
  expect(two).not.toBe(one);
  expect(JSON.stringify(mailOf(other))).not.toContain("a-trial-of-it");
});
