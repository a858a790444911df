import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "../src/build.ts";
import { nodeWorld } from "../src/node.ts";
import { openBrowser } from "../src/output/browser.ts";
import { toPages } from "../src/output/pages.ts";

/*
 * The pictures of the README, from the fixtures: `npm run -s pictures`. Pages are the real PDF, drawn by pdf.js; the
 * email is the real HTML in the browser.
 */
const code = process.argv[2] ?? "Z10003";
const folder = fileURLToPath(new URL("pictures", import.meta.url));
const run = await build(nodeWorld(), {
  study: "content/campaigns/opioids",
  out: "out/pictures",
  only: [code],
  workers: 1,
  browser: { allowNoSandbox: true },
});
await mkdir(folder, { recursive: true });
const pages = await toPages(await readFile(`${run.folder}/print/${code}.pdf`), { dpi: 80 });
for (const [i, png] of pages.entries()) await writeFile(`${folder}/page-${i + 1}.png`, png);
await using browser = await openBrowser({ allowNoSandbox: true });
await writeFile(
  `${folder}/email.png`,
  await browser.screenshot(await readFile(`${run.folder}/email/${code}.html`, "utf8"), { width: 680 }),
);
process.stdout.write(`${pages.length + 1} pictures in docs/pictures\n`);
