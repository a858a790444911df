import { readFile, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { networkInterfaces } from "node:os";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { type Browser, openBrowser } from "../../src/output/browser.ts";
import { openStudio, type Studio } from "../../src/preview/server.ts";
import type { Report } from "../../src/report/report.ts";
import {
  type Desk,
  frameSays,
  frameWords,
  isDrawn,
  newDesk,
  ofColours,
  openAt,
  patience,
  until,
  violations,
  visit,
  words,
} from "./studio.ts";

// The studio is clicked through in a real browser, on a copy of the content that the tests save into.

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

describe("looking at reports", () => {
  test("opens with a report, its recipients and nothing from elsewhere", () =>
    visit(browser, studio.url, async (page, { requests, complaints }) => {
      await until(page, `document.querySelectorAll("#rows tr").length > 60`);
      expect(await words(page, "#who h2")).toBe(await words(page, "#rows [aria-current] .row"));
      expect(await frameWords(page)).toContain(await words(page, "#who h2"));
      const away = requests.filter((url) => !url.startsWith(studio.url) && !url.startsWith("data:"));
      expect(away).toEqual([]);
      expect(complaints).toEqual([]);
    }));

  test("each ready-made pick shows its recipient, and it stays lit", () =>
    visit(browser, `${studio.url}#code=Z10002`, async (page) => {
      await until(page, `document.querySelectorAll("#picks button").length === 8`);
      const picks = await page.$$eval("#picks button", (buttons) =>
        buttons.map((button) => [button.dataset.pick, button.getAttribute("aria-disabled")] as const),
      );
      expect(picks.map(([id]) => id)).toEqual([
        "best",
        "worst",
        "median",
        "rising",
        "achieved",
        "smallest",
        "no-data",
        "suppressed",
      ]);
      const names = new Set<string>();
      for (const [id] of picks.filter(([, disabled]) => disabled === null)) {
        await page.locator(`[data-pick="${id}"]`).click();
        await until(page, `document.querySelector('[data-pick="${id}"]').getAttribute("aria-pressed") === "true"`);
        const code = `new URLSearchParams(location.hash.slice(1)).get("code")`;
        await until(page, `document.querySelector("#who").textContent.includes(${code})`);
        names.add(await words(page, "#who h2"));
      }
      expect(names.size).toBeGreaterThan(4);
    }));

  test("search narrows the list, and Enter opens the first", () =>
    visit(browser, `${studio.url}#code=Z10002`, async (page) => {
      await until(page, `document.querySelectorAll("#rows tr").length > 60`);
      await page.keyboard.press("/");
      await page.keyboard.type("z10017");
      await until(page, `document.querySelectorAll("#rows tr").length === 1`);
      await page.keyboard.press("Enter");
      await until(page, `document.querySelector("#who code").textContent === "Z10017"`);
      expect(page.url()).toContain("code=Z10017");
    }));

  test("another cycle is another report", () =>
    visit(browser, `${studio.url}#code=Z10002`, async (page) => {
      await frameSays(page, "12 months to August 2026");
      await page.select("#cycle", "2026-06");
      await frameSays(page, "12 months to June 2026");
      expect(page.url()).toContain("cycle=2026-06");
    }));

  test("a cycle without data says which it needs, and nothing of another stands for it", () =>
    visit(browser, `${studio.url}#code=Z10002`, async (page) => {
      await until(page, `document.querySelectorAll("#rows tr").length > 60`);
      await page.select("#cycle", "2026-10");
      await until(page, `document.querySelector("#stage .card h3")?.textContent.includes("2026-10")`);
      expect(await words(page, "#stage .card p")).toBe(
        "It needs data up to October 2026; those that there are end in August 2026.",
      );
      expect(await words(page, "#none")).toBe("There are no data for this cycle yet.");
      expect(await page.$$eval("#rows tr", (rows) => rows.length)).toBe(0);
      expect(page.url()).toContain("cycle=2026-10");
      await page.select("#cycle", "2026-08");
      await frameSays(page, "12 months to August 2026");
    }));

  test("email, phone and plain text say the same headline", () =>
    visit(browser, `${studio.url}#code=Z10002`, async (page) => {
      await until(page, `document.querySelectorAll("#rows tr").length > 60`);
      const headline = await words(page, `#rows [data-code="Z10002"] .says`);
      await frameSays(page, headline);
      await page.locator("#tab-email").click();
      await frameSays(page, headline);
      expect(await frameWidth(page)).toBe("680px");
      await page.locator("#tab-phone").click();
      await until(page, `document.querySelector("#stage iframe:not(.waiting)")?.style.width === "390px"`);
      await page.locator("#tab-text").click();
      await page.waitForSelector("#stage .plain");
      expect((await words(page, "#stage .plain")).replaceAll("*", "")).toContain(headline.slice(0, 40));
    }));

  test("the mail client may be dark and may block pictures", () =>
    visit(browser, `${studio.url}#code=Z10002&tab=email`, async (page) => {
      const ground = () => inFrame(page, `getComputedStyle(document.querySelector(".paper")).backgroundColor`);
      expect(await ground()).toBe("rgb(255, 255, 255)");
      expect(await inFrame(page, `document.images[0].naturalWidth`)).toBeGreaterThan(500);
      await page.keyboard.press("d");
      await until(
        page,
        inFrameText(`getComputedStyle(document.querySelector(".paper")).backgroundColor === "rgb(24, 33, 39)"`),
      );
      await page.keyboard.press("i");
      await until(page, inFrameText(`document.images[0].naturalWidth === 0 && document.images[0].alt.length > 20`));
    }));

  test("the real PDF is drawn page by page", () =>
    visit(browser, `${studio.url}#code=Z10002&as=pdf`, async (page) => {
      await page.waitForSelector("#stage canvas:nth-of-type(3)", { timeout: patience });
      expect((await page.$$eval("#stage canvas", (pages) => pages.map((each) => each.ariaLabel)))[0]).toMatch(
        /^Page 1 of \d of the PDF$/,
      );
      const answer = await fetch(`${studio.url}document/pdf?cycle=2026-08&code=Z10002`);
      expect(
        Buffer.from(await answer.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe("%PDF-");
    }));

  test("a recipient without a report says why", () =>
    visit(browser, `${studio.url}#code=Z10023`, async (page) => {
      expect(await words(page, "#stage .card")).toMatch(/No report is made for Drs O.Malvey.*closed on 31 August 2024/);
    }));

  test("all headlines stand in a table that sorts", () =>
    visit(browser, `${studio.url}#code=Z10002`, async (page) => {
      await until(page, `document.querySelectorAll("#rows tr").length > 60`);
      await page.locator("#wide").click();
      const column = (number: number) =>
        page.$$eval(`#rows td:nth-child(${number})`, (cells) => cells.map((cell) => cell.textContent ?? ""));
      const headlines = await column(3);
      expect(headlines).toEqual([...headlines].sort((a, b) => a.localeCompare(b, "en")));
      await page.locator(`[data-focus="sort-value"]`).click();
      const rates = (await column(4)).filter((text) => text !== "–").map(Number);
      expect(rates).toEqual([...rates].sort((a, b) => b - a));
      await page.locator(`[data-focus="sort-value"]`).click();
      expect(await page.$eval(`[data-column="value"]`, (cell) => cell.ariaSort)).toBe("ascending");
    }));
});

describe("why it says this", () => {
  test("a sentence opens its reason, and a reason shows its sentence", () =>
    visit(browser, `${studio.url}#code=Z10002`, async (page) => {
      await until(page, inFrameText(`document.querySelector("h1").dataset.why === "headline.say"`));
      await page.evaluate(inFrameText(`document.querySelector("h1").click()`));
      const open = await words(page, "#panel [data-open]");
      expect(open).toContain("voice-headline-worse-moved-rate");
      expect(open).toContain("Social comparison");
      expect(open).toMatch(/worse-than-median 10 against/);
      await page.waitForSelector("#panel [data-open] .line");
      expect(await words(page, "#panel [data-open] .marked")).toContain("step: worse-moved");
      await page.locator(`[data-slot="trend.message"] button`).click();
      await until(page, inFrameText(`document.querySelector("[data-open]")?.dataset.why === "trend.message"`));
      expect(await page.$eval("#stage", (stage) => stage.scrollTop)).toBeGreaterThan(300);
    }));

  test("every block that speaks in words is found on paper", () =>
    visit(browser, `${studio.url}#code=Z10002&panel=why`, async (page) => {
      await until(page, inFrameText(`document.querySelectorAll("[data-why]").length > 10`));
      const lost = (await page.evaluate(`(() => {
        const inside = document.querySelector("#stage iframe:not(.waiting)").contentDocument;
        const slots = [...document.querySelectorAll(".reason:has(.quote)")].map((item) => item.dataset.slot);
        return slots.filter((slot) => !inside.querySelector('[data-why="' + slot + '"]'));
      })()`)) as string[];
      expect(lost).toEqual([]);
    }));
});

describe("saving a file", () => {
  const file = "content/voice/headline.yaml";
  const at = () => `${studio.url}#code=Z10002&tab=email`;

  afterEach(async () => {
    await desk.restore();
    await vi.waitFor(async () => expect((await state()).problems).toEqual([]), { timeout: patience });
  });

  test("shows new words while everything else stays", () =>
    visit(browser, at(), async (page) => {
      await frameSays(page, "Your rate is up from");
      await page.$eval("#stage", (stage) => stage.scrollTo(0, 120));
      const started = performance.now();
      await desk.edit(file, "Your rate is up from", "Your rate has gone up from");
      await frameSays(page, "Your rate has gone up from");
      console.log(`from save to new view: ${Math.round(performance.now() - started)} ms`);
      expect(await page.$eval("#stage", (stage) => stage.scrollTop)).toBe(120);
      await until(
        page,
        `document.querySelector('[data-code="Z10002"] .says').textContent.includes("has gone up from")`,
      );
    }));

  test("a broken file is told with its place, the last good view stays, and mending it clears", () =>
    visit(browser, at(), async (page) => {
      await frameSays(page, "Your rate is up from");
      await desk.edit(file, "median, worsening]", "median, worsenning]");
      await until(page, `!document.getElementById("problem").hidden`);
      expect(await words(page, "#problem")).toMatch(/unknown signal "worsenning".*headline\.yaml:\d+:\d+.*worsening/);
      expect(await words(page, "#live")).toMatch(/^1 problem since/);
      expect(await words(page, "#stale")).toMatch(/^Last good view, drawn at/);
      expect(await frameWords(page)).toContain("Your rate is up from");
      await page.locator("#problem button").click();
      await page.waitForSelector("#panel .marked u");
      expect(await words(page, "#panel .marked u")).toBe("worsenning");
      await page.locator("#tab-print").click(); // the last good view is whole: other channels and recipients work
      await frameSays(page, "Your rate is up from");
      expect(await violations(page)).toEqual([]);
      await desk.edit(file, "median, worsenning]", "median, worsening]");
      await until(page, `document.getElementById("problem").hidden && document.getElementById("stale").hidden`);
      expect(await words(page, "#live")).toMatch(/^Live/);
    }));

  test("a broken template is told with its place", () =>
    visit(browser, `${studio.url}#code=Z10002`, async (page) => {
      await desk.edit("templates/print/sections/headline.hbs", "{{{tied say}}}", "{{{tied sya}}}");
      await until(page, `!document.getElementById("problem").hidden`);
      expect(await words(page, "#problem")).toMatch(/headline\.hbs:1/);
      const [, typical = ""] = /typical is ([\d.]+)\./.exec(await frameWords(page)) ?? [];
      expect(typical).not.toBe("");
      await desk.edit("templates/print/sections/headline.hbs", "{{{tied sya}}}", "{{{tied say}}} now");
      await frameSays(page, `typical is ${typical}. now`);
    }));

  test("a broken data file is told without its rows", () =>
    visit(browser, `${studio.url}#code=Z10002`, async (page) => {
      await desk.edit("fixtures/organisations.csv", "practice_code", "practice_cod");
      await until(page, `!document.getElementById("problem").hidden`);
      await page.locator("#problem button").click();
      const place = (await state()).problems[0]?.place?.file;
      const answer = await fetch(
        `${studio.url}api/source?${new URLSearchParams({ file: `${desk.folder}/fixtures/organisations.csv`, line: "2" })}`,
      );
      expect(answer.status).toBe(404);
      expect(place).toMatch(/data\.yaml|organisations\.csv/);
      await desk.edit("fixtures/organisations.csv", "practice_cod", "practice_code");
      await until(page, `document.getElementById("problem").hidden`);
    }));

  test("opens on a broken campaign, and shows it once it is mended", async () => {
    const broken = await newDesk();
    await broken.edit("content/campaigns/opioids/campaign.yaml", "window: 12", "windw: 12");
    const late = await openAt(broken);
    try {
      await browser.withPage(async (page) => {
        await page.goto(late.url);
        await until(page, `document.querySelector("#problem b")?.textContent.includes("windw")`);
        expect(await words(page, "#stage")).toContain("Nothing to show yet");
        await broken.edit("content/campaigns/opioids/campaign.yaml", "windw: 12", "window: 12");
        await isDrawn(page);
        await until(page, `document.getElementById("problem").hidden`);
      });
    } finally {
      await late.close();
      await broken.remove();
    }
  });

  async function state(): Promise<{ problems: { place?: { file: string } }[] }> {
    return (await fetch(`${studio.url}api/state`)).json() as Promise<{ problems: { place?: { file: string } }[] }>;
  }
});

describe("with a linter", () => {
  const found = () => [
    {
      code: "T07",
      severity: "warning" as const,
      message: "one role only",
      hint: "name two",
      place: { file: `${desk.campaign}/campaign.yaml`, line: 3, column: 1, length: 8 },
      source: "Ivers 2012",
    },
  ];
  const findingsOfReport = async (_: unknown, __: unknown, { recipient: { code } }: Report) => [
    { code: "V01", severity: "warning" as const, message: `too long for ${code}` },
  ];
  let linted: Studio;

  beforeAll(async () => {
    linted = await openStudio(nodeWorld(), { ...desk, findings: found, findingsOfReport });
  });

  afterAll(() => linted?.close());

  test("the page is there before the campaign has been read, and says what is done", async () => {
    const { version, stage } = (await (await fetch(`${linted.url}api/state`)).json()) as Record<string, unknown>;
    expect([version, stage]).toEqual([0, "reading the campaign and its data"]);
    await visit(browser, linted.url, (page) =>
      until(page, `document.getElementById("live").textContent.startsWith("Live")`),
    );
  });

  test("findings of all reports are listed, and open at their line", () =>
    visit(browser, linted.url, async (page) => {
      await until(page, `document.getElementById("tab-findings").textContent === "Findings 2"`);
      await page.keyboard.press("N");
      await page.waitForSelector("#panel [data-open] .marked");
      expect(await words(page, "#panel [data-open]")).toMatch(/one role only.*T07.*Ivers 2012.*name two/);
      expect(await violations(page)).toEqual([]);
    }));

  test("findings of one report stand before those of all, and change with the report", () =>
    visit(browser, `${linted.url}#code=Z10002`, async (page) => {
      await until(page, `document.getElementById("panel").textContent.includes("too long for Z10002")`);
      expect(await words(page, "#panel .group")).toBe("This report");
      await page.keyboard.press("j");
      await until(page, `/too long for (?!Z10002)Z\\d+/.test(document.getElementById("panel").textContent)`);
    }));
});

describe("a withheld headline", () => {
  test("is picked, listed as withheld, and nowhere a number", async () => {
    const own = await newDesk();
    const indicator = "content/indicators/opioids-high-dose.yaml";
    await own.edit(indicator, "counts: items", "counts: patients");
    const rows = `${own.folder}/fixtures/observations/opioids.csv`;
    const all = await readFile(rows, "utf8");
    await writeFile(rows, fewOf(all, "Z10002"));
    const map = `${own.campaign}/data.yaml`;
    await writeFile(map, (await readFile(map, "utf8")).replace(/\n {2}subgroups:[\s\S]*?(?=\n {0,2}\w|$)/, "")); // of other totals
    const withheld = await openAt(own);
    try {
      await visit(browser, `${withheld.url}#code=Z10002`, async (page) => {
        await until(page, `document.querySelectorAll("#rows tr").length > 60`);
        expect(await words(page, `#rows [data-code="Z10002"]`)).toContain("withheld");
        await page.locator('[data-pick="suppressed"]').click();
        await until(page, `document.querySelector('[data-pick="suppressed"]').getAttribute("aria-pressed") === "true"`);
        await until(page, `/[1-9]\\d* with the value withheld/.test(document.getElementById("status").textContent)`);
        await page.locator("#tab-email").click();
        await frameSays(page, "fewer than 8");
      });
    } finally {
      await withheld.close();
      await own.remove();
    }
  });

  /** The rows of high doses with one item in the last month and none before, for one practice. */
  function fewOf(csv: string, code: string): string {
    return csv
      .split("\n")
      .map((line) => {
        const cells = line.split(",");
        const isOwn = cells.includes(code) && cells.includes("high_dose");
        if (!isOwn) return line;
        const at = numeratorAt(csv);
        cells[at] = line.includes("2026-08") ? "2" : "0";
        return cells.join(",");
      })
      .join("\n");
  }

  function numeratorAt(csv: string): number {
    return (csv.split("\n")[0] ?? "").split(",").indexOf("numerator");
  }
});

describe("by keys alone", () => {
  test("a walk through recipients, channels, reasons and panes", () =>
    visit(browser, `${studio.url}#code=Z10002`, async (page) => {
      await until(page, `document.querySelectorAll("#rows tr").length > 60`);
      const name = () => words(page, "#who h2");
      const first = await name();
      await page.keyboard.press("j");
      await until(page, `document.querySelector("#who h2").textContent !== ${JSON.stringify(first)}`);
      await page.keyboard.press("k");
      await until(page, `document.querySelector("#who h2").textContent === ${JSON.stringify(first)}`);
      await page.keyboard.press("1");
      await until(page, `document.querySelector('[data-pick="best"]').ariaPressed === "true"`);
      await page.keyboard.press("e");
      await until(page, `document.querySelector("#tab-email").ariaSelected === "true"`);
      await page.keyboard.press("w");
      await page.keyboard.press("n");
      await page.waitForSelector(`#panel [data-open][data-slot="headline.say"]`);
      await page.keyboard.press("F6");
      const pane = () => page.evaluate(`document.activeElement.closest(".pane")?.id`);
      const panes = [await pane()];
      for (let i = 0; i < 2; i++) {
        await page.keyboard.press("F6");
        panes.push(await pane());
      }
      expect([...panes].sort()).toEqual(["reasons", "recipients", "report"]);
      await page.evaluate(`document.querySelector("#tab-email").focus()`); // in one go: what comes from the server draws it anew
      await page.keyboard.press("ArrowRight");
      expect(await page.evaluate(`document.activeElement.id`)).toBe("tab-phone");
      await page.keyboard.press("?");
      expect(await page.$eval("#help", (dialog) => dialog.hasAttribute("open"))).toBe(true);
      await page.keyboard.press("Escape");
      expect(await page.$eval("#help", (dialog) => dialog.hasAttribute("open"))).toBe(false);
      await page.keyboard.press("D");
      expect(await page.$eval("html", (root) => root.dataset.theme)).toBe("dark");
    }));

  test("arrows move in the list, which is one tab stop", () =>
    visit(browser, `${studio.url}#code=Z10002`, async (page) => {
      await until(page, `document.querySelectorAll("#rows tr").length > 60`);
      await page.keyboard.press("/");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      expect(
        await page.evaluate(`[...document.querySelectorAll("#rows tr")].indexOf(document.activeElement.closest("tr"))`),
      ).toBe(1);
      expect(await page.$$eval("#rows [tabindex='0']", (stops) => stops.length)).toBe(1);
      expect(await words(page, "#who h2")).toBe(await page.evaluate(`document.activeElement.textContent`));
    }));

  test("keys work while a report has the focus, and not in a field", () =>
    visit(browser, `${studio.url}#code=Z10002&tab=email`, async (page) => {
      await page.evaluate(inFrameText(`document.querySelector("a").focus()`));
      await page.keyboard.press("p");
      await until(page, `document.querySelector("#tab-print").ariaSelected === "true"`);
      await page.focus("#search");
      await page.keyboard.type("e");
      expect(await page.$eval("#tab-print", (tab) => tab.ariaSelected)).toBe("true");
    }));
});

describe("axe finds nothing", () => {
  const states: readonly (readonly [state: string, shown: string, coloursOf?: string])[] = [
    ["code=Z10002", "#stage iframe:not(.waiting)"],
    ["code=Z10002&panel=why&block=headline.say", "#panel [data-open] .line"],
    ["code=Z10002&tab=email&dark=1", `#stage iframe[src*="dark=1"]:not(.waiting)`],
    ["code=Z10002&tab=phone", `#stage iframe[style*="390px"]:not(.waiting)`, "the email"],
    ["code=Z10002&tab=text", "#stage .plain"],
    ["code=Z10002&wide=1", "#rows .wording"],
    ["code=Z10023", "#stage .card dl"],
    ["code=Z10002&as=pdf", "#stage canvas", "print"],
  ];

  test.each([false, true])("in any state, dark %s", (dark) =>
    visit(
      browser,
      `${studio.url}#code=Z10020&q=z1002`,
      async (page) => {
        await until(page, `document.querySelectorAll("#rows tr").length === 10`);
        expect(await page.$eval("html", (root) => root.dataset.theme)).toBe(dark ? "dark" : "light");
        for (const [state, shown, coloursOf] of states) {
          if (dark && coloursOf) continue;
          await page.evaluate(`location.hash = "q=z1002&${state}"`); // ten rows: axe looks at each as long as at another
          await page.waitForSelector(shown, { timeout: patience });
          expect(await (dark ? violations(page, ofColours) : violations(page)), state).toEqual([]);
        }
      },
      { dark },
    ),
  );

  test.each(["recipients", "report", "reasons"])("on a phone, %s", (pane) =>
    visit(
      browser,
      `${studio.url}#panel=why&code=Z10020&q=z1002`,
      async (page) => {
        await until(page, `document.querySelectorAll("#rows tr").length === 10`);
        await page.locator(`nav [data-pane="${pane}"]`).click();
        expect(
          await page.$$eval(".pane", (panes) => panes.filter((each) => each.checkVisibility()).map(({ id }) => id)),
        ).toEqual([pane]);
        expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBe(320);
        expect(await violations(page)).toEqual([]);
      },
      { width: 320, height: 640 },
    ),
  );
});

describe("the server", () => {
  const secret = () => new URL(studio.url).pathname.slice(0, -1);
  const ask = (path: string, host?: string, more: Record<string, string> = {}) =>
    askAt(`${secret()}${path}`, host, more);
  const askAt = (path: string, host?: string, more: Record<string, string> = {}) =>
    new Promise<{ status: number; text: string; policy: string }>((resolve, reject) => {
      const { port } = new URL(studio.url);
      const options = { host: "127.0.0.1", port, path, headers: { host: host ?? `127.0.0.1:${port}`, ...more } };
      request(options, async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk as Buffer);
        resolve({
          status: answer.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
          policy: String(answer.headers["content-security-policy"]),
        });
      })
        .on("error", reject)
        .end();
    });

  test.each([
    "/studio/../index.html",
    "/studio/..%2f..%2fprint%2freport.hbs",
    "/studio/%2e%2e/theme/theme.yaml",
    "/studio/....//studio.js",
    "/studio/studio.js%00.css",
    "/vendor/..%2fpackage.json",
    "/vendor/constructor",
    "/etc/passwd",
  ])("serves no other file: %s", async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  test.each(["/etc/passwd", "package.json", "../../package.json", "fixtures/observations/opioids.csv"])(
    "sends no lines of %s",
    async (file) => {
      for (const path of [file, `${desk.folder}/${file}`, `${desk.campaign}/../../../${file}`])
        expect((await ask(`/api/source?file=${encodeURIComponent(path)}&line=1`)).status).toBe(404);
    },
  );

  test.each([
    "/",
    "/api/state",
    "/api/report?cycle=2026-08&code=Z10002",
    "/document/pdf?cycle=2026-08&code=Z10002",
    "/studio/studio.js",
    "/events",
    "/AAAAAAAAAAAAAAAAAAAAAA/",
    "/AAAAAAAAAAAAAAAAAAAAAA/api/state",
    "//",
    "/../../../../etc/passwd",
  ])("tells nothing to who does not know its secret: %s", async (path) => {
    const { status, text } = await askAt(path);
    expect([status, text]).toEqual([403, "the address of this studio is in the terminal that opened it"]);
  });

  test("has a secret that cannot be guessed, and sends it to nobody", async () => {
    expect(secret()).toMatch(/^\/[\w-]{22}$/);
    const answer = await fetch(studio.url);
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  });

  test.each([
    ["http://evil.example", 403],
    ["http://127.0.0.1:1", 403],
    ["null", 403],
    ["https://127.0.0.1", 403],
  ])("refuses what a page of %s asks", async (origin, status) => {
    expect((await ask("/api/state", undefined, { origin })).status).toBe(status);
    expect((await ask("/api/state", undefined, { origin: new URL(studio.url).origin })).status).toBe(200);
  });

  test.each(["evil.example", "evil.example:80", "127.0.0.1", "localhost.evil.example", "[::1]:80"])(
    "refuses to answer as %j",
    async (host) => {
      expect((await ask("/api/state", host)).status).toBe(403);
      expect((await ask("/", host)).text).not.toContain("<html");
    },
  );

  test.each([
    ["a picture of another site", "cross-site", "no-cors", "image", 403],
    ["a frame of another site", "cross-site", "navigate", "iframe", 403],
    ["a script of another port", "same-site", "cors", "empty", 403],
    ["a link from anywhere", "cross-site", "navigate", "document", 200],
    ["its own page", "same-origin", "cors", "empty", 200],
    ["an address that was typed", "none", "navigate", "document", 200],
  ])("tells who asks: %s", async (_, site, mode, dest, status) => {
    const asking = { "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest };
    for (const path of ["/", "/api/state"]) expect((await ask(path, undefined, asking)).status).toBe(status);
  });

  test("answers as localhost, and lets the page load from itself alone", async () => {
    const { port } = new URL(studio.url);
    const { status, policy } = await ask("/", `localhost:${port}`);
    expect(status).toBe(200);
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect((await ask("/document/email?cycle=2026-08&code=Z10002")).policy).toMatch(/default-src 'none'.*sandbox/);
    expect((await ask("/document/email?cycle=2026-08&code=Z10002")).policy).not.toContain("script-src");
  });

  test("listens on loopback only", async () => {
    const { port } = new URL(studio.url);
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((each) => each && !each.internal && each.family === "IPv4");
    for (const other of others) await expect(fetch(`http://${other?.address}:${port}/`)).rejects.toThrow();
  });

  test.each(["constructor", "__proto__", "Z99999", "../Z10002"])("knows no recipient %s", async (code) => {
    expect((await ask(`/api/report?cycle=2026-08&code=${encodeURIComponent(code)}`)).status).toBe(404);
    expect((await ask(`/document/print?cycle=2026-08&code=${encodeURIComponent(code)}`)).status).toBe(404);
  });
});

function inFrameText(expression: string): string {
  return `((document) => ${expression})(document.querySelector("#stage iframe:not(.waiting)")?.contentDocument ?? document)`;
}

function inFrame(page: import("puppeteer").Page, expression: string): Promise<unknown> {
  return page.evaluate(inFrameText(expression));
}

function frameWidth(page: import("puppeteer").Page): Promise<string> {
  return page.evaluate(`document.querySelector("#stage iframe:not(.waiting)").style.width`) as Promise<string>;
}
