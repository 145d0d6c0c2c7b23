// What arrives while the app is closed: its handlers stand here, and the service worker imports them.
