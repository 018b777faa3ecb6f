/**
 * A ref for what shall have a dialog's first focus but comes after the dialog,
 * which puts it on its close button until then. Whoever has moved on stays there.
 */
export function focusFirst(element: HTMLElement | null): void {
  const now = document.activeElement;
  if (element && (now === document.body || now?.matches(".mantine-Modal-close, .mantine-Drawer-close, [role=dialog]"))) element.focus();
}
