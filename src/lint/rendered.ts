import { type Press, printPages, render } from "../output/artefact.ts";
import { pageFitOf } from "../output/page-fit.ts";
import { readPdf } from "../output/pdf.ts";
import type { Rung } from "../render/height.ts";
import { firstPageOf } from "../render/print.ts";
import type { Report } from "../report/report.ts";
import type { RenderedForRule } from "./rule.ts";

/** A report as its reader gets it, page one set by itself or as it was decided; a PDF where the press has a browser. */
export async function renderForLint(
  report: Report,
  channels: Parameters<typeof render>[1],
  press: Press,
  decided?: Rung,
): Promise<RenderedForRule> {
  const { print, email, html, attached, fit } = await render(report, channels, press, decided);
  const page = print ?? attached;
  const pages = page === undefined ? undefined : await printPages(page, report, press);
  const pdf = pages && readPdf(pages.bytes);
  return {
    ...(print === undefined ? {} : { print }),
    ...(email === undefined ? {} : { email: { html: email.html, text: email.text } }),
    ...(html === undefined ? {} : { html }),
    ...(page === undefined ? {} : { page, pointers: firstPageOf(report, press.sizes).pointers }),
    ...(pages && fit ? { fit: pageFitOf(fit, press.sizes, pages.setting) } : {}),
    ...(pdf ? { pdf } : {}),
  };
}
