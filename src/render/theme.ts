import type { Config } from "vega-lite";
import { parse } from "yaml";
import { z } from "zod";
import { type Templates, templateAt } from "./templates.ts";

const colour = z.string().regex(/^#[0-9A-Fa-f]{6}$/);

const roles = {
  ink: colour,
  accent: colour,
  muted: colour,
  peer: colour,
  rule: colour,
  band: colour,
  ground: colour,
  paper: colour,
};

const themeSchema = z.object({
  font: z.string().regex(/^[A-Za-z0-9 ]+$/),
  colours: z.object(roles),
  dark: z.object({ ...roles, step: colour }),
  email: z.object({ step: colour }),
});

/** The tokens that print, screen and charts take from templates/theme/theme.yaml. */
export type Theme = z.output<typeof themeSchema>;

export function readTheme(templates: Templates): Theme {
  return themeSchema.parse(parse(templateAt(templates, "theme/theme.yaml")));
}

/** Sizes of a chart's words in px at 96 to the inch, and the weight they are printed in. */
export const faces = {
  own: { size: 16, weight: 700 }, // 12 pt: the practice
  label: { size: 12, weight: 600 }, // 9 pt: comparators, events
  note: { size: 11.33, weight: 400 }, // 8.5 pt: notes, ticks
} as const;

/** The theme as custom properties for the style sheet. */
export function toCss({ font, colours }: Theme): string {
  const tokens = Object.entries(colours).map(([name, value]) => `--${name}: ${value}`);
  return `:root { --font: "${font}"; ${tokens.join("; ")} }`;
}

/**
 * The theme as custom properties of a page for the screen: in light, in dark, and in the colours that a reader has set for all
 * programs. Charts are drawn in the colours of paper; here they follow.
 */
export function toScreenCss(theme: Theme): string {
  const { colours, dark, email } = theme;
  const set = (tokens: Readonly<Record<string, string>>) =>
    Object.entries(tokens)
      .map(([name, value]) => `--${name}: ${value}`)
      .join("; ");
  return [
    toCss(theme),
    `:root { ${set({ step: email.step })} }`,
    `@media screen and (prefers-color-scheme: dark) { :root { ${set(dark)} } }`,
    `@media (forced-colors: active) { :root { ${set(forced)} } }`,
    ...Object.entries(colours).map(
      ([role, value]) =>
        `svg [fill="${value}"] { fill: var(--${role}) } svg [stroke="${value}"] { stroke: var(--${role}) }`,
    ),
  ].join("\n");
}

/** What the roles are in a reader's own colours: system colours of CSS. */
const forced: Readonly<Record<keyof typeof roles | "step", string>> = {
  ink: "CanvasText",
  accent: "LinkText",
  muted: "CanvasText",
  peer: "GrayText",
  rule: "CanvasText",
  band: "Canvas",
  ground: "Canvas",
  paper: "Canvas",
  step: "Canvas",
};

/** The theme as Vega configuration: named styles say what a mark is, and what it is decides how it looks. */
export function toVegaConfig({ font, colours }: Theme): Config {
  const solid = { opacity: 1 };
  const words = ({ size, weight }: (typeof faces)[keyof typeof faces], color: string) => ({
    font,
    fontSize: size,
    fontWeight: weight,
    color,
  });
  return {
    autosize: "none",
    background: "transparent",
    padding: 0,
    aria: false,
    font,
    view: { stroke: null },
    mark: { invalid: null },
    circle: solid,
    rect: solid,
    area: solid,
    rule: { ...solid, color: colours.ink, strokeWidth: 1 },
    line: { ...solid, strokeCap: "round", strokeJoin: "round" },
    text: { ...solid, baseline: "alphabetic", align: "left" },
    style: {
      own: { color: colours.accent },
      "own-dot": { color: colours.accent, stroke: colours.paper, strokeWidth: 1 },
      "own-line": { color: colours.accent, strokeWidth: 2.5 },
      peer: { color: colours.peer },
      comparator: { color: colours.ink, strokeWidth: 1.25 },
      hollow: { color: colours.paper, stroke: colours.ink, strokeWidth: 1.25 },
      best: { color: colours.ground },
      half: { color: colours.band },
      "half-edge": { color: colours.peer, strokeWidth: 0.75 },
      grid: { color: colours.band, strokeWidth: 0.75 },
      goal: { color: colours.accent, strokeWidth: 1.25, strokeDash: [6, 3] },
      event: { color: colours.muted, strokeWidth: 0.75 },
      "axis-line": { color: colours.ink, strokeWidth: 1 },
      gap: { color: colours.paper },
      "label-own": words(faces.own, colours.accent),
      "label-first": words(faces.label, colours.accent),
      label: words(faces.label, colours.ink),
      "label-note": words(faces.note, colours.muted),
    },
  };
}
