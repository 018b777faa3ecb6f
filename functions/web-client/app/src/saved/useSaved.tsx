import { ActionIcon } from "@mantine/core";
import { MessageSquareText } from "lucide-react";
import { lazy, Suspense, useState, type KeyboardEvent, type RefObject } from "react";
import { nextUnfilled, piecesOf } from "../lib/pieces";

const SavedReplies = lazy(() => import("./SavedReplies"));

interface Props {
  channel: "email" | "sms";
  conversation?: string;
  text: string;
  onText(text: string): void;
  input: RefObject<HTMLTextAreaElement | null>;
}

/** Saved replies for a text that is being written: a button, a key, and what is left to be filled in. */
export function useSaved({ channel, conversation, text, onText, input }: Props) {
  const [choosing, setChoosing] = useState(false);
  const select = (start: number, end: number) =>
    requestAnimationFrame(() => { input.current?.focus(); input.current?.setSelectionRange(start, end); });
  const fill = (in_: string, from: number) => {
    const next = nextUnfilled(in_, from);
    if (next) select(next.start, next.end);
  };
  const insert = (reply: string) => {
    const { selectionStart: start, selectionEnd: end } = input.current ?? { selectionStart: text.length, selectionEnd: text.length };
    const whole = text.slice(0, start) + reply + text.slice(end);
    setChoosing(false);
    onText(whole);
    select(start + reply.length, start + reply.length);
    fill(whole, start);
  };
  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== ";" || text.trim() || event.target !== input.current) return;
      event.preventDefault();
      setChoosing(true);
    },
    button: (
      <ActionIcon variant="subtle" color="gray" size={32} aria-label="Saved replies" title="Saved replies (; in an empty answer)" onClick={() => setChoosing(true)}><MessageSquareText size={16} /></ActionIcon>
    ),
    left: <Left text={text} onFill={() => fill(text, input.current?.selectionEnd ?? 0)} />,
    picker: (
      // Its keys are not the composer's.
      <div onKeyDown={(e) => e.stopPropagation()}>
        <Suspense>{choosing && <SavedReplies channel={channel} conversation={conversation} onChoose={insert} onClose={() => setChoosing(false)} />}</Suspense>
      </div>
    ),
  };
}

/** What of a text is still to be filled in, or will be when it is sent. */
function Left({ text, onFill }: { text: string; onFill(): void }) {
  const pieces = piecesOf(text);
  const unfilled = new Set(pieces.filter((p) => p.kind === "unfilled").map((p) => p.text));
  const coupons = pieces.some((p) => p.kind === "coupon");
  return (
    <>
      {unfilled.size > 0 && <p className="banner warn"><span>To fill in: {[...unfilled].join(", ")}</span><button type="button" className="quiet" onClick={onFill}>Go there</button></p>}
      {coupons && <p className="banner plain"><span>A coupon code is taken when this is sent.</span></p>}
    </>
  );
}
