import { shownUrl } from "../../render/handlebars.ts";
import type { Report } from "../../report/report.ts";
import type { PdfFacts } from "../pdf.ts";
import { inspectAddress } from "./address.ts";
import { cut, type Flaw } from "./layout.ts";
import { inspectSpace } from "./space.ts";
import { inspectType } from "./type.ts";

/**
 * Looks at the pages of a finished report as the post, and somebody who reads them, will: the address in its window, sizes,
 * letters over letters, rows, points, sources and addresses of the web in one piece, pages that are nearly empty.
 */
export function inspectPages(
  { layout: pages, text, splits }: Pick<PdfFacts, "layout" | "text" | "splits">,
  report: Report,
): Flaw[] {
  const [first] = pages;
  return [
    ...(first ? inspectAddress(first, report.recipient.address, report.envelope) : []),
    ...pages.flatMap((page, i) => inspectType(page, i + 1, i === 0 ? report.envelope.address : undefined)),
    ...inspectSpace(pages),
    ...splits.map(({ page, text }): Flaw => ({ kind: "split", what: `"${cut(text)}" goes on after page ${page}` })),
    ...brokenLinks(text, report),
  ];
}

/** Addresses in print are typed in by hand, and a line's end within one is taken for its end. */
function brokenLinks(words: readonly string[], { sources }: Report): Flaw[] {
  const text = words.join("\n");
  const squeezed = text.replace(/\s+/g, "");
  return sources.flatMap(({ url }): Flaw[] => {
    const shown = url === undefined ? "" : shownUrl(url);
    return shown.length > 60 || text.includes(shown) || !squeezed.includes(shown)
      ? []
      : [{ kind: "link", what: `"${shown}" is broken over two lines` }];
  });
}
