import { describe, expect, test } from "vitest";
import type { Inputs } from "../../src/input/load.ts";
import { reconcile, reconcileSince } from "../../src/measure/delivery/reconcile.ts";
import { summaryOf } from "../../src/measure/delivery/since.ts";
import { cycles, inputsOf, type Practice, type Service } from "./service.ts";

/* Deliveries whose files are sound and whose numbers, months, places or addresses are not where they belong. */

const cycle = cycles[2]!; // August 2026
const end = 35; // months before the last

/** Twenty practices of 5,000 to 6,900 patients; each month differs, and each practice has its own level. */
function plain(i: number): Plain {
  const list = 5000 + 100 * i;
  const level = 70 + ((i * 37) % 60);
  return { items: (ago) => [level + ((i * 7 + ago * 13) % 23), list + ago], patients: list };
}

type Plain = Omit<Practice, "items"> & { items: (ago: number) => readonly [number, number] };
type Bend = (i: number, plain: Plain) => Practice;

function bent(bend: Bend = (_, each) => each, over: Omit<Service, "practices"> = {}): Inputs {
  const practices = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [`B${String(i + 1).padStart(2, "0")}`, bend(i, plain(i))]),
  );
  return inputsOf({ ...over, practices });
}

const linesOf = (problems: ReturnType<typeof reconcile>) =>
  problems.map(({ severity, message }) => `${severity} ${message}`);
const told = (bend?: Bend, over?: Omit<Service, "practices">) => linesOf(reconcile(bent(bend, over), cycle, []));
const since = (now: Inputs, before: Inputs) =>
  linesOf(
    reconcileSince(now, cycle, summaryOf(now, cycle, []), { cycle: "2026-08", summary: summaryOf(before, cycle, []) }),
  );

test("a sound delivery has nothing to be told of, alone and beside itself", () => {
  expect(told()).toEqual([]);
  expect(since(bent(), bent())).toEqual([]);
});

describe("figures of two practices that change places", () => {
  const exchanged = (from: number, to: number) => (i: number, each: Plain) => {
    const other = i === 1 ? 15 : i === 15 ? 1 : i;
    return { ...each, items: (ago: number) => (ago <= from && ago >= to ? plain(other).items(ago) : each.items(ago)) };
  };

  test("for some months, or to the last, are told with the months in which they do", () => {
    const is =
      'error figures-exchanged: figures of "items" change places between two practices, so that the denominators of each go on where those of the other left off';
    expect(told(exchanged(9, 4))).toEqual([
      expect.stringContaining(`${is}: B02 with B16 in November 2025, B02 with B16 in May 2026;`),
    ]);
    expect(told(exchanged(5, 0))).toEqual([expect.stringContaining(`${is}: B02 with B16 in March 2026;`)]);
  });

  test("are none where one merges into the other, or lists move so every month", () => {
    const merged = (i: number, each: Plain): Practice => ({
      ...each,
      items: (ago) => (i === 1 && ago < 6 ? [each.items(ago)[0] * 2, each.items(ago)[1] + 6500] : each.items(ago)),
    });
    expect(told(merged).filter((line) => line.includes("figures-exchanged"))).toEqual([]);
    const restless = (i: number, each: Plain): Practice => ({
      ...each,
      items: (ago) => [each.items(ago)[0], (ago + i) % 2 === 0 ? 5000 : 7000],
    });
    expect(told(restless).filter((line) => line.includes("figures-exchanged"))).toEqual([]);
  });
});

describe("one practice with ten times as many", () => {
  test("in the last three months is told as these months", () => {
    const [first, ...others] = told((i, each) =>
      i === 3 ? { ...each, items: (ago) => [each.items(ago)[0] * (ago < 3 ? 10 : 1), each.items(ago)[1]] } : each,
    );
    expect(others).toEqual([]);
    expect(first).toMatch(
      /^error odd-values: numbers of "items" are many times what is usual, beyond how they move, for 1 of 20 practices .*: B04 in June 2026 \(numerator [\d,]+, usually about \d+\)/,
    );
  });

  test("in all months is told beside all others", () => {
    const [first, ...others] = told((i, each) =>
      i === 3 ? { ...each, items: (ago) => [each.items(ago)[0] * 10, each.items(ago)[1]] } : each,
    );
    expect(others).toEqual([]);
    expect(first).toMatch(
      /^error unlike-peers: numbers of "items" are far beyond .* for 1 of 20 practices: B04 \(\d+ times the typical value\)/,
    );
  });

  test("is none where practices differ so much among themselves, or a month swings so", () => {
    const wide = (i: number, each: Plain): Practice => ({
      ...each,
      items: (ago) => [Math.round(each.items(ago)[0] * 1.35 ** i), each.items(ago)[1]],
    });
    expect(told(wide).filter((line) => line.includes("unlike-peers"))).toEqual([]);
    const swings = (i: number, each: Plain): Practice =>
      i === 3
        ? { ...each, items: (ago) => [[20, 90, 40, 120][ago % 4]! * (ago === 1 ? 5 : 1), each.items(ago)[1]] }
        : each;
    expect(told(swings).filter((line) => line.includes("odd-values"))).toEqual([]);
  });

  test("of a share, in its denominator, is told beside its list of patients", () => {
    const indicators = [{}, { indicator: "share", kind: "share" as const, multiplier: 1 }];
    const shares =
      (times: number) =>
      (i: number, each: Plain): Practice => ({
        ...each,
        of: { share: (ago) => [20 + ((i + ago) % 5), (100 + ((i * 3 + ago) % 17)) * (i === 3 ? times : 1)] },
      });
    expect(told(shares(1), { indicators })).toEqual([]);
    expect(told(shares(10), { indicators })[0]).toMatch(
      /^error unlike-peers: numbers of "share" .* B04 \(its denominator is \d+ times the typical one for its list\)/,
    );
  });
});

describe("an indicator in another unit than its file calls plausible", () => {
  const indicators = [{ plausible: { from: 5, to: 60 } }];

  test("is told on the first run, with the middle value", () => {
    expect(told(undefined, { indicators })).toEqual([]);
    const thousand = told((_, each) => ({ ...each, items: (ago) => [each.items(ago)[0] * 1000, each.items(ago)[1]] }), {
      indicators,
    });
    expect(thousand).toEqual([
      expect.stringMatching(
        /^error out-of-range: values of "items" are not within 5 to 60 per 1,000 patients a month, which its file calls plausible, for 20 of 20 practices \(in the middle of all [\d.]+\): B01 \([\d.]+\), /,
      ),
    ]);
  });

  test("is none where one or two practices are outside, or many of which nothing is to be expected", () => {
    const some =
      (many: number, list: number): Bend =>
      (i, each) =>
        i < many ? { ...each, patients: list, items: (ago) => [0, list + ago] } : each;
    const outside = (bend: Bend) => told(bend, { indicators }).filter((line) => line.includes("out-of-range"));
    expect(outside(some(2, 5300))).toEqual([]);
    expect(outside(some(3, 5300))).toEqual([
      expect.stringMatching(
        /^error out-of-range: .* for 3 of 20 practices .*: B01 \(0\), B02 \(0\), B03 \(0\); the campaign accepts 5%/,
      ),
    ]);
    expect(outside(some(3, 60))).toEqual([]);
  });
});

describe("beside the run before", () => {
  const indicators = [{}, { indicator: "other" }];
  const two = (swap: boolean): Inputs =>
    bent(
      (_, each) => {
        const other = (ago: number) => [each.items(ago)[0] * 3, each.items(ago)[1]] as const;
        return swap ? { ...each, items: other, of: { other: each.items } } : { ...each, of: { other } };
      },
      { indicators },
    );

  test("two measures that have changed places are told once, as such", () => {
    expect(since(two(true), two(false))).toEqual([
      'error since-last-run: "items" and "other" have changed places since the run of 2026-08: each has the numbers that the other had; the campaign accepts 25%, and this is 100%',
    ]);
  });

  const late =
    (some: number): Bend =>
    (i, each) =>
      i < some
        ? { ...each, items: (ago) => (ago === end ? undefined : each.items(ago + 1)) as [number, number] }
        : each;

  test("months that stand one later are told, for all and for half of the practices", () => {
    expect(since(bent(late(20)), bent())).toEqual([
      expect.stringMatching(
        /^error months-moved: months of "items" are those of the run of 2026-08, one month later, for 20 of 20 practices: what was of June 2026 is now of July 2026: B01, /,
      ),
    ]);
    expect(since(bent(late(10)), bent())[0]).toMatch(/ one month later, for 10 of 20 practices/);
    expect(since(bent(), bent(late(10)))[0]).toMatch(/ one month earlier, for 10 of 20 practices/);
  });

  test("months are looked at of every indicator", () => {
    const other = (by: number) =>
      bent(
        (_, each) => {
          const months = (ago: number) => (ago + by > end ? undefined : each.items(ago + by)) as [number, number];
          return { ...each, items: (ago) => [each.items(ago)[0] * 3, each.items(ago)[1]], of: { other: months } };
        },
        { indicators },
      );
    expect(since(other(1), other(0))).toEqual([
      expect.stringMatching(/^error months-moved: months of "other" are those of the run of 2026-08, one month later/),
    ]);
  });

  test("a run of before has the headline's months alone", () => {
    const summary = summaryOf(bent(), cycle, []);
    const { indicators: _, ...members } = summary.members!; // one mark each, as there is one indicator
    const before = { cycle: "2026-08", summary: { ...summary, members } };
    expect(linesOf(reconcileSince(bent(), cycle, summary, before))).toEqual([]);
    expect(linesOf(reconcileSince(bent(late(20)), cycle, summaryOf(bent(late(20)), cycle, []), before)).join()).toMatch(
      /^error months-moved: months of "items" are those of the run of 2026-08, one month later, for 20 of 20/,
    );
  });

  test("places that are others, or gone, are told with the one that lost most; few are a warning", () => {
    const places =
      (moved: number, to: string): Bend =>
      (i, each) => ({ ...each, place: i < moved ? to : i < 10 ? "west" : "east" });
    expect(since(bent(places(8, "east")), bent(places(0, "")))).toEqual([
      expect.stringMatching(
        /^error places-moved: 8 of 20 practices are in another place than in the run of 2026-08, or in none; west has lost 8 of its 10: B01 \(east, before west\), /,
      ),
    ]);
    expect(since(bent(places(2, "")), bent(places(0, "")))).toEqual([
      expect.stringMatching(/^warning places-moved: 2 of 20 .*: B01 \(none, before west\), B02/),
    ]);
  });
});

describe("one practice whose counts fall to a tenth", () => {
  const fallen =
    (months: number, times = 0.1): Bend =>
    (i, each) => {
      const items = (ago: number): [number, number] => {
        const [counted, list] = each.items(ago);
        return [i === 3 && ago < months ? Math.round(times * counted) : counted, list];
      };
      return { ...each, items };
    };

  test.each([6, 7, 9])("for the last %d months is told with its numbers", (months) => {
    expect(told(fallen(months))).toEqual([
      expect.stringMatching(
        /^error fallen-volumes: counts of "items" in the three months to August 2026 .* 1 of 20 practices: B04 \(\d\d, and \d\d\d by the year before\)/,
      ),
    ]);
  });

  test("is no news where they fell by half, or did so more than a year ago, or the list fell alike", () => {
    expect(told(fallen(6, 0.5))).toEqual([]);
    expect(told(fallen(15)).join()).not.toContain("fallen-volumes");
    const emptied = told((i, each) => {
      const part = (ago: number) => (i === 3 && ago < 6 ? 0.1 : 1);
      const items = (ago: number) =>
        each.items(ago).map((number) => Math.round(part(ago) * number)) as [number, number];
      return { ...each, items };
    });
    expect(emptied.join()).not.toContain("fallen-volumes");
  });
});

describe("within one delivery", () => {
  test("practices whose data go on to a later month than those of most are told", () => {
    const ahead =
      (some: number): Bend =>
      (i, each) =>
        i < some ? each : { ...each, items: (ago) => (ago === 0 ? undefined : each.items(ago)) as [number, number] };
    const april = (inputs: Inputs) => linesOf(reconcile(inputs, cycles[1]!, []));
    expect(april(bent(ahead(10)))).toEqual([
      expect.stringMatching(
        /^error ahead-of-others: data of "items" go on to August 2026 for 10 of 20 practices, and end in July 2026 for the others: B01, /,
      ),
    ]);
    expect(april(bent(ahead(2)))).toEqual([expect.stringMatching(/^warning ahead-of-others: /)]);
  });

  test("practices without the place of their peers are told", () => {
    const without =
      (some: number): Bend =>
      (i, each) => ({ ...each, place: i < some ? "" : "west" });
    expect(told(without(5))[0]).toMatch(
      /^error without-place: 5 of 20 practices have no place in the directory, .*B01, /,
    );
    expect(told(without(2))).toEqual([expect.stringMatching(/^warning without-place: 2 of 20 /)]);
    expect(told(without(20), { campaign: { peers: { of: "all", "why-these": "Near.", label: "all" } } })).toEqual([]);
  });

  test("a directory that lacks many of the data's organisations stops it", () => {
    const strangers = (some: number) => {
      const inputs = bent();
      const codes = Array.from({ length: some }, (_, i) => `C${i}`);
      return linesOf(
        reconcile(
          { ...inputs, observations: { ...inputs.observations, strangers: { codes, of: 20 + some } } },
          cycle,
          [],
        ),
      );
    };
    expect(strangers(20)).toEqual([
      expect.stringMatching(
        /^error not-in-directory: 20 of 40 organisations in the data are not in the directory: C0, .* the campaign accepts 25%, and this is 50%/,
      ),
    ]);
    expect(strangers(3).filter((line) => line.startsWith("error"))).toEqual([]);
  });
});

describe("email addresses", () => {
  const names = Array.from({ length: 20 }, (_, i) => `Longname ${"abcdefghijklmnopqrst"[i]} Surgery`);
  const address = (i: number) => `reception@${names[i]!.toLowerCase().replaceAll(" ", "-")}.example`;
  const mailed =
    (email: (i: number) => string): Bend =>
    (i, each) => ({ ...each, name: names[i]!, email: email(i) });

  test("of their own are nothing to tell of, nor are those that say nothing", () => {
    expect(told(mailed(address))).toEqual([]);
    expect(told(mailed((i) => `mail${i}@board.example`))).toEqual([]);
  });

  test("that have slipped by a row stop it, by the names in them", () => {
    expect(told(mailed((i) => address((i + 1) % 20)))).toEqual([
      expect.stringMatching(
        /^error emails-of-others: email addresses of 20 of 20 practices have the code or the name of another: B01 has reception@longname-b-surgery\.example, of B02, /,
      ),
    ]);
  });

  test("that are one for everybody stop it; a mailbox of two is a warning", () => {
    expect(told(mailed(() => "one@board.example"))).toEqual([
      expect.stringMatching(
        /^error shared-emails: 20 of 20 practices with an email address share it with another: one@board\.example \(20: B01, /,
      ),
    ]);
    expect(told(mailed((i) => `mail${i === 4 ? 3 : i}@board.example`))).toEqual([
      "warning shared-emails: 2 of 20 practices with an email address share it with another: mail3@board.example (2: B04, B05)",
    ]);
  });
});

describe("months that stand in for others", () => {
  const from = (lag: number, whose: (i: number) => boolean): Bend => {
    return (i, each) => ({ ...each, items: (ago) => each.items(ago === 0 && whose(i) ? lag : ago) });
  };

  test("a month of a year before in place of the last one stops it", () => {
    expect(told(from(12, () => true))).toEqual([
      expect.stringMatching(
        /^error repeated-months: months of "items" have the numbers of the same month a year before: August 2026 \(20 of 20 practices\)/,
      ),
    ]);
  });

  test("a copy of the month before for a few is told where no other month has so many, and chance is not", () => {
    expect(told(from(1, (i) => i % 3 === 0))).toEqual([
      'warning repeated-months: months of "items" have the numbers of the month before: August 2026 (7 of 20 practices)',
    ]);
    expect(told(from(1, (i) => i < 3))).toEqual([]);
    const still: Bend = (i, each) => ({ ...each, items: (ago) => each.items(i % 2 === 0 ? 0 : ago) }); // as ever
    expect(told(still).filter((line) => line.includes("repeated-months"))).toEqual([]);
  });
});

test("small counts that are gone of late are told with the month since when", () => {
  const few = (rounded: boolean): Bend => {
    return (i, each) => ({
      ...each,
      items: (ago) => {
        const count = ago === 5 ? 10 + (i % 3) * 5 : 1 + ((i * 5 + ago * 3) % 7);
        return [rounded && ago < 12 ? 5 * Math.round(count / 5) : count, 6000];
      },
    });
  };
  const gone = (bend: Bend) => told(bend).filter((line) => line.includes("small-counts-gone"));
  expect(gone(few(false))).toEqual([]);
  expect(gone(few(true))).toEqual([
    expect.stringMatching(
      /^error small-counts-gone: no number of "items" from September 2025 on is 1 to 4, and \d+ of 20 practices have some of 5 to 9: B01, /,
    ),
  ]);
});

describe("all practices together", () => {
  const times = (factor: number, whose: (i: number) => boolean = () => true): Bend => {
    return (i, each) => ({
      ...each,
      items: (ago) => {
        const [n, d] = each.items(ago);
        return [ago === 1 && whose(i) ? Math.round(n * factor) : n, d];
      },
    });
  };
  const together = (bend: Bend) => told(bend).filter((line) => line.includes("all-at-once"));

  test("with a month below what season and the months before make of it are told, though nobody is far off", () => {
    expect(together(times(0.78))).toEqual([
      expect.stringMatching(
        /^warning all-at-once: numbers of "items" of all practices together are not what season and the months before make of them: July 2026 \(7\d%\)/,
      ),
    ]);
    expect(together(times(1.35))).toEqual([expect.stringMatching(/^error all-at-once: .*July 2026 \(13\d%\); /)]);
  });

  test("are none where one of them or a quarter moved", () => {
    expect(together(times(9, (i) => i === 4))).toEqual([]);
    expect(together(times(1.4, (i) => i % 4 === 0))).toEqual([]);
  });
});

describe("names, addresses and figures beside those of the run before", () => {
  const withDetails = (shift: number): Bend => {
    return (i, each) => ({
      ...each,
      name: `Surgery ${"abcdefghijklmnopqrst"[(i + shift) % 20]}`,
      address: [`${1 + ((i + shift) % 20)} High Street`, "Hexford"],
      postcode: "QX1 1AA",
    });
  };

  test("that have slipped by a row stop it", () => {
    expect(since(bent(withDetails(0)), bent(withDetails(0)))).toEqual([]);
    expect(since(bent(withDetails(1)), bent(withDetails(0)))).toEqual([
      expect.stringMatching(
        /^error details-moved: 20 of 20 practices have the name that another had in the run of 2026-08: B01 has that of B02, /,
      ),
      expect.stringMatching(/^error details-moved: 20 of 20 practices have the address that another had /),
    ]);
  });

  test("one that is called otherwise is no news, nor is a run of before that kept no names", () => {
    const renamed: Bend = (i, each) => ({ ...withDetails(0)(i, each), ...(i === 3 ? { name: "New Surgery" } : {}) });
    expect(since(bent(renamed), bent(withDetails(0)))).toEqual([]);
    const summary = summaryOf(bent(withDetails(0)), cycle, []);
    const of = Object.fromEntries(
      Object.entries(summary.members!.of).map(([code, [place, marks]]) => [code, [place, marks] as const]),
    );
    const before = { cycle: "2026-08", summary: { ...summary, members: { ...summary.members!, of } } };
    const now = bent(withDetails(1));
    expect(linesOf(reconcileSince(now, cycle, summaryOf(now, cycle, []), before))).toEqual([]);
  });

  test("whoever has taken over from one that is gone may have what was its own", () => {
    const gone: Bend = (i, each) =>
      i === 4 ? { ...withDetails(0)(i, each), closed: "2026-05-31" } : withDetails(0)(i, each);
    const heir: Bend = (i, each) =>
      i === 3 ? { ...gone(i, each), name: "Surgery e", items: plain(4).items } : gone(i, each);
    const moved = since(bent(heir), bent(withDetails(0))).filter((line) => line.includes("-moved"));
    expect(moved).toEqual([]);
    const staying: Bend = (i, each) =>
      i === 3 ? { ...withDetails(0)(i, each), name: "Surgery e" } : withDetails(0)(i, each);
    expect(since(bent(staying), bent(withDetails(0)))).toEqual([expect.stringContaining("details-moved: 1 of 20")]);
  });

  test("of two that have changed places are told by their codes", () => {
    const swapped: Bend = (i, each) => (i === 3 || i === 4 ? { ...each, items: plain(i === 3 ? 4 : 3).items } : each);
    expect(since(bent(swapped), bent())).toEqual([
      expect.stringMatching(
        /^error figures-moved: months of "items" are those that another had in the run of 2026-08, for 2 of 20 practices: B04 has those of B05, B05 has those of B04; /,
      ),
    ]);
  });
});

describe("addresses on paper", () => {
  const at =
    (address: (i: number) => { address: string[]; postcode?: string }): Bend =>
    (i, each) => ({ ...each, ...address(i) });
  const post = { campaign: { delivery: { by: ["post"] } } };
  const own = (i: number) => ({ address: [`${i + 1} High Street`, "Hexford"], postcode: "QX1 1AA" });

  test("one for many stops it; two in one house are nothing to tell of", () => {
    expect(told(at((i) => own(i < 8 ? 0 : i)))).toEqual([
      expect.stringMatching(
        /^error shared-addresses: 8 of 20 practices stand at an address with 5 others or more: 1 High Street \(8: B01, /,
      ),
    ]);
    expect(told(at((i) => own(i < 5 ? 0 : i)))).toEqual([]);
  });

  test("that the post would not find are told where reports go by post", () => {
    const some = at((i) => (i < 3 ? { address: own(i).address } : i === 3 ? { address: [] } : own(i)));
    expect(told(some, post)).toEqual([
      expect.stringMatching(
        /^error without-address: 4 of 20 practices have no address, or none with a postcode, and their reports go by post: B01, B02, B03, B04; /,
      ),
    ]);
    expect(told(some)).toEqual([]);
    expect(
      told(
        at((i) => ({ address: own(i).address })),
        post,
      ),
    ).toEqual([]); // where nobody has a postcode, none is usual
  });
});
