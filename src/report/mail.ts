import { capital, valueFigure } from "./format.ts";
import type { Voice } from "./material.ts";
import type { Report } from "./report.ts";
import { toSaneCase } from "./sane-case.ts";

/** Subject, preheader and sender. Nothing in them tells of a patient, and none is longer than clients show. */
export function mailOf(voice: Voice): Report["mail"] {
  const { material, subject, indicator } = voice;
  const { campaign } = material;
  const name = toSaneCase(subject.organisation.name);
  const { email } = campaign.issuer.contact;
  const long = `${campaign.title}: ${name}`;
  const short = `${capital(indicator.short)}: ${name}`;
  return {
    subject:
      [long, short, `${capital(indicator.short)}: report for ${subject.organisation.code}`].find(
        (text) => text.length <= 78,
      ) ?? short.slice(0, 78),
    preheader: preheaderOf(voice),
    title: `${capital(indicator.short)} at ${name}`,
    from: { name: campaign.issuer.name, address: email },
    listId: `${campaign.campaign}.${email.split("@")[1]}`,
  };
}

function preheaderOf({ material, indicator, standing: { own }, group, signals }: Voice): string {
  const median = group?.statistics?.median;
  if (own.state !== "shown" || median === undefined || !signals.has("compared"))
    return "Where your peers stand, and one first step.";
  const print = (value: number) => valueFigure(indicator, value).text;
  return `You ${print(own.value)}, typical ${material.campaign.recipients.one} ${print(median)}. One first step.`;
}
