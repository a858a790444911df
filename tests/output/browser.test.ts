import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Browser, openBrowser, tryBrowser } from "../../src/output/browser.ts";
import { findChromium } from "../../src/output/chromium.ts";
import { newHolder } from "../../src/output/lock.ts";
import { readPdf } from "../../src/output/pdf.ts";

vi.stubEnv("FEEDBACK_ALLOW_NO_SANDBOX", "1");

const module = new URL("../../src/output/browser.ts", import.meta.url).href;
const isLinux = process.platform === "linux";

let browser: Browser;
let folder: string;
beforeAll(async () => {
  browser = await openBrowser({ log: () => {} });
  folder = await mkdtemp(join(tmpdir(), "browser-test-"));
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

describe("printing", () => {
  test("gives each caller its own page, however many call at once", async () => {
    const names = ["one", "two", "three", "four"];
    const printed = await Promise.all(names.map((name) => browser.print(page(name))));
    const texts = await Promise.all(printed.map(async (bytes) => readPdf(bytes).text.join()));
    expect(texts.map((text) => text.trim())).toEqual(names);
  });

  test("goes on after the browser was killed between two prints", async () => {
    process.kill(browser.pid!, "SIGKILL");
    expect(readPdf(await browser.print(page("after"))).text[0]).toContain("after");
  });

  test.skipIf(!isLinux)("is tried again when the page goes down while it prints", async () => {
    const first = browser.pid!;
    const printing = browser.print(page("<p>xxx".repeat(2000)));
    await new Promise((resolve) => setTimeout(resolve, 30));
    for (const pid of renderersOf(first)) process.kill(pid, "SIGKILL");
    expect(readPdf(await printing).text.join("")).toContain("xxx");
    expect(browser.pid).not.toBe(first);
  });
});

describe("a browser of its own", () => {
  let own: Browser;
  beforeAll(async () => {
    own = await openBrowser({ recycleAfter: 2, timeout: 6000, log: () => {} }); // long enough for a busy machine to print in
  });
  afterAll(() => own?.close());

  test("is started anew after so many prints", async () => {
    const pids: (number | undefined)[] = [];
    for (const name of ["1", "2", "3"]) {
      await own.print(page(name));
      pids.push(own.pid);
    }
    expect(pids[1]).toBe(pids[0]);
    expect(pids[2]).not.toBe(pids[0]);
    expect(isRunning(pids[0]!)).toBe(false);
  });

  test.skipIf(!isLinux)("and when it hangs, and the print is tried again", async () => {
    const first = own.pid!;
    process.kill(first, "SIGSTOP");
    expect(readPdf(await own.print(page("at last"))).text[0]).toContain("at last");
    expect(isRunning(first)).toBe(false);
  });

  test("prints nothing once it is closed", async () => {
    await own.close();
    await expect(own.print(page("late"))).rejects.toThrow("the browser is closed");
    expect(isRunning(own.pid!)).toBe(false);
  });
});

describe("the outside", () => {
  test("is not reached by any of the ways out of a page", async () => {
    await using listener = await listen();
    const secret = await writeSecrets();
    const html = everyWayOut(listener.origin, secret);

    const bytes = await browser.withPage(async (page) => {
      await page.setContent(html, { waitUntil: "load" });
      return page.pdf();
    });
    const { text } = readPdf(bytes);
    await new Promise((resolve) => setTimeout(resolve, 200)); // a late connection would count too

    expect(text.join("")).toContain("the end");
    expect(text.join("")).not.toContain("SECRET");
    expect(listener.seen).toEqual({ connections: 0, requests: [] });
    await fetch(`${listener.origin}/alive`);
    expect(listener.seen).toEqual({ connections: 1, requests: ["/alive"] });
  });

  test("makes a report fail that asks for anything of it, and leaves no trace in the next", async () => {
    const asked = {
      "https://example.org/a.png": '<img src="https://example.org/a.png">',
      "https://example.org/a.css": '<link rel="stylesheet" href="https://example.org/a.css">',
      "file:///etc/hostname": '<iframe src="file:///etc/hostname"></iframe>',
      "https://example.org/a.svg": '<svg><use href="https://example.org/a.svg#b"/></svg>',
      "https://example.org/": '<base href="https://example.org/">',
    };
    await expect(browser.print(page(Object.values(asked).join("")))).rejects.toMatchObject({
      message: expect.stringMatching(/^the page asked for ".*" and 4 more, but a report may load nothing from outside/),
      forbidden: expect.arrayContaining(Object.keys(asked)),
    });
    expect(readPdf(await browser.print(page("innocent"))).text[0]).toContain("innocent");
  });

  test("is not gone to in the page's own time either", async () => {
    const refresh = '<meta http-equiv="refresh" content="0;url=https://example.org/">';
    await expect(browser.print(page(refresh))).rejects.toThrow('the page asked for "https://example.org/"');
  });

  test("is given no page of more than twenty million characters", async () => {
    await expect(browser.print(page("x".repeat(20_000_000)))).rejects.toThrow("at most 20,000,000 are printed");
  });

  test("is not needed for pictures and styles that the page brings itself", async () => {
    const svg = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">inside</text></svg>')}`;
    const { text } = readPdf(
      await browser.print(page(`<style>p { display: none }</style><p>hidden</p><img src="${svg}">`)),
    );
    expect(text.join("")).toContain("inside");
    expect(text.join("")).not.toContain("hidden");
  });

  test("sends in no script but the borrower's own", async () => {
    const title = await browser.withPage(async (lent) => {
      await lent.setContent(
        page("<script>document.title = 'changed'</script><img src=x onerror=\"document.title = 'changed'\">"),
      );
      return lent.evaluate("new Promise((resolve) => setTimeout(() => resolve(document.title), 50))");
    });
    expect(title).toBe("Test");
  });

  test("is this machine only for the studio's tests", async () => {
    await using listener = await listen("<p>before<script>document.querySelector('p').textContent = 'after'</script>");
    await using local = await openBrowser({ loopback: true, log: () => {} });
    const text = await local.withPage(async (page) => {
      await page.goto(listener.origin);
      return page.$eval("p", (p) => p.textContent);
    });
    expect(text).toBe("after");
    await expect(local.print(page(`<img src="${listener.origin}/a.png">`))).rejects.toThrow("the page asked for");
  });
});

describe("pictures", () => {
  test("are as wide as asked for, at the scale asked for, dark for who prefers that", async () => {
    const html = page("<style>@media (prefers-color-scheme: dark) { html { background: black } }</style>x");
    const light = await browser.screenshot(html, { width: 300, scale: 2 });
    const dark = await browser.screenshot(html, { width: 300, scale: 2, dark: true });
    expect(Buffer.from(light).readUInt32BE(16)).toBe(600); // PNG: the width in the header
    expect(Buffer.from(dark).equals(light)).toBe(false);
  });
});

describe.skipIf(!isLinux)("the sandbox", () => {
  test("is never left out unasked", async () => {
    vi.stubEnv("PUPPETEER_DANGEROUS_NO_SANDBOX", "true");
    const path = await withoutSandbox();
    await expect(openBrowser({ path, allowNoSandbox: false })).rejects.toThrow("cannot use its sandbox");
    vi.stubEnv("PUPPETEER_DANGEROUS_NO_SANDBOX", "");
  });

  test("is left out with one warning when the user has agreed and there is none", async () => {
    const lines: string[] = [];
    const path = await withoutSandbox();
    await using open = await openBrowser({ path, recycleAfter: 1, log: (line) => lines.push(line) });
    await open.print(page("1"));
    await open.print(page("2"));
    expect(open.isSandboxed).toBe(false);
    expect(argumentsOf(open.pid!)).toContain("--no-sandbox");
    await using after = await openBrowser({ path, isWarned: true, log: (line) => lines.push(line) });
    expect(after.isSandboxed).toBe(false);
    expect(lines).toEqual([expect.stringMatching(/^warning: Chromium's sandbox .* so the browser runs without it$/)]);
  });

  test.skipIf(process.getuid?.() === 0)("is used where there is one", async () => {
    if (browser.isSandboxed) expect(argumentsOf(browser.pid!)).not.toContain("--no-sandbox");
  });

  test.runIf(process.getuid?.() === 0)("is missed with an explanation by root", async () => {
    await expect(openBrowser({ allowNoSandbox: false })).rejects.toThrow(
      /which does not work as root.*FEEDBACK_ALLOW_NO_SANDBOX=1/,
    );
  });
});

describe("a browser that does not start", () => {
  test.skipIf(!isLinux)("is an error with its own last words", async () => {
    const path = await writeScript("dead", 'echo "libfoo.so: not found" >&2; exit 127');
    await expect(openBrowser({ path })).rejects.toThrow(
      `cannot start the browser ${path}: exit code 127, libfoo.so: not found`,
    );
  });

  test.skipIf(!isLinux)(
    "or that does not answer in time is killed with what it has started, and leaves no profile",
    async () => {
      const temporary = await mkdtemp(join(folder, "late-"));
      vi.stubEnv("TMPDIR", temporary);
      const path = await writeScript(
        "late",
        `echo $$ >> ${temporary}/pids; sleep 300 & echo $! >> ${temporary}/pids; wait`,
      );
      try {
        await expect(openBrowser({ path, timeout: 3000 })).rejects.toThrow(
          `cannot start the browser ${path}: it takes longer than 3000 ms`,
        );
      } finally {
        vi.stubEnv("TMPDIR", undefined);
      }
      const pids = (await readFile(join(temporary, "pids"), "utf8")).trim().split("\n").map(Number);
      expect(pids).toHaveLength(2); // started once: the script, and what it started
      await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 60_000 });
      expect(await readdir(temporary)).toEqual(["pids"]);
    },
  );
});

describe("a process that drives a browser", () => {
  test("may be a worker thread", async () => {
    const code = `
      const { parentPort } = require("node:worker_threads");
      import(${JSON.stringify(module)}).then(async ({ openBrowser }) => {
        const browser = await openBrowser({ log() {} });
        const bytes = await browser.print("<p>from a worker");
        await browser.close();
        parentPort.postMessage({ pid: browser.pid, bytes });
      });`;
    const [{ pid, bytes }] = await once(new Worker(code, { eval: true }), "message");
    expect(readPdf(bytes).text[0]).toContain("from a worker");
    expect(isRunning(pid)).toBe(false);
  });

  test.skipIf(process.platform === "win32").each(["SIGINT", "SIGKILL"] as const)(
    "takes it along on %s",
    async (signal) => {
      const code = `
      const { openBrowser } = await import(${JSON.stringify(module)});
      const browser = await openBrowser({ log() {} });
      await browser.print("<p>x");
      console.log(browser.pid);
      setInterval(() => {}, 1000);`;
      const driver = spawn(process.execPath, ["--input-type=module", "--eval", code], {
        stdio: ["ignore", "pipe", "inherit"],
        env: { ...process.env, TMPDIR: folder }, // a browser that loses its driver leaves its empty profile behind
      });
      const [line] = await once(createInterface(driver.stdout), "line");
      driver.kill(signal);
      await vi.waitFor(() => expect(isRunning(Number(line))).toBe(false), { timeout: 60_000 });
    },
  );

  test.skipIf(!isLinux)("and was killed leaves a profile that the next removes, and no other", async () => {
    const temporary = await mkdtemp(join(folder, "profiles-"));
    const [left, live, unknown] = await Promise.all(
      ["left", "live", "unknown"].map((name) => mkdtemp(join(temporary, `feedback-browser-${name}-`))),
    );
    const holder = newHolder();
    await writeFile(join(left!, "holder.json"), JSON.stringify({ ...holder, started: "1" }));
    await writeFile(join(live!, "holder.json"), JSON.stringify(holder));
    vi.stubEnv("TMPDIR", temporary);
    try {
      await using opened = await openBrowser({ log: () => {} });
      expect(argumentsOf(opened.pid!).join(" ")).toContain(`--user-data-dir=${temporary}/feedback-browser-`);
      const there = await readdir(temporary);
      expect(there).toHaveLength(3);
      expect(there).toEqual(expect.arrayContaining([basename(live!), basename(unknown!)]));
    } finally {
      vi.stubEnv("TMPDIR", undefined);
    }
    await vi.waitFor(async () => expect(await readdir(temporary)).toHaveLength(2), { timeout: 60_000 });
  });
});

function page(body: string): string {
  return `<!doctype html><html lang="en"><title>Test</title>${body}`;
}

/** A server that notes who connects, by whatever means and asking for whatever. */
async function listen(body = "x") {
  const seen = { connections: 0, requests: [] as string[] };
  const server = createServer((request, response) => {
    seen.requests.push(request.url ?? "");
    response.setHeader("content-type", "text/html").end(body);
  });
  server.on("connection", () => {
    seen.connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${port}`, seen, [Symbol.asyncDispose]: close };
}

async function writeSecrets(): Promise<{ text: string; svg: string }> {
  const [text, svg] = [join(folder, "secret.txt"), join(folder, "secret.svg")];
  await writeFile(text, "SECRET TEXT");
  await writeFile(
    svg,
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="50"><text id="a" y="20">SECRET SVG</text></svg>',
  );
  return { text: pathToFileURL(text).href, svg: pathToFileURL(svg).href };
}

function everyWayOut(origin: string, secret: { text: string; svg: string }): string {
  const at = (name: string) => `${origin}/${name}`;
  return `<!doctype html><html lang="en" manifest="${at("appcache")}"><head><title>Ways out</title>
    <base href="${at("base/")}"><meta http-equiv="refresh" content="600;url=${at("refresh")}">
    <link rel="stylesheet" href="${at("link.css")}"><link rel="preconnect" href="${origin}"><link rel="dns-prefetch" href="${origin}">
    <link rel="prefetch" href="${at("prefetch")}"><link rel="preload" as="image" href="${at("preload")}">
    <link rel="modulepreload" href="${at("module.js")}"><link rel="icon" href="${at("icon")}"><link rel="manifest" href="${at("manifest")}">
    <style>
      @import url(${at("import.css")});
      @font-face { font-family: Outside; src: url(${at("font.ttf")}) }
      @page { @top-left { content: url(${at("margin.png")}) } }
      .a { font-family: Outside; background: url(${at("background.png")}); border-image: url(${at("border.png")}) 3;
           list-style: url(${at("list.png")}); cursor: url(${at("cursor.png")}), auto; mask-image: url(${at("mask.png")}) }
      .a::before { content: url(${at("content.png")}) }
    </style></head><body background="${at("body.png")}">
    <img src="${at("img.png")}"><img srcset="${at("srcset.png")} 2x"><picture><source srcset="${at("picture.png")}"><img></picture>
    <iframe src="${at("iframe")}"></iframe><iframe srcdoc="<img src='${at("srcdoc.png")}'>"></iframe>
    <object data="${at("object")}"></object><embed src="${at("embed")}">
    <video src="${at("video")}" poster="${at("poster.png")}" autoplay></video><audio src="${at("audio")}" autoplay></audio>
    <form action="${at("form")}"><input type="image" src="${at("input.png")}"></form><table background="${at("table.png")}"><tr><td>t</table>
    <svg><use href="${at("use.svg#a")}"/><image href="${at("image.png")}" width="9" height="9"/>
      <filter id="f"><feImage href="${at("filter.png")}"/></filter><rect filter="url(#f)" width="9" height="9"/>
      <rect fill="url(${at("fill.svg#a")})" width="9" height="9"/></svg>
    <script src="${at("script.js")}"></script>
    <script>fetch("${at("fetch")}"); new WebSocket("${origin.replace("http", "ws")}"); navigator.sendBeacon("${at("beacon")}")</script>
    <img src="data:," onerror="fetch('${at("onerror")}')"><a href="${at("link")}" ping="${at("ping")}">a link</a>
    <iframe src="${secret.text}"></iframe><object data="${secret.text}"></object><embed src="${secret.svg}"><img src="${secret.svg}">
    <svg width="300" height="50"><use href="${secret.svg}#a"/></svg><div class="a">outside letters</div><p>the end`;
}

/** A browser on a system without a sandbox: the real one, behind a script that refuses as such a system makes it do. */
async function withoutSandbox(): Promise<string> {
  const { path, env } = await findChromium();
  return writeScript(
    "no-sandbox",
    `for argument in "$@"; do
       [ "$argument" = "--no-sandbox" ] && LD_LIBRARY_PATH="${env.LD_LIBRARY_PATH ?? ""}" exec "${path}" "$@"
     done
     echo "FATAL: No usable sandbox!" >&2; exit 1`,
  );
}

async function writeScript(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

function renderersOf(pid: number): number[] {
  const processes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return processes.filter((id) => groupOf(id) === pid && argumentsOf(id).join(" ").includes("--type=renderer"));
}

function groupOf(pid: number): number | undefined {
  const fields = readIfThere(`/proc/${pid}/stat`).split(") ").at(-1)!.split(" ");
  return Number(fields[2]);
}

function argumentsOf(pid: number): string[] {
  return readIfThere(`/proc/${pid}/cmdline`).split("\0");
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** A process that has ended but that its parent has not asked about yet counts as ended. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !/^\d+ \(.*\) Z/.test(readIfThere(`/proc/${pid}/stat`));
}

test("a browser that was tried is not started again for it, but one that could not be started is", async () => {
  const options = { allowNoSandbox: true };
  expect(await tryBrowser(options)).toBe(await tryBrowser(options));
  for (const _ of [1, 2])
    await expect(tryBrowser({ path: "/none" })).rejects.toMatchObject({ problems: [{ code: "no-browser" }] });
});
