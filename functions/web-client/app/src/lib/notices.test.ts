import { expect, test } from "vitest";
import { noticeWords, placeOf } from "./notices";

const notice = { kind: "mention", audience: "a", conversation: "c", message: "m" };

test("a notice is a sentence about what it is about", () => {
  expect(noticeWords(notice, "Kim", "Robin, Late parcel")).toBe("Kim mentioned you: Robin, Late parcel");
  expect(noticeWords({ ...notice, kind: "assigned" }, "Kim", "")).toBe("Kim assigned this to you");
  expect(noticeWords({ ...notice, kind: "assigned", conversation: "" }, "Kim", "")).toBe("Kim assigned conversations to you");
  expect(noticeWords({ ...notice, kind: "something_new" }, "", "Robin")).toBe("There is news: Robin");
});

test("a notice leads to the message, or to where its kind is at home", () => {
  expect(placeOf(notice)).toBe("/a/a/open/c?at=m");
  expect(placeOf({ ...notice, message: "" })).toBe("/a/a/open/c");
  const of = (kind: string) => placeOf({ kind, audience: "a", conversation: "", message: "" });
  expect(of("webhook_disabled")).toBe("/a/a/settings/webhooks");
  expect(of("job_done")).toBe("/a/a/settings/jobs");
  expect(of("assigned")).toBe("/a/a/open?assignee=me");
  expect(of("something_new")).toBe("");
});
