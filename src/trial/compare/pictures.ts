import { type Artefact, type Press, type Presses, print, render } from "../../output/artefact.ts";
import { toPages } from "../../output/pages.ts";
import type { Fits, Rung } from "../../render/height.ts";
import type { Report } from "../../report/report.ts";
import type { Variant } from "../differences/variants.ts";

/** What one recipient would get in one cell: the pages of the print, the email and the page for the screen, as PNG. */
export type Pictures = { pages: readonly Uint8Array[]; email?: Uint8Array; screen?: Uint8Array };

/** The pictures of some recipients in every cell: by recipient's code, then by the name of the cell. */
export type Gallery = ReadonlyMap<string, ReadonlyMap<string, Pictures>>;

/** Prints the reports of some recipients in every cell, set as a run would set them, and looks at them as a reader does. */
export async function takePictures(
  variants: ReadonlyMap<string, Variant>,
  codes: readonly string[],
  { presses, fits }: { presses: Presses; fits: ReadonlyMap<string, Fits> },
): Promise<Gallery> {
  const gallery = new Map<string, Map<string, Pictures>>();
  for (const code of codes) {
    const row = new Map<string, Pictures>();
    for (const [name, { reports, channels, design }] of variants) {
      const report = reports.get(code);
      const decided = fits.get(name)?.[code];
      if (!report || (decided && "none" in decided)) continue; // a run would not make it
      row.set(name, await picture(report, channels, presses.of(design.template), decided));
    }
    gallery.set(code, row);
  }
  return gallery;
}

async function picture(
  report: Report,
  channels: Variant["channels"],
  press: Press,
  decided: Rung | undefined,
): Promise<Pictures> {
  const artefacts = await print(report, await render(report, channels, press, decided), press);
  const bytesOf = (of: Artefact["channel"], ending: string) =>
    artefacts.find(({ channel, path }) => channel === of && path.endsWith(ending))?.bytes;
  const seen = async (html: Uint8Array | undefined) =>
    html && (await press.browser?.screenshot(Buffer.from(html).toString(), { width: 640 }));
  const pdf = bytesOf("print", ".pdf");
  const email = await seen(bytesOf("email", ".html"));
  const screen = await seen(bytesOf("html", ".html"));
  return {
    pages: pdf ? await toPages(pdf, { dpi: 76 }) : [],
    ...(email ? { email } : {}),
    ...(screen ? { screen } : {}),
  };
}
