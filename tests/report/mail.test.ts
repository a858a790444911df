import { expect, test } from "vitest";
import { mailOf } from "../../src/report/mail.ts";
import { measured, voice } from "./campaign.ts";

test("the title of an email is the indicator's heading, or else its short name", async () => {
  const own = voice(await measured(), "ZX03");
  expect(mailOf(own).title).toBe("Relievers at Cedar Surgery");
  const headed = { ...own, indicator: { ...own.indicator, heading: "Inhalers for relief" } };
  expect(mailOf(headed).title).toBe("Inhalers for relief at Cedar Surgery");
});

test("a rehearsal says so in its subject, which is never too long", async () => {
  const own = voice(await measured(), "ZX03");
  const rehearsed = { ...own, material: { ...own.material, rehearsal: true } };
  const { subject } = mailOf(rehearsed);
  expect(subject).toMatch(/^Rehearsal: /);
  expect(subject.length).toBeLessThanOrEqual(78);
});
