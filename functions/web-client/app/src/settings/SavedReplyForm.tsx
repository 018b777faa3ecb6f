import { Button, Checkbox, Textarea, TextInput } from "@mantine/core";
import "@mantine/core/styles/Checkbox.css";
import { Braces } from "lucide-react";
import { useId, useRef } from "react";
import { useCouponPools } from "../api/coupons";
import { useDeleteReply, useSaveReply, type SavedReply } from "../api/savedReplies";
import { refusedIn, variables, withVariable, type Span } from "../lib/variables";
import { LazyMenu } from "../shell/LazyMenu";
import { useToast } from "../shell/toasts";
import { ReplyPreview } from "./ReplyPreview";
import { Sure } from "./Sure";
import { useForm } from "./useForm";
import { useRights } from "./useRights";

const fields = {
  name: { label: "Name", about: /needs a name/ },
  category: { label: "Category" },
  channels: { label: "Meant for", about: /channel/ },
  text: { label: "Text", about: /text|Nothing is known as|coupon/ },
};

interface Props {
  reply: SavedReply | undefined;
  /** Those in use, to choose from. */
  categories: string[];
  onDone(): void;
}

/** A saved reply, to write and to try out. What is refused of its text is selected there. */
export function SavedReplyForm({ reply, categories, onDone }: Props) {
  const { audience, manage } = useRights();
  const toast = useToast();
  const area = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const pools = useCouponPools(audience.id).data ?? [];
  const insertable = [...variables, ...pools.map((p) => ({ name: `coupon.${p.name}`, label: `A code of “${p.name}”` }))];
  const save = useSaveReply(audience.id, reply);
  const remove = useDeleteReply(audience.id);
  const { name = "", category = "", channels = [], text = "" } = reply ?? {};
  const f = useForm({ name, category, channels, text } as Pick<SavedReply, keyof typeof fields>, fields, save, remove);
  const v = f.values, { at, rest } = f.refusals;
  const select = ([start, end]: Span) => { area.current?.focus(); area.current?.setSelectionRange(start, end); };
  const insert = (variable: string) => {
    const { text, caret } = withVariable(v.text, [area.current?.selectionStart ?? v.text.length, area.current?.selectionEnd ?? v.text.length], variable);
    f.set("text", text);
    setTimeout(() => select([caret, caret])); // once it stands there
  };
  const submit = () => save.mutate({ ...v, channels: v.channels as ("email" | "sms")[] }, {
    onSuccess: () => { toast({ text: "Saved" }); onDone(); },
    onError: (e) => { const span = refusedIn(v.text, e.message); if (span) select(span); },
  });
  return (
    <form className="section" aria-label="Saved reply" onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <div className="fields">
        <TextInput label="Name" maxLength={100} value={v.name} disabled={!manage} error={at.name} onChange={(e) => f.set("name", e.currentTarget.value)} data-autofocus autoFocus={!reply} />
        <TextInput label="Category" maxLength={100} value={v.category} disabled={!manage} error={at.category} list={list} placeholder="None" onChange={(e) => f.set("category", e.currentTarget.value)} />
        <datalist id={list}>{categories.map((c) => <option key={c} value={c} />)}</datalist>
        <Checkbox.Group label="Meant for" description="Both, where none is chosen." value={v.channels} error={at.channels} onChange={(to) => f.set("channels", to)}>
          <div className="choices inline"><Checkbox value="email" label="Email" disabled={!manage} /><Checkbox value="sms" label="Texts" disabled={!manage} /></div>
        </Checkbox.Group>
        <Textarea ref={area} label="Text" autosize minRows={6} maxRows={20} maxLength={20000} value={v.text} disabled={!manage} error={at.text} onChange={(e) => f.set("text", e.currentTarget.value)} />
        {manage && (
          <div className="buttons">
            <LazyMenu label="What is known when it is used" position="bottom-start" items={insertable.map(({ name, label }) => ({ label, run: () => insert(name) }))}>
              <Button variant="default" size="xs" leftSection={<Braces size={14} />} aria-haspopup="menu">Insert variable</Button>
            </LazyMenu>
          </div>
        )}
        <ReplyPreview text={v.text} />
        {rest && <p role="alert" className="banner danger">{rest}</p>}
        {manage && (
          <div className="buttons">
            <Button type="submit" loading={save.isPending} disabled={!f.changed}>Save</Button>
            {reply && <Sure label="Delete" sure="Delete for good" busy={remove.isPending} run={() => remove.mutate(reply.id, { onSuccess: onDone })} />}
          </div>
        )}
      </div>
    </form>
  );
}
