import { nodeWorld } from "../node.ts";
import { sharePage } from "../share/page.ts";
import { type FindingsOf, type ShareOptions, shareCampaign } from "../share/share.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";

/** Writes the words of a campaign, beside what they were, as one page that can be sent on and answered. */
export async function shareCommand(
  path: string,
  { out, ...options }: ShareOptions & { out: string },
  findingsOf: FindingsOf,
): Promise<number> {
  const world = nodeWorld();
  const shared = await shareCampaign(world, path, options, findingsOf);
  await world.write(out, await sharePage(shared));
  const { asked, gone, practices } = shared;
  const words = `${numbered(asked.length, "text")} to approve${gone.length > 0 ? `, ${gone.length} no longer said` : ""}`;
  process.stdout.write(`${words}; ${practices.map(({ code }) => code).join(", ")} shown whole\n`);
  process.stdout.write(
    `Written: ${out}\nNext: send it to those who approve; feedback approve reads what they send back\n`,
  );
  return exits.clean;
}
