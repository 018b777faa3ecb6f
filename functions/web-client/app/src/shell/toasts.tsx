import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from "react";

export interface Toast {
  text: string;
  tone?: "plain" | "error";
  /** For how many milliseconds it is shown, if not as usual. */
  ms?: number;
  action?: { label: string; run(): void };
}

const Context = createContext<(toast: Toast) => void>(() => {});

/** Says something in passing, at the foot of the page, one thing at a time. */
export function useToast(): (toast: Toast) => void {
  return useContext(Context);
}

const shownMs = 6000;

export function Toasts({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null);
  const show = useCallback((t: Toast) => setToast({ ...t }), []);
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => setToast(null), toast.ms ?? shownMs);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <Context value={show}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toast && (
          <div className={`toast ${toast.tone ?? "plain"}`}>
            <span>{toast.text}</span>
            {toast.action && (
              <button type="button" onClick={() => { toast.action!.run(); setToast(null); }}>
                {toast.action.label}
              </button>
            )}
          </div>
        )}
      </div>
    </Context>
  );
}
