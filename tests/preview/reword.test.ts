import { afterAll, beforeAll, expect, test } from "vitest";
import { load } from "../../src/input/load.ts";
import { nodeWorld } from "../../src/node.ts";
import { mayReword, reword, wordFolders } from "../../src/preview/reword.ts";
import { recordingWorld } from "../../src/preview/watch.ts";
import { isInputError } from "../../src/problem.ts";
import { type Desk, newDesk } from "./studio.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk?.remove());

const file = "content/blocks/opioids/headline.yaml";

test("new words give what reading everything gives, and so do their problems", async () => {
  const { world, watched } = recordingWorld(nodeWorld());
  const before = await load(world, desk.campaign);
  const at = { campaign: desk.campaign, folders: wordFolders(watched.folders) };
  expect(mayReword(before, at.folders, [`${desk.folder}/${file}`])).toBe(true);
  expect(mayReword(before, at.folders, [`${desk.campaign}/campaign.yaml`])).toBe(false);
  expect(mayReword(before, at.folders, [`${desk.folder}/content/indicators/opioids-total.yaml`])).toBe(false);

  await desk.edit(file, "Your rate is up from", "Your rate has risen from");
  const reworded = await reword(nodeWorld(), before, at);
  expect(reworded).toEqual(await load(nodeWorld(), desk.campaign));
  expect(reworded.blocks).not.toEqual(before.blocks);

  await desk.edit(file, "median, worsening]", "median, worsenning]");
  expect(await problemsOf(reword(nodeWorld(), before, at))).toEqual(await problemsOf(load(nodeWorld(), desk.campaign)));
});

async function problemsOf(reading: Promise<unknown>) {
  const error = await reading.catch((thrown: unknown) => thrown);
  return isInputError(error) ? error.problems : "none";
}
