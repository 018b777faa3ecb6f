import "../styles/dialogs";
import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { readExport, useExportContact } from "../api/erasing";
import { ended, useJob, type Job } from "../api/jobs";
import type { Contact } from "../api/types";
import { startDownload } from "../lib/download";

/** Has all that is known of a contact written down, and fetches it. */
export default function ExportContact({ contact: c, onClose }: { contact: Contact; onClose(): void }) {
  const write = useExportContact(c.id);
  const name = c.name || c.emails[0] || c.phones[0] || "this contact";
  return (
    <Modal opened onClose={onClose} title={`Export ${name}`} size={440}>
      <p>One file with all that is known of them: addresses and numbers, consents with their history, orders, activity, and conversations with whole messages.</p>
      {write.isError && <p role="alert" className="banner danger dialog-foot">{write.error.message}</p>}
      {write.data ? <Written job={write.data} /> : <div className="buttons dialog-foot"><Button data-autofocus loading={write.isPending} onClick={() => write.mutate()}>Export</Button></div>}
    </Modal>
  );
}

function Written({ job: begun }: { job: Job }) {
  const job = useJob(begun).data;
  const fetch = useMutation({ mutationFn: () => readExport(job.id), onSuccess: startDownload });
  const well = job.state === "done" && job.refused + job.skipped === 0;
  const words = !ended(job) ? "It is being written…" : well ? "It is ready, and kept for seven days." : job.failure || "It could not be written. Try again.";
  return (
    <>
      <p role="status" className="dialog-foot">{words}</p>
      {fetch.isError && <p role="alert" className="banner danger">{fetch.error.message}</p>}
      <div className="buttons dialog-foot"><Button loading={!ended(job) || fetch.isPending} disabled={ended(job) && !well} onClick={() => fetch.mutate()}>Download</Button></div>
    </>
  );
}
