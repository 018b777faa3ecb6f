import "../styles/sheets.css";
import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/InlineInput.css";
import "@mantine/core/styles/Input.css";
import "@mantine/core/styles/Pill.css";
import "@mantine/core/styles/PillsInput.css";
import "@mantine/core/styles/Popover.css";
import "@mantine/core/styles/Radio.css";
import "@mantine/core/styles/Switch.css";
import { ActionIcon } from "@mantine/core";
import { Menu as MenuIcon } from "lucide-react";
import { useAudienceStatus } from "../api/people";
import { mayAdminister, mayManage } from "../api/types";
import { usePlace } from "../shell/place";
import { Autoresponder } from "./Autoresponder";
import { HoursAndLinks } from "./HoursAndLinks";
import { Keywords } from "./Keywords";
import { Numbers } from "./Numbers";

/** How the audience texts. A manager changes what is said, an admin by which numbers. */
export default function Settings() {
  const { audience, openMenu } = usePlace();
  const { texting } = useAudienceStatus(audience.id).data ?? audience;
  const may = { texting, manage: mayManage(audience.role), administer: mayAdminister(audience.role) };
  return (
    <main className="main-pane wide" aria-label="Settings">
      <header className="pane-header">
        <ActionIcon className="menu-button" variant="subtle" color="gray" size={32} aria-label="Menu" onClick={openMenu}><MenuIcon size={18} /></ActionIcon>
        <h1>Settings · Texting</h1>
      </header>
      <div className="sheet settings">
        {!may.manage && <p className="banner plain">You can read here. Only a manager can change this.</p>}
        <Numbers {...may} />
        <Keywords {...may} />
        <Autoresponder {...may} />
        <HoursAndLinks {...may} />
      </div>
    </main>
  );
}
