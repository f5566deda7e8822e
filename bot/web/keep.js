/** What this device remembers. Where storage is closed (private mode, full), it lasts as long as the page. */

/** Who tries a survey out by a link of the staff's: all that they say stays with that link, in this tab. */
const trial = new URLSearchParams(location.search).get("preview") || "";
const PREFIX = trial ? "manyi.preview." + trial.slice(-16) + "." : "manyi.";

function shelf(open) {
  const memory = new Map();
  return {
    /** Whether the device takes anything at all. */
    works() {
      try {
        open().setItem("manyi.probe", "1");
        open().removeItem("manyi.probe");
        return true;
      } catch (closed) {
        return false;
      }
    },
    get(key) {
      if (memory.has(key)) return memory.get(key);
      try {
        return open().getItem(PREFIX + key);
      } catch (closed) {
        return null;
      }
    },
    set(key, value) {
      memory.set(key, value);
      try {
        open().setItem(PREFIX + key, value);
        memory.delete(key);
      } catch (closed) { /* memory has it */ }
    },
  };
}

/** Shared by the tabs, survives a restart of the browser. */
export const lasting = shelf(() => (trial ? window.sessionStorage : window.localStorage));
/** This tab alone, survives a reload. */
export const passing = shelf(() => window.sessionStorage);

if (trial) lasting.set("token", trial);
