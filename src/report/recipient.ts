import { zonesOf } from "../input/library/envelopes.ts";
import { roundHalfUp } from "../measure/rounding.ts";
import { addressOf } from "./address.ts";
import { maybeCalled } from "./called.ts";
import { grouped } from "./format.ts";
import type { Voice } from "./material.ts";
import { joinedOf } from "./notes.ts";
import type { Report } from "./report.ts";
import { printedName } from "./sane-case.ts";
import { placeOf } from "./variables.ts";

/** Who the report is for, as it is printed on it. */
export function recipientOf(voice: Voice): Report["recipient"] {
  const { material, subject, standing } = voice;
  const { organisation } = subject;
  const { attention, audience } = material.campaign.recipients;
  const was = joinedOf(subject);
  const network = organisation.parents.pcn;
  return {
    code: organisation.code,
    name: printedName(organisation),
    attention,
    audience,
    address: addressOf(organisation, attention, zonesOf(material.campaign.print.envelope)),
    place: placeOf(voice),
    ...(network ? { network: printedName(network) } : {}),
    ...(standing.patients === undefined ? {} : { patients: grouped(roundHalfUp(standing.patients), 0) }),
    ...(was.length > 0 ? { was: was.map(({ code, name }) => ({ code, name: printedName({ code, name }) })) } : {}),
    ...maybeCalled(material.campaign),
    ...(organisation.email ? { email: organisation.email } : {}),
  };
}
