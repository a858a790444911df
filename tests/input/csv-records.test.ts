import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CsvRecord, csvRecords } from "../../src/input/files/csv-records.ts";
import { readLines } from "../../src/input/files/lines.ts";

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "records-test-"));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const samples: Record<string, { text: string; records: [line: number, ...cells: string[]][] }> = {
  plain: {
    text: "a,b\nc,d\n",
    records: [
      [1, "a", "b"],
      [2, "c", "d"],
    ],
  },
  "without an end of line": {
    text: "a,b\nc,",
    records: [
      [1, "a", "b"],
      [2, "c", ""],
    ],
  },
  "Windows, with empty lines": {
    text: '\r\na,b\r\n\r\n\r\nc,"d"\r\n',
    records: [
      [2, "a", "b"],
      [5, "c", "d"],
    ],
  },
  "line breaks in cells, as Excel writes": {
    text: 'a,"1\n2"\r\n"3\r\n\r\n4",b\r\nc,d\r\n',
    records: [
      [1, "a", "1\n2"],
      [3, "3\r\n\r\n4", "b"],
      [6, "c", "d"],
    ],
  },
  quotes: {
    text: '"a ""b""",5" tall\n"",""""\n"x"\n',
    records: [
      [1, 'a "b"', '5" tall'],
      [2, "", '"'],
      [3, "x"],
    ],
  },
};

describe.each(Object.entries(samples))("%s", (_, { text, records }) => {
  test.each([1, 2, 3, 1000])("in pieces of %i", (size) => {
    const take = csvRecords(",");
    const found: CsvRecord[] = [];
    for (let at = 0; at < text.length; at += size)
      found.push(...take(text.slice(at, at + size), at + size >= text.length));
    expect(found).toEqual(records.map(([line, ...cells]) => ({ line, cells })));
  });

  test("the lines are those that are counted in the file", async () => {
    const file = join(scratch, "sample.csv");
    await writeFile(file, text);
    const { shifts } = await readLines(file, { delimiter: ",", above: 0 });
    const lines = records.map((_, i) => i + 1 + (shifts.findLast(({ record }) => record <= i + 1)?.more ?? 0));
    expect(lines).toEqual(records.map(([line]) => line));
  });
});

test("lines of a file of several megabytes, with a line break in a cell in its middle", async () => {
  const file = join(scratch, "large.csv");
  const some = "Z10003,2026-08,12,2600\n".repeat(100_000);
  await writeFile(file, `${some}"Z10003\n",2026-08,1,2\n\n${some}`);
  const { shifts, records, startOf } = await readLines(file, { delimiter: ",", above: 0 });
  expect({ shifts, records }).toEqual({
    shifts: [{ record: 100_002, more: 2 }],
    records: 200_001,
  });
  expect([startOf(100_001), startOf(100_003)]).toEqual([100_001, 100_004]);
});

test("a quote that is not closed, or closed within a cell, is told with the line of its record", () => {
  expect(() => csvRecords(",")('a,b\n"c\nd', true)).toThrow(expect.objectContaining({ line: 2 }));
  expect(() => csvRecords(",")('a,b\n\n"c"d,e\n', true)).toThrow(expect.objectContaining({ line: 3 }));
});
