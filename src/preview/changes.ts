import { z } from "zod";
import { sha256 } from "../output/sha256.ts";
import { type Desk, editable, refusal } from "./answers.ts";
import { withField } from "./edit.ts";
import type { EditEntry } from "./edit-entry.ts";
import { withoutSettingAt, withSettingAt } from "./edit-form.ts";
import { withAdded, withMoved, withRemoved } from "./edit-lists.ts";
import type { Refused } from "./edit-read.ts";
import type { FileChanged, ListChange } from "./messages.ts";

/** Changes that the page makes to files of the campaign, one after another, and takes back in turn. */
export type Changes = {
  make: (asked: unknown) => Promise<FileChanged>;
  takeBack: () => Promise<FileChanged>;
  undoes: () => number;
};

const item = { file: z.string(), line: z.number().int().positive(), state: z.string(), path: z.string() };
const place = z.number().int().nonnegative();
const entry: z.ZodType<EditEntry> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(entry), z.record(z.string(), entry)]),
);

const changeSchema: z.ZodType<ListChange> = z.union([
  z.strictObject({ ...item, value: z.union([z.string(), z.number(), z.boolean()]) }),
  z.strictObject({ ...item, move: z.strictObject({ from: place, to: place }) }),
  z.strictObject({ ...item, remove: z.strictObject({ from: place }) }),
  z.strictObject({ ...item, add: z.strictObject({ to: place, entry }) }),
  z.strictObject({ ...item, set: z.strictObject({ key: z.string().min(1), value: entry }) }),
  z.strictObject({ ...item, unset: z.strictObject({ key: z.string() }) }),
]);

/**
 * Throws a refusal where a file has changed since it was read: whoever changed it in an editor has the last word. A change is
 * taken back only while it is the last that was made to its file.
 */
export function changesOf(desk: Pick<Desk, "session" | "world">): Changes {
  const made: { file: string; before: string; after: string }[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  return {
    undoes: () => made.length,
    make: (asked) => inTurn(() => make(asked)),
    takeBack: () => inTurn(takeBack),
  };

  /** Two tabs may ask at once: each change is held to what the one before left. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  async function make(asked: unknown): Promise<FileChanged> {
    const { success, data } = changeSchema.safeParse(asked);
    if (!success) throw refusal("this is no change of a field, a list or a setting");
    const { file, state } = data;
    const { text: before, state: now } = await editable(desk, file);
    if (now !== state) throw refusal("the file has changed meanwhile; look at it again");
    const after = changedBy(before, data);
    if (typeof after !== "string") throw refusal(after.refused);
    if (after === before) return { file, state, undoes: made.length };
    await desk.world.write(file, after);
    made.push({ file, before, after });
    return { file, state: sha256(after), undoes: made.length };
  }

  async function takeBack(): Promise<FileChanged> {
    const last = made.pop(); // one that cannot be taken back does not stand in the way of those before it
    if (!last) throw refusal("there is nothing to take back");
    const { text } = await editable(desk, last.file);
    if (text !== last.after) throw refusal(`${last.file} has changed meanwhile, so the change is not taken back`);
    await desk.world.write(last.file, last.before);
    return { file: last.file, state: sha256(last.before), undoes: made.length };
  }
}

function changedBy(text: string, change: ListChange): string | Refused {
  const { line, path } = change;
  if ("value" in change) return withField(text, { line, path }, change.value);
  if ("move" in change) return withMoved(text, { line, path, ...change.move });
  if ("set" in change) return withSettingAt(text, { line, path }, change.set);
  if ("unset" in change) return withoutSettingAt(text, { line, path }, change.unset.key);
  return "remove" in change
    ? withRemoved(text, { line, path, ...change.remove })
    : withAdded(text, { line, path, ...change.add });
}
