import { join } from "node:path";
import { expect, test } from "vitest";
import { findCycle } from "../../src/input/cycles.ts";
import type { Told } from "../../src/input/history.ts";
import type { Study } from "../../src/input/study.ts";
import { variantsOfArms } from "../../src/trial/differences/variants.ts";
import { loadedStudy } from "../loaded.ts";

// A trial whose factor is the rule of choice over the cycles.

const codes = ["Z10003", "Z10005", "Z10041"];

async function actionsIn(cycle: string, change: (study: Study) => Study = (study) => study) {
  const study = change(await loadedStudy(join(import.meta.dirname, "../../content/trials/in-turn")));
  const [inputs] = study.topics.values();
  const variants = variantsOfArms(study, study.trial!, { cycle: findCycle(inputs!, cycle), codes });
  return [...variants.values()].map(({ reports }) =>
    [...reports.values()].map(({ choices }) =>
      choices.flatMap(({ kind, chosen }) => (kind === "actions" && chosen ? [chosen] : [])).sort(),
    ),
  );
}

test("arms are the same in the first cycle, and differ in the next as if all had had the same report", async () => {
  const [first, others] = await actionsIn("2026-04");
  expect(others).toEqual(first);
  const [same, inTurn] = await actionsIn("2026-06");
  expect(inTurn).not.toEqual(same);
});

test("what was told is looked at where it is known", async () => {
  const nothing = { of: new Map<string, Told[]>(), cycles: [], sha256: "" };
  const [same, inTurn] = await actionsIn("2026-06", (study) => ({ ...study, history: nothing }));
  expect(inTurn).toEqual(same);
});
