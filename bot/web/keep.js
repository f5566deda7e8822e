/** What this device remembers. Where storage is closed (private mode, full), it lasts as long as the page. */

function shelf(open) {
  const memory = new Map();
  return {
    get(key) {
      if (memory.has(key)) return memory.get(key);
      try {
        return open().getItem("manyi." + key);
      } catch (closed) {
        return null;
      }
    },
    set(key, value) {
      memory.set(key, value);
      try {
        open().setItem("manyi." + key, value);
        memory.delete(key);
      } catch (closed) { /* memory has it */ }
    },
  };
}

/** Shared by the tabs, survives a restart of the browser. */
export const lasting = shelf(() => window.localStorage);
/** This tab alone, survives a reload. */
export const passing = shelf(() => window.sessionStorage);
