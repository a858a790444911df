import type { Browser } from "../output/browser.ts";
import { finishPdf } from "../output/finish/finish.ts";
import { sha256 } from "../output/sha256.ts";

/** Prints with one browser, opened when first needed and kept. What was printed before is not printed again. */
export type PdfPrinter = { print: (html: string, date: string) => Promise<Uint8Array>; close: () => Promise<void> };

const kept = 24; // prints remembered

export function pdfPrinter(open: () => Promise<Browser>): PdfPrinter {
  const done = new Map<string, Promise<Uint8Array>>();
  let opening: Promise<Browser> | undefined;
  return {
    print(html, date) {
      const key = sha256(`${date}\n${html}`);
      const known = done.get(key);
      if (known) return known;
      const printing = printOnce(html, date);
      done.set(key, printing);
      printing.catch(() => done.delete(key));
      for (const oldest of [...done.keys()].slice(0, -kept)) done.delete(oldest);
      return printing;
    },
    async close() {
      await (await opening?.catch(() => undefined))?.close();
    },
  };

  async function printOnce(html: string, date: string): Promise<Uint8Array> {
    opening ??= open();
    opening.catch(() => {
      opening = undefined; // it may start another time
    });
    return finishPdf(await (await opening).print(html), { date, claims: false }); // what nobody checks claims nothing
  }
}
