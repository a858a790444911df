import { z } from "zod";
import { sha256 } from "../output/sha256.ts";
import { type Desk, editable, refusal } from "./answers.ts";
import { withField } from "./edit.ts";
import { type Entry, withAdded, withMoved, withRemoved } from "./edit-lists.ts";
import type { Refused } from "./edit-read.ts";
import type { Change, Changed } from "./messages.ts";

/** Changes that the page makes to files of the campaign, one after another, and takes back in turn. */
export type Changes = { make: (asked: unknown) => Promise<Changed>; takeBack: () => Promise<Changed> };

const item = { file: z.string(), line: z.number().int().positive(), state: z.string(), path: z.string() };
const place = z.number().int().nonnegative();
const entry: z.ZodType<Entry> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(entry), z.record(z.string(), entry)]),
);

const changeSchema: z.ZodType<Change> = z.union([
  z.strictObject({ ...item, value: z.union([z.string(), z.number(), z.boolean()]) }),
  z.strictObject({ ...item, move: z.strictObject({ from: place, to: place }) }),
  z.strictObject({ ...item, remove: z.strictObject({ from: place }) }),
  z.strictObject({ ...item, add: z.strictObject({ to: place, entry }) }),
]);

/**
 * Throws a refusal where a file has changed since it was read: whoever changed it in an editor has the last word. A change is
 * taken back only while it is the last that was made to its file.
 */
export function changesOf(desk: Desk): Changes {
  const made: { file: string; before: string; after: string }[] = [];
  return {
    async make(asked) {
      const { success, data } = changeSchema.safeParse(asked);
      if (!success) throw refusal("this is no change of a field or a list");
      const { file, state } = data;
      const { text: before, state: now } = await editable(desk, file);
      if (now !== state) throw refusal("the file has changed meanwhile; look at it again");
      const after = changedBy(before, data);
      if (typeof after !== "string") throw refusal(after.refused);
      if (after === before) return { file, state, undoes: made.length };
      await desk.world.write(file, after);
      made.push({ file, before, after });
      return { file, state: sha256(after), undoes: made.length };
    },
    async takeBack() {
      const last = made.at(-1);
      if (!last) throw refusal("there is nothing to take back");
      const { text } = await editable(desk, last.file);
      if (text !== last.after) throw refusal(`${last.file} has changed meanwhile, so the change is not taken back`);
      await desk.world.write(last.file, last.before);
      made.pop();
      return { file: last.file, state: sha256(last.before), undoes: made.length };
    },
  };
}

function changedBy(text: string, change: Change): string | Refused {
  const { line, path } = change;
  if ("value" in change) return withField(text, { line, path }, change.value);
  if ("move" in change) return withMoved(text, { line, path, ...change.move });
  return "remove" in change
    ? withRemoved(text, { line, path, ...change.remove })
    : withAdded(text, { line, path, ...change.add });
}
