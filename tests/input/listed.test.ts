import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mend } from "../../src/input/files/mend.ts";
import { readPlaces } from "../../src/lint/places.ts";
import { nodeWorld } from "../../src/node.ts";
import { fieldsAt } from "../../src/preview/edit.ts";
import { findDefinitions } from "../../src/preview/reasons.ts";
import { smallCampaign } from "./small.ts";

// A file whose blocks are one list is a file of blocks wherever it is read.

let small: Awaited<ReturnType<typeof smallCampaign>>;
beforeAll(async () => {
  small = await smallCampaign();
});
afterAll(() => small.remove());

const list = `# Facts
- block: fact-gap
  role: fact
  when: worse-than-median
  lead: "{{gap.median.monthly}} fewer"
  text: items a month would be typical.

- block: fact-any
  role: fact
  lead: No gap
  text: to the typical practice can be told.
`;

test("the campaign reads as before, and rules, studio and form find each block in its place", async () => {
  const before = await small.loadWith({});
  const now = await small.loadWith({ "blocks/fact.yaml": list });
  expect([now.blocks, now.warnings]).toEqual([before.blocks, before.warnings]);
  const file = join(small.folder, "blocks/fact.yaml");
  const places = await readPlaces(nodeWorld(), [file]);
  expect(places({ kind: "block", id: "fact-any", path: ["lead"] })).toMatchObject({ line: 10, column: 9 });
  const place = (await findDefinitions(nodeWorld(), [file])).get("fact-any");
  expect(place?.line).toBe(8);
  expect(fieldsAt(list, place?.line ?? 0)?.map(({ path }) => path)).toEqual(["role", "lead", "text"]);
});

test("what is mechanical in it is mended on its own line", () => {
  const [plain, quoted] = ["text: to step #1 of two.", 'text: "to step #1 of two."'];
  const { after, did } = mend(Buffer.from(list.replace(/text: to the .*/, plain)));
  expect(did).toHaveLength(1);
  expect(after).toBe(list.replace(/text: to the .*/, quoted));
});

test("what is wrong is told where it stands in its entry, and a name that stands twice with both", async () => {
  const told = await small.toldWith({
    "blocks/fact.yaml": list.replace("fact-any\n  role: fact", "fact-gap\n  rol: fact"),
  });
  expect(told).toContain('blocks/fact.yaml:9 unknown key "rol" | did you mean "role"?');
});
