import { useEffect, useRef } from "react";

/** What each key does; the help lists them in this order. */
export const shortcuts = [
  { keys: ["j"], label: "Next conversation", group: "Move" },
  { keys: ["k"], label: "Previous conversation", group: "Move" },
  { keys: ["Enter", "o"], label: "Open", group: "Move" },
  { keys: ["Escape"], label: "Back", group: "Move" },
  { keys: ["/"], label: "Search", group: "Move" },
  { keys: ["f"], label: "Filter", group: "Move" },
  { keys: ["b"], label: "Notices", group: "Move" },
  { keys: [","], label: "Settings", group: "Move" },
  { keys: ["r"], label: "Reply", group: "Conversation" },
  { keys: ["a"], label: "Reply to all", group: "Conversation" },
  { keys: ["n"], label: "Note for the team", group: "Conversation" },
  { keys: ["i"], label: "Assign to me", group: "Conversation" },
  { keys: ["m"], label: "Assign to somebody", group: "Conversation" },
  { keys: ["l"], label: "Labels", group: "Conversation" },
  { keys: ["e"], label: "Done, or back to do", group: "Conversation" },
  { keys: ["s"], label: "Snooze", group: "Conversation" },
  { keys: ["#"], label: "Trash", group: "Conversation" },
  { keys: ["u"], label: "Mark unread", group: "Conversation" },
  { keys: ["p"], label: "About the contact", group: "Conversation" },
  { keys: ["x"], label: "Select, or no longer", group: "Many at once" },
  { keys: ["X"], label: "Select up to here", group: "Many at once" },
  { keys: ["*"], label: "Select all that match", group: "Many at once" },
  { keys: ["c"], label: "New conversation", group: "Write" },
  { keys: [";"], label: "Saved reply, in an empty answer", group: "Write" },
  { keys: ["Ctrl/⌘ Enter"], label: "Send", group: "Write" },
  { keys: ["?"], label: "This help", group: "Help" },
] as const;

type Handlers = Partial<Record<string, (event: KeyboardEvent) => void>>;

function busy(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target as HTMLElement;
  if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true]")) return true;
  return document.querySelector("[role=dialog][aria-modal=true], [role=menu]") !== null;
}

/**
 * Listens for single keys, except where somebody types, a dialog is open, or a
 * control has already made something of the key. With first, these keys are heard
 * before the others of the page, which then do not hear them.
 */
export function useShortcuts(handlers: Handlers, { first = false } = {}): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const handle = latest.current[event.key];
      if (!handle || busy(event)) return;
      if (event.key === "Enter" && (event.target as HTMLElement).closest("a, button")) return;
      event.preventDefault();
      handle(event);
    };
    window.addEventListener("keydown", listen, first);
    return () => window.removeEventListener("keydown", listen, first);
  }, [first]);
}
