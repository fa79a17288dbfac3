// Shared by all tabs: a browser allows six connections to a host, so the tabs share one event stream.

import { NewsSource } from "./news-source.js";

const ports = new Set();
const source = new NewsSource(new URL("api/events", import.meta.url), (message) => ports.forEach((port) => port.postMessage(message)));

self.onconnect = ({ ports: [port] }) => {
    ports.add(port);
    port.onmessage = () => ports.delete(port);
    if (source.isLost) {
        port.postMessage({ type: "lost" });
    }
};
