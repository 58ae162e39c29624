// Public pages: the same signs and forms, without the desk's tools.
import "@tabler/core/dist/css/tabler.min.css";
import "../desk/styles/tokens.css";
import "../desk/styles/base.css";
import "../desk/styles/marks.css";
import "../desk/styles/frame.css";
import "../desk/styles/topbar.css";
import "../desk/styles/frame-narrow.css";
import "../desk/styles/record.css";
import "../desk/styles/facts.css";
import "../desk/styles/stream.css";
import "../desk/styles/record-narrow.css";
import "../desk/styles/forms.css";
import "../desk/styles/layers.css";
import "../desk/styles/pages.css";
import "../desk/styles/print.css";
import "./portal.css";
import { startKeepingFiles } from "../desk/chosen";
import { startDrafts } from "../desk/drafts";
import { startMistakes } from "../desk/mistakes";
import { startPromises } from "../desk/promises";
import { startTheme } from "../desk/theme";
import { startToasts } from "../desk/toasts";
import { csrf } from "../desk/words";

document.body.addEventListener("htmx:configRequest", (event) => {
  (event as CustomEvent).detail.headers["X-CSRFToken"] = csrf();
});
document.addEventListener("click", (event) => {
  if ((event.target as Element).closest("[data-print]")) window.print();
});
for (const start of [startTheme, startToasts, startDrafts, startKeepingFiles, startMistakes, startPromises]) start();
