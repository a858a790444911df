import { describe, expect, test } from "vitest";
import { type Zones, zonesOf } from "../../src/input/library/envelopes.ts";
import { addressOf } from "../../src/report/address.ts";

const window = zonesOf("notify-c5");

describe("an address", () => {
  test("is attention, name, lines and postcode", () => {
    const practice = {
      code: "ZX01",
      name: "ALDER SURGERY",
      address: ["1 HIGH STREET", "NETHERTON"],
      postcode: "qx1 1aa",
    };
    expect(addressOf(practice, "Prescribing lead", window)).toEqual([
      "Prescribing lead",
      "Alder Surgery",
      "1 High Street",
      "Netherton",
      "QX1 1AA",
    ]);
  });

  test("says nothing twice, and ends no line with a comma or a full stop", () => {
    const practice = {
      code: "ZX01",
      name: "ALDER SURGERY",
      address: ["ALDER SURGERY", "1 HIGH ST.", "NETHERTON,", "NETHERTON,"],
    };
    expect(addressOf(practice, "Prescribing lead", window)).toEqual([
      "Prescribing lead",
      "Alder Surgery",
      "1 High St",
      "Netherton",
    ]);
  });

  test("may have no lines and no postcode", () => {
    expect(addressOf({ code: "ZX01", name: "ALDER SURGERY", address: [] }, "Prescribing lead", window)).toEqual([
      "Prescribing lead",
      "Alder Surgery",
    ]);
  });

  test("breaks a long name at a space, and loses nothing of it", () => {
    const name = "THE NETHER VALE AND UPPER VALE GROUP PRACTICE AT THE OLD CORN EXCHANGE";
    const lines = addressOf(
      { code: "ZX01", name, address: ["1 HIGH STREET"], postcode: "QX1 1AA" },
      "Prescribing lead",
      window,
    );
    expect(lines).toEqual([
      "Prescribing lead",
      "The Nether Vale and Upper Vale Group Practice at",
      "the Old Corn Exchange",
      "1 High Street",
      "QX1 1AA",
    ]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 9, 15])("of %i lines fits seven, with every word and the postcode last", (count) => {
    const address = Array.from({ length: count }, (_, i) => `${i + 1} LANE`);
    for (const name of ["ALDER SURGERY", "A VERY LONG NAME OF A PRACTICE THAT NEEDS MORE THAN ONE LINE"]) {
      const lines = addressOf({ code: "ZX01", name, address, postcode: "QX1 1AA" }, "Prescribing lead", window);
      expect(lines.length).toBeLessThanOrEqual(7);
      expect(lines.at(-1)).toBe("QX1 1AA");
      for (let i = 1; i <= count; i++) expect(lines.join(" ")).toContain(`${i} Lane`);
    }
  });

  test("keeps lines whole: a town and its county share one where there are too many", () => {
    const address = ["SALTER STEPS MEDICAL CENTRE", "81A MILL LANE", "STAITHE GREEN", "NETHERTON", "KELDERSIDE"];
    expect(
      addressOf({ code: "ZX01", name: "ALDER SURGERY", address, postcode: "QX1 1AA" }, "Prescribing lead", window),
    ).toEqual([
      "Prescribing lead",
      "Alder Surgery",
      "Salter Steps Medical Centre",
      "81A Mill Lane",
      "Staithe Green",
      "Netherton Kelderside",
      "QX1 1AA",
    ]);
  });

  test("loses no word of a name of 142 letters, nor of the lines below it", () => {
    const name = "THE ".concat("NETHER VALE AND UPPER VALE GROUP PRACTICE ".repeat(3), "AT THE EXCHANGE");
    expect(name.length).toBeGreaterThan(140);
    const address = ["UNIT 12", "HIGH STREET", "NETHERTON", "KELDERSIDE"];
    const lines = addressOf({ code: "ZX01", name, address, postcode: "QX1 1AA" }, "Prescribing lead", window);
    expect(lines.length).toBeLessThanOrEqual(7);
    expect(lines.join(" ").toUpperCase()).toContain(`${name} ${address.join(" ")} QX1 1AA`);
  });

  test("has shorter lines in a narrower window", () => {
    const name = "THE NETHER VALE AND UPPER VALE GROUP PRACTICE";
    const of = (zones: Zones) =>
      addressOf({ code: "ZX01", name, address: [], postcode: "QX1 1AA" }, "Prescribing lead", zones);
    expect(of(window)).toHaveLength(3);
    expect(of(zonesOf("dl-35x90"))).toEqual([
      "Prescribing lead",
      "The Nether Vale and Upper Vale Group",
      "Practice",
      "QX1 1AA",
    ]);
  });
});
