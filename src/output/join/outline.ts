import { entriesOf, named } from "../finish/objects.ts";
import type { Copier } from "../pdf/copy.ts";
import type { PdfFile } from "../pdf/file.ts";
import type { PdfWriter } from "../pdf/stream.ts";
import type { PdfRef, PdfValue } from "../pdf/syntax.ts";
import { stringOfText } from "../pdf/write.ts";

/** A bookmark of a part: it leads to its first page, and holds the bookmarks of the part where they are kept. */
type Bookmark = { title: string; page: PdfRef; within?: PdfValue | undefined; file?: PdfFile; copier?: Copier };

/** The bookmarks of a joined file (12.3.3). */
export type Bookmarks = { add(of: Bookmark): void; end(): PdfRef };

export function openBookmarks(writer: PdfWriter): Bookmarks {
  const root = writer.reserve();
  const items: PdfRef[] = [];
  let last: Map<string, PdfValue> | undefined; // is put once it is known what comes after it
  return {
    add({ title, page, within, file, copier }) {
      const ref = writer.reserve();
      const own = new Map<string, PdfValue>([
        ["Title", stringOfText(title)],
        ["Parent", root],
        ["Dest", [page, named("Fit")]],
      ]);
      const previous = items.at(-1);
      if (previous) own.set("Prev", previous);
      const inner = file ? entriesOf(file.get(within)) : new Map<string, PdfValue>();
      if (copier && inner.has("First")) {
        copier.lead(within, ref);
        own.set("First", copier.copy(inner.get("First")!));
        own.set("Last", copier.copy(inner.get("Last")!));
        own.set("Count", -Math.abs(Number(file!.get(inner.get("Count")) ?? 1))); // shut
      }
      putLast(ref);
      items.push(ref);
      last = own;
    },
    end() {
      putLast();
      const [first] = items;
      writer.put(
        root,
        new Map<string, PdfValue>([
          ["Type", named("Outlines")],
          ["Count", items.length],
          ...(first ? [["First", first] as const, ["Last", items.at(-1)!] as const] : []),
        ]),
      );
      return root;
    },
  };

  function putLast(next?: PdfRef): void {
    if (!last) return;
    if (next) last.set("Next", next);
    writer.put(items.at(-1)!, last);
    last = undefined;
  }
}
