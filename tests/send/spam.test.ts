import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { toEml } from "../../src/output/eml.ts";
import { toPng } from "../../src/output/png.ts";
import { compileEmail } from "../../src/render/email.ts";
import { readTemplates } from "../../src/render/templates.ts";
import { toSent } from "../../src/send/message.ts";
import { sampleReport } from "../render/sample.ts";

/*
 * What a spam filter makes of an email as it is sent: SpamAssassin with the rules that come with it, without the network. Skipped
 * where it is not installed (package spamassassin).
 */
const isThere = spawnSync("spamassassin", ["--version"]).status === 0;
const at = new Date();

test.skipIf(!isThere)(
  "SpamAssassin gives an email as it is sent less than 1",
  async () => {
    const made = await madeEmail();
    const nameless = Buffer.from(
      Buffer.from(made)
        .toString("latin1")
        .replace(/^To: .*\r\n/m, ""),
      "latin1",
    );
    const [sent, correction, unsent] = judge([
      toSent(made, { at }),
      toSent(made, { at, corrects: "<a@eastmere.example>" }),
      nameless,
    ]);
    expect(sent).toBeLessThan(1);
    expect(correction).toBeLessThan(1);
    expect(unsent).toBeGreaterThan(3); // with the Date of its cycle, and to nobody
  },
  120_000,
);

async function madeEmail(): Promise<Uint8Array> {
  const render = await compileEmail(await readTemplates("templates"));
  const report = sampleReport("worse-and-rising");
  const email = await render({ ...report, cycle: { ...report.cycle, issued: "2026-05-11" } });
  const images = email.images.map(({ cid, svg, width }) => ({
    cid,
    png: toPng(svg, { width, scale: 2, background: "#FFFFFF" }),
  }));
  return toEml(report, email, { images });
}

/** The scores of emails as their receiver's server has them, the lowest first; one call for all, since its rules take a while to read. */
function judge(emails: readonly Uint8Array[]): number[] {
  const when = at.toUTCString().replace("GMT", "+0000");
  const box = emails.map((bytes) =>
    [
      `From feedback@eastmere.example ${at.toString().slice(0, 10)} ${at.toISOString().slice(11, 19)} ${at.getFullYear()}`, // of an mbox
      `Received: by mx.larkfield.example with ESMTP; ${when}`,
      Buffer.from(bytes).toString("latin1").replaceAll("\r\n", "\n"),
      "\n",
    ].join("\n"),
  );
  const { stdout } = spawnSync("spamassassin", ["-L", "-t", "-x", "--mbox", "--cf=use_bayes 0"], {
    input: Buffer.from(box.join(""), "latin1"),
    encoding: "utf8",
  });
  return [...stdout.matchAll(/^X-Spam-Status: .*?score=(-?[\d.]+)/gm)]
    .map(([, score]) => Number(score))
    .sort((a, b) => a - b);
}
