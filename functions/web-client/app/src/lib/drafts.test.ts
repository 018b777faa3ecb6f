import { describe, expect, it } from "vitest";
import { Drafts } from "./drafts";

function storage(): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  const kept = new Map<string, string>();
  return {
    getItem: (k) => kept.get(k) ?? null,
    setItem: (k, v) => void kept.set(k, v),
    removeItem: (k) => void kept.delete(k),
  };
}

describe("a draft", () => {
  it("comes back after a reload with the key it had", () => {
    const s = storage();
    new Drafts(s, () => "k1").save("c1", { text: "half a sent", key: "k1" });
    expect(new Drafts(s, () => "k2").load("c1")).toEqual({ text: "half a sent", key: "k1" });
  });

  it("belongs to one place", () => {
    const d = new Drafts(storage(), () => "k");
    d.save("c1", { text: "one", key: "a" });
    expect(d.load("c2").text).toBe("");
  });

  it("gets a fresh key once it is sent", () => {
    let n = 0;
    const d = new Drafts(storage(), () => `k${++n}`);
    const first = d.load("c1");
    d.save("c1", { ...first, text: "x" });
    d.drop("c1");
    expect(d.load("c1")).toEqual({ text: "", key: "k2" });
  });

  it("survives a storage that holds nonsense or refuses to hold anything", () => {
    const s = storage();
    s.setItem("confab.draft.c1", "{nonsense");
    expect(new Drafts(s, () => "k").load("c1")).toEqual({ text: "", key: "k" });
    const full = { ...s, setItem: () => { throw new Error("QuotaExceededError"); } };
    expect(() => new Drafts(full, () => "k").save("c1", { text: "x", key: "k" })).not.toThrow();
  });
});
