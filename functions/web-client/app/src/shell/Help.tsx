import "../styles/dialogs";
import { Modal } from "@mantine/core";
import { shortcuts } from "./useShortcuts";

const groups = [...new Set(shortcuts.map((s) => s.group))];

/** The list of keys. */
export default function Help({ onClose }: { onClose(): void }) {
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" size={480} centered>
      <div className="help">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {shortcuts.filter((s) => s.group === group).map((s) => (
                <div key={s.label}>
                  <dt>{s.label}</dt>
                  <dd>{s.keys.map((k) => <kbd key={k}>{k === "Escape" ? "Esc" : k}</kbd>)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
