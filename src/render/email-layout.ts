import type { Mjml } from "./email-mjml.ts";
import { emailKinds } from "./sections.ts";
import { type Templates, templateAt } from "./templates.ts";

/** Where the sections stand in email/report.mjml. */
const place = "<sections />";

/**
 * The MJML of an email: the frame, and in it, for every section of a report, the part of its kind. MJML sees all parts
 * at once and compiles them once; which of them a report fills is decided by the Handlebars round them.
 */
export function layOutEmail(templates: Templates): Mjml {
  const frame = "email/report.mjml";
  const [before, after, ...more] = templateAt(templates, frame).split(place);
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`${frame} needs one ${place}`);
  const line = before.split("\n").length;
  return [
    { name: frame, line: 1, text: `${before}<mj-raw>{{#each sections}}</mj-raw>` },
    ...emailKinds.map((kind) => {
      const name = `email/sections/${kind}.mjml`;
      return { name, line: 1, text: partOf(kind, templateAt(templates, name)) };
    }),
    { name: frame, line, text: `<mj-raw>{{/each}}</mj-raw>${after}` },
  ];
}

/** The part of a kind, marked with the name of its section. */
function partOf(kind: string, mjml: string): string {
  const open = `<mj-raw>{{#if (is kind "${kind}")}}<div data-section="{{name}}"></mj-raw>`;
  return `${open}${mjml}<mj-raw></div>{{/if}}</mj-raw>`;
}
