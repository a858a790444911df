import type { Campaign } from "../campaign/campaign.ts";
import type { Organisation } from "./organisation.ts";

/** Of the kind and in the places that the campaign is for. */
export function isRecipient({ recipients }: Pick<Campaign, "recipients">, { type, parents }: Organisation): boolean {
  const within = Object.entries(recipients.within ?? {});
  return (
    type === recipients.type && within.every(([level, codes]) => [codes].flat().includes(parents[level]?.code ?? ""))
  );
}
