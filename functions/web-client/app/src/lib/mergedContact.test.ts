import { expect, test } from "vitest";
import { mergedContact, type Person } from "./mergedContact";

const nobody: Person = { name: "", emails: [], phones: [], time_zone: "", location: {}, attributes: {} };

test("addresses of both are kept; of all else the one that stays has the say, and what is given up is named", () => {
  const into = { ...nobody, name: "Robin", emails: ["r@example.org"], location: { city: "Lisbon", country: "PT" }, attributes: { size: "M" } };
  const from = { ...nobody, name: "Robin Day", emails: ["robin@example.com"], phones: ["+15550142"], time_zone: "Europe/Paris", location: { city: "Porto" }, attributes: { size: "L", shoe_size: "42" } };
  expect(mergedContact(into, from)).toEqual([
    { label: "Name", value: "Robin", lost: "Robin Day" },
    { label: "Email", value: "r@example.org, robin@example.com", lost: "" },
    { label: "Phone", value: "+15550142", lost: "" },
    { label: "Location", value: "Lisbon, PT", lost: "Porto" },
    { label: "Time zone", value: "Europe/Paris", lost: "" },
    { label: "Size", value: "M", lost: "L" },
    { label: "Shoe size", value: "42", lost: "" },
  ]);
});

test("attributes beyond what a contact may have are given up", () => {
  const full = Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`a${i}`, "1"]));
  const shown = mergedContact({ ...nobody, attributes: full }, { ...nobody, attributes: { x: "kept", y: "lost" } });
  expect(shown.slice(-2)).toEqual([{ label: "X", value: "kept", lost: "" }, { label: "Y", value: "", lost: "lost" }]);
});
