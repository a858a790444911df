import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, openBrowser } from "../../src/output/browser.ts";
import type { Answers } from "../../src/preview/messages.ts";
import type { Studio } from "../../src/preview/server.ts";
import { type Desk, frameSays, isDrawn, newDesk, openAt, until, violations, visit, words } from "./studio.ts";

// The wordings of a campaign, who gets them, and how they are changed in their files from the page.

let browser: Browser;
let desk: Desk;
let studio: Studio;

beforeAll(async () => {
  [browser, desk] = await Promise.all([
    openBrowser({ loopback: true, allowNoSandbox: true, log: () => {} }),
    newDesk(),
  ]);
  studio = await openAt(desk);
});

afterAll(async () => {
  await studio?.close();
  await browser?.close();
  await desk?.remove();
});

const file = "content/blocks/opioids/caution.yaml";
const onDisk = () => readFile(join(desk.folder, file), "utf8");

async function ask<P extends keyof Answers>(path: P, query: Record<string, string> = {}): Promise<Answers[P]> {
  const answer = await fetch(`${studio.url.slice(0, -1)}${path}?${new URLSearchParams(query)}`);
  return (await answer.json()) as Answers[P];
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const all = { "Content-Type": "application/json", ...headers };
  const answer = await fetch(`${studio.url.slice(0, -1)}${path}`, {
    method: "POST",
    headers: all,
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, error: text.startsWith("{") ? (JSON.parse(text).error as string | undefined) : text };
}

async function open(page: Page, id: string): Promise<void> {
  await page.keyboard.press("W");
  await page.waitForSelector(`[data-wording="${id}"] button`);
  await page.locator(`[data-wording="${id}"] button`).click();
  await until(page, `document.querySelector('[data-wording="${id}"]').dataset.open !== undefined`);
}

describe("wordings", () => {
  test("each is told with how many get it and how it reads, is found by its words, and leaves those in the list", () =>
    visit(browser, studio.url, async (page, { complaints }) => {
      const { wordings, reports } = await ask("/api/wordings", {});
      const some = wordings.find(({ codes }) => codes.length > 1 && codes.length < 10)!;
      expect(reports).toBeGreaterThan(60);
      await open(page, some.id);
      await until(page, `document.querySelectorAll("#rows tr").length === ${some.codes.length}`);
      expect(await words(page, `[data-wording="${some.id}"] .bcts`)).toBe(`${some.codes.length} of ${reports}`);
      const listed = await page.$$eval("#rows tr", (rows) => rows.map((row) => row.dataset.code));
      expect(listed.sort()).toEqual([...some.codes].sort());
      await page.type(".seek input", "tolerance falls");
      await until(page, `document.querySelectorAll("[data-wording]").length === 1`);
      expect(await words(page, "[data-wording] .role code")).toBe("opioids-caution-tolerance");
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }));

  test("what nobody gets comes last, without an example", async () => {
    const { wordings } = await ask("/api/wordings", {});
    const idle = wordings.findIndex(({ codes }) => codes.length === 0);
    expect(idle).toBeGreaterThan(10);
    expect(wordings.slice(idle).filter(({ codes, example }) => codes.length > 0 || example)).toEqual([]);
    expect(wordings.filter(({ place }) => !place).map(({ id }) => id)).toEqual([]);
  });
});

describe("a change from the page", () => {
  test("is in the file, in its own line, and in the report; and is taken back to the byte", () =>
    visit(browser, studio.url, async (page, { complaints }) => {
      const before = await onDisk();
      await open(page, "opioids-caution-scope");
      await page.locator(".edit-bar button").click();
      await page.waitForSelector(".fields textarea");
      await page.$eval(".fields textarea", (area) => area.setSelectionRange(0, 7));
      await page.type(".fields textarea", "Not a word");
      await page.locator('[data-focus="save"]').click();
      await frameSays(page, "Not a word here is meant for cancer pain");
      expect(await onDisk()).toBe(before.replace("Nothing here is meant", "Not a word here is meant"));
      await page.$eval('[data-focus="undo"]', (button) => button.click());
      await frameSays(page, "Nothing here is meant for cancer pain");
      expect(await onDisk()).toBe(before);
      expect(complaints).toEqual([]);
    }));

  test("is refused of a file that has changed since it was read, and the other's words stay", async () => {
    const line = (await onDisk()).split("\n").indexOf("block: opioids-caution-scope") + 1;
    const at = { file: join(desk.folder, file), line: String(line) };
    const { state, fields, offered } = await ask("/api/fields", at);
    expect(fields.map(({ path }) => path)).toEqual(["role", "text"]);
    expect(offered[fields[0]?.choices ?? ""]?.map(({ name }) => name)).toContain("caution");
    await desk.edit(file, "palliative care", "care at the end of life");
    const theirs = await onDisk();
    const change = { ...at, line, state, path: "text", value: "Other words." };
    expect(await post("/api/edit", change)).toEqual({
      status: 404,
      error: "the file has changed meanwhile; look at it again",
    });
    expect(await onDisk()).toBe(theirs);
    const now = await ask("/api/fields", at);
    expect((await post("/api/edit", { ...change, state: now.state })).status).toBe(200);
    await desk.edit(file, "Other words.", "Words of a third.");
    expect((await post("/api/undo", {})).error).toMatch(/has changed meanwhile, so the change is not taken back$/);
    expect(await onDisk()).toContain("Words of a third.");
    await desk.restore();
  });

  test("waits for its turn: of two at once of one state, one is refused", async () => {
    const before = await onDisk();
    const at = { file: join(desk.folder, file), line: "1" };
    const line = before.split("\n").indexOf("block: opioids-caution-scope") + 1;
    const { state } = await ask("/api/fields", { ...at, line: String(line) });
    const change = (value: string) => post("/api/edit", { file: at.file, line, state, path: "text", value });
    const answers = await Promise.all([change("One."), change("Two.")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]); // whichever came first
    expect((await post("/api/undo", {})).status).toBe(200);
    expect(await onDisk()).toBe(before);
  });

  test("that cannot be taken back does not stand in the way of those before it", async () => {
    const at = { file: join(desk.folder, file), named: "block", id: "opioids-caution-scope" };
    const other = {
      file: join(desk.folder, "content/blocks/opioids/why.yaml"),
      named: "block",
      id: "opioids-why-pace",
    };
    const before = await readFile(other.file, "utf8");
    for (const each of [other, at]) {
      const { line, state } = await ask("/api/fields", each);
      expect((await post("/api/edit", { file: each.file, line, state, path: "text", value: "Anew." })).status).toBe(
        200,
      );
    }
    await desk.edit(file, "Anew.", "Words of a third.");
    expect((await post("/api/undo", {})).error).toMatch(/has changed meanwhile/);
    expect((await post("/api/undo", {})).status).toBe(200);
    expect(await readFile(other.file, "utf8")).toBe(before);
    await desk.restore();
  });

  test("of a file that cannot be read is not offered, and the line is told", async () => {
    const at = { file: join(desk.folder, file), named: "block", id: "opioids-caution-scope" };
    const { line } = await ask("/api/fields", at);
    await desk.edit(file, "block: opioids-caution-scope", "# more\nblock: opioids-caution-scope");
    expect((await ask("/api/fields", at)).line).toBe(line + 1);
    await desk.edit(file, "# more\n", "more: [\n");
    expect(await ask("/api/fields", at)).toEqual({
      error: expect.stringMatching(/^the file cannot be read as it stands, at line \d+: /),
    });
    await desk.restore();
  });

  test("is refused of files that the campaign's words do not stand in, and of who is not the page", async () => {
    const path = join(desk.folder, file);
    const { state } = await ask("/api/fields", { file: path, line: "4" });
    const change = { file: path, line: 4, state, path: "text", value: "x" };
    const before = await onDisk();
    const strange = join(desk.folder, "strange.yaml"); // it would do, but no campaign is read from it
    await writeFile(strange, before);
    for (const other of [
      strange,
      "package.json",
      join(desk.folder, "fixtures/organisations.csv"),
      join(desk.templates, "print/report.css"),
    ])
      expect((await post("/api/edit", { ...change, file: other })).error).toBe("this file is not changed here");
    expect((await post("/api/edit", change, { Origin: "http://elsewhere.example" })).status).toBe(403);
    expect((await post("/api/edit", { ...change, also: 1 })).error).toBe(
      "this is no change of a field, a list or a setting",
    );
    expect((await post("/api/edit", { ...change, path: "block" })).error).toMatch(/there is no "block"/);
    expect((await fetch(`${studio.url}../api/edit`, { method: "POST", body: "{}" })).status).toBe(403);
    expect(await onDisk()).toBe(before);
  });
});

describe("a list", () => {
  const campaign = "content/campaigns/opioids/campaign.yaml";
  const written = () => readFile(join(desk.folder, campaign), "utf8");
  const choose = "sections.6.actions.choose";

  test("is put in another order by keys: lines move in the file, the focus goes with them, and it is told and taken back", () =>
    visit(browser, studio.url, async (page, { complaints }) => {
      const before = await written();
      const [first, second] = (await ask("/api/fields", await atCampaign())).lists
        .find(({ path }) => path === choose)!
        .entries.map((id) => `        - ${id}\n`);
      await page.keyboard.press("o");
      await page.waitForSelector(".documents .edit-bar button");
      await page.locator(".documents .edit-bar button").click();
      await page.waitForSelector(`[data-focus="down-${choose}.0"]`);
      await page.$$eval(".fields details", (all) => {
        for (const each of all) each.setAttribute("open", "");
      });
      expect(await violations(page)).toEqual([]);
      await page.focus(`[data-focus="down-${choose}.0"]`);
      await page.keyboard.down("Alt");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.up("Alt");
      await until(page, `document.querySelector("#say").textContent.includes(" is now 2 of 16.")`);
      expect(await written()).toBe(before.replace(`${first}${second}`, `${second}${first}`));
      await until(page, `document.activeElement.dataset.focus === "down-${choose}.1"`);
      await page.$eval('[data-focus="undo"]', (button) => button.click());
      await until(page, `document.querySelector("#say").textContent === "Taken back."`);
      expect(await written()).toBe(before);
      expect(complaints).toEqual([]);
    }));

  test("gets what the form offers, and gives up an entry; each is taken back to the byte", async () => {
    const before = await written();
    const at = await atCampaign();
    const { lists, state } = await ask("/api/fields", at);
    const { adds, about } = lists.find(({ path }) => path === "sections")!;
    expect(about).toMatch(/^The sections of the report in order/);
    expect(adds.find(({ kind }) => kind === "why")?.needs.map(({ path }) => path)).toEqual([
      "why.title",
      "why.blocks.0",
    ]);
    const change = { ...at, line: Number(at.line), path: "sections", state };
    expect((await post("/api/edit", { ...change, add: { to: 3, entry: { trend: {} } } })).status).toBe(200);
    expect(await written()).toBe(before.replace("  - trend:\n", "  - trend: {}\n  - trend:\n"));
    const now = (await ask("/api/fields", at)).state;
    expect((await post("/api/edit", { ...change, state: now, remove: { from: 3 } })).status).toBe(200);
    expect(await written()).toBe(before);
    expect((await post("/api/edit", { ...change, state: now, remove: { from: 3 } })).error).toMatch(
      /changed meanwhile/,
    );
    expect((await post("/api/undo", {})).status).toBe(200);
    expect((await post("/api/undo", {})).status).toBe(200);
    expect(await written()).toBe(before);
  });

  async function atCampaign() {
    const lines = (await written()).split("\n");
    return { file: join(desk.folder, campaign), line: String(lines.indexOf("campaign: opioids") + 1) };
  }
});

describe("a setting that is not there", () => {
  const indicator = "content/indicators/opioids-high-dose.yaml";
  const written = () => readFile(join(desk.folder, indicator), "utf8");

  test("is chosen, filled in and added by keys, taken back, and taken out", () =>
    visit(browser, studio.url, async (page, { complaints }) => {
      const before = await written();
      await openIndicator(page);
      await focusOn(page, "fold-map ");
      await page.keyboard.press("Enter");
      await focusOn(page, "kind-map ");
      await page.keyboard.type("target");
      await page.waitForSelector('[data-focus="need-map -target.value"]');
      expect(await words(page, ".adding .about")).toMatch(/^A fixed target/);
      await focusOn(page, "need-map -target.value");
      await page.keyboard.type("sixty");
      await focusOn(page, "need-map -target.label");
      await page.keyboard.type("Aim: by 2028");
      await focusOn(page, "need-map -target.source");
      await page.keyboard.type("The plan");
      await focusOn(page, "add-map ");
      await page.keyboard.press("Enter");
      await until(page, `document.querySelector(".told").textContent === "target.value is a number."`);
      await focusOn(page, "need-map -target.value");
      await page.evaluate("document.activeElement.select()");
      await page.keyboard.type("60");
      await focusOn(page, "add-map ");
      await page.keyboard.press("Enter");
      await until(page, `document.activeElement.dataset.focus === "field-target.value"`);
      const target = 'target:\n  value: 60\n  label: "Aim: by 2028"\n  source: The plan\n';
      expect(await written()).toBe(before.replace("plausible:", `${target}plausible:`));
      expect(await violations(page)).toEqual([]);
      await focusOn(page, "remove-target");
      await page.keyboard.press("Enter");
      await until(page, `document.querySelector(".told").textContent === "target is taken out."`);
      expect(await written()).toBe(before);
      expect(complaints).toEqual([]);
    }));

  test("stays unfolded with its focus, however soon the form is drawn again", () =>
    visit(browser, studio.url, async (page) => {
      await openIndicator(page);
      const seen = await page.evaluate(`(() => {
        document.querySelector('[data-focus="fold-map "]').click();
        const kind = document.querySelector('[data-focus="kind-map "]');
        kind.focus();
        kind.value = "target";
        kind.dispatchEvent(new Event("change", { bubbles: true }));
        return [document.querySelector("details.settings:has(> summary[data-focus='fold-map '])").open, document.activeElement.dataset.focus];
      })()`);
      expect(seen).toEqual([true, "kind-map "]);
    }));

  test("waits with all that was typed: a file saved elsewhere is followed, and a reload loses nothing", () =>
    browser.withPage(async (page) => {
      const before = await written();
      const field = '[data-focus="field-title"]';
      await page.goto(studio.url, { waitUntil: "load" });
      await openIndicator(page);
      await focusOn(page, "field-title");
      await page.keyboard.press("End");
      await page.keyboard.type(" anew");
      await desk.edit(indicator, "decimals: 1", "decimals: 2");
      await desk.edit(indicator, "# High-dose", "# A line more\n# High-dose");
      await until(page, `document.querySelector('[data-focus="field-decimals"]').value === "2"`);
      await page.keyboard.type(", and more");
      await page.evaluate(`document.querySelector('[data-focus="fold-map "]').click()`);
      await page.select('[data-focus="kind-map "]', "target");
      await focusOn(page, "need-map -target.label");
      await page.keyboard.type("Aim");
      await page.reload({ waitUntil: "load" });
      await openIndicator(page);
      const again = "What you typed before and did not save is here again: title, target.";
      await until(page, `document.querySelector(".told").textContent === "${again}"`);
      const label = '[data-focus="need-map -target.label"]';
      expect(await page.$eval(label, (input) => [input.value, input.checkVisibility()])).toEqual(["Aim", true]);
      const title = () => page.$eval(field, (input) => input.value);
      expect(await title()).toBe("High-dose opioid items anew, and more");
      await desk.edit(indicator, "title: High-dose opioid items", "title: Words of a third");
      await until(
        page,
        `document.querySelector(".meanwhile").textContent === "The file says by now: Words of a third"`,
      );
      const theirs = await written();
      await desk.edit(indicator, "decimals: 2", "decimals: [2");
      await until(page, `document.querySelector(".trouble").textContent.startsWith("the file cannot be read")`);
      expect(await title()).toBe("High-dose opioid items anew, and more");
      await desk.edit(indicator, "decimals: [2", "decimals: 2");
      await until(page, `!document.querySelector(".trouble")`);
      await focusOn(page, "save");
      await page.keyboard.press("Enter");
      await until(page, `document.querySelector(".told").textContent === "Saved."`);
      expect(await written()).toBe(theirs.replace("Words of a third", "High-dose opioid items anew, and more"));
      await desk.restore();
      expect(await written()).toBe(before);
    }));

  /** At once: what is found first and then given the focus may have been drawn anew in between. */
  function focusOn(page: Page, name: string): Promise<unknown> {
    return page.evaluate(`document.querySelector('[data-focus="${name}"]').focus()`);
  }

  async function openIndicator(page: Page): Promise<void> {
    await isDrawn(page);
    await page.keyboard.press("o");
    await page.waitForSelector(".documents .edit-bar button");
    await page.$$eval(".documents .edit-bar button", (all) =>
      all.find((each) => each.textContent === "Edit indicator opioids-high-dose")?.click(),
    );
    await page.waitForSelector(".fields .field-line");
  }
});

test("the fast view has the letters of the PDF, of its own and not of the machine", () =>
  visit(browser, `${studio.url}#code=Z10002`, async (page) => {
    await until(
      page,
      `[...document.querySelector("#stage iframe:not(.waiting)").contentDocument.fonts].filter(({ status }) => status === "loaded").length >= 2`,
    );
    const names = await page.evaluate(
      `[...document.querySelector("#stage iframe:not(.waiting)").contentDocument.fonts].map(({ family, weight, status }) => family + " " + weight)`,
    );
    expect(names).toEqual(["Arimo 400", "Arimo 600", "Arimo 700"]);
  }));

test("the email is saved as the message that a mail client opens", async () => {
  const answer = await fetch(`${studio.url}document/eml?code=Z10002`);
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="opioids-2026-08-Z10002.eml"');
  expect(await answer.text()).toMatch(/^(?:[\w-]+: [^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n/);
});

test("a finding opens the reports that it is seen in", async () => {
  const recipients = ["Z10003", "Z10005", "Z10011"];
  const finding = {
    code: "V01",
    severity: "warning" as const,
    message: "long in 3 of 70 reports, e.g. Z10003",
    recipients,
  };
  const told = await openAt(desk, { findings: async () => [finding] });
  try {
    await visit(browser, told.url, async (page) => {
      await page.waitForSelector(".finding button");
      await page.locator(".finding button").click();
      await page.locator('[data-focus="open-Z10003"]').click();
      await until(page, `document.querySelector("#who code").textContent === "Z10003"`);
      await page.locator('[data-focus="open-all"]').click();
      await until(page, `document.querySelectorAll("#rows tr").length === 3`);
      expect(await words(page, "#wording option:checked")).toBe("Those of a finding, 3");
    });
  } finally {
    await told.close();
  }
});
