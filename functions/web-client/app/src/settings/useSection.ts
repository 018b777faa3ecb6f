import { useEditAudience, type EditAudience } from "../api/audiences";
import { useToast } from "../shell/toasts";
import { fields } from "./fields";
import { useForm } from "./useForm";
import { useRights } from "./useRights";

/**
 * A part of the audience's settings that is saved by itself. edit says by which
 * fields of the API the changes are made.
 */
export function useSection<T extends object>(saved: T, edit: (changes: Partial<T>) => EditAudience) {
  const toast = useToast();
  const save = useEditAudience(useRights().audience);
  const { changes, clear, ...form } = useForm(saved, fields, save);
  return {
    ...form,
    undo: () => { clear(); save.reset(); },
    save: () => save.mutate(edit(changes), { onSuccess: () => { clear(); toast({ text: "Saved" }); } }),
    saving: save.isPending,
  };
}
