import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import "@mantine/core/styles/UnstyledButton.css";
import "@mantine/core/styles/Button.css";
import "@mantine/core/styles/Loader.css";
import "@mantine/core/styles/Skeleton.css";
import "./styles/base.css";
import "./styles/panes.css";
import "./styles/list.css";

import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { APIError, openAPI } from "./api/client";
import { App } from "./App";
import { SessionProvider } from "./auth/session";
import { loadConfig } from "./lib/config";
import { pageNonce } from "./lib/nonce";
import { theme } from "./theme";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What the API refuses it will refuse again; anything else may pass.
      retry: (count, error) => count < 2 && !(error instanceof APIError && error.status >= 400 && error.status < 500),
    },
  },
});

const root = createRoot(document.getElementById("root")!);
try {
  const config = await loadConfig();
  openAPI(config.api_url);
  root.render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={pageNonce}>
        <QueryClientProvider client={queries}>
          <SessionProvider config={config}>
            <BrowserRouter>
              <App />
            </BrowserRouter>
          </SessionProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
} catch (error) {
  root.render(
    <main className="center" role="alert">
      <h1>Confab could not start</h1>
      <p>{error instanceof Error ? error.message : String(error)} Reload the page to try again.</p>
    </main>,
  );
}
