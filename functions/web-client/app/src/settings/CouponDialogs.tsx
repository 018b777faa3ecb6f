import { Button, FileButton, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useAddCodes, useCreatePool, type CouponPool } from "../api/coupons";
import { codesIn } from "../lib/codes";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { FormDialog } from "./FormDialog";
import { useForm } from "./useForm";

/** Asks what a new pool is called, as answers will name it. */
export function NewPool({ onMade, onClose }: { onMade(pool: CouponPool): void; onClose(): void }) {
  const create = useCreatePool(usePlace().audience.id);
  const f = useForm({ name: "" }, { name: { label: "Name", about: /./ } }, create);
  return (
    <FormDialog title="New pool" save="Create" saving={create.isPending} ready={f.values.name !== ""} refusal={f.refusals.rest} onClose={onClose}
      onSave={() => create.mutate(f.values, { onSuccess: onMade })}>
      <TextInput data-autofocus label="Name" description="Small letters, digits, - and _." placeholder="welcome" maxLength={32} value={f.values.name} error={f.refusals.at.name} onChange={(e) => f.set("name", e.currentTarget.value)} />
    </FormDialog>
  );
}

/** Takes codes for a pool, typed, pasted or from a file. */
export function AddCodes({ pool, onClose }: { pool: string; onClose(): void }) {
  const toast = useToast();
  const add = useAddCodes(usePlace().audience.id, pool);
  const [text, setText] = useState("");
  const codes = codesIn(text);
  const said = (added: number) => toast({ text: added === codes.length ? `${added} codes added` : `${added} codes added, ${codes.length - added} were there already` });
  return (
    <FormDialog title={`Codes for “${pool}”`} save={codes.length > 0 ? `Add ${codes.length}` : "Add"} saving={add.isPending} ready={codes.length > 0} refusal={add.error?.message ?? ""} onClose={onClose}
      onSave={() => add.mutate(codes, { onSuccess: (added) => { said(added); onClose(); } })}
      more={<span className="apart"><FileButton accept=".csv,.txt,text/plain,text/csv" onChange={(file) => void file?.text().then(setText)}>{(props) => <Button variant="default" {...props}>From a file…</Button>}</FileButton></span>}>
      <Textarea data-autofocus label="Codes" description="One a line, or with commas between." autosize minRows={6} maxRows={12} classNames={{ input: "mono" }} value={text} onChange={(e) => setText(e.currentTarget.value)} />
    </FormDialog>
  );
}
