import { useEffect, useLayoutEffect, useRef } from "react";

/**
 * Shows the beginning of the newest message when the thread opens and when one
 * arrives; whoever is at the end stays there when the pane shrinks or grows. A
 * thread that was opened at a message shows that one first, by its place among the
 * entries; a place below 0 is not known yet. Without at, it was opened at none.
 */
export function useScrollTo(newest: string, at: string, place: number) {
  const ref = useRef<HTMLDivElement>(null);
  const shown = useRef("");
  useLayoutEffect(() => {
    if (at && shown.current !== at) return;
    const el = ref.current!;
    const last = el.querySelector<HTMLElement>(".entry:last-child");
    if (last && last.offsetTop + last.offsetHeight > el.scrollTop + el.clientHeight) el.scrollTop = last.offsetTop - 16;
  }, [newest, at]);
  useLayoutEffect(() => {
    const entry = ref.current!.querySelectorAll<HTMLElement>(".entry")[place];
    if (!entry || shown.current === at) return;
    shown.current = at;
    ref.current!.scrollTop = entry.offsetTop - 16;
    entry.classList.add("sought");
    return () => entry.classList.remove("sought");
  }, [at, place < 0]);
  useEffect(() => {
    const el = ref.current!;
    if (document.activeElement === document.body) el.focus({ preventScroll: true });
    let atEnd = true;
    const note = () => { atEnd = el.scrollHeight - el.scrollTop - el.clientHeight < 32; };
    const follow = new ResizeObserver(() => { if (atEnd) el.scrollTop = el.scrollHeight; });
    note();
    el.addEventListener("scroll", note, { passive: true });
    follow.observe(el);
    return () => { el.removeEventListener("scroll", note); follow.disconnect(); };
  }, []);
  return ref;
}
