import type { z } from "zod";

/** What a text of JSON holds, or in words what is wrong with it: the first field that is not as it should be. */
export function readJson<T>(schema: z.ZodType<T>, text: string): { value: T } | { wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: "it is not JSON" };
  }
  const read = schema.safeParse(value);
  if (read.success) return { value: read.data };
  const [first] = read.error.issues;
  return { wrong: `${first?.path.join(".") ?? ""}: ${first?.message ?? ""}`.replace(/^: /, "") };
}
