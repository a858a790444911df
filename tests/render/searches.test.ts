import { beforeAll, expect, test } from "vitest";
import { actionSchema } from "../../src/input/library/action.ts";
import { compileEmail, type EmailDocument } from "../../src/render/email.ts";
import { compilePrint } from "../../src/render/print.ts";
import { compileScreen } from "../../src/render/screen.ts";
import { readTemplates } from "../../src/render/templates.ts";
import type { Report } from "../../src/report/report.ts";
import { sampleReport } from "./sample.ts";

/* Searches of clinical systems and links that an action names, wherever its first step is told. */

const searches = "EMIS “LONG COURSES 1” (LC-1); SystmOne “Long courses, over 70”";
const links = [{ words: "The searches, and how to load them", url: "https://searches.example/long-courses" }];

let page: string;
let screen: string;
let email: EmailDocument;
beforeAll(async () => {
  const templates = await readTemplates("templates");
  const report = withTools(sampleReport("worse-and-rising"));
  page = await (await compilePrint(templates))(report);
  screen = await (await compileScreen(templates))(report);
  email = await (await compileEmail(templates))(report);
});

function withTools(report: Report): Report {
  for (const section of report.sections) {
    if (section.kind === "first-step") Object.assign(section.action, { searches, links });
    if (section.kind === "actions") Object.assign(section.actions[0]!, { searches, links });
  }
  return report;
}

test("searches stand with the first step on paper, on the screen and in both parts of the email", () => {
  for (const said of [page, screen]) expect(said.split(`Search: ${searches}`)).toHaveLength(3); // in the plan too
  expect(email.html).toContain(searches);
  expect(email.text.replaceAll(/\s+/g, " ")).toContain(`Search: ${searches}`);
});

test("links can be read on paper and followed elsewhere", () => {
  const [{ words, url }] = links as [(typeof links)[number]];
  expect(page).toContain(`${words}: <a href="${url}">searches.example/long-courses</a>`);
  expect(screen).toContain(`<a href="${url}">${words}</a>`);
  expect(email.html).toMatch(new RegExp(`<a href="${url}"[^>]*>${words}</a>`));
  expect(email.text).toContain(`${words}:\n${url}`);
});

test("a link leads to https alone", () => {
  for (const url of ["http://searches.example", "javascript:alert(1)", "mailto:a@searches.example"])
    expect(actionSchema.shape.links.safeParse([{ words: "Searches", url }]).success).toBe(false);
  expect(actionSchema.shape.links.safeParse(links).success).toBe(true);
});
