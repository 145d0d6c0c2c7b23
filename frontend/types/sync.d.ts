// Background sync, which the libraries of TypeScript do not describe (https://wicg.github.io/background-sync/spec/).

interface ServiceWorkerRegistration {
  readonly sync: { register(tag: string): Promise<void> };
}
