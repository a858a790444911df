import { expect, test } from "vitest";
import { printedName, toSaneCase } from "../../src/report/sane-case.ts";

test.each([
  ["DR O'NEILL & PARTNERS", "Dr O'Neill & Partners"],
  ["DR C D'ARCAVEL", "Dr C D'Arcavel"],
  ["ST MARY'S SURGERY", "St Mary's Surgery"],
  ["THE SURGERY AT THE MILL", "The Surgery at the Mill"],
  ["MCDONALD HOUSE", "McDonald House"],
  ["STOW-ON-THE-WOLD PRACTICE", "Stow-on-the-Wold Practice"],
  ["CHESTER-LE-STREET", "Chester-le-Street"],
  ["SMITH-JONES SURGERY", "Smith-Jones Surgery"],
  ["NHS NETHER VALE ICB", "NHS Nether Vale ICB"],
  ["NETHER VALE PCN (NORTH)", "Nether Vale PCN (North)"],
  ["TLC MEDICAL LLP", "TLC Medical LLP"],
  ["A.B. SMITH", "A.B. Smith"],
  ["81A MILL LANE", "81A Mill Lane"],
  ["1ST FLOOR", "1st Floor"],
  ["22ND AVENUE", "22nd Avenue"],
  ["THE  OAKS", "The  Oaks"],
  ["ÉLAN HEALTH", "Élan Health"],
  ["Already Sane PCN", "Already Sane PCN"],
  ["iGP", "iGP"],
  ["123", "123"],
  ["", ""],
])("%s → %s", (shouted, sane) => {
  expect(toSaneCase(shouted)).toBe(sane);
});

test("a code that stands for a name stays as it is", () => {
  expect(printedName({ code: "RDU", name: "RDU" })).toBe("RDU");
  expect(printedName({ code: "ZX01", name: "ALDER SURGERY" })).toBe("Alder Surgery");
});
