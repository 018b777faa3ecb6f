import { useCallback, useLayoutEffect, useState, type RefObject } from "react";
import { flushSync } from "react-dom";

// Drawn beyond what is in view, so that a quick scroll meets no gaps.
const around = 8;

/** Which of a list's rows, all as high as each other, are to be drawn: last is the first that is not. */
export function useRowsInView(scroller: RefObject<HTMLElement | null>, count: number, height: number) {
  const [view, setView] = useState({ first: 0, last: 2 * around });
  const look = useCallback(() => {
    const { scrollTop, clientHeight } = scroller.current!;
    const first = Math.max(0, Math.floor(scrollTop / height) - around);
    const last = Math.ceil((scrollTop + clientHeight) / height) + around;
    setView((v) => (v.first === first && v.last === last ? v : { first, last }));
  }, [scroller, height]);
  useLayoutEffect(() => {
    const el = scroller.current!;
    const sized = new ResizeObserver(look);
    sized.observe(el);
    el.addEventListener("scroll", look, { passive: true });
    return () => { sized.disconnect(); el.removeEventListener("scroll", look); };
  }, [scroller, look]);

  /** Brings a row into view, and has it drawn by the time this returns. */
  const show = useCallback((index: number) => {
    const el = scroller.current;
    if (!el) return; // who asked for it a frame ago has left the list since
    const top = index * height;
    if (top < el.scrollTop) el.scrollTop = top;
    else if (top + height > el.scrollTop + el.clientHeight) el.scrollTop = top + height - el.clientHeight;
    flushSync(look);
  }, [scroller, height, look]);
  return { first: view.first, last: Math.min(count, view.last), show };
}
