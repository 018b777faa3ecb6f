import { Button } from "@mantine/core";
import { useState } from "react";
import { useCouponPools, useDeletePool, type CouponPool } from "../api/coupons";
import { useToast } from "../shell/toasts";
import { AddCodes, NewPool } from "./CouponDialogs";
import { Listed } from "./Listed";
import { Sure } from "./Sure";
import { useRights } from "./useRights";

/** Pools of single-use codes, of which a message takes one when it is sent. */
export default function Coupons() {
  const { audience, manage } = useRights();
  const pools = useCouponPools(audience.id);
  const [open, setOpen] = useState<CouponPool | "new" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Listed title="Coupon codes" hint={<>Pools of single-use codes. <span className="mono">{"{{coupon.welcome}}"}</span> in an answer takes one from the pool “welcome” when it is sent.</>} empty="No pool yet."
        query={pools} add={manage ? "New pool" : undefined} onAdd={() => setOpen("new")} row={(p) => <Pool key={p.name} pool={p} onAdd={() => setOpen(p)} />} />
      {open === "new" && <NewPool onClose={close} onMade={setOpen} />}
      {open && open !== "new" && <AddCodes pool={open.name} onClose={close} />}
    </>
  );
}

const few = 20;

function Pool({ pool: p, onAdd }: { pool: CouponPool; onAdd(): void }) {
  const { audience, manage } = useRights();
  const toast = useToast();
  const remove = useDeletePool(audience.id);
  return (
    <li>
      <div className="grow">
        <p><span className="strong">{p.name}</span> {p.left === 0 ? <span className="flag danger">empty</span> : p.left < few && <span className="flag warn">nearly empty</span>}</p>
        <p className="muted small">{p.left} left · {p.taken} taken</p>
      </div>
      {manage && (
        <>
          <Button variant="default" aria-label={`Add codes to ${p.name}`} onClick={onAdd}>Add codes</Button>
          <Sure label="Delete" sure="Delete with its codes" name={p.name} busy={remove.isPending} run={() => remove.mutate(p.name, { onError: (e) => toast({ text: e.message, tone: "error" }) })} />
        </>
      )}
    </li>
  );
}
