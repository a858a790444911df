import { expect, test } from "vitest";
import { jsonBytes, jsonText } from "../../src/trial/pack/written.ts";

/* A long list is put into bytes entry by entry: the bytes are those of the whole. */
test.each([
  {},
  { none: undefined },
  { none: undefined, "a \n b": "x \n ’", list: [] },
  { list: [1, undefined, null, "two\n", { of: [[], {}, ["é", undefined]], no: undefined }], after: { deep: [1, [2]] } },
  { list: [[1], []], last: null },
])("the bytes of %j", (value) => {
  expect(Buffer.from(jsonBytes(value)).toString()).toBe(jsonText(value));
});
