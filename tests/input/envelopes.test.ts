import { describe, expect, test } from "vitest";
import {
  addressRoom,
  type Box,
  type Envelope,
  envelopes,
  panelsOf,
  zonesOf,
} from "../../src/input/library/envelopes.ts";
import { inspectAddress } from "../../src/output/inspect/address.ts";
import type { PageLayout } from "../../src/output/inspect/layout.ts";
import type { TextRun } from "../../src/output/pdf/runs.ts";
import { addressSize, envelopeCss, letterheadOf, refuseCrowded } from "../../src/render/envelope.ts";
import { readSizes } from "../../src/render/sizes.ts";
import { packagedTemplates } from "../../src/render/templates.ts";

// What a window shows of a page that slides in its envelope.

const c5: Envelope = {
  width: 229,
  height: 162,
  folded: { width: 210, height: 148.5 },
  window: { left: 20, top: 50, width: 110, height: 45 },
};
const measured: [string, "dl-35x90" | Envelope, Envelope][] = [
  ["dl-35x90", "dl-35x90", envelopes["dl-35x90"]],
  ["a C5 of its own", c5, c5],
];
const at = (left: number, top: number, width: number, height: number): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});
const meets = (one: Box, other: Box) =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
const holds = (outer: Box, inner: Box) =>
  outer.left <= inner.left && outer.right >= inner.right && outer.top <= inner.top && outer.bottom >= inner.bottom;

/** Numbers from 0 to 1, the same at every run (Park and Miller). */
function* chances(): Generator<number> {
  for (let seed = 20261012; ; ) {
    seed = (seed * 48271) % 2147483647;
    yield seed / 2147483647;
  }
}
const chance = chances();
const random = () => chance.next().value as number;

/** What the window shows of the page, mm on the page, when the page lies somewhere in the envelope. */
function seenAt({ width, height, folded, window }: Envelope, x: number, y: number): Box {
  const [right, down] = [x * (width - folded.width), y * (height - folded.height)];
  return at(window.left - right, window.top - down, window.width, window.height);
}

describe.each(measured)("in %s", (_, name, envelope) => {
  const zones = zonesOf(name);
  const offsets = [
    ...[0, 1].flatMap((x) => [0, 1].map((y) => [x, y] as const)),
    ...Array.from({ length: 500 }, () => [random(), random()] as const),
  ];

  test("the address zone is seen wherever the page lies, and nothing beyond the clear zone is", () => {
    for (const [x, y] of offsets) {
      const seen = seenAt(envelope, x, y);
      expect(holds(seen, zones.address)).toBe(true);
      expect(holds(zones.clear, seen)).toBe(true);
    }
  });

  test("the zones are no smaller, and no larger, than that", () => {
    const all = offsets.map(([x, y]) => seenAt(envelope, x, y));
    expect(zones.address).toEqual({
      left: Math.max(...all.map(({ left }) => left)),
      top: Math.max(...all.map(({ top }) => top)),
      right: Math.min(...all.map(({ right }) => right)),
      bottom: Math.min(...all.map(({ bottom }) => bottom)),
    });
    expect(zones.clear).toEqual({
      left: Math.min(...all.map(({ left }) => left)),
      top: Math.min(...all.map(({ top }) => top)),
      right: Math.max(...all.map(({ right }) => right)),
      bottom: Math.max(...all.map(({ bottom }) => bottom)),
    });
  });

  test("a page that the inspector passes shows its address whole, and nothing else, wherever it lies", () => {
    const address = ["Prescribing lead", "Alder Surgery", "1 High Street", "QX1 1AA"];
    const verdicts = { sound: 0, flawed: 0 };
    for (let i = 0; i < 400; i++) {
      const room = addressRoom(zones);
      const [x, y] = [room.x + (random() - 0.5) * 30, room.y + 4 + (random() - 0.5) * 20];
      const lines = address.map((text, line) => run(text, x, y + 4.2 * line));
      const other = run("Headline", random() * 140, random() * 140);
      const page: PageLayout = { paper, runs: [...lines, other] };
      if (inspectAddress(page, address, zones).length > 0) verdicts.flawed++;
      else {
        verdicts.sound++;
        for (const [x, y] of offsets.slice(0, 40)) {
          const seen = seenAt(envelope, x, y);
          for (const line of lines) expect(holds(seen, inkOf(line))).toBe(true);
          expect(meets(seen, inkOf(other))).toBe(false);
        }
      }
    }
    expect(verdicts.sound).toBeGreaterThan(40);
    expect(verdicts.flawed).toBeGreaterThan(40);
  });

  test("the address as it is placed stands in the window, of seven lines too, and the headline below it", () => {
    const { x, y } = addressRoom(zones);
    for (let count = 3; count <= 7; count++) {
      const address = Array.from({ length: count }, (_, i) => `Line ${i + 1}`);
      const pt = { ten: 10, nine: 9, eight: 8 }[addressSize(address, zones)];
      const [first, leading] = [0.9465 * pt * mm, 1.2 * pt * mm]; // the first base line below the top of its box
      const lines = address.map((text, i) => run(text, x, y + first + i * leading, pt));
      const headline = run("Headline", 25, letterheadOf(zones) + 8, 25.5);
      expect(inspectAddress({ paper, runs: [...lines, headline] }, address, zones)).toEqual([]);
    }
    expect(envelopeCss(zones)).toContain(`--address-x: ${x}mm; --address-y: ${y}mm`);
  });
});

test("GOV.UK Notify's zones stand as it has them", () => {
  expect(zonesOf("notify-c5")).toEqual({ address: zone(24.6, 39.5, 120, 66.3), clear: zone(15, 30, 125, 95) });
  expect(zonesOf("dl-35x90")).toEqual({ address: zone(20, 57, 100, 81), clear: zone(10, 46, 110, 92) });
  expect([panelsOf("notify-c5"), panelsOf("dl-35x90"), panelsOf(c5)]).toEqual([2, 3, 2]);
});

describe("a page one that a window does not suit is refused", () => {
  const crowded = (window: Partial<Envelope["window"]>) => zonesOf({ ...c5, window: { ...c5.window, ...window } });

  test("where it shows what stands around the address", async () => {
    const sizes = readSizes(await packagedTemplates());
    expect(() => refuseCrowded(zonesOf("notify-c5"), sizes)).not.toThrow();
    expect(() => refuseCrowded(zonesOf("dl-35x90"), sizes)).not.toThrow();
    expect(() => refuseCrowded(crowded({ top: 35 }), sizes)).toThrow("may show the issuer's name");
    expect(() => refuseCrowded(crowded({ left: 60 }), sizes)).toThrow("may show the column beside the address");
    expect(() => refuseCrowded(crowded({ top: 100 }), sizes)).toThrow("pushes the headline below 130 mm");
  });

  test("where a template sets the place of the address itself", async () => {
    const templates = await packagedTemplates();
    const css = `${templates["print/sizes.css"]}:root { --address-y: 57.5mm; }`;
    expect(() => readSizes({ ...templates, "print/sizes.css": css })).toThrow('sets "--address-y"');
  });
});

const paper = { left: 0, bottom: 0, right: 594.96, top: 841.92 };
const mm = 25.4 / 72; // of a point

/** A run whose base line stands at mm from the left and the top. */
function run(text: string, x: number, y: number, size = 10): TextRun {
  return {
    text,
    before: "\n",
    font: "Arimo-Regular",
    size,
    x: x / mm,
    y: paper.top - y / mm,
    width: 30 / mm,
    mark: 1,
    isArtifact: false,
    contrast: 21,
  };
}

function inkOf({ x, y, width, size }: TextRun): Box {
  const base = (paper.top - y) * mm;
  return { left: x * mm, right: (x + width) * mm, top: base - 0.72 * size * mm, bottom: base + 0.21 * size * mm };
}

function zone(left: number, top: number, right: number, bottom: number): Box {
  return { left, top, right, bottom };
}
