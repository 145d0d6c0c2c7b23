// What the service workers find on themselves beside what TypeScript describes.

/** The line that the server puts before sw.js (lapor/web/views/app.py). */
interface Shell {
  version: string;
  parts: string[];
  data: string[];
  page: string;
  offline: string;
}

interface ServiceWorkerGlobalScope {
  __SHELL: Shell;
}

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
  readonly lastChance: boolean;
}

interface ServiceWorkerGlobalScopeEventMap {
  sync: SyncEvent;
}
