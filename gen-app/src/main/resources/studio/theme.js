// Runs before the browser draws the page, to avoid a flash of wrong colours. So this is not a module.
(() => {
    "use strict";
    const KEY = "gen4j-theme";
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)");

    // If the browser stores nothing for pages, the choice lasts as long as the page.
    const stored = () => {
        try {
            return localStorage.getItem(KEY);
        } catch {
            return null;
        }
    };
    const store = (theme) => {
        try {
            localStorage.setItem(KEY, theme);
        } catch {
            // The page still shows the theme.
        }
    };

    const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

    const chosen = stored();
    if (chosen === "dark" || chosen === "light") {
        root.dataset.theme = chosen;
    }
    document.addEventListener("DOMContentLoaded", () => {
        const button = document.getElementById("theme");
        const show = () => button.setAttribute("aria-pressed", String(isDark()));
        button.addEventListener("click", () => {
            root.dataset.theme = isDark() ? "light" : "dark";
            store(root.dataset.theme);
            show();
        });
        system.addEventListener("change", show);
        show();
    });
})();
