import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const outDir = "../handler/dist";

/** Leaves a gzipped copy beside each file worth it; the function serves that. */
function gzipped(): Plugin {
  return {
    name: "gzipped",
    apply: "build",
    closeBundle() {
      for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|svg)$/.test(entry.name)) continue;
        const file = join(entry.parentPath, entry.name);
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), gzipped()],
  // The function replaces the placeholder by a nonce of its own in each answer.
  html: { cspNonce: "CSP_NONCE" },
  build: {
    outDir, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false },
    // Each answer bears headers of a kilobyte: what every page needs comes in one
    // piece, and what everybody needs who has signed in in another.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"], priority: 2 }, { name: "workspace", test: /\/shell\/Workspace\.tsx$/, priority: 1 }] } },
    },
  },
});
