import type { Organisation } from "../input/data/organisation.ts";
import type { Ground } from "./ground.ts";

/** Of the kind and in the places that the campaign is for. */
export function isRecipient(
  { recipients }: Pick<Ground["campaign"], "recipients">,
  { type, parents }: Organisation,
): boolean {
  const within = Object.entries(recipients.within ?? {});
  return (
    type === recipients.type && within.every(([level, codes]) => [codes].flat().includes(parents[level]?.code ?? ""))
  );
}
