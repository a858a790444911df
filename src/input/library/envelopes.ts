/** A stretch of a page, mm from its left and its top. */
export type Box = { left: number; top: number; right: number; bottom: number };

/** Where an envelope shows a folded page, however it lies in there: what every position shows, and what any may show. */
export type Zones = {
  address: Box; // always seen: the address stands in it
  clear: Box; // may be seen: holds nothing but the address
};

/** An envelope with a window, and the sheet that is folded into it, mm. The window is measured from the left and the top. */
export type Envelope = {
  width: number;
  height: number;
  folded: { width: number; height: number };
  window: { left: number; top: number; width: number; height: number };
};

/** An envelope as an author names it. */
type NamedEnvelope = { is: string } & ({ zones: Zones; folded: Envelope["folded"] } | Envelope);

const c5 = { width: 210, height: 148.5 }; // A4 folded once
const dl = { width: 210, height: 99 }; // A4 folded twice

/** Envelopes by name: the zones of GOV.UK Notify are its own; those of the others are worked out. */
export const envelopes = {
  "notify-c5": {
    is: "C5 with the zones of GOV.UK Notify",
    folded: c5,
    zones: {
      address: { left: 24.6, top: 39.5, right: 120, bottom: 66.3 },
      clear: { left: 15, top: 30, right: 125, bottom: 95 },
    },
  },
  "dl-35x90": {
    is: "DL (220 × 110 mm) with a window of 90 × 35 mm, 20 mm from the left and 18 mm from the bottom",
    width: 220,
    height: 110,
    folded: dl,
    window: { left: 20, top: 57, width: 90, height: 35 },
  },
} as const satisfies Record<string, NamedEnvelope>;

export type EnvelopeName = keyof typeof envelopes;

export const envelopeNames = Object.keys(envelopes) as [EnvelopeName, ...EnvelopeName[]];

/** The zones of a page that an envelope asks for, mm from the left and the top of the page. */
export function zonesOf(envelope: EnvelopeName | Envelope): Zones {
  const known: NamedEnvelope | Envelope = typeof envelope === "string" ? envelopes[envelope] : envelope;
  return "zones" in known ? known.zones : computedZones(known);
}

/** Where the address begins on the page and the room it has there, mm: in line with the text of the page where the window is. */
export function addressRoom({ address }: Zones): { x: number; y: number; width: number; height: number } {
  const x = Math.max(leftMargin, address.left + 0.4);
  const y = address.top + 0.25;
  return { x, y, width: address.right - x, height: address.bottom - y };
}

const leftMargin = 25; // mm, of every page: templates/print/report.css

/** How a page is folded for an envelope: parts of a page of A4, one below the other. */
export function panelsOf(envelope: EnvelopeName | Envelope): number {
  const { folded } = typeof envelope === "string" ? envelopes[envelope] : envelope;
  return Math.max(1, Math.round(297 / folded.height));
}

/**
 * The sheet moves to the right and down by what the envelope is larger. What the window shows of it at every position is the
 * window without that slack; what it shows at any is the window and the slack beside it.
 */
function computedZones({ width, height, folded, window }: Envelope): Zones {
  const slack = { x: width - folded.width, y: height - folded.height };
  const [right, bottom] = [window.left + window.width, window.top + window.height];
  return {
    address: { left: window.left, top: window.top, right: right - slack.x, bottom: bottom - slack.y },
    clear: { left: window.left - slack.x, top: window.top - slack.y, right, bottom },
  };
}
