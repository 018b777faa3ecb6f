import "../styles/sheets.css";
import "../styles/settings.css";
import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/InlineInput.css";
import "@mantine/core/styles/Input.css";
import "@mantine/core/styles/Pill.css";
import "@mantine/core/styles/PillsInput.css";
import "@mantine/core/styles/Popover.css";
import "@mantine/core/styles/Radio.css";
import "@mantine/core/styles/Switch.css";
import { ActionIcon, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { ArrowLeft, Menu as MenuIcon } from "lucide-react";
import { Suspense } from "react";
import { Navigate, NavLink, useNavigate, useParams } from "react-router";
import { atLeast } from "../api/types";
import { usePlace } from "../shell/place";
import { useShortcuts } from "../shell/useShortcuts";
import { ofAccount, ofAudience } from "./sections";

/** What can be set, section by section. Where there is no room for both, the list comes first. */
export default function Settings() {
  const { section, item } = useParams();
  const { audience, openMenu } = usePlace();
  const navigate = useNavigate();
  const wide = useMediaQuery("(min-width: 768px)", window.innerWidth >= 768, { getInitialValueInEffect: false });
  const base = `/a/${audience.id}/settings`;
  const seen = [...ofAudience, ...ofAccount].filter((s) => atLeast(audience.role, s.seen));
  const open = seen.find((s) => s.path === section);
  const up = item ? `${base}/${section}` : wide ? "" : base;
  useShortcuts({ Escape: () => up && void navigate(up) });
  if (!open && (wide || section)) return <Navigate to={wide ? `${base}/${seen[0]!.path}` : base} replace />;
  return (
    <main className="main-pane wide" aria-label="Settings">
      <header className="pane-header">
        {open && !wide
          ? <ActionIcon variant="subtle" color="gray" size={32} ml={-8} aria-label="Back" onClick={() => void navigate(up)}><ArrowLeft size={18} /></ActionIcon>
          : <ActionIcon className="menu-button" variant="subtle" color="gray" size={32} aria-label="Menu" onClick={openMenu}><MenuIcon size={18} /></ActionIcon>}
        <h1>{open ? `Settings · ${open.label}` : "Settings"}</h1>
      </header>
      <div className="settings-panes">
        {(wide || !open) && (
          <nav className="settings-nav" aria-label="Kinds of settings">
            <Group title={audience.name} base={base} sections={ofAudience.filter((s) => seen.includes(s))} />
            <Group title="Account" base={base} sections={ofAccount.filter((s) => seen.includes(s))} />
          </nav>
        )}
        {open && (
          <div className="sheet settings" key={open.path}>
            {!atLeast(audience.role, open.changed) && <p className="banner plain">You can read here. Only a manager can change this.</p>}
            <Suspense fallback={<Skeleton height={40} />}><open.View /></Suspense>
          </div>
        )}
      </div>
    </main>
  );
}

function Group({ title, base, sections }: { title: string; base: string; sections: typeof ofAudience }) {
  return (
    <>
      <h2 className="cut">{title}</h2>
      {sections.map((s) => <NavLink key={s.path} to={`${base}/${s.path}`} className="folder">{s.label}</NavLink>)}
    </>
  );
}
