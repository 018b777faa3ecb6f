import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent colour; 4.5:1 or better against what it is set on. */
const iris: MantineColorsTuple = [
  "#f2f1fd", "#e4e3fa", "#c9c7f4", "#aba8ee", "#918de8",
  "#7a76e1", "#6663dc", "#5552d6", "#4744bd", "#3a379d",
];

const gray: MantineColorsTuple = [
  "#fafafb", "#f4f4f6", "#ebebee", "#dedee3", "#cbcbd2",
  "#a2a2ad", "#6f6f7b", "#50505a", "#34343c", "#1d1d22",
];

const dark: MantineColorsTuple = [
  "#e6e6ea", "#b9b9c2", "#9a9aa6", "#63636f", "#3c3c46",
  "#2e2e36", "#222228", "#18181c", "#131316", "#0d0d10",
];

export const theme = createTheme({
  primaryColor: "iris",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { iris, gray, dark },
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "16px", sm: "20px", md: "20px", lg: "24px", xl: "28px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  // The page itself never scrolls, only its panes do: there is nothing to lock.
  components: {
    Button: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 80 }, withArrow: false } },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: "md" } },
    Modal: { defaultProps: { padding: "lg", closeButtonProps: { "aria-label": "Close" }, lockScroll: false, transitionProps: { duration: 100, transition: "fade" }, overlayProps: { backgroundOpacity: 0.35 } } },
    Drawer: { defaultProps: { padding: "lg", closeButtonProps: { "aria-label": "Close" }, lockScroll: false, transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.2 } } },
  },
});
